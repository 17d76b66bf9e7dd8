"""What the map page knows: a plain structure of names and figures that its script reads as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.edition import Edition
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Catalog, Named, Role
from talentmap.publish.conditions import condition
from talentmap.publish.pinyin import search_letters
from talentmap.publish.released import Row, Value, released, rows_of
from talentmap.publish.terms import Term, term, terms
from talentmap.tables.analysis import ROLE_BALANCE
from talentmap.tables.protected import Protected

LANGUAGES = ("zh", "en")
_COLUMNS = {column.name: column for column in ROLE_BALANCE.columns}
FIGURES = (
    "need",
    "need_low",
    "need_high",
    "supply",
    "gap",
    "employed",
    *terms("measures"),
    "vacancy_rate",
    "pay_low",
    "pay_mid",
    "pay_high",
    "education",
    "grade",
    "fired",
    "accepted_share",
)

Pair = tuple[str, str]


def map_data(edition: Edition, catalog: Catalog, shown: Protected, register: PolicyRegister) -> dict[str, Any]:
    """Everything the page's script needs, in an order that never changes."""
    settings = edition.settings
    return {
        "title": [
            f"{edition.region_name('zh')}重点产业人才需求目录{settings.year}",
            f"{edition.region_name('en')} key industry talent demand {settings.year}",
        ],
        "language": settings.languages[0],
        "chains": {key: _chain(chain) for key, chain in catalog.chains.items()},
        "tiers": _pairs(catalog.tiers),
        "stages": {key: (stage.name_zh, stage.name_en) for key, stage in catalog.stages.items()},
        "grades": {key: [grade.zh, grade.en, grade.stars] for key, grade in terms("grades").items()},
        "measures": {key: [measure.zh, measure.en, _COLUMNS[key].unit] for key, measure in terms("measures").items()},
        "education": _pairs(catalog.education),
        "districts": _pairs(catalog.districts),
        "skills": _pairs({key: catalog.skills[key] for key in _used_skills(catalog)}),
        "figures": FIGURES,
        "roles": _roles(catalog, shown),
        "policies": _policies(catalog, register, settings.reference_date),
    }


def _pairs(named: Mapping[str, Named] | Mapping[str, Term]) -> dict[str, Pair]:
    return {key: (entry.zh, entry.en) for key, entry in named.items()}


def _chain(chain: Any) -> dict[str, Any]:
    return {
        "name": (chain.zh, chain.en),
        "note": (chain.note_zh, chain.note_en),
        "segments": _pairs({segment.id: segment for segment in chain.segments}),
    }


def _used_skills(catalog: Catalog) -> list[str]:
    used = {skill for role in catalog.roles.values() for skill in role.skills}
    return [skill for skill in catalog.skills if skill in used]


def role_rows(shown: Protected) -> dict[str, Row]:
    """The row of ROLE_BALANCE by role."""
    return {row["role_id"]: row for row in rows_of(shown.roles)}


def role_districts(shown: Protected) -> dict[str, list[str]]:
    """The districts of each role, largest need first."""
    places: dict[str, list[str]] = {}
    for row in rows_of(shown.role_districts):
        places.setdefault(row["role_id"], []).append(row["district_id"])
    return places


def _roles(catalog: Catalog, shown: Protected) -> list[dict[str, Any]]:
    rows, places = role_rows(shown), role_districts(shown)
    return [_role(role, rows.get(role.id, {}), places.get(role.id, [])) for role in catalog.roles.values()]


def _role(role: Role, row: Row, places: list[str]) -> dict[str, Any]:
    figures: list[Value] = [released(row, _COLUMNS[name]) for name in FIGURES]
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
        "districts": places,
        "figures": figures,
    }


def _policies(catalog: Catalog, register: PolicyRegister, day: dt.date) -> list[dict[str, Any]]:
    return [_policy(item, catalog, register) for item in register.in_force(day)]


def _policy(item: PolicyItem, catalog: Catalog, register: PolicyRegister) -> dict[str, Any]:
    document = register.documents[item.doc_id]
    return {
        "name": (item.title_zh, item.title_en),
        "tiers": [tier.value for tier in item.tiers],
        "stage": item.stage.value,
        "instrument": (term("instruments", item.instrument).zh, term("instruments", item.instrument).en),
        "rule": [condition(item.rule, catalog, lang) for lang in LANGUAGES],
        "amount": [_amount(item, lang) for lang in LANGUAGES],
        "budget": item.budget_cny,
        "source": (
            f"《{document.title_zh}》{document.number} {item.clause}",
            f"{document.title_en} ({document.number}, {item.clause})",
        ),
    }


def _amount(item: PolicyItem, lang: str) -> str:
    ends = sorted({amount for amount in (item.amount_low, item.amount_high) if amount is not None})
    if not ends:
        return ""
    basis = term("bases", item.amount_basis).name(lang)
    money = "–".join(f"{amount:,.0f}" for amount in ends)
    return f"{basis}{money}元" if lang == "zh" else f"CNY {money} {basis}".strip()
