"""Finds the table in a sheet: the header within the first thirty rows, in one row or two, and what lies around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from talentmap.intake.files.grid import Cell, Row, Sheet, text_of
from talentmap.intake.sheets.headers import (
    Field,
    field_of,
    is_no_wording,
    known_count,
    may_name_title,
)
from talentmap.intake.sheets.row_kinds import RowKinds
from talentmap.model.source import column_letter
from talentmap.text import fold, squeeze

_SEARCHED_ROWS = 30
_TABLES_MAX, _FIELDS_OF_A_HEADER = 30, 3
_HEADER_MAX = 90
_PLAIN_HEADER = 4
_NO_HEADER = re.compile(r"\d|.{25}|[。；;]")
_TITLE = Field("demand", "title")
_WHEN = re.compile(r"未来|近|过去|年|月|内|now|next|past|last|month|year|future")
_COUNTS = frozenset({"headcount", "headcount_12m", "headcount_3y", "employed", "advertised", "filled"})
_AMOUNT = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: grid index, spreadsheet letter, header as printed, the field it means."""

    index: int
    letter: str
    header: str
    field: Field | None


@dataclass(frozen=True, eq=False)
class Layout:
    """What a header settles for every table under it: one object for all files that print the same header."""

    columns: tuple[TableColumn, ...]

    @cached_property
    def first(self) -> Mapping[tuple[str, str], TableColumn]:
        """The first column of each field."""
        return {(c.field.block, c.field.name): c for c in reversed(self.columns) if c.field is not None}

    @cached_property
    def identifying(self) -> frozenset[int]:
        """The indexes of the columns that only say whose a row is: with nothing else filled it states no need."""
        return frozenset(column.index for column in self.columns if _only_identifies(column.field))

    @cached_property
    def printed(self) -> Mapping[int, str]:
        """Each column's header, folded, by index."""
        return {column.index: fold(column.header) for column in self.columns}


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet: its layout, the rows above and the rows below its header."""

    sheet: Sheet
    layout: Layout
    above: tuple[Row, ...]
    header: tuple[Row, ...]
    body: tuple[Row, ...]
    kinds: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns under a printed header."""
        return self.layout.columns

    def data(self) -> tuple[Row, ...]:
        """The rows of the body that are data."""
        return tuple(row for row, kind in zip(self.body, self.kinds, strict=True) if kind == "data")

    def answers(self) -> tuple[Row, ...]:
        """The rows that are data, and those that say only whose they are."""
        kinds = ("data", "firm")
        return tuple(row for row, kind in zip(self.body, self.kinds, strict=True) if kind in kinds)

    def column(self, name: str, block: str = "demand") -> TableColumn | None:
        """The first column that holds a field."""
        return self.layout.first.get((block, name))


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    height: int
    headers: tuple[str, ...]
    fields: tuple[Field | None, ...]
    score: int


def find_tables(sheet: Sheet) -> list[Table]:
    """The demand tables of a sheet from the top: each ends where the header of other columns begins."""
    tables: list[Table] = []
    table = find_table(sheet)
    while table is not None:
        at = _next_header(table)
        if at is None or len(tables) == _TABLES_MAX:
            return [*tables, table]
        tables.append(replace(table, body=table.body[:at], kinds=table.kinds[:at]))
        table = find_table(replace(sheet, rows=table.body[at:]))
    return tables


def _next_header(table: Table) -> int | None:
    """Where the body holds a header again that names other columns than the first, or the same in another order."""
    for at, row in enumerate(table.body):
        if table.kinds[at] == "data" and not _is_plainly_data(row) and may_name_title(row.cells):
            printed = _as_header(_texts(row.cells))
            if _TITLE in printed.fields and printed.score >= _FIELDS_OF_A_HEADER:
                return at
    return None


