"""Skills asked for and at hand, by chain: what enterprises say, what their posts need, whom the registry holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import narwhals as nw
import pyarrow as pa

from talentmap.engine import Engine
from talentmap.engine.base import Frame
from talentmap.engine.exact import exact_sum
from talentmap.matching.skills.reader import MUST
from talentmap.model.taxonomy import Catalog
from talentmap.tables.matching import DEMAND_ROLES, PERSON_ROLES, SKILLS_ASKED, WORDING_ROLES, WORDING_SKILLS
from talentmap.tables.registry import PEOPLE
from talentmap.tables.schema import Kind
from talentmap.tables.survey import DEMAND

_PLACE = ("skill_id", "chain_id")
_COUNTS = ("lines", "headcount", "enterprises")


def place_skills(engine: Engine, catalog: Catalog) -> None:
    """Write SKILLS_ASKED, every skill that is asked for or at hand in a chain, by way of WORDING_SKILLS.

    A line counts once for a skill, however often it names it; somebody of two roles that must have it counts with
    both weights.
    """
    engine.map_batches(WORDING_SKILLS, engine.scan(WORDING_ROLES).select("wording_id", "skills"), split_skills)
    lines = _lines(engine, catalog)
    needed = engine.frame(_musts(catalog))
    said = _counted(lines.join(engine.scan(WORDING_SKILLS), on="wording_id"), "")
    must = _counted(lines.join(needed.select("role_id", "skill_id"), on="role_id"), "_must")
    held = _held(engine).join(needed, on="role_id").group_by(*_PLACE)
    supplied = held.agg(*(exact_sum(nw.col(name)).alias(name) for name in ("registered", "available")))
    measures = SKILLS_ASKED.names[len(_PLACE) :]
    sides = [_widened(side, measures) for side in (said, must, supplied)]
    engine.write(SKILLS_ASKED, nw.concat(sides).group_by(*_PLACE).agg(*(nw.col(name).sum() for name in measures)))


def split_skills(wordings: pa.Table) -> pa.Table:
    """The WORDING_SKILLS of wordings whose skills are joined by |."""
    pairs = zip(wordings["wording_id"].to_pylist(), wordings["skills"].to_pylist(), strict=True)
    return WORDING_SKILLS.from_rows(
        {"wording_id": wording, "skill_id": skill} for wording, skills in pairs for skill in skills.split("|") if skill
    )


def musts(skills: Mapping[str, int]) -> Iterator[str]:
    """The skills that a role cannot be done without."""
    return (skill for skill, weight in skills.items() if weight >= MUST)


def _musts(catalog: Catalog) -> pa.Table:
    """The skills that each role must have, with its chain."""
    rows = [(role.id, role.chain_id, skill) for role in catalog.roles.values() for skill in musts(role.skills)]
    columns = (pa.array([row[place] for row in rows], pa.string()) for place in range(3))
    return pa.table(dict(zip(("role_id", "chain_id", "skill_id"), columns, strict=True)))


def _lines(engine: Engine, catalog: Catalog) -> Frame:
    """Demand lines with wording and role, in the role's chain, else the enterprise's."""
    roles = list(catalog.roles.values())
    chains = engine.frame(
        pa.table(
            {
                "role_id": pa.array([role.id for role in roles], pa.string()),
                "role_chain": pa.array([role.chain_id for role in roles], pa.string()),
            }
        )
    )
    stated = engine.scan(DEMAND).select("line_id", "enterprise_id", "headcount", "chain_id")
    return (
        engine.scan(DEMAND_ROLES)
        .select("line_id", "wording_id", "role_id")
        .join(stated, on="line_id")
        .join(chains, on="role_id", how="left")
        .with_columns(chain_id=nw.coalesce("role_chain", "chain_id").fill_null(""))
    )


def _counted(lines: Frame, suffix: str) -> Frame:
    counts = (nw.len(), nw.col("headcount").sum(), nw.col("enterprise_id").n_unique())
    named = {f"{name}{suffix}": count for name, count in zip(_COUNTS, counts, strict=True)}
    return lines.with_columns(nw.col("headcount").fill_null(0)).group_by(*_PLACE).agg(**named)


def _held(engine: Engine) -> Frame:
    """The weight of people in each role: all, and those who are available."""
    states = engine.scan(PEOPLE).select("person_id", nw.col("available").fill_null(""))
    placed = engine.scan(PERSON_ROLES).select("person_id", "role_id", "weight").join(states, on="person_id", how="left")
    free = nw.when(nw.col("available") != "").then(nw.col("weight")).otherwise(nw.lit(0.0))
    return placed.select("role_id", registered=nw.col("weight"), available=free)


def _widened(side: Frame, measures: tuple[str, ...]) -> Frame:
    """`side` with all measures, 0 where it does not know one."""
    kinds = {column.name: nw.Float64 if column.kind is Kind.FLOAT else nw.Int64 for column in SKILLS_ASKED.columns}
    known = side.collect_schema().names()
    values = {name: nw.col(name) if name in known else nw.lit(0) for name in measures}
    return side.select(*_PLACE, *(value.cast(kinds[name]).alias(name) for name, value in values.items()))
