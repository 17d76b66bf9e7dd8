"""What the workbook's sheets hold: heads and rows, without any form.

Every published table has a sheet, made from its declaration; the headline figures, whose units differ from row to row,
have one made by hand. The role catalog sets the main figures of each role beside what the catalog says of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.taxonomy import Catalog, Role
from talentmap.publish.labels import ALL, Labels
from talentmap.publish.released import Row, Value, is_known, released, role_districts, role_rows
from talentmap.publish.tabulated import Tabulated, tabulated
from talentmap.publish.terms import term, terms
from talentmap.publish.wrapping import columns as width_of
from talentmap.tables.analysis import ROLE_BALANCE
from talentmap.tables.protected import CONFIDENTIAL, Protected
from talentmap.tables.schema import Column, Kind, Table

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
_FORMS: Mapping[str, str] = {
    "people": PEOPLE,
    "0-1": SHARE,
    "share": SHARE,
    "months": MONTHS,
    "days": MONTHS,
    "yuan": MONEY,
    "yuan/month": MONEY,
}
_SIGNED = ("gap", "gap_before", "gap_after", "change", "heads", "effect")
_BY_ID = ("item_id", "other_id")
_PLAIN_LISTS = ("items", "majors")
_KEY_SKILLS = 6
_WIDE = 44
_UNIT = re.compile(r"（[^（）]*）$| \([^()]*\)$")
_TITLE_LENGTH = 31  # Excel's limit


@dataclass(frozen=True, slots=True)
class Head:
    """A column's title, the form its values take, its name in the table, and what it means."""

    title: str
    form: str
    name: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of the workbook; `forms` overrides the column's form row by row where units differ.

    `group` is the part of the contents that it stands in.
    """

    key: str
    title: str
    says: str
    heads: tuple[Head, ...]
    rows: Sequence[Sequence[Value]]
    forms: Sequence[str] = ()
    group: str = ""


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

    def __init__(self, catalog: Catalog, register: PolicyRegister, shown: Protected, lang: str) -> None:
        self.catalog, self.shown, self.lang = catalog, shown, lang
        self.labels = Labels(catalog, register.items.values())

    def all(self) -> list[Sheet]:
        """The sheets in order: notes, every published table, the dictionary of their columns."""
        own: Mapping[str, Callable[[Tabulated], Sheet]] = {"indicators": self.indicators}
        found = tabulated(self.catalog, self.shown)
        tables = [own.get(one.published.field, self.table)(one) for one in found]
        tables.insert(2, self.roles())
        return [self.notes(), *tables, self.dictionary(tables)]

    def table(self, found: Tabulated) -> Sheet:
        """A sheet of any published table: names for ids, numbers in the form of their unit."""
        table = found.table
        rows = [[self._cell(released(row, c), c, found) for c in table.columns] for row in found.rows]
        titles = _unique([self._title(column, table) for column in table.columns])
        heads = [
            Head(titles[at], _form(column, (row[at] for row in rows)), column.name, self._meaning(column))
            for at, column in enumerate(table.columns)
        ]
        return self._sheet(found, heads, rows)

    def _cell(self, value: Value, column: Column, found: Tabulated) -> Value:
        if value == CONFIDENTIAL or not isinstance(value, str):
            return value
        if column.name in _PLAIN_LISTS:
            return self._joined(value.split("|"))
        if column.kind is Kind.BOOL:
            return self.labels.name("is_take_all", value, self.lang)
        told = self.labels.told(column.name, value, self.lang, found.table.name)
        return f"{value} {told}" if column.name in _BY_ID and value not in (told, ALL) else told

    def _title(self, column: Column, table: Table) -> str:
        """The head of a column: as listed, else from its meaning and unit; the ends of intervals after their middle."""
        heads = wording()["heads"]
        for name in (f"{table.name}.{column.name}", column.name, column.name.removesuffix("_id")):
            if name in heads and ("." in name or self._fits(heads[name], column)):
                title: str = heads[name][self.lang == "en"]
                return title
        middle, _, end = column.name.rpartition("_")
        whole = next((other for other in table.columns if other.name == middle), None)
        if whole is not None and end in wording()["ends"]:
            bare = _UNIT.sub("", self._title(whole, table))
            return self._with_unit(bare + wording()["ends"][end][self.lang == "en"], column)
        return self._with_unit(_short(self._meaning(column)), column)

    @staticmethod
    def _fits(head: Sequence[str], column: Column) -> bool:
        """False where the head speaks of another unit: columns of one name need not mean the same in all tables."""
        unit = wording()["units"].get(column.unit)
        if unit is None or unit[0] in head[0]:
            return True
        return column.unit not in _FORMS and "（" not in head[0]

    def _with_unit(self, said: str, column: Column) -> str:
        unit = wording()["units"].get(column.unit)
        if unit is None:
            return said
        return f"{said}（{unit[0]}）" if self.lang == "zh" else f"{said} ({unit[1]})"

    def _meaning(self, column: Column) -> str:
        return column.zh if self.lang == "zh" else column.en

    def indicators(self, found: Tabulated) -> Sheet:
        """The headline figures."""
        rows, forms = [], []
        for row in found.rows:
            named = term("indicators", row["indicator_id"])
            unit = "%" if row["unit"] == "share" else term("units", row["unit"]).name(self.lang)
            figures = (self._figure(row, name) for name in ("value", "low", "high"))
            rows.append([named.name(self.lang), *figures, unit, named.note(self.lang)])
            forms.append(_FORMS.get(row["unit"], RATIO))
        heads = [
            ("indicator", TEXT),
            *((name, UNIT) for name in ("value", "low", "high")),
            ("unit", TEXT),
            ("meaning", LONG),
        ]
        return self._sheet(found, self._heads(heads), rows, forms)

    def _figure(self, row: Row, name: str) -> Value:
        if is_known(row[name]):
            figure: Value = row[name]
            return figure
        return row.get("need_status") or None

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
        return self._made_by_hand("roles", heads, filled, group="")

    def _role(self, role: Role, row: Row, places: Sequence[str]) -> list[Value]:
        def of(name: str) -> Value:
            return released(row, _COLUMNS[name])

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
        return self._made_by_hand("notes", [("symbol", TEXT), ("note", LONG)], rows)

    def dictionary(self, sheets: Iterable[Sheet]) -> Sheet:
        """Every column of every sheet with what it means."""
        heads_of = ((sheet, head) for sheet in sheets for head in sheet.heads)
        rows = [[sheet.title, head.title, head.meaning or None, head.name or None] for sheet, head in heads_of]
        heads = [("sheet", TEXT), ("column", TEXT), ("meaning", LONG), ("name", TEXT)]
        return self._made_by_hand("dictionary", heads, rows)

    def _heads(self, heads: Iterable[tuple[str, str]]) -> list[Head]:
        meanings = {name: self._meaning(column) for name, column in _COLUMNS.items()}
        return [Head(word("heads", name, self.lang), form, name, meanings.get(name, "")) for name, form in heads]

    def _sheet(
        self, found: Tabulated, heads: Iterable[Head], rows: Sequence[Sequence[Value]], forms: Sequence[str] = ()
    ) -> Sheet:
        key = _KEYS.get(found.published.field, found.table.name)
        table, at = found.table, self.lang == "en"
        title = wording()["sheets"].get(key) or (table.zh, table.name.replace("_", " ").capitalize())
        keys = "、".join(_short(column.zh) for column in table.columns if column.name in table.key)
        says = wording()["says"].get(key) or (f"{table.zh}，按{keys}分列", table.en)
        return Sheet(key, title[at][:_TITLE_LENGTH], says[at], tuple(heads), rows, forms, found.published.group)

    def _made_by_hand(
        self, key: str, heads: Iterable[tuple[str, str]], rows: Sequence[Sequence[Value]], group: str = "reading"
    ) -> Sheet:
        titles = word("sheets", key, self.lang), word("says", key, self.lang)
        return Sheet(key, *titles, tuple(self._heads(heads)), rows, group=group)

    def _joined(self, items: Iterable[str]) -> str | None:
        return ("、" if self.lang == "zh" else ", ").join(items) or None


_KEYS: Mapping[str, str] = {
    "groups": "balance",
    "districts": "districts",
    "skills": "skills",
    "pains": "pains",
}
_COLUMNS: Mapping[str, Column] = {column.name: column for column in ROLE_BALANCE.columns}


def _form(column: Column, values: Iterable[Value]) -> str:
    """The form of a column's values; text that is often long is wrapped."""
    if column.kind in (Kind.INT, Kind.FLOAT):
        if column.name in _SIGNED:
            return SIGNED
        return _FORMS.get(column.unit, PEOPLE if column.kind is Kind.INT else RATIO)
    longest = max((width_of(value) for value in values if isinstance(value, str)), default=0)
    return LONG if longest > _WIDE else TEXT


def _short(meaning: str) -> str:
    """The first words of a meaning, before any remark."""
    for mark in ("；", "：", "，空为", ";", ":", " (", ","):
        meaning = meaning.split(mark, maxsplit=1)[0]
    return meaning.strip()


def _unique(titles: Sequence[str]) -> list[str]:
    """`titles`, with a number behind those that stand before already: a table's heads must differ."""
    before = [titles[:at].count(title) for at, title in enumerate(titles)]
    return [f"{title} {count + 1}" if count else title for title, count in zip(titles, before, strict=True)]


def _stars(grade: Value) -> Value:
    known = terms("grades").get(str(grade))
    return grade if known is None else "★" * known.stars or None
