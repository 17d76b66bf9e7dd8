"""What the page's script knows: a plain structure of names and figures that it reads as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.edition import Edition
from talentmap.model.taxonomy import Catalog, Chain, Named
from talentmap.publish.map.incentives import incentive_records
from talentmap.publish.map.roles import COLUMNS, FIGURES, Pair, role_records
from talentmap.publish.terms import Term, terms
from talentmap.resources import templates_dir
from talentmap.tables.protected import Protected

PAY_BANDS = (5000, 8000, 12000, 20000)
"""Monthly pay in yuan at which one band of the pay filter ends and the next begins."""
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def map_data(edition: Edition, catalog: Catalog, shown: Protected, register: PolicyRegister) -> dict[str, Any]:
    """Everything the page's script needs, in an order that never changes."""
    settings = edition.settings
    items = register.in_force(settings.reference_date)
    return {
        "id": settings.id,
        "title": page_titles(edition),
        "publisher": (settings.publisher_zh, settings.publisher_en),
        "date": settings.reference_date.isoformat(),
        "illustrative": settings.illustrative,
        "language": settings.languages[0],
        "chains": {key: _chain(chain) for key, chain in catalog.chains.items()},
        "tiers": _pairs(catalog.tiers),
        "stages": {key: (stage.name_zh, stage.name_en) for key, stage in catalog.stages.items()},
        "grades": {key: [*_pair(grade), grade.stars] for key, grade in terms("grades").items()},
        "measures": {key: [*_pair(measure), COLUMNS[key].unit] for key, measure in terms("measures").items()},
        "shortage_types": {key: [*_pair(kind), kind.note_zh, kind.note_en] for key, kind in _shortage_types()},
        "education": _pairs(catalog.education),
        "districts": _pairs(catalog.districts),
        "skills": _pairs({key: catalog.skills[key] for key in _used_skills(catalog)}),
        "pay_bands": PAY_BANDS,
        "figures": FIGURES,
        "roles": role_records(catalog, shown, items),
        "incentives": incentive_records(catalog, register, items),
        "year_before": shown.since.year if shown.since else None,
        "words": _words(),
    }


def page_titles(edition: Edition) -> Pair:
    """The title of the page in both languages."""
    year = edition.settings.year
    return (
        f"{edition.region_name('zh')}重点产业人才需求目录{year}",
        f"{edition.region_name('en')} key industry talent demand {year}",
    )


def json_for_page(data: dict[str, Any]) -> str:
    """`data` as JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return "".join(_ESCAPES.get(character, character) for character in text)


def _pair(entry: Named | Term) -> Pair:
    return entry.zh, entry.en


def _pairs(named: Mapping[str, Named] | Mapping[str, Term]) -> dict[str, Pair]:
    return {key: _pair(entry) for key, entry in named.items()}


def _chain(chain: Chain) -> dict[str, Any]:
    return {
        "name": _pair(chain),
        "segments": _pairs({segment.id: segment for segment in chain.segments}),
    }


def _shortage_types() -> list[tuple[str, Term]]:
    return list(terms("shortage_types").items())


def _used_skills(catalog: Catalog) -> list[str]:
    used = {skill for role in catalog.roles.values() for skill in role.skills}
    return [skill for skill in catalog.skills if skill in used]


def _words() -> dict[str, Pair]:
    """The words that the page's script writes: (zh, en) by key."""
    text = (templates_dir() / "map" / "words.yaml").read_text(encoding="utf-8")
    return {key: tuple(pair) for key, pair in yaml.safe_load(text).items()}
