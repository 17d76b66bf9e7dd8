"""Finds the table in a sheet: the header within the first thirty rows, in one row or two, and what lies around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from talentmap.intake.grid import Cell, Row, Sheet, is_blank, text_of
from talentmap.intake.headers import Field, field_of, header_book, starts_as
from talentmap.intake.headers import bare_key as _bare
from talentmap.text import fold, squeeze

_SEARCHED_ROWS = 30
_NOTE_FROM = 30
_HEADER_MAX = 90
_PLAIN_HEADER = 4
_NO_HEADER = re.compile(r"\d|.{25}|[。；;]")
_TITLE = Field("demand", "title")
_WHEN = re.compile(r"未来|近|过去|年|月|内|now|next|past|last|month|year|future")
_COUNTS = frozenset({"headcount", "headcount_12m", "headcount_3y", "employed", "advertised", "filled"})
_SECTION = re.compile(r"^(?:第?[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[）)])")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: grid index, spreadsheet letter, header as printed, the field it means."""

    index: int
    letter: str
    header: str
    field: Field | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet: its columns, the rows above and the rows below its header."""

    sheet: Sheet
    columns: tuple[TableColumn, ...]
    above: tuple[Row, ...]
    header: tuple[Row, ...]
    body: tuple[Row, ...]
    kinds: tuple[str, ...] = ()

    def data(self) -> tuple[Row, ...]:
        """The rows of the body that are data."""
        return tuple(row for row, kind in zip(self.body, self.kinds, strict=True) if kind == "data")

    def column(self, name: str, block: str = "demand") -> TableColumn | None:
        """The first column that holds a field."""
        return next((c for c in self.columns if c.field == Field(block, name)), None)


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: int
    start: int
    height: int
    headers: tuple[str, ...]
    fields: tuple[Field | None, ...]


def find_table(sheet: Sheet) -> Table | None:
    """The demand table of a sheet: the row, or pair of rows, that names most fields and the job title among them."""
    rows = sheet.rows[: _SEARCHED_ROWS + 1]
    found: list[_Candidate] = []
    for start in range(min(len(rows), _SEARCHED_ROWS)):
        if found and found[-1].score >= _PLAIN_HEADER and found[-1].start < start - 1:
            break  # one row further was searched: a line above a header can pass for the upper half of a pair
        found += _candidates(sheet, rows, start)
    if not found:
        return None
    best = max(found, key=lambda candidate: (candidate.score, -candidate.height, -candidate.start))
    table = _table(sheet, best)
    if _lies_on_its_side(table):
        return None
    return replace(table, kinds=tuple(row_kind(table, row) for row in table.body))


def _candidates(sheet: Sheet, rows: Sequence[Row], start: int) -> list[_Candidate]:
    single = _candidate(start, 1, tuple(map(_printed, rows[start].cells)))
    found = [single]
    if start + 1 < len(rows) and rows[start + 1].number == rows[start].number + 1:
        pair = _pair(sheet, rows[start], rows[start + 1])
        double = _candidate(start, 2, tuple(" / ".join(filter(None, names)) for names in pair), pair)
        if double.score > single.score:
            found = [double]
    return [candidate for candidate in found if _TITLE in candidate.fields and _is_header(candidate)]


def _is_header(candidate: _Candidate) -> bool:
    """True where a row is a header rather than data that happens to hold a header's word.

    Three fields, or half the cells, are enough; fewer only where every other cell could be a header: short, no digits.
    """
    printed = [header for header in candidate.headers if header]
    if candidate.score >= 3 or 2 * candidate.score >= len(printed):
        return True
    return len(set(printed)) == len(printed) and not any(map(_NO_HEADER.search, printed))


def _candidate(
    start: int, height: int, headers: tuple[str, ...], pair: Sequence[tuple[str, str]] | None = None
) -> _Candidate:
    fields = tuple(_joined_field(*names) for names in pair) if pair is not None else tuple(map(field_of, headers))
    return _Candidate(len(set(fields) - {None}), start, height, headers, fields)


def _pair(sheet: Sheet, upper: Row, lower: Row) -> list[tuple[str, str]]:
    """Parent and child wording for each column of a two-row header; a parent reaches over its merged or blank width."""
    parents = list(map(_printed, sheet.across(upper)))
    width = max(len(parents), len(lower.cells))
    parents += [""] * (width - len(parents))
    children = [_printed(lower.cell(index)) for index in range(width)]
    if not sheet.merges:
        for index in range(1, width):
            if not parents[index] and children[index]:
                parents[index] = parents[index - 1]
    return [(parent, "" if child == parent else child) for parent, child in zip(parents, children, strict=True)]


def _printed(cell: Cell) -> str:
    """A header cell as it reads; prose is cut, since no header is that long."""
    return _squeezed(text_of(cell)[:_HEADER_MAX])


@lru_cache(maxsize=16_384)
def _squeezed(text: str) -> str:
    return squeeze(text)


def _joined_field(parent: str, child: str) -> Field | None:
    if not parent or not child:
        return field_of(parent or child)
    joined = field_of(parent + child) or field_of(child + parent)
    if joined is not None:
        return joined
    alone = field_of(child)
    if alone is not None and alone.name in _COUNTS and _WHEN.search(fold(parent)):
        return None  # 近12个月 over 人数 is another question than 人数
    return alone


def _table(sheet: Sheet, best: _Candidate) -> Table:
    columns = tuple(
        TableColumn(index, sheet.letter(index), header, field)
        for index, (header, field) in enumerate(zip(best.headers, best.fields, strict=True))
        if header
    )
    after = best.start + best.height
    return Table(sheet, columns, sheet.rows[: best.start], sheet.rows[best.start : after], sheet.rows[after:])


def _lies_on_its_side(table: Table) -> bool:
    """True where field names run down the title's column: 岗位名称 | 焊工 over 薪资 | 6000, or a list of fields."""
    title = table.column("title")
    if title is None:
        return False
    below = [field_of(text_of(row.cell(title.index))) for row in table.body[:12]]
    others = sum(field is not None and field not in (_TITLE, Field("demand", "role_stated")) for field in below)
    return others > 0


