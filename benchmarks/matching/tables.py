"""Figures as plain tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def show(rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Print a row for each name and a column for each figure that any row has."""
    columns = list(dict.fromkeys(column for row in rows.values() for column in row))
    first = max(map(len, rows), default=0) + 2
    widths = {column: max(len(column), 9) + 2 for column in columns}
    print(" " * first + "".join(f"{column:>{widths[column]}}" for column in columns))
    for name, row in rows.items():
        print(f"{name:<{first}}" + "".join(f"{_cell(row.get(column)):>{widths[column]}}" for column in columns))


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.4f}" if abs(value) < 10 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
