"""From the cells of one row to the typed values of one demand line; what is not understood is said, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import repeat
from typing import Any

from talentmap.intake.cells.numbers import Doubt, Reading, read_count, read_months, read_years
from talentmap.intake.cells.salary import (
    CONTRADICTORY,
    Pay,
    PayFlag,
    PayUnit,
    read_pay,
    read_pay_between,
    unit_of_header,
)
from talentmap.intake.cells.shown import is_personal, mask
from talentmap.intake.cells.vocabulary import Vocabulary, read_need_kind, read_period
from talentmap.intake.files.grid import Cell, is_blank, text_of
from talentmap.intake.findings import Findings, Place
from talentmap.intake.lines import Values
from talentmap.intake.sheets.table import Layout, TableColumn, without_repeats
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.text import compact, split_list, squeeze

Cells = Mapping[str, Sequence[tuple[TableColumn, Cell]]]
PayRange = tuple[float | None, float | None]
_NO_PAY: PayRange = (None, None)
JOINABLE = frozenset({"duties", "reasons", "skills", "majors", "certificates"})
COUNTS = (
    "headcount",
    "headcount_12m",
    "headcount_3y",
    "employed",
    "advertised",
    "filled",
    "applicants",
    "qualified",
    "suitable",
)
_TEXT_MAX = 8000
_LIST_ITEM_MAX = 40
_WITHIN_CHAIN = frozenset({"segment", "role_stated"})
_BESIDE_PAY = ("pay_period", "pay_low", "pay_high")
_KEPT_LENGTH, _KEPT_CELLS, _KEPT_HEADERS, _KEPT_LAYOUTS = 64, 4096, 256, 256
_BLANK_WORDS = frozenset({"/", "-", "—", "——", "\\", "无", "n/a", "na", "none"})
_NUMBER_PROBLEMS = {Doubt.RANGE: "range", Doubt.DATE: "date", Doubt.UNREAD: "unread", Doubt.FRACTION: "unread"}
_PAY_PROBLEMS = {
    PayFlag.AMBIGUOUS: "intake-pay-ambiguous",
    PayFlag.IMPOSSIBLE: "intake-pay-impossible",
    PayFlag.REVERSED: "intake-pay-reversed",
    PayFlag.FOREIGN: "intake-pay-foreign",
    PayFlag.UNREAD: "intake-pay-unread",
}


class ValueReader:
    """Reads the demand fields of a table's rows into the values of lines.

    A cell that said the same before under the same header is recalled, a column of such cells at one go; what was found
    wrong with a cell is said again, at its own place. A field that was not asked or not read is None or ''.
    """

    def __init__(
        self, layout: Layout, rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary, findings: Findings
    ) -> None:
        self._layout = layout
        self._rows = rows
        self._vocabulary = vocabulary
        self._findings = findings
        self._alone, self._together = _readers(layout, vocabulary)
        self._recalled = self._recall()

    def _recall(self) -> Sequence[Sequence[Any]]:
        """What each row is known to say; readers of a column that is all known have done their work."""
        if not self._rows:
            return ()
        values: list[Iterable[Any]] = [repeat(nothing, len(self._rows)) for nothing in _NOTHING_SAID]
        columns = list(zip(*self._rows, strict=False))
        alone, self._alone = self._alone, []
        for reader in alone:
            index, at, known, _ = reader
            if not _recalled(columns[index], known, at, values):
                self._alone.append(reader)
        together, self._together = self._together, []
        for group in together:
            said = zip(*[columns[index] for index in group.indexes], strict=True)
            if not _recalled(said, group.known, group.at, values):
                self._together.append(group)
        return list(zip(*values, strict=True))

    def read(self, at: int, chain_id: str, place: Place) -> Values:
        """The values of the row that stands at `at` among the rows."""
        values = list(self._recalled[at])
        cells = self._rows[at]
        for index, field, known, memory in (*self._alone, *_readers_within(chain_id, self._layout, self._vocabulary)):
            cell = cells[index]
            value = known.get(cell, _UNKNOWN)
            if value is _UNKNOWN:
                value = memory.read(cell, _How(chain_id, place, self._vocabulary, self._findings))
            values[field] = value
        for group in self._together:
            said = tuple([cells[index] for index in group.indexes])
            value = group.known.get(said, _UNKNOWN)
            if value is _UNKNOWN:
                value = group.read(said, _How(chain_id, place, self._vocabulary, self._findings))
            values[group.at] = value
        return Values._make(values)


def _recalled(cells: Iterable[Hashable], known: _Known, at: int | slice, values: list[Iterable[Any]]) -> bool:
    """Puts what cells are known to say where it belongs; False where one of them is not known."""
    try:
        said = list(map(known.__getitem__, cells))
    except KeyError:
        return False
    values[at] = said if isinstance(at, int) else zip(*said, strict=True)
    return True


@dataclass(frozen=True, slots=True)
class _How:
    """What a cell is read with, besides the cell."""

    chain_id: str
    place: Place
    vocabulary: Vocabulary
    findings: Findings


Reader = Callable[[Cells, str, _How], Any]
_Known = dict[Hashable, Any]
_UNKNOWN: Any = object()


@dataclass(frozen=True, slots=True)
class _Memory:
    """What the cells of a field said under one header: plainly, or with something wrong, which is said again."""

    field: str
    column: TableColumn
    known: _Known
    faulty: dict[Hashable, tuple[Any, Sequence[Problem]]]

    def read(self, cell: Cell, how: _How) -> Any:
        """What a cell says that nothing is plainly known of; prose is not kept."""
        value, problems = self.faulty.get(cell) or self._read_anew(cell, how)
        for problem in problems:
            how.findings.repeat(problem, how.place.at(self.column))
        return value

    def _read_anew(self, cell: Cell, how: _How) -> tuple[Any, Sequence[Problem]]:
        aside = Findings(how.findings.file)
        cells = {self.field: [(self.column, cell)]}
        value = _REMEMBERED[self.field][1](cells, self.field, replace(how, findings=aside))
        if not (isinstance(cell, str) and len(cell) > _KEPT_LENGTH):
            if len(self.known) + len(self.faulty) >= _KEPT_CELLS:
                self.known.clear()
                self.faulty.clear()
            if aside.problems:
                self.faulty[cell] = value, aside.problems
            else:
                self.known[cell] = value
        return value, aside.problems


@dataclass(frozen=True, slots=True)
class _Group:
    """Columns that are read together, and what their cells plainly said: several of one field, or pay and its ends."""

    field: str
    at: int | slice
    columns: Sequence[tuple[str, TableColumn]]
    indexes: Sequence[int]
    known: _Known

    def read(self, said: tuple[Cell, ...], how: _How) -> Any:
        """What the cells say together; prose is not kept, nor what something is wrong with."""
        cells: dict[str, list[tuple[TableColumn, Cell]]] = {}
        for (name, column), cell in zip(self.columns, said, strict=True):
            if cell is not None:
                cells.setdefault(name, []).append((column, cell))
        before = how.findings.count
        value = _REMEMBERED[self.field][1](cells, self.field, how)
        if how.findings.count == before and not any(isinstance(c, str) and len(c) > _KEPT_LENGTH for c in said):
            if len(self.known) >= _KEPT_CELLS:
                self.known.clear()
            self.known[said] = value
        return value


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which columns of a layout are read one by one, and which together."""

    alone: Mapping[str, TableColumn]
    together: Mapping[str, Sequence[tuple[str, TableColumn]]]


