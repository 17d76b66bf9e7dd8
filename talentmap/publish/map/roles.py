"""The roles as the page knows them: names, what they ask, figures as printed, and what incentives make of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Catalog, Role
from talentmap.policy.claims import claims, role_profile
from talentmap.policy.eligibility import Verdict
from talentmap.publish.conditions import clause_words
from talentmap.publish.pinyin import search_letters
from talentmap.publish.released import Row, is_known, released, role_districts, role_rows, rows_of
from talentmap.publish.terms import terms
from talentmap.tables.analysis import ROLE_BALANCE
from talentmap.tables.protected import Protected

LANGUAGES = ("zh", "en")
Pair = tuple[str, str]
COLUMNS = {column.name: column for column in ROLE_BALANCE.columns}
FIGURES = (
    "need",
    "need_low",
    "need_high",
    "supply",
    "gap",
    "quality",
    "employed",
    *terms("measures"),
    "vacancy_rate",
    "need_growth",
    "pay_low",
    "pay_mid",
    "pay_high",
    "education",
    "grade",
    "fired",
    "p_short",
    "p_top10",
    "shortage_type",
    "accepted_share",
)
"""The columns of ROLE_BALANCE that the page tells, in the order of each role's figures."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What the incentives in force say of a role as the catalog asks for it.

    `accepts`: the items that accept it. `depends`: those that refuse nothing known, each with the clauses left open.
    """

    accepts: tuple[str, ...]
    depends: tuple[tuple[str, tuple[Pair, ...]], ...]


def role_records(catalog: Catalog, shown: Protected, items: Sequence[PolicyItem]) -> list[dict[str, Any]]:
    """Every role of the catalog, in its order; one that nobody asked for has no figures."""
    rows, places = role_rows(shown), role_districts(shown)
    moves, ways = _moves(shown), _routes(shown)
    return [
        {
            **_described(role),
            "districts": places.get(role.id, []),
            "figures": [released(rows.get(role.id, {}), COLUMNS[name]) for name in FIGURES],
            **_reached(reach(role, items, catalog)),
            **moves.get(role.id, {}),
            **ways.get(role.id, {}),
        }
        for role in catalog.roles.values()
    ]


def _described(role: Role) -> dict[str, Any]:
    return {
        "id": role.id,
        "name": (role.zh, role.en),
        "chain": role.chain_id,
        "segment": role.segment,
        "tier": role.tier.value,
        "says": (role.definition_zh, role.definition_en),
        "aliases": (role.aliases, role.aliases_en),
        "letters": search_letters((role.zh, *role.aliases)),
        "floor": role.education.value,
        "majors": role.majors,
        "certificates": role.certificates,
        "occupation": role.occupation or "",
        "skills": sorted(role.skills.items(), key=lambda weighed: -weighed[1]),
    }


def reach(role: Role, items: Sequence[PolicyItem], catalog: Catalog) -> Reach:
    """What `items` say of `role`."""
    found = claims(items, role_profile(role))
    return Reach(
        tuple(claim.item.item_id for claim in found if claim.verdict is Verdict.ELIGIBLE),
        tuple(
            (claim.item.item_id, tuple(_words(clause, catalog) for clause, _ in claim.open_clauses))
            for claim in found
            if claim.verdict is Verdict.UNKNOWN
        ),
    )


def _words(clause: Any, catalog: Catalog) -> Pair:
    zh, en = (clause_words(clause, catalog, lang) for lang in LANGUAGES)
    return zh, en


def _reached(found: Reach) -> dict[str, Any]:
    return {"accepts": found.accepts, "depends": found.depends}


def _moves(shown: Protected) -> Mapping[str, dict[str, Any]]:
    """The place of each role on the shortage list, then and now, where the edition knows the one before it."""
    if shown.since is None:
        return {}
    return {row["role_id"]: {"move": _move(row)} for row in rows_of(shown.since.moves) if is_known(row["move"])}


def _move(row: Row) -> dict[str, Any]:
    """`was` and `now` are ranks, None where the role was not on the list."""
    was, now = (int(row[name]) if is_known(row[name]) else None for name in ("rank_before", "rank_after"))
    return {"kind": row["move"], "was": was, "now": now}


def _routes(shown: Protected) -> Mapping[str, dict[str, Any]]:
    """The roles from which people could move into each role that is short, the easiest way first."""
    if shown.outlook is None or shown.outlook.reskilling is None:
        return {}
    ways: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows_of(shown.outlook.reskilling), key=lambda row: (row["to_role"], row["rank"])):
        ways.setdefault(row["to_role"], []).append(_route(row))
    return {role: {"routes": found} for role, found in ways.items()}


def _route(row: Row) -> dict[str, Any]:
    """`via` is empty for a direct move; `shared` is the part of the skills that is at hand."""
    return {
        "from": row["from_role"],
        "via": row["via"] or "",
        "shared": row["shared"],
        "missing": [skill for skill in str(row["missing_skills"] or "").split("|") if skill],
    }
