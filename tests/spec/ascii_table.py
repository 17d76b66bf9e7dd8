"""The drawn tables of `talentmap.tables.drawn`, under the name that the specifications know."""

from __future__ import annotations

from typing import Any

from talentmap.tables.drawn import Row, read_table

__all__ = ["Row", "column", "read_table"]


def column(rows: list[Row], name: str) -> list[Any]:
    """One column of a table, from top to bottom."""
    return [row[name] for row in rows]