@lru_cache(maxsize=256)
def _plan(layout: Layout) -> _Plan:
    by_field: dict[str, list[TableColumn]] = {}
    for column in without_repeats(layout, JOINABLE)[0]:
        if column.field is not None and column.field.block == "demand":
            by_field.setdefault(column.field.name, []).append(column)
    alone = {name: found[0] for name, found in by_field.items() if len(found) == 1 and name in _REMEMBERED}
    together = {
        name: [(name, column) for column in found]
        for name, found in by_field.items()
        if len(found) > 1 and name in _READERS
    }
    if not by_field.keys().isdisjoint(_BESIDE_PAY):
        alone.pop("pay", None)
        together["pay"] = [(name, column) for name in ("pay", *_BESIDE_PAY) for column in by_field.get(name, ())]
    return _Plan(alone, together)


_Reader = tuple[int, int | slice, _Known, _Memory]
"""Where a column stands, where its value goes among those of a line, and what it said before."""
_Readers = tuple[Sequence[_Reader], Sequence[_Group]]


def _readers(layout: Layout, vocabulary: Vocabulary) -> _Readers:
    """Who reads the columns of a layout whose words mean the same in every chain, alone or together."""
    readers: _Readers | None = vocabulary.readers.get(layout)
    if readers is None:
        plan = _plan(layout)
        readers = (
            [_reader(name, "", column, vocabulary) for name, column in plan.alone.items() if name not in _WITHIN_CHAIN],
            [
                _Group(name, _REMEMBERED[name][0], columns, [column.index for _, column in columns], {})
                for name, columns in plan.together.items()
            ],
        )
        _keep(vocabulary.readers, layout, readers)
    return readers


