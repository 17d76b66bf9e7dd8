"""Small tables drawn with bars, read into rows, so that a specification reads like a page of a handbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn table as it stands on the page: its heads, and its cells as text."""

    heads: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]

    def rows(self, **kinds: Callable[[str], Any]) -> list[Row]:
        """The rows as values: numbers become numbers, an empty cell None; `kinds` overrule by column."""
        return [{h: kinds.get(h, _value)(cell) for h, cell in zip(self.heads, row, strict=True)} for row in self.cells]


def drawn(text: str) -> Drawn:
    """The table `| a | b |` in `text`; ValueError where a row has more or fewer cells than the first.

    The first row names the columns; a row of dashes and any line that does not begin with a bar are passed over.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not _is_rule(line)]
    head, *body = cells
    if any(len(row) != len(head) for row in body):
        raise ValueError(f"a row does not have {len(head)} cells")
    return Drawn(tuple(head), tuple(map(tuple, body)))


def _is_rule(line: str) -> bool:
    return "-" in line and not set(line) - set("|-+: ")


def read_table(text: str, **kinds: Callable[[str], Any]) -> list[Row]:
    """The rows of the table in `text`, as `Drawn.rows` gives them."""
    return drawn(text).rows(**kinds)


def _value(cell: str) -> Any:
    if cell == "":
        return None
    try:
        return int(cell)
    except ValueError:
        pass
    try:
        return float(cell)
    except ValueError:
        return cell
