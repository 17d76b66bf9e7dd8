"""What an extract looks like once it is open: a header and a stream of rows, column by column."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from talentmap.text import compact

HEADER_WITHIN = 30
"""Rows among which the header is sought: exports begin with a title, a date, a unit."""

BATCH_ROWS = 20_000
"""Rows interpreted at a time: enough that words repeat, few enough that memory never shows it."""

Row = tuple[int, Sequence[str]]
"""The row's number as a person would look for it, and all its cells."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A stretch of rows: their numbers, the picked columns as text without nulls, and the rows longer than the header.

    Blank rows are left out; `misshapen` rows have a number and nothing else.
    """

    numbers: pa.Int64Array
    columns: tuple[pa.StringArray, ...]
    misshapen: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.numbers) + len(self.misshapen)


@dataclass(frozen=True, slots=True)
class Opened:
    """`rows` streams the columns with the given 0-based positions; `encoding` is that of a text file.

    `unread_sheets` are others of a workbook that have all the columns that were looked for.
    """

    header: tuple[str, ...]
    rows: Callable[[Sequence[int]], Iterator[Rows]]
    encoding: str = ""
    unread_sheets: tuple[str, ...] = ()


class ReadFault(Exception):
    """An extract cannot be read, or no further; carries a problem code and facts, never a cell's value."""

    def __init__(self, code: str, facts: Mapping[str, object]) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def header_among(rows: Iterable[Row], names: Collection[str]) -> tuple[Row, int] | None:
    """The header among the first rows, and how many of `names` it holds: the row that holds the most, else the first.

    None where there is no row.
    """
    wanted = frozenset(map(compact, names))
    best: tuple[Row, int] | None = None
    for row in islice(rows, HEADER_WITHIN):
        count = len(wanted.intersection(map(compact, row[1])))
        if best is None or count > best[1]:
            best = row, count
        if best[1] == len(wanted):
            break
    return best


def gathered(rows: Iterable[Row], picks: Sequence[int], width: int) -> Iterator[Rows]:
    """Rows that come one by one, made into stretches; cells beyond the row's end are empty."""
    stream = iter(rows)
    while some := list(islice(stream, BATCH_ROWS)):
        misshapen = [number for number, cells in some if any(cell.strip() for cell in cells[width:])]
        odd = set(misshapen)
        kept = [row for row in some if row[0] not in odd]
        columns = ([cells[pick] if pick < len(cells) else "" for _, cells in kept] for pick in picks)
        yield Rows(
            pa.array([number for number, _ in kept], pa.int64()),
            tuple(pa.array(column, pa.string()) for column in columns),
            tuple(misshapen),
        )


def without_blank_rows(numbers: np.ndarray, columns: Sequence[pa.StringArray], picks: Sequence[int]) -> Rows:
    """The rows of whole columns in which some cell says something, and of those the picked columns."""
    kept = [columns[pick] for pick in picks]
    if pc.all(_says(columns[picks[0]])).as_py():
        return Rows(pa.array(numbers, pa.int64()), tuple(kept))
    says = reduce(pc.or_, map(_says, columns))
    return Rows(pa.array(numbers, pa.int64()).filter(says), tuple(pc.filter(column, says) for column in kept))


def _says(column: pa.StringArray) -> pa.BooleanArray:
    return pc.greater(pc.binary_length(pc.utf8_trim_whitespace(column)), 0)