def _readers_within(chain_id: str, layout: Layout, vocabulary: Vocabulary) -> Sequence[_Reader]:
    """Who reads the columns of a layout whose words belong to a chain."""
    readers: Sequence[_Reader] | None = vocabulary.readers.get((layout, chain_id))
    if readers is None:
        own = [(name, column) for name, column in _plan(layout).alone.items() if name in _WITHIN_CHAIN]
        readers = [_reader(name, chain_id, column, vocabulary) for name, column in own]
        _keep(vocabulary.readers, (layout, chain_id), readers)
    return readers


def _keep(kept: dict[Hashable, Any], key: Hashable, thing: object) -> None:
    if len(kept) >= _KEPT_LAYOUTS:
        kept.clear()
    kept[key] = thing


def _reader(field: str, chain_id: str, column: TableColumn, vocabulary: Vocabulary) -> _Reader:
    memory = _memory(field, chain_id, column, vocabulary)
    return column.index, _REMEMBERED[field][0], memory.known, memory


def _memory(field: str, chain_id: str, column: TableColumn, vocabulary: Vocabulary) -> _Memory:
    if len(vocabulary.memory) >= _KEPT_HEADERS:
        vocabulary.memory.clear()
    known, faulty = vocabulary.memory.setdefault((field, chain_id, column.header), ({}, {}))
    return _Memory(field, column, known, faulty)


def _coded(read: Callable[[str, _How], str | None], code: str) -> Reader:
    def one(cells: Cells, name: str, how: _How) -> str:
        for column, cell in _said(cells, name):
            found = read(squeeze(text_of(cell)), how)
            if found is None:
                how.findings.say(code, how.place.at(column), text_of(cell))
            return found or ""
        return ""

    return one


def _said(cells: Cells, name: str) -> list[tuple[TableColumn, Cell]]:
    return [
        (column, cell)
        for column, cell in cells.get(name, ())
        if not is_blank(cell) and not _says_nothing(text_of(cell))
    ]


def _says_nothing(text: str) -> bool:
    return len(text) <= 8 and compact(text) in _BLANK_WORDS


def _text(cells: Cells, name: str, how: _How) -> str:
    parts = []
    for column, cell in _said(cells, name):
        text = text_of(cell)
        if is_personal(text):
            how.findings.say("intake-personal", how.place.at(column), text)
        parts.append(squeeze(mask(text))[:_TEXT_MAX])
    return " ".join(parts)


def _list(cells: Cells, name: str, how: _How) -> str:
    items: list[str] = []
    for column, cell in _said(cells, name):
        text = text_of(cell)
        if is_personal(text):
            how.findings.say("intake-personal", how.place.at(column), text)
        parts = split_list(mask(text))
        prose = any(len(part) > _LIST_ITEM_MAX for part in parts)
        items += [squeeze(mask(text)).replace("|", " ")[:_TEXT_MAX]] if prose else parts
    return "|".join(dict.fromkeys(items))


def _reasons(cells: Cells, name: str, how: _How) -> str:
    ids: list[str] = []
    for column, cell in _said(cells, name):
        coded = how.vocabulary.reasons(text_of(cell))
        ids += coded.ids
        for text in coded.unread:
            how.findings.say("intake-reason-unknown", how.place.at(column), text)
    return "|".join(sorted(set(ids)))


def _count(cells: Cells, name: str, how: _How) -> int | None:
    for column, cell in cells.get(name, ()):
        reading = read_count(cell)
        _note_number(reading, name, cell, how.place.at(column), how.findings)
        if reading.value is None:
            return None
        if reading.value < 0:
            _say_number("negative", name, cell, how.place.at(column), how.findings)
            return None
        return int(reading.value)
    return None


def _measure(read: Callable[[Cell, str], Reading]) -> Reader:
    def one(cells: Cells, name: str, how: _How) -> float | None:
        for column, cell in cells.get(name, ()):
            if is_blank(cell):
                continue
            reading = read(cell, compact(column.header))
            _note_number(reading, name, cell, how.place.at(column), how.findings)
            if reading.value is not None and reading.value < 0:
                _say_number("negative", name, cell, how.place.at(column), how.findings)
                return None
            return reading.value
        return None

    return one


_TIME_UNITS = (("year", r"\(年\)|years"), ("week", r"\(周\)|weeks"), ("day", r"\([天日]\)|days"))


def _months_under(cell: Cell, header: str) -> Reading:
    return read_months(cell, next((unit for unit, words in _TIME_UNITS if re.search(words, header)), "month"))


def _years_under(cell: Cell, header: str) -> Reading:
    reading = read_years(cell)
    if reading.value is not None and ("(月)" in header or "months" in header):
        return Reading(round(reading.value / 12, 2), reading.doubt)
    return reading


