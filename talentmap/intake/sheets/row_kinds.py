"""What a row below a header is: data, firm, total, subtotal, example, note, or header (printed again)."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from talentmap.intake.files.grid import Cell, Row, is_blank, text_of
from talentmap.intake.sheets.headers import is_example, is_note, total_kind
from talentmap.text import fold, remembered

if TYPE_CHECKING:
    from talentmap.intake.sheets.table import Table

_NOTE_FROM = 30
_HEADER_MAX = 90
_SECTION = re.compile(r"^(?:第?[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[）)])")


class RowKinds:
    """Tells the kind of each row of one table; what the header settles is settled once.

    `wide` are the numbers of the rows that are merged over half the table.
    """

    def __init__(self, table: Table, wide: Container[int]) -> None:
        self._title, self._headcount = table.column("title"), table.column("headcount")
        self._identifying = table.layout.identifying
        self._wide = wide
        self._printed = table.layout.printed
        self._first = self._printed[table.columns[0].index]

    def of(self, row: Row) -> str:
        """The kind of a row."""
        if self._is_plainly_data(row):
            return "data"
        cells = row.cells
        filled = [index for index, cell in enumerate(cells) if cell is not None]
        if self._identifying.issuperset(filled):
            return "firm"
        title = text_of(row.cell(self._title.index)) if self._title is not None else ""
        if not title.strip() or total_kind(title):
            total = next(filter(None, [_total_kind(cells[index]) for index in filled[:3]]), "")
            if total:
                return total
        first = text_of(cells[filled[0]])
        if is_example(first) or is_example(title):
            return "example"
        if self._is_note(row, len(filled), first, title):
            return "note"
        return "header" if self._repeats_header(cells, filled, first) else "data"

    def _is_plainly_data(self, row: Row) -> bool:
        """True for most rows: one that names a post and says how many, and begins with nothing that is special."""
        if self._title is None or self._headcount is None or row.cell(self._headcount.index) is None:
            return False
        title = row.cell(self._title.index)
        if title.__class__ is not str or not _names_post(title):
            return False
        leading = row.cells[0]
        first = text_of(next(cell for cell in row.cells if cell is not None) if leading is None else leading)
        if first.isdecimal() and not self._first.isdecimal():
            return True  # a serial number
        return not is_example(first) and _folded(first) != self._first

    def _is_note(self, row: Row, filled: int, first: str, title: str) -> bool:
        """True for a remark below a table: a row of little but words, that names no post and no number of people."""
        if filled == 1 and is_note(first):
            return True
        if self._headcount is not None and not is_blank(row.cell(self._headcount.index)):
            return False
        if filled == 1:
            return len(first) > _NOTE_FROM or bool(_SECTION.match(first)) or row.number in self._wide
        if filled > 3 or (title.strip() and title != first):
            return False
        return is_note(first) and (":" in fold(first) or not title.strip())

    def _repeats_header(self, cells: Sequence[Cell], filled: Sequence[int], first: str) -> bool:
        if len(filled) < 2 or _folded(first) != self._first:
            return False
        return all(self._printed.get(index) == _folded(text_of(cells[index])) for index in filled)


@remembered
def _names_post(title: str) -> bool:
    return bool(title.strip()) and not total_kind(title) and not is_example(title)


def _total_kind(cell: Cell) -> str:
    return total_kind(cell) if isinstance(cell, str) else ""


@remembered
def _folded(text: str) -> str:
    return fold(text[:_HEADER_MAX])
