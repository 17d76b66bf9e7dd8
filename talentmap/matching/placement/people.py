"""Registry people to roles: by job title, else by major or certificate; several roles with weights when honest."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from talentmap.matching.matcher import RoleMatcher
from talentmap.matching.scoring.candidates import Candidate
from talentmap.matching.scoring.features import Query
from talentmap.matching.titles.grammar import TitleGrammar
from talentmap.model.taxonomy import Catalog, Role, Tier
from talentmap.tables.matching import PERSON_ROLES
from talentmap.text import compact, split_list

YOUTH_YEARS = 2  # years after graduation in which somebody without a level still counts as youth
_LIKELY = 0.10  # candidates below are noise
_CANDIDATES = 3  # roles that a person may be divided among
_PLAIN = 0.6  # probability from which a title is plainly that of a role of another tier
_FEW = 6  # roles that may ask for a certificate for it to tell the trade
_EITHER = "技术员"  # said of engineers and of skilled workers
_SPEAKS = 0.2  # below this over all tiers, the title is that of something else, whatever was studied
_TRUSTED = 0.4  # below this in all, the title says too little and the major decides

_READ = [
    "person_id",
    "certificates",
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
    """The tier of a person, from documents before words; None when nothing speaks."""
    return _tier(person, grammar, reference)[0]


def _tier(person: Row, grammar: TitleGrammar, reference: dt.date) -> tuple[Tier | None, bool]:
    """The tier of a person, and whether a document says so that no job title can overrule.

    In order: study; doctorate or full-senior title; professional title beside a job title that names no tier;
    skilled-worker level, unless the job title closes with the noun of another tier (an engineer with a welder's
    certificate; 技术员 is said of both) or somebody with a degree is no worker by title; professional title; the job
    title's noun; a recent graduation; a degree.
    """
    graduated = person["graduation_year"]
    title = person["job_title"] or ""
    spoken = grammar.parse(title).tier if title else None
    has_degree = person["education"] in ("bachelor", "master")
    certified = grammar.levels_asked("", person["certificates"] or "")[0]
    has_title = (person["professional_title"] or "none") != "none" or bool(certified)
    is_either = spoken is None or (spoken is Tier.ENGINEER and _EITHER in title and person["education"] == "secondary")
    skilled = (person["skill_level"] or "none") != "none"
    signs = (
        (person["status"] == "student", Tier.YOUTH, True),
        (person["education"] == "doctorate" or person["professional_title"] == "full_senior", Tier.SCIENTIST, True),
        (has_title and bool(title) and spoken is None, Tier.ENGINEER, False),
        (skilled and spoken is Tier.TECHNICIAN, Tier.TECHNICIAN, True),
        (skilled and is_either and not (has_degree and title), Tier.TECHNICIAN, False),
        (has_title, Tier.ENGINEER, False),
        (spoken is not None, spoken, False),
        (graduated is not None and reference.year - graduated <= YOUTH_YEARS, Tier.YOUTH, False),
        (has_degree, Tier.ENGINEER, False),
    )
    return next(((tier, certain) for holds, tier, certain in signs if holds), (None, False))


def match_people(people: pa.Table, catalog: Catalog, matcher: RoleMatcher, reference: dt.date) -> pa.Table:
    """The table PERSON_ROLES: the roles of each person's tier that title, certificates or major speak for.

    Of whom nothing else tells the tier, the likeliest role tells it; so it does where the title is plainly that of
    another tier's role and no document contradicts.
    """
    by_major = _roles_by(catalog, lambda role: role.majors)
    by_certificate = _roles_by(catalog, lambda role: role.certificates)
    rows = people.select(_READ).to_pylist()
    tiers = [_tier(person, matcher.grammar, reference) for person in rows]
    found = _by_titles(rows, [tier for tier, _ in tiers], matcher)
    open_ones = [k for k in found if not _by_title(found[k], tiers[k][0], catalog)]
    free = _by_titles(rows, [None] * len(rows), matcher, open_ones)
    matched = []
    for k, person in enumerate(rows):
        tier = tiers[k][0]
        candidates, freely = found.get(k, ()), free.get(k, ())
        if tier is None and candidates:
            tier = catalog.roles[candidates[0].role_id].tier
        weighted = _by_title(candidates, tier, catalog)
        if not weighted and not tiers[k][1] and freely and freely[0].probability >= _PLAIN:
            tier = catalog.roles[freely[0].role_id].tier
            weighted = _by_title(freely, tier, catalog)
        if not weighted and _leaves_open(person, freely, matcher.grammar):
            weighted = _by_major(person, tier, by_major) or _by_certificate(person, tier, by_certificate)
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


def _leaves_open(person: Row, freely: Sequence[Candidate], grammar: TitleGrammar) -> bool:
    """Whether the job title may be that of any trade, so that what somebody studied can tell: 技术员, not 厨师."""
    title = person["job_title"]
    return not title or grammar.parse(title).is_general or sum(one.probability for one in freely) >= _SPEAKS


def _by_titles(
    rows: Sequence[Row], tiers: Sequence[Tier | None], matcher: RoleMatcher, some: Iterable[int] | None = None
) -> Mapping[int, Sequence[Candidate]]:
    """The roles of each job title in the given tiers, by the place of the person; of `some` alone if named."""
    titled = [k for k in (range(len(rows)) if some is None else some) if rows[k]["job_title"]]
    return dict(zip(titled, matcher.match([_query(rows[k], tiers[k]) for k in titled], _CANDIDATES), strict=True))


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
    """The roles of the tier that ask for the person's major, in equal shares."""
    return _shared(by_major.get(compact(person["major"] or ""), ()), person, tier, f"major={person['major']}")


def _by_certificate(person: Row, tier: Tier | None, by_certificate: Mapping[str, Sequence[Role]]) -> Weighted:
    """The roles of the tier that ask for the certificate which the fewest roles ask for, in equal shares."""
    held = [(by_certificate.get(compact(name), ()), name) for name in split_list(person["certificates"] or "")]
    asking = sorted(((roles, name) for roles, name in held if 0 < len(roles) <= _FEW), key=lambda one: len(one[0]))
    return _shared(asking[0][0], person, tier, f"certificate={asking[0][1]}") if asking else []


def _shared(roles: Sequence[Role], person: Row, tier: Tier | None, reasons: str) -> Weighted:
    """Those of `roles` that are of the tier, in equal shares; the employer's chain goes first."""
    fitting = [role for role in roles if role.tier is tier]
    chosen = [role for role in fitting if role.chain_id == person["chain_id"]] or fitting
    return [(role.id, 1 / len(chosen), reasons) for role in chosen]


def _roles_by(catalog: Catalog, wordings: Callable[[Role], Sequence[str]]) -> Mapping[str, Sequence[Role]]:
    """The roles that ask for each major or certificate."""
    roles: defaultdict[str, list[Role]] = defaultdict(list)
    for role in catalog.roles.values():
        for wording in dict.fromkeys(map(compact, wordings(role))):
            roles[wording].append(role)
    return roles
