"""What an id or code of a table is called, in either language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Protocol

import yaml

from talentmap.catalog.projection import projection_rules
from talentmap.catalog.scorecard import scorecard_rules
from talentmap.catalog.service_items import service_items
from talentmap.errors import TalentmapError
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Catalog
from talentmap.publish.conditions import condition
from talentmap.publish.terms import term, terms
from talentmap.tables.cuts import CUTS
from talentmap.tables.published import PUBLISHED, as_published, declared

Pair = tuple[str, str]
Names = Mapping[str, Pair]
ALL, UNKNOWN = "all", "unknown"
"""What stands in a key that means all, and in one that is not known."""
_IS_ALL_WHEN_EMPTY = ("chain_id", "tier")
_OF_COLUMNS: Mapping[str, str] = {
    "next_stage": "stage",
    "tiers": "tier",
    "no_need": "tier",
    "grade_before": "grade",
    "grade_after": "grade",
    "other_id": "item_id",
    "items": "item_id",
    "departments": "department_id",
    "recommendations.measure": "indicator_id",
    "to_role": "role_id",
    "from_role": "role_id",
    "via": "role_id",
    "missing_skills": "skill_id",
}
"""Columns that hold the ids of another column; `table.column` where a name means several things."""


class _Named(Protocol):
    @property
    def zh(self) -> str: ...

    @property
    def en(self) -> str: ...


@cache
def codes(group: str) -> Names:
    """The names of a group of codes.yaml."""
    text = Path(__file__).with_name("codes.yaml").read_text(encoding="utf-8")
    return {key: (pair[0], pair[1]) for key, pair in yaml.safe_load(text)[group].items()}


class Labels:
    """Names of the ids and codes that stand in published tables; `items` names those of the policy register."""

    def __init__(self, catalog: Catalog, items: Iterable[PolicyItem] = ()) -> None:
        self.catalog = catalog
        self._items = {item.item_id: (item.title_zh, item.title_en or item.title_zh) for item in items}

    def name(self, column: str, key: str, lang: str, table: str = "") -> str:
        """The name of `key`, a value of `column` in `table`; the key itself when nobody names it."""
        if key == ALL or (key == "" and column in _IS_ALL_WHEN_EMPTY):
            return term("wholes", "").name(lang)
        if key == UNKNOWN:
            return term("wholes", "unknown").name(lang)
        if column in _TOLD:
            return _TOLD[column](self, key, lang)
        named = (self.names(column, table) or {}).get(key)
        return named[lang == "en"] if named else key

    def told(self, column: str, value: str, lang: str, table: str = "") -> str:
        """The names of all keys that `value` joins by a bar."""
        if not self.knows(column, table):
            return value
        return ("、" if lang == "zh" else ", ").join(self.name(column, key, lang, table) for key in value.split("|"))

    def knows(self, column: str, table: str = "") -> bool:
        """True for the columns of ids or codes that have names."""
        return column in _TOLD or self.names(column, table) is not None

    def names(self, column: str, table: str = "") -> Names | None:
        """The names of all keys of a column, where they are listed."""
        for key in (f"{table}.{column}", column):
            found = self._names.get(_OF_COLUMNS.get(key, key))
            if found is not None:
                return found
        return None

    def condition(self, rule: str, lang: str) -> str:
        """A clause or rule of eligibility in words; as it is written where nobody can read it."""
        try:
            return condition(rule, self.catalog, lang) if rule else ""
        except (ValueError, TalentmapError):
            return rule

    def cell(self, cell: str, lang: str) -> str:
        """A weighting cell: its chain, and its size classes."""
        chain, _, sizes = cell.partition(":")
        if sizes == "unframed":
            return self.name("size_class", UNKNOWN, lang)
        parts = [self.name("chain_id", chain, lang)] if chain else []
        parts += [self.name("size_class", size, lang) for size in sizes.split("+") if size]
        return " · ".join(parts)

    @cached_property
    def _names(self) -> Mapping[str, Names]:
        catalog = self.catalog
        segments = {s.id: (s.zh, s.en) for chain in catalog.chains.values() for s in chain.segments}
        pains = {p.id: (p.zh, p.en) for stage in catalog.stages.values() for p in stage.pains}
        chains, tiers, districts = map(_pairs, (catalog.chains, catalog.tiers, catalog.districts))
        stages = {key: (stage.name_zh, stage.name_en) for key, stage in catalog.stages.items()}
        sizes, departments = _pairs(terms("sizes")), _pairs(terms("departments"))
        places = {f"district-{key}": pair for key, pair in districts.items()}
        indicators = {one.id: (one.zh, one.en) for one in scorecard_rules().indicators}
        groups = {**chains, **tiers, **districts, **stages, **sizes}
        return {
            "chain_id": chains,
            "segment_id": segments,
            "role_id": _pairs(catalog.roles),
            "tier": tiers,
            "stage": stages,
            "pain_id": pains,
            "skill_id": _pairs(catalog.skills),
            "district_id": districts,
            "education": _pairs(catalog.education),
            "size_class": sizes,
            "department_id": {**departments, **places},
            "item_id": self._items,
            "item": {**_pairs(service_items()), **codes("items")},
            "indicator_id": _pairs(terms("indicators")),
            "grade": _pairs(terms("grades")),
            "across": _pairs(terms("across")),
            "scorecard.indicator_id": indicators,
            "scorecard.answers": indicators,
            "term": codes("terms"),
            "fired": _pairs(terms("measures")),
            "shortage_type": _pairs(terms("shortage_types")),
            "listed": _pairs(terms("lists")),
            "unit": _pairs(terms("units")),
            "instrument": _pairs(terms("instruments")),
            "amount_basis": _pairs(terms("bases")),
            "gate": _pairs(terms("gates")),
            "field": _pairs(terms("conditions")),
            "fields": _pairs(terms("conditions")),
            "overlaps.kind": _pairs(terms("overlaps")),
            "satisfaction_drivers.kind": _pairs(terms("kinds")),
            "quadrant": _pairs(terms("quadrants")),
            "reason": _pairs(terms("edits")),
            "dimension": _pairs(terms("margins")),
            "gap_changes.verdict": _pairs(terms("changes")),
            "handovers.verdict": codes("handovers"),
            "level": codes("levels"),
            "move": codes("moves"),
            "survey_balance.kind": codes("counted"),
            "people_profile.kind": codes("profiles"),
            "band": {**codes("bands"), **_pairs(catalog.education)},
            "projection.scenario": _pairs({scenario.id: scenario for scenario in projection_rules().scenarios}),
            "by": codes("groupings"),
            "survey_balance.value": groups,
            "flows.value": groups,
            "project_outcomes.value": groups,
            "service_times.value": groups,
            "remarks.kind": codes("remarks"),
            "code": {**_pairs(catalog.reasons), **pains},
            "rule": codes("rules"),
            "frame": _frames(),
            "basis": _bases(),
            "is_take_all": codes("answers"),
        }


_TOLD: Mapping[str, Callable[[Labels, str, str], str]] = {
    "clause": Labels.condition,
    "eligibility": Labels.condition,
    "cell": Labels.cell,
}


def _pairs(named: Mapping[str, _Named]) -> Names:
    return {str(key): (entry.zh, entry.en) for key, entry in named.items()}


def _frames() -> Names:
    """What the tables are called that the disclosure step judges as sums."""
    tables = {frame: as_published(field).table for frame in CUTS for field in (frame, f"policy.{frame}") if _has(field)}
    return {frame: (table.zh, table.en.split(";")[0]) for frame, table in tables.items()}


def _bases() -> Names:
    columns = (column for cut in CUTS.values() for column in cut.table.columns)
    return {**{column.name: (column.zh, column.en.split(";")[0]) for column in columns}, **codes("bases")}


def _has(field: str) -> bool:
    return field in PUBLISHED or field.rpartition(".")[2] in declared()
