"""A sheet as a grid of cells: filled rows with their printed numbers, and the ranges that were merged."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from talentmap.intake.delimited import Delimited
from talentmap.model.source import column_letter

Cell = str | int | float | bool | dt.date | dt.time | None
_FILL_BUDGET = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row; `number` is the one that a spreadsheet prints beside it."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        """The cell at a 0-based index of the grid, None beyond the row's end."""
        return self.cells[index] if 0 <= index < len(self.cells) else None

    def filled(self) -> tuple[tuple[int, Cell], ...]:
        """The cells that hold something, with their indexes."""
        return tuple((index, cell) for index, cell in enumerate(self.cells) if not is_blank(cell))


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: rows by printed number, columns by grid index, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's filled rows; the grid's first column is the spreadsheet's column `left`."""

    name: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    left: int = 0
    hidden: bool = False

    def letter(self, index: int) -> str:
        """The spreadsheet's letter for a grid column."""
        return column_letter(self.left + index)

    def filled_down(self, columns: Iterable[int]) -> Mapping[tuple[int, int], Cell]:
        """What vertically merged cells say below their first row, in the columns named; by row number and column."""
        wanted = set(columns)
        numbers = [row.number for row in self.rows]
        by_number = {row.number: row for row in self.rows}
        filled: dict[tuple[int, int], Cell] = {}
        for merge in self.merges:
            covered = wanted.intersection(range(merge.left, min(merge.right, merge.left + 64) + 1))
            anchor = by_number.get(merge.top)
            if merge.bottom == merge.top or not covered or anchor is None:
                continue
            below = numbers[bisect_right(numbers, merge.top) : bisect_left(numbers, merge.bottom + 1)]
            if len(filled) + len(below) * len(covered) > _FILL_BUDGET:
                break
            filled |= {(number, column): anchor.cell(merge.left) for number in below for column in covered}
        return filled

    def across(self, row: Row) -> tuple[Cell, ...]:
        """The row's cells with horizontally merged ones repeated over their whole width."""
        cells = list(row.cells)
        for merge in self.merges:
            if merge.top <= row.number <= merge.bottom and merge.right > merge.left:
                right = min(merge.right, merge.left + 200)
                cells += [None] * (right + 1 - len(cells))
                value = row.cell(merge.left)
                for index in range(merge.left, right + 1):
                    cells[index] = value if is_blank(cells[index]) else cells[index]
        return tuple(cells)


def is_blank(cell: Cell) -> bool:
    """True for a cell that holds nothing a reader could see."""
    return cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\u00a0\u3000\u200b\ufeff"))


def text_of(cell: Cell) -> str:
    """The cell as text; a whole number without its point."""
    if cell is None:
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def sheet_of_records(table: Delimited) -> Sheet:
    """A delimited table as a grid; blank records keep their numbers and are left out."""
    rows = (Row(number, tuple(record)) for number, record in enumerate(table.records, start=1))
    return Sheet("", tuple(row for row in rows if row.filled()))


def sheets_of_workbook(raw: Iterable[Mapping[str, Any]]) -> tuple[Sheet, ...]:
    """The sheets of a worker's reply as grids."""
    return tuple(_sheet(entry) for entry in raw)


def _sheet(entry: Mapping[str, Any]) -> Sheet:
    left = int(entry["left"])
    rows = (Row(int(number), tuple(_cell(cell) for cell in cells)) for number, cells in entry["rows"])
    merges = sorted((m for m in entry["merges"] if m[3] >= left), key=tuple)
    return Sheet(
        str(entry["name"]),
        tuple(row for row in rows if row.filled()),
        tuple(Merge(top + 1, max(first - left, 0), bottom + 1, last - left) for top, first, bottom, last in merges),
        left,
        bool(entry["hidden"]),
    )


def _cell(raw: Any) -> Cell:
    if isinstance(raw, list):
        return dt.date.fromisoformat(raw[1]) if raw[0] == "d" else f"{raw[1]}"
    return raw  # type: ignore[no-any-return]  # JSON scalars: text, number, truth, nothing
