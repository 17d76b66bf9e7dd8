"""What an extract looks like once it is open: a header and a stream of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Row = tuple[int, tuple[str, ...] | None]
"""The row's number as a person would look for it, and its picked cells; None where the header is exceeded."""


@dataclass(frozen=True, slots=True)
class Opened:
    """`rows` streams the cells of the columns with the given 0-based positions; blank rows are left out."""

    header: tuple[str, ...]
    rows: Callable[[Sequence[int]], Iterator[Row]]
    encoding: str = ""


class ReadFault(Exception):
    """An extract cannot be read, or no further; carries a problem code and facts, never a cell's value."""

    def __init__(self, code: str, facts: Mapping[str, object]) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def picked(cells: Sequence[str], picks: Sequence[int], width: int) -> tuple[str, ...] | None:
    """The cells at `picks`, empty beyond the row's end; None where the row goes on beyond the header."""
    have = len(cells)
    if have > width and any(cell.strip() for cell in cells[width:]):
        return None
    return tuple([cells[pick] if pick < have else "" for pick in picks])
