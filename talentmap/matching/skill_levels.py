"""Skills asked for and at hand, by chain: what enterprises say, what their posts need, whom the registry holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from talentmap.matching.demand import skills_of_lines
from talentmap.matching.skills import MUST, SkillReader
from talentmap.model.taxonomy import Catalog
from talentmap.tables.matching import SKILLS_ASKED

_PLACES = 4  # of people
Place = tuple[str, str]
"""A skill and a chain."""


@dataclass(slots=True)
class Asked:
    """Demand lines, their heads and the enterprises behind them."""

    lines: int = 0
    headcount: int = 0
    enterprises: set[str] = field(default_factory=set)

    def add(self, line: Mapping[str, Any]) -> None:
        """Count a line."""
        self.lines += 1
        self.headcount += line["headcount"] or 0
        self.enterprises.add(line["enterprise_id"])


@dataclass(frozen=True, slots=True)
class Demanded:
    """What lines say of each skill, and what follows from their roles."""

    said: Mapping[Place, Asked]
    must: Mapping[Place, Asked]


@dataclass(slots=True)
class Supplied:
    """People counted by the weight of their roles: all, and those who are available."""

    registered: float = 0.0
    available: float = 0.0


def demanded_skills(demand: pa.Table, demand_roles: pa.Table, catalog: Catalog, reader: SkillReader) -> Demanded:
    """The demand lines behind each skill; a line counts once for a skill, however often it names it."""
    role_of = dict(zip(*(demand_roles[name].to_pylist() for name in ("line_id", "role_id")), strict=True))
    said: defaultdict[Place, Asked] = defaultdict(Asked)
    must: defaultdict[Place, Asked] = defaultdict(Asked)
    lines = demand.to_pylist()
    for line, (skills, _) in zip(lines, skills_of_lines(lines, reader), strict=True):
        role = catalog.roles.get(role_of.get(line["line_id"]) or "")
        chain_id = role.chain_id if role else line["chain_id"] or ""
        for skill in skills:
            said[skill, chain_id].add(line)
        for skill in musts(role.skills) if role else ():
            must[skill, chain_id].add(line)
    return Demanded(said, must)


def supplied_skills(people: pa.Table, person_roles: pa.Table, catalog: Catalog) -> Mapping[Place, Supplied]:
    """The registry people whose roles must have each skill; somebody of two such roles counts with both weights."""
    ids = people["person_id"].to_pylist()
    available = {person for person, state in zip(ids, people["available"].to_pylist(), strict=True) if state}
    by_role: defaultdict[str, Supplied] = defaultdict(Supplied)
    for row in person_roles.select(["person_id", "role_id", "weight"]).to_pylist():
        by_role[row["role_id"]].registered += row["weight"]
        by_role[row["role_id"]].available += row["weight"] * (row["person_id"] in available)
    supplied: defaultdict[Place, Supplied] = defaultdict(Supplied)
    for role in catalog.roles.values():
        for skill in musts(role.skills) if role.id in by_role else ():
            supplied[skill, role.chain_id].registered += by_role[role.id].registered
            supplied[skill, role.chain_id].available += by_role[role.id].available
    return supplied


def musts(skills: Mapping[str, int]) -> Iterator[str]:
    """The skills that a role cannot be done without."""
    return (skill for skill, weight in skills.items() if weight >= MUST)


def skills_asked(demanded: Demanded, supplied: Mapping[Place, Supplied]) -> pa.Table:
    """The table SKILLS_ASKED: every skill that is asked for or at hand in a chain."""
    places: Iterable[Place] = sorted({*demanded.said, *demanded.must, *supplied})
    return SKILLS_ASKED.from_rows(_row(place, demanded, supplied.get(place, Supplied())) for place in places)


def _row(place: Place, demanded: Demanded, supplied: Supplied) -> dict[str, Any]:
    said, must = demanded.said.get(place, Asked()), demanded.must.get(place, Asked())
    return {
        "skill_id": place[0],
        "chain_id": place[1],
        "lines": said.lines,
        "headcount": said.headcount,
        "enterprises": len(said.enterprises),
        "lines_must": must.lines,
        "headcount_must": must.headcount,
        "enterprises_must": len(must.enterprises),
        "registered": round(supplied.registered, _PLACES),
        "available": round(supplied.available, _PLACES),
    }
