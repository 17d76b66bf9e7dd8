"""Registry people to roles: by job title where there is one, else by major; several roles with weights when honest."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from talentmap.matching.candidates import Candidate
from talentmap.matching.features import Query
from talentmap.matching.matcher import RoleMatcher
from talentmap.matching.titles import TitleGrammar
from talentmap.model.taxonomy import Catalog, Role, Tier
from talentmap.tables.matching import PERSON_ROLES
from talentmap.text import compact

_YOUTH_YEARS = 2  # years after graduation in which somebody without a level still counts as youth
_LIKELY = 0.10  # candidates below are noise
_CANDIDATES = 3  # roles that a person may be divided among
_TRUSTED = 0.35  # below this in all, the title says too little and the major decides

_READ = [
    "person_id",
    "chain_id",
    "education",
    "graduation_year",
    "job_title",
    "major",
    "professional_title",
    "skill_level",
    "status",
]

Row = Mapping[str, Any]
Weighted = list[tuple[str, float, str]]


def person_tier(person: Row, grammar: TitleGrammar, reference: dt.date) -> Tier | None:
    """The tier of a person, from documents before words; None when nothing speaks.

    In order: study; doctorate or full-senior title; skilled-worker level, unless the job title closes with the noun of
    another tier (an engineer with a welder's certificate); professional title; that noun; a recent graduation; a
    degree.
    """
    graduated = person["graduation_year"]
    spoken = grammar.parse(person["job_title"] or "").tier
    signs = (
        (person["status"] == "student", Tier.YOUTH),
        (person["education"] == "doctorate" or person["professional_title"] == "full_senior", Tier.SCIENTIST),
        ((person["skill_level"] or "none") != "none" and spoken in (None, Tier.TECHNICIAN), Tier.TECHNICIAN),
        ((person["professional_title"] or "none") != "none", Tier.ENGINEER),
        (spoken is not None, spoken),
        (graduated is not None and reference.year - graduated <= _YOUTH_YEARS, Tier.YOUTH),
        (person["education"] in ("bachelor", "master"), Tier.ENGINEER),
    )
    return next((tier for holds, tier in signs if holds), None)


def match_people(people: pa.Table, catalog: Catalog, matcher: RoleMatcher, reference: dt.date) -> pa.Table:
    """The table PERSON_ROLES: the roles of each person's tier that title and major speak for.

    Of whom nothing else tells the tier, the likeliest role tells it.
    """
    by_major = _roles_by_major(catalog)
    rows = people.select(_READ).to_pylist()
    tiers = [person_tier(person, matcher.grammar, reference) for person in rows]
    titled = [k for k, person in enumerate(rows) if person["job_title"]]
    found = dict(zip(titled, matcher.match([_query(rows[k], tiers[k]) for k in titled], _CANDIDATES), strict=True))
    matched = []
    for k, person in enumerate(rows):
        candidates = found.get(k, ())
        tier = tiers[k] or (catalog.roles[candidates[0].role_id].tier if candidates else None)
        weighted = _by_title(candidates, tier, catalog) or _by_major(person, tiers[k], by_major)
        for role_id, weight, reasons in weighted:
            matched.append(
                {
                    "person_id": person["person_id"],
                    "role_id": role_id,
                    "weight": weight,
                    "probability": weight,
                    "tier": tier.value if tier else "",
                    "reasons": reasons,
                }
            )
    return PERSON_ROLES.from_rows(matched)


def _query(person: Row, tier: Tier | None) -> Query:
    majors = frozenset({compact(person["major"])}) if person["major"] else frozenset()
    return Query(person["job_title"], person["chain_id"] or "", tier=tier, majors=majors)


def _by_title(candidates: Sequence[Candidate], tier: Tier | None, catalog: Catalog) -> Weighted:
    """The likely roles of the person's tier, each with its probability as weight."""
    likely = [c for c in candidates if c.probability >= _LIKELY and catalog.roles[c.role_id].tier is tier]
    if sum(c.probability for c in likely) < _TRUSTED:
        return []
    return [(c.role_id, c.probability, c.reasons) for c in likely]


def _by_major(person: Row, tier: Tier | None, by_major: Mapping[str, Sequence[Role]]) -> Weighted:
    """The roles of the tier that ask for the person's major, in equal shares; the employer's chain goes first."""
    roles = [role for role in by_major.get(compact(person["major"] or ""), ()) if role.tier is tier]
    at_home = [role for role in roles if role.chain_id == person["chain_id"]]
    chosen = at_home or roles
    return [(role.id, 1 / len(chosen), f"major={person['major']}") for role in chosen]


def _roles_by_major(catalog: Catalog) -> Mapping[str, Sequence[Role]]:
    roles: defaultdict[str, list[Role]] = defaultdict(list)
    for role in catalog.roles.values():
        for major in dict.fromkeys(compact(major) for major in role.majors):
            roles[major].append(role)
    return roles