def _note_number(reading: Reading, name: str, cell: Cell, source: Source, findings: Findings) -> None:
    if reading.doubt in _NUMBER_PROBLEMS:
        _say_number(_NUMBER_PROBLEMS[reading.doubt], name, cell, source, findings)
    elif reading.doubt is Doubt.ABOUT:
        findings.say("intake-number-about", source, text_of(cell), taken=reading.value)


def _say_number(what: str, name: str, cell: Cell, source: Source, findings: Findings) -> None:
    subject = "headcount" if name == "headcount" else "number"
    findings.say(f"intake-{subject}-{what}", source, text_of(cell))


def _pay(cells: Cells, place: Place, findings: Findings) -> PayRange:
    period = _pay_period(cells, place, findings)
    for column, cell in _said(cells, "pay"):
        pay = read_pay(cell, _pay_unit(column, period))
        return _noted_pay(pay, text_of(cell), place.at(column), findings)
    low, high = (next(iter(_said(cells, name)), None) for name in ("pay_low", "pay_high"))
    known = low or high
    if known is None:
        return _NO_PAY
    units = tuple(_pay_unit((end or known)[0], period) for end in (low, high))
    ends = (low[1] if low else None, high[1] if high else None)
    pay = read_pay_between(ends[0], ends[1], (units[0], units[1]))
    if not pay.flags:
        return pay.low, pay.high
    return _noted_pay(pay, "-".join(text_of(end) for end in ends if end is not None), place.at(known[0]), findings)


def _pay_period(cells: Cells, place: Place, findings: Findings) -> str:
    """The period that a column of its own names; a word not known there contradicts whatever the header says."""
    for column, cell in _said(cells, "pay_period"):
        period = read_period(text_of(cell))
        if period is None:
            findings.say("intake-pay-period-unknown", place.at(column), text_of(cell))
        return period or CONTRADICTORY
    return ""


@lru_cache(maxsize=1024)
def _pay_unit(column: TableColumn, period: str) -> PayUnit:
    unit = unit_of_header(column.header)
    agreed = not unit.period or not period or unit.period == period
    return PayUnit(unit.scale, (period or unit.period) if agreed else CONTRADICTORY)


def _noted_pay(pay: Pay, text: str, source: Source, findings: Findings) -> PayRange:
    if pay.flags and pay.question is not None:
        findings.say(_PAY_PROBLEMS[pay.question], source, text)
        return _NO_PAY
    if PayFlag.ASSUMED_PERIOD in pay.flags:
        findings.say("intake-pay-assumed", source, text, low=_yuan(pay.low), high=_yuan(pay.high))
    return pay.low, pay.high


def _yuan(value: float | None) -> str:
    return "—" if value is None else f"{value:.0f}"


def _at(name: str) -> int:
    return Values._fields.index(name)


_PAY_AT = slice(_at("pay_low"), _at("pay_high") + 1)
_READERS: Mapping[str, tuple[int, Reader]] = {
    "title": (_at("title"), _text),
    "duties": (_at("duties"), _text),
    **{name: (_at(name), _count) for name in COUNTS},
    "months_open": (_at("months_open"), _measure(_months_under)),
    "experience_years": (_at("experience_years"), _measure(_years_under)),
    **{name: (_at(name), _list) for name in ("majors", "certificates", "skills")},
    "education": (
        _at("education"),
        _coded(lambda text, how: how.vocabulary.education(text), "intake-education-unknown"),
    ),
    "district": (
        _at("district_id"),
        _coded(lambda text, how: how.vocabulary.district(text), "intake-district-unknown"),
    ),
    "segment": (
        _at("segment_id"),
        _coded(lambda text, how: how.vocabulary.segment(text, how.chain_id), "intake-segment-unknown"),
    ),
    "role_stated": (
        _at("role_stated"),
        _coded(lambda text, how: how.vocabulary.role(text, how.chain_id), "intake-role-unknown"),
    ),
    "tier_stated": (_at("tier_stated"), _coded(lambda text, how: how.vocabulary.tier(text), "intake-tier-unknown")),
    "need_kind": (_at("need_kind"), _coded(lambda text, how: read_need_kind(text), "intake-need-kind-unknown")),
    "reasons": (_at("reasons"), _reasons),
}
"""Who reads each field of a file, and the place of what it says among the values of a line."""
_REMEMBERED: Mapping[str, tuple[int | slice, Reader]] = {
    **_READERS,
    "pay": (_PAY_AT, lambda cells, _, how: _pay(cells, how.place, how.findings)),
}
_NOTHING_SAID = Values()
