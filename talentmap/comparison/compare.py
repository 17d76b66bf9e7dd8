"""Two editions set beside each other: each change of a gap in parts, and who entered or left the shortage list."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from talentmap.bilingual import both
from talentmap.comparison.archive import UNKNOWN, Archive, placed
from talentmap.comparison.decompose import KEYS, Side, decompose
from talentmap.comparison.mapping import Shares, checked, recoded
from talentmap.comparison.moves import shortage_moves
from talentmap.engine import Engine
from talentmap.errors import EditionError
from talentmap.model.change import Change
from talentmap.model.taxonomy import Catalog
from talentmap.tables.comparison import GAP_CHANGES
from talentmap.tables.matching import DEMAND_ROLES, PERSON_ROLES
from talentmap.tables.registry import PEOPLE
from talentmap.tables.survey import DEMAND

_LEVELS: Mapping[str, tuple[str, ...]] = {
    "total": (),
    "tier": ("tier",),
    "chain": ("chain_id",),
    "role": ("chain_id", "role_id"),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the earlier edition: GAP_CHANGES and SHORTAGE_MOVES, not protected."""

    before: Archive
    after: Archive
    changes: pd.DataFrame
    moves: pd.DataFrame


def comparable(before: Archive, after: Archive) -> None:
    """Nothing, where the two are of one region and `before` is the older; EditionError where they are not."""
    if before.region != after.region:
        raise EditionError(
            both(
                f"{before.id} is of {before.region}, {after.id} of {after.region}: not the same region.",
                f"{before.id} 属于 {before.region}，{after.id} 属于 {after.region}，不是同一地区。",
            ),
            both(
                "Name two editions of one region. Regions side by side: talentmap rollup.",
                "请给出同一地区的两个年度版；不同地区用 talentmap rollup。",
            ),
        )
    if before.year >= after.year:
        raise EditionError(
            both(
                f"{before.id} ({before.year}) is not earlier than {after.id} ({after.year}).",
                f"{before.id}（{before.year} 年）不早于 {after.id}（{after.year} 年）。",
            ),
            both("Name the older one first.", "请把较早的写在前面。"),
        )


def lend(before: Archive, engine: Engine) -> None:
    """Put the earlier lines and available people into `engine`, for this year's matcher to place anew."""
    people = before.read(PEOPLE)
    available = people[people["available"].fillna("") != ""]
    for table, frame in ((DEMAND, before.read(DEMAND)), (PEOPLE, available)):
        engine.write(table, pa.Table.from_pandas(frame, schema=table.arrow_schema, preserve_index=False))


def compare(before: Archive, after: Archive, catalog: Catalog, shares: Shares, anew: Engine | None) -> Comparison:
    """The comparison under this year's `catalog`; `anew` holds the earlier lines and people matched anew.

    Without `anew` the matching part is 0, and what a change of the matcher did is in the other parts.
    """
    comparable(before, after)
    used = {*before.posts["role_id"], *before.people["role_id"]}
    known = checked(shares, used, catalog.roles)
    chains = {role.id: role.chain_id for role in catalog.roles.values()}
    old = Side(before.posts, before.answers, before.people)
    mapped = Side(
        recoded(before.posts, known, chains, ["headcount"]),
        before.answers,
        _without_role_out(recoded(before.people, known, chains, ["weight"])),
    )
    rematched = mapped if anew is None else Side(_posts_anew(before, anew, catalog), before.answers,
                                                 _people_anew(before, anew, chains))  # fmt: skip
    cells = decompose(old, mapped, rematched, Side(after.posts, after.answers, after.people))
    changes = pd.concat([_level(cells, name, keys) for name, keys in _LEVELS.items()], ignore_index=True)
    changes = _with_intervals(changes, before, after, known)
    return Comparison(before, after, changes[list(GAP_CHANGES.names)], shortage_moves(before.roles, after.roles, known))


def _without_role_out(people: pd.DataFrame) -> pd.DataFrame:
    return people[people["role_id"] != ""]


