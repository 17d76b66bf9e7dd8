"""A sheet as a grid of cells: filled rows with their printed numbers, and the ranges that were merged."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from talentmap.intake.files.delimited import Delimited
from talentmap.model.source import column_letter

Cell = str | int | float | dt.date | dt.time | None
_FILL_BUDGET = 200_000
_COLUMNS_MAX = 16_384
UNSEEN = " \t\r\n\u00a0\u3000\u200b\ufeff"


class Row(NamedTuple):
    """One filled row; `number` is the one that a spreadsheet prints beside it; a cell that shows nothing is None."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        """The cell at a 0-based index of the grid, None beyond the row's end."""
        return self.cells[index] if 0 <= index < len(self.cells) else None

    def filled(self) -> tuple[tuple[int, Cell], ...]:
        """The cells that hold something, with their indexes."""
        return tuple([(index, cell) for index, cell in enumerate(self.cells) if cell is not None])


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
        if not self.merges:
            return {}
        wanted = set(columns)
        numbers = [row.number for row in self.rows]
        by_number = {row.number: row for row in self.rows}
        filled: dict[tuple[int, int], Cell] = {}
        steps = 0
        for merge in self.merges:
            covered = wanted.intersection(range(merge.left, min(merge.right, merge.left + 64) + 1))
            anchor = by_number.get(merge.top)
            if merge.bottom == merge.top or not covered or anchor is None:
                continue
            below = numbers[bisect_right(numbers, merge.top) : bisect_left(numbers, merge.bottom + 1)]
            steps += len(below) * len(covered)
            if steps > _FILL_BUDGET:
                break
            filled |= {(number, column): anchor.cell(merge.left) for number in below for column in covered}
        return filled

    def across(self, row: Row) -> tuple[Cell, ...]:
        """The row's cells with horizontally merged ones repeated over their whole width."""
        if not self.merges:
            return row.cells
        cells = list(row.cells)
        covered = 0
        for merge in self.merges:
            if merge.top <= row.number <= merge.bottom and merge.right > merge.left:
                covered += merge.right - merge.left
                if covered > _COLUMNS_MAX:
                    break  # ranges that lie on one another, as no spreadsheet program writes them
                right = min(merge.right, merge.left + 200)
                cells += [None] * (right + 1 - len(cells))
                value = row.cell(merge.left)
                for index in range(merge.left, right + 1):
                    cells[index] = value if is_blank(cells[index]) else cells[index]
        return tuple(cells)

    def wide_rows(self, width: int) -> frozenset[int]:
        """The numbers of the filled rows that a merged range of at least `width` columns covers."""
        if not self.merges:
            return frozenset()
        numbers = [row.number for row in self.rows]
        covered: set[int] = set()
        steps = 0
        for merge in self.merges:
            if merge.right - merge.left + 1 >= width:
                found = numbers[bisect_left(numbers, merge.top) : bisect_right(numbers, merge.bottom)]
                steps += len(found)
                if steps > _FILL_BUDGET:
                    break
                covered.update(found)
        return frozenset(covered)


def is_blank(cell: Cell) -> bool:
    """True for a cell that holds nothing a reader could see."""
    return cell is None or (isinstance(cell, str) and not cell.strip(UNSEEN))


def text_of(cell: Cell) -> str:
    """The cell as text; a whole number without its point."""
    if cell is None:
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def sheet_of_records(table: Delimited) -> Sheet:
    """A delimited table as a grid; blank records keep their numbers and are left out."""
    rows = []
    for number, record in enumerate(table.records, start=1):
        cells = tuple([cell if cell.strip(UNSEEN) else None for cell in record])
        if any(cells):
            rows.append(Row(number, cells))
    return Sheet("", tuple(rows))
