"""What the workbook's sheets hold: heads and rows, without any form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from talentmap.model.taxonomy import Catalog, Role
from talentmap.publish.labels import Labels
from talentmap.publish.mapdata import role_districts, role_rows
from talentmap.publish.released import Row, Value, figure, is_known, released, rows_of, with_unknown
from talentmap.publish.terms import term, terms
from talentmap.tables.analysis import GROUP_BALANCE, INCENTIVES, PAIN_SHARES, RESPONSE, ROLE_BALANCE
from talentmap.tables.measures import SKILL_BALANCE, STRUCTURE
from talentmap.tables.protected import CONFIDENTIAL, Protected
from talentmap.tables.schema import Column, Table

PEOPLE, SIGNED, SHARE, RATIO, MONTHS, MONEY, TEXT, LONG, STARS, UNIT = (
    "people",
    "signed",
    "share",
    "ratio",
    "months",
    "money",
    "text",
    "long",
    "stars",
    "unit",
)
_KEY_SKILLS = 6


@dataclass(frozen=True, slots=True)
class Head:
    """A column's title and the form its values take."""

    title: str
    form: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of the workbook; `forms` overrides the column's form row by row where units differ."""

    key: str
    title: str
    says: str
    heads: tuple[Head, ...]
    rows: Sequence[Sequence[Value]]
    forms: Sequence[str] = ()


@cache
def wording() -> Mapping[str, Any]:
    """Every word of the workbook: (zh, en) by group and key."""
    words: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("sheets.yaml").read_text(encoding="utf-8"))
    return words


def word(group: str, key: str, lang: str, **facts: object) -> str:
    """A word of the workbook in `lang`, with its facts filled in."""
    said: str = wording()[group][key][lang == "en"]
    return said.format(**facts) if facts else said