def _posts_anew(before: Archive, anew: Engine, catalog: Catalog) -> pd.DataFrame:
    """The earlier lines in the roles and tiers of this year's matcher, with their own heads and weights."""
    roles = anew.read(DEMAND_ROLES).to_pandas()[["line_id", "role_id", "tier"]]
    lines = before.read(DEMAND)[["line_id", "enterprise_id", "chain_id", "district_id", "headcount"]].merge(roles)
    counted = before.posts.set_index("line_id")["headcount"]
    by_enterprise = before.answers.set_index("enterprise_id")
    chains = {role.id: role.chain_id for role in catalog.roles.values()}
    told = lines.fillna({"role_id": "", "tier": "", "chain_id": "", "district_id": ""})
    told["headcount"] = told["line_id"].map(counted).fillna(told["headcount"]).fillna(0.0).astype(float)
    told["weight"] = told["enterprise_id"].map(by_enterprise["weight"]).fillna(1.0)
    told["cell"] = told["enterprise_id"].map(by_enterprise["cell"]).fillna(":")
    told["tier"] = told["tier"].replace("", UNKNOWN)
    told["chain_id"] = told["role_id"].map(chains).fillna(told["chain_id"])
    return told[told["chain_id"].isin(list(catalog.chains))][list(before.posts.columns)]


def _people_anew(before: Archive, anew: Engine, chains: Mapping[str, str]) -> pd.DataFrame:
    return placed(before.read(PEOPLE), anew.read(PERSON_ROLES).to_pandas(), chains)


def _level(cells: pd.DataFrame, name: str, keys: tuple[str, ...]) -> pd.DataFrame:
    amounts = [column for column in cells.columns if column not in KEYS]
    summed = cells.groupby(list(keys), as_index=False)[amounts].sum() if keys else cells[amounts].sum().to_frame().T
    return summed.assign(level=name, **{key: "" for key in KEYS if key not in keys})


def _with_intervals(changes: pd.DataFrame, before: Archive, after: Archive, shares: Shares) -> pd.DataFrame:
    then, now = _need_intervals(before), _need_intervals(after)
    touched = {*shares, *(role for parts in shares.values() for role in parts)}
    ends = []
    for row in changes.to_dict("records"):
        key = (row["chain_id"], row["tier"], row["role_id"], row["level"])
        known = key in then and key in now and row["role_id"] not in (touched - {""})
        ends.append(_reach(row["change"], then[key], now[key]) if known else (math.nan, math.nan))
    low, high = zip(*ends, strict=True)
    verdicts = [Change.of(one, other).value for one, other in ends]
    return changes.assign(low=low, high=high, verdict=verdicts)


def _need_intervals(archive: Archive) -> dict[tuple[str, str, str, str], tuple[float, float, float]]:
    """Need with the ends of its interval, by chain, tier, role and level."""
    found = {}
    for row in archive.roles.to_dict("records"):
        found[row["chain_id"], "", row["role_id"], "role"] = (row["need"], row["need_low"], row["need_high"])
    for row in archive.groups.fillna({"chain_id": "", "tier": ""}).to_dict("records"):
        level = {(False, False): "total", (False, True): "tier", (True, False): "chain"}.get(
            (bool(row["chain_id"]), bool(row["tier"]))
        )
        if level:
            found[row["chain_id"], row["tier"], "", level] = (row["need"], row["need_low"], row["need_high"])
    return found


def _reach(change: float, then: tuple[float, float, float], now: tuple[float, float, float]) -> tuple[float, float]:
    """The 95% interval of a change of the gap from those of need in both editions; supply is counted, not estimated.

    The two surveys are taken as independent, which overstates the width where enterprises answer in both. Source: Zou
    and Donner (2008), Statistics in Medicine 27(10): method of variance estimates recovery.
    """
    (n0, l0, u0), (n1, l1, u1) = then, now
    return change - math.hypot(n1 - l1, u0 - n0), change + math.hypot(u1 - n1, n0 - l0)