def without_repeats(
    columns: Sequence[TableColumn], joinable: frozenset[str]
) -> tuple[list[TableColumn], list[TableColumn]]:
    """The columns to read, and those set aside because an earlier one already holds their field."""
    seen: Counter[Field] = Counter()
    read: list[TableColumn] = []
    repeated: list[TableColumn] = []
    for column in columns:
        if column.field is None:
            continue
        seen[column.field] += 1
        once = seen[column.field] == 1 or column.field.name in joinable or column.field.block in ("known", "pains")
        (read if once else repeated).append(column)
    return read, repeated


def row_kind(table: Table, row: Row) -> str:
    """What a row below the header is: data, firm, total, subtotal, example, note, or header (printed again)."""
    filled = row.filled()
    title = table.column("title")
    headcount = table.column("headcount")
    said_title = title is not None and not is_blank(row.cell(title.index))
    first = text_of(filled[0][1])
    title_text = text_of(row.cell(title.index)) if title is not None else ""
    if not any(_says_demand(table, index) for index, _ in filled):
        return "firm"
    total = _total_kind(filled, title_text)
    if total:
        return total
    book = header_book()
    if starts_as(first, book.examples) or starts_as(title_text, book.examples):
        return "example"
    said_headcount = headcount is not None and not is_blank(row.cell(headcount.index))
    if not said_headcount and len(filled) <= 3 and (not said_title or len(filled) == 1 or title_text == first):
        if starts_as(first, book.notes) and (len(filled) == 1 or ":" in fold(first) or not said_title):
            return "note"
        if len(filled) == 1 and (len(first) > _NOTE_FROM or _SECTION.match(first) or _is_wide(table, row)):
            return "note"
    return "header" if _repeats_header(table, filled) else "data"


def _says_demand(table: Table, index: int) -> bool:
    """False for the columns that only say whose the row is: with nothing else filled it states no need."""
    field = next((column.field for column in table.columns if column.index == index), None)
    return field is None or not (field.block == "enterprise" or field.name in ("chain", "serial"))


def _total_kind(filled: Sequence[tuple[int, Cell]], title: str) -> str:
    book = header_book()
    for _, cell in filled[:3]:
        key = _bare(text_of(cell)) if isinstance(cell, str) else ""
        if key in book.totals and (not title.strip() or _bare(title) in book.totals):
            return "subtotal" if key in book.subtotals else "total"
    return ""


def _is_wide(table: Table, row: Row) -> bool:
    width = max(len(table.columns) // 2, 3)
    return any(m.top <= row.number <= m.bottom and m.right - m.left + 1 >= width for m in table.sheet.merges)


def _repeats_header(table: Table, filled: Sequence[tuple[int, Cell]]) -> bool:
    if len(filled) < 2 or fold(text_of(filled[0][1])[:_HEADER_MAX]) != fold(table.columns[0].header):
        return False
    printed = {column.index: fold(column.header) for column in table.columns}
    return all(printed.get(index) == fold(text_of(cell)[:_HEADER_MAX]) for index, cell in filled)