class Sheets:
    """The sheets of one edition in one language."""

    def __init__(self, catalog: Catalog, shown: Protected, lang: str) -> None:
        self.catalog, self.shown, self.lang = catalog, shown, lang
        self.labels = Labels(catalog)

    def all(self) -> list[Sheet]:
        """The sheets in order."""
        makers: tuple[Callable[[], Sheet], ...] = (
            self.indicators,
            self.balance,
            self.roles,
            self.districts,
            self.skills,
            self.structure,
            self.pains,
            self.incentives,
            self.response,
            self.notes,
        )
        has = {self.skills: self.shown.skills, self.structure: self.shown.structure}
        return [make() for make in makers if has.get(make, self.shown) is not None]

    def indicators(self) -> Sheet:
        """The headline figures."""
        base = self.catalog.rules.disclosure.rounding
        rows, forms = [], []
        place = {name: number for number, name in enumerate(terms("indicators"))}
        for row in sorted(rows_of(self.shown.indicators), key=lambda row: place.get(row["indicator_id"], len(place))):
            named = term("indicators", row["indicator_id"])
            unit = "%" if row["unit"] == "share" else term("units", row["unit"]).name(self.lang)
            rows.append([named.name(self.lang), *figure(row, base), unit, named.note(self.lang)])
            forms.append({"people": PEOPLE, "yuan": MONEY, "share": SHARE}.get(row["unit"], RATIO))
        heads = [
            ("indicator", TEXT),
            *((name, UNIT) for name in ("value", "low", "high")),
            ("unit", TEXT),
            ("meaning", LONG),
        ]
        return self._sheet("indicators", heads, rows, forms)

    def balance(self) -> Sheet:
        """Need, supply and gap by chain and tier."""
        measures = [
            ("need", PEOPLE),
            ("need_low", PEOPLE),
            ("need_high", PEOPLE),
            ("enterprises", PEOPLE),
            ("supply", PEOPLE),
            ("gap", SIGNED),
            ("employed", PEOPLE),
            ("uncovered", PEOPLE),
            ("uncovered_share", SHARE),
            ("unplaced", PEOPLE),
        ]
        order = self._order
        rows = sorted(rows_of(self.shown.groups), key=lambda row: (order("chain_id", row), order("tier", row)))
        return self._table("balance", GROUP_BALANCE, [("chain", "chain_id"), ("tier", "tier")], measures, rows)

    def roles(self) -> Sheet:
        """Every role of the catalog."""
        rows, places = role_rows(self.shown), role_districts(self.shown)
        heads = [
            ("role", TEXT), ("other", TEXT), ("chain", TEXT), ("segment", TEXT), ("tier", TEXT), ("need", PEOPLE),
            ("need_low", PEOPLE), ("need_high", PEOPLE), ("quality", TEXT), ("supply", PEOPLE), ("gap", SIGNED),
            ("p_top10", SHARE), ("stars", STARS), ("grade", TEXT), ("p_short", SHARE), ("shortage_type", TEXT),
            ("listed", TEXT), ("tightness", RATIO), ("fill_rate", SHARE), ("months_open", MONTHS),
            ("accepted_share", SHARE), ("pay_low", MONEY), ("pay_mid", MONEY), ("pay_high", MONEY),
            ("education", TEXT), ("floor", TEXT), ("majors", LONG), ("skills", LONG), ("certificates", TEXT),
            ("districts", TEXT), ("occupation", TEXT),
        ]  # fmt: skip
        filled = [
            self._role(role, rows.get(role.id, {}), places.get(role.id, [])) for role in self.catalog.roles.values()
        ]
        return self._sheet("roles", heads, filled)

    def _role(self, role: Role, row: Row, places: Sequence[str]) -> list[Value]:
        def of(name: str) -> Value:
            return released(row, _COLUMN[ROLE_BALANCE.name, name])

        def named(column: str, key: Value) -> Value:
            return self.labels.name(column, str(key), self.lang) if key else None

        grade = of("grade")
        return [
            role.name(self.lang), role.en if self.lang == "zh" else role.zh, named("chain_id", role.chain_id),
            named("segment_id", role.segment), named("tier", role.tier.value),
            *map(of, ("need", "need_low", "need_high", "quality", "supply", "gap", "p_top10")), _stars(grade),
            named("grade", grade), of("p_short"), self._terms("shortage_types", of("shortage_type")),
            self._terms("lists", of("listed")),
            *map(of, ("tightness", "fill_rate", "months_open", "accepted_share", "pay_low", "pay_mid", "pay_high")),
            named("education", of("education")), named("education", role.education.value),
            self._joined(role.majors), self._joined(self._key_skills(role)), self._joined(role.certificates),
            self._joined(self.labels.name("district_id", place, self.lang) for place in places), role.occupation,
        ]  # fmt: skip

    def _terms(self, group: str, value: Value) -> Value:
        """The names of the terms that `value` joins by a bar; what is hidden or unknown stays so."""
        if not isinstance(value, str) or value == CONFIDENTIAL:
            return value
        return self._joined(term(group, key).name(self.lang) for key in value.split("|"))

    def _key_skills(self, role: Role) -> list[str]:
        heaviest = sorted(role.skills.items(), key=lambda weighed: -weighed[1])[:_KEY_SKILLS]
        return [self.catalog.skills[skill].name(self.lang) for skill, _ in heaviest]

    def districts(self) -> Sheet:
        """Need and supply by district and tier."""
        rows = []
        for row in with_unknown(rows_of(self.shown.districts), "district_id", "tier"):
            whole = is_known(row["need"]) and is_known(row["supply"])
            rows.append({"gap": row["need"] - row["supply"] if whole else None} | row)
        rows.sort(key=lambda row: (self._order("district_id", row), self._order("tier", row)))
        measures = [("need", PEOPLE), ("enterprises", PEOPLE), ("supply", PEOPLE), ("gap", SIGNED)]
        return self._table("districts", GROUP_BALANCE, [("district", "district_id"), ("tier", "tier")], measures, rows)

    def skills(self) -> Sheet:
        """Need, supply and gap by skill and chain, the widest gap of each chain first."""
        rows = rows_of(self.shown.skills) if self.shown.skills is not None else []
        rows.sort(key=lambda row: (self._order("chain_id", row), -(row["gap"] if is_known(row["gap"]) else -1e9)))
        measures = [
            ("roles", PEOPLE),
            ("need", PEOPLE),
            ("need_low", PEOPLE),
            ("need_high", PEOPLE),
            ("quality", TEXT),
            ("supply", PEOPLE),
            ("gap", SIGNED),
        ]
        return self._table("skills", SKILL_BALANCE, [("chain", "chain_id"), ("skill", "skill_id")], measures, rows)

    def structure(self) -> Sheet:
        """Dissimilarity and mismatch by chain, across roles and across tiers, beside need and supply."""
        rows = rows_of(self.shown.structure) if self.shown.structure is not None else []
        rows.sort(key=lambda row: (row["across"], self._order("chain_id", row)))
        measures = [
            ("need", PEOPLE),
            ("supply", PEOPLE),
            ("gap", SIGNED),
            ("dissimilarity", SHARE),
            ("dissimilarity_low", SHARE),
            ("dissimilarity_high", SHARE),
            ("dissimilarity_corrected", SHARE),
            ("mismatch_05", RATIO),
            ("theil", RATIO),
        ]
        return self._table("structure", STRUCTURE, [("chain", "chain_id"), ("across", "across")], measures, rows)

    def pains(self) -> Sheet:
        """Pain points by chain, the most named first within each."""
        rows = sorted(
            with_unknown(rows_of(self.shown.pains), "chain_id"),
            key=lambda row: (
                self._order("chain_id", row),
                -row["share"] if is_known(row["share"]) else 0,
                row["pain_id"],
            ),
        )
        measures = [
            ("share", SHARE),
            ("share_low", SHARE),
            ("share_high", SHARE),
            ("naming", PEOPLE),
            ("answering", PEOPLE),
        ]
        ids = [("chain", "chain_id"), ("stage", "stage"), ("pain", "pain_id")]
        return self._table("pains", PAIN_SHARES, ids, measures, rows)

    def incentives(self) -> Sheet:
        """Items and money by tier and stage."""
        rows = rows_of(self.shown.incentives)
        total = sum(row["budget_cny"] for row in rows)
        heads = [
            ("tier", TEXT),
            ("stage", TEXT),
            ("items", PEOPLE),
            ("budget_cny", MONEY),
            ("money_share", SHARE),
            ("paid_cny", MONEY),
            ("elite_items", PEOPLE),
        ]
        filled: list[list[Value]] = []
        for row in rows:
            items, budget, paid, elite = (
                released(row, _COLUMN[INCENTIVES.name, name])
                for name in ("items", "budget_cny", "paid_cny", "elite_items")
            )
            share = round(row["budget_cny"] / total, 4) if total else None
            named = [self.labels.name(key, row[key], self.lang) for key in ("tier", "stage")]
            filled.append([*named, items, budget, share, paid, elite])
        return self._sheet("incentives", heads, filled)

    def response(self) -> Sheet:
        """Frame, answers and weights."""
        measures = [("frame_enterprises", PEOPLE), ("answered", PEOPLE), ("weight", RATIO)]
        rows = with_unknown(rows_of(self.shown.response), "chain_id", "size_class")
        return self._table("response", RESPONSE, [("chain", "chain_id"), ("size", "size_class")], measures, rows)

    def notes(self) -> Sheet:
        """How to read the tables."""
        rules = self.catalog.rules
        facts = {
            "enterprises": rules.disclosure.enterprises_minimum,
            "dominance": f"{rules.disclosure.dominance:.0%}",
            "people": rules.disclosure.people_minimum,
            "rounding": rules.disclosure.rounding,
            "indicators": rules.grade_rules.indicators_minimum,
            "graded": rules.grade_rules.enterprises_minimum,
        }
        rows = [[name, text.format(**facts)] for name, text in (pair[self.lang] for pair in wording()["notes"])]
        return self._sheet("notes", [("symbol", TEXT), ("note", LONG)], rows)

    def _table(
        self,
        key: str,
        table: Table,
        ids: Sequence[tuple[str, str]],
        measures: Sequence[tuple[str, str]],
        rows: Iterable[Row],
    ) -> Sheet:
        """A sheet of id columns by name and measures by the precision of their unit."""
        names = [_SOURCE.get(name, name) for name, _ in measures]
        filled = [
            [
                *(self.labels.name(column, row[column] or "", self.lang) for _, column in ids),
                *(released(row, _COLUMN[table.name, name]) for name in names),
            ]
            for row in rows
        ]
        return self._sheet(key, [*((head, TEXT) for head, _ in ids), *measures], filled)

    def _sheet(
        self,
        key: str,
        heads: Iterable[tuple[str, str]],
        rows: Sequence[Sequence[Value]],
        forms: Sequence[str] = (),
    ) -> Sheet:
        named = tuple(Head(word("heads", name, self.lang), form) for name, form in heads)
        return Sheet(key, word("sheets", key, self.lang), word("says", key, self.lang), named, rows, forms)

    def _joined(self, items: Iterable[str]) -> str | None:
        return ("、" if self.lang == "zh" else ", ").join(items) or None

    def _order(self, column: str, row: Row) -> int:
        """The catalog's order; the whole first, what is not known last."""
        known = {
            "chain_id": self.catalog.chains,
            "tier": self.catalog.tiers,
            "district_id": self.catalog.districts,
        }[column]
        ids: list[str] = ["", *known]
        return ids.index(row[column]) if row[column] in ids else len(ids)


_SOURCE = {"naming": "enterprises"}
_COLUMN: Mapping[tuple[str, str], Column] = {
    (table.name, column.name): column
    for table in (ROLE_BALANCE, GROUP_BALANCE, SKILL_BALANCE, STRUCTURE, PAIN_SHARES, INCENTIVES, RESPONSE)
    for column in table.columns
}


def _stars(grade: Value) -> Value:
    known = terms("grades").get(str(grade))
    return grade if known is None else "★" * known.stars or None
