"""Small tables drawn with bars, read into rows, so that a specification reads like a page of a handbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Row = dict[str, Any]


def read_table(text: str, **kinds: Callable[[str], Any]) -> list[Row]:
    """The rows of a table `| a | b |`; numbers become numbers, an empty cell None; `kinds` overrule by column.

    The first row names the columns; a row of dashes and any line that does not begin with a bar are passed over.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if set(line) - set("|-+: ")]
    head, *body = cells
    if any(len(row) != len(head) for row in body):
        raise ValueError(f"a row does not have {len(head)} cells")
    return [{name: kinds.get(name, _value)(cell) for name, cell in zip(head, row, strict=True)} for row in body]


def column(rows: list[Row], name: str) -> list[Any]:
    """One column of a table, from top to bottom."""
    return [row[name] for row in rows]


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