def find_table(sheet: Sheet) -> Table | None:
    """The demand table of a sheet: the row, or pair of rows, that names most fields and the job title among them."""
    heads = map(_head, sheet.rows[: _SEARCHED_ROWS + 1])
    lower = next(heads, None)
    found: list[_Candidate] = []
    for start in range(min(len(sheet.rows), _SEARCHED_ROWS)):
        upper, lower = lower, next(heads, None)
        if found and found[-1].score >= _PLAIN_HEADER and found[-1].start < start - 1:
            break  # one row further was searched: a line above a header can pass for the upper half of a pair
        if upper is not None:
            found += _candidates(sheet, start, upper, lower)
    if not found:
        return None
    best = max(found, key=lambda candidate: (candidate.score, -candidate.height, -candidate.start))
    table = _table(sheet, best)
    if _lies_on_its_side(table):
        return None
    kinds = RowKinds(table, sheet.wide_rows(max(len(table.columns) // 2, 3)))
    return replace(table, kinds=tuple(map(kinds.of, table.body)))


@dataclass(frozen=True, eq=False)
class _Printed:
    """The cells of a row as text, prose cut: what they would be as a header."""

    texts: tuple[str, ...]

    @cached_property
    def may_name_title(self) -> bool:
        """Whether one of them, or a part of one, may name the job title."""
        return may_name_title(filter(None, self.texts))

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """The headers that they would print."""
        return tuple([text and squeeze(text) for text in self.texts])

    @cached_property
    def fields(self) -> tuple[Field | None, ...]:
        """The fields that they would mean."""
        return tuple(map(field_of, self.headers))

    @cached_property
    def score(self) -> int:
        """How many fields that are."""
        return len(set(self.fields) - {None})


class _Head(NamedTuple):
    """A row as the search for a header sees it; one that is plainly data prints nothing."""

    row: Row
    printed: _Printed | None


def _head(row: Row) -> _Head:
    return _Head(row, None if _is_plainly_data(row) else _as_header(_texts(row.cells)))


def _texts(cells: Iterable[Cell]) -> tuple[str, ...]:
    """The cells as text; prose is cut, since no header is that long."""
    return tuple(["" if cell is None else text_of(cell)[:_HEADER_MAX] for cell in cells])


_as_header = lru_cache(maxsize=1024)(_Printed)


def _candidates(sheet: Sheet, start: int, upper: _Head, lower: _Head | None) -> list[_Candidate]:
    printed = upper.printed
    if printed is None:
        return []
    below = None if lower is None or lower.row.number != upper.row.number + 1 else lower.printed
    if not printed.may_name_title and (below is None or not below.may_name_title):
        return []
    best = _Candidate(start, 1, printed.headers, printed.fields, printed.score)
    if below is not None:
        pair = _pair(sheet, upper.row, printed.headers, below.headers)
        fields = tuple([_joined_field(*both) for both in pair])
        score = len(set(fields) - {None})
        if score > best.score:
            names = tuple([f"{parent} / {child}" if parent and child else parent or child for parent, child in pair])
            best = _Candidate(start, 2, names, fields, score)
    return [best] if _TITLE in best.fields and _is_header(best) else []


def _is_plainly_data(row: Row) -> bool:
    """True for a row with two numbers that are no years: no header, nor half of one, holds such cells."""
    amounts = 0
    for cell in row.cells:
        if cell is not None and _is_amount(cell):
            amounts += 1
            if amounts == 2:
                return True
    return False


def _is_amount(cell: Cell) -> bool:
    if cell.__class__ is str:
        if cell.isdecimal():
            return not _YEAR.fullmatch(cell)
        return cell[:1].isdecimal() and bool(_AMOUNT.fullmatch(cell))
    return (cell.__class__ is int or cell.__class__ is float) and not 1900 <= cell < 2100


def _is_header(candidate: _Candidate) -> bool:
    """True where a row is a header rather than data that happens to hold a header's word.

    Three fields, or half the cells, are enough; fewer only where every other cell could be a header: short, no digits.
    """
    printed = [header for header in candidate.headers if header]
    if candidate.score >= 3 or 2 * candidate.score >= len(printed):
        return True
    return len(set(printed)) == len(printed) and not any(map(_NO_HEADER.search, printed))


def _pair(sheet: Sheet, row: Row, upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, str]]:
    """Parent and child wording for each column of a two-row header; a parent reaches over its merged or blank width."""
    parents = list(map(squeeze, _texts(sheet.across(row))) if sheet.merges else upper)
    width = max(len(parents), len(lower))
    parents += [""] * (width - len(parents))
    children = (*lower, *[""] * (width - len(lower)))
    if not sheet.merges:
        for index in range(1, width):
            if not parents[index] and children[index]:
                parents[index] = parents[index - 1]
    return [(parent, "" if child == parent else child) for parent, child in zip(parents, children, strict=True)]


@lru_cache(maxsize=16_384)
def _joined_field(parent: str, child: str) -> Field | None:
    if not parent or not child:
        return field_of(parent or child)
    either = is_no_wording(parent) or is_no_wording(child)
    joined = None if either else field_of(parent + child) or field_of(child + parent)
    if joined is not None:
        return joined
    alone = field_of(child)
    if alone is not None and alone.name in _COUNTS and _WHEN.search(fold(parent)) and not _WHEN.search(fold(child)):
        return None  # 近12个月 over 人数 is another question than 人数; 近一年 over 近一年到岗人数 is not
    return alone


def _table(sheet: Sheet, best: _Candidate) -> Table:
    after = best.start + best.height
    above, header, body = sheet.rows[: best.start], sheet.rows[best.start : after], sheet.rows[after:]
    return Table(sheet, _layout(best.headers, best.fields, sheet.left), above, header, body)


@lru_cache(maxsize=256)
def _layout(headers: tuple[str, ...], fields: tuple[Field | None, ...], left: int) -> Layout:
    return Layout(
        tuple(
            TableColumn(index, column_letter(left + index), header, field)
            for index, (header, field) in enumerate(zip(headers, fields, strict=True))
            if header
        )
    )


def _only_identifies(field: Field | None) -> bool:
    return field is not None and (field.block == "enterprise" or field.name in ("chain", "serial"))


def _lies_on_its_side(table: Table) -> bool:
    """True where field names run down the title's column: 岗位名称 | 焊工 over 薪资 | 6000, or a list of fields."""
    title = table.column("title")
    if title is None:
        return False
    own = (None, _TITLE, Field("demand", "role_stated"))
    others = [row for row in table.body[:12] if field_of(text_of(row.cell(title.index))) not in own]
    return any(known_count(row.cells) < _FIELDS_OF_A_HEADER for row in others)


@lru_cache(maxsize=256)
def without_repeats(
    layout: Layout, joinable: frozenset[str]
) -> tuple[tuple[TableColumn, ...], tuple[TableColumn, ...]]:
    """The columns to read, and those set aside because an earlier one already holds their field."""
    seen: Counter[Field] = Counter()
    read: list[TableColumn] = []
    repeated: list[TableColumn] = []
    for column in layout.columns:
        if column.field is None:
            continue
        seen[column.field] += 1
        once = seen[column.field] == 1 or column.field.name in joinable or column.field.block in ("known", "pains")
        (read if once else repeated).append(column)
    return tuple(read), tuple(repeated)
