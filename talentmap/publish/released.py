"""Protected tables in the precision in which every output prints them, and what stands where a value is hidden."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from talentmap.tables.precision import decimals_of, half_up
from talentmap.tables.protected import CONFIDENTIAL, is_hidden
from talentmap.tables.schema import Column, Disclosure, Kind

if TYPE_CHECKING:
    import pandas as pd

    from talentmap.tables.protected import Protected

Row = Mapping[str, Any]
Value = float | int | str | None


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of `frame`, in its order."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def role_rows(shown: Protected) -> dict[str, Row]:
    """The row of ROLE_BALANCE by role."""
    return {row["role_id"]: row for row in rows_of(shown.roles)}


def role_districts(shown: Protected) -> dict[str, list[str]]:
    """The districts of each role, largest need first."""
    places: dict[str, list[str]] = {}
    for row in rows_of(shown.role_districts):
        places.setdefault(row["role_id"], []).append(row["district_id"])
    return places


def released(row: Row, column: Column) -> Value:
    """A value as printed: rounded, `c` where it is hidden, None where there is none."""
    value = row.get(column.name)
    if not is_known(value):
        return CONFIDENTIAL if column.disclosure is not Disclosure.OPEN and is_hidden(row, column.name) else None
    if column.kind is Kind.BOOL:
        return str(bool(value)).lower()
    if column.kind is Kind.INT:
        return int(value)  # type: ignore[arg-type]  # is_known has seen to it
    return rounded(float(value), column.unit) if column.kind is Kind.FLOAT else str(value)  # type: ignore[arg-type]


def rounded(value: float, unit: str) -> float | int:
    """`value` in the precision of its unit; a whole number as int."""
    decimals = decimals_of(unit)
    shown = half_up(value, decimals)
    return int(shown) if decimals <= 0 else shown


def figure(row: Row, base: int) -> tuple[float | int | None, ...]:
    """Value, low and high of a row of INDICATORS; a headcount is rounded to `base` like every other."""
    return tuple(_figure(row[name], row["unit"], base) for name in ("value", "low", "high"))


def _figure(value: Any, unit: str, base: int) -> float | int | None:
    if not is_known(value):
        return None
    return int(half_up(value / base, 0) * base) if unit == "people" else rounded(float(value), unit)


def is_known(value: object) -> bool:
    """False for a missing value of any kind: None, nan, infinity, empty text."""
    if value is None or value == "":
        return False
    try:
        return math.isfinite(float(value))  # type: ignore[arg-type]  # text is caught below
    except (TypeError, ValueError):
        return str(value) not in ("nan", "<NA>", "NaT")
