"""A `Protected` in which every table that its type allows stands, filled by declaration with made-up values."""

from __future__ import annotations

import importlib
import math
import pkgutil
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pandas as pd

from talentmap import tables
from talentmap.tables.protected import CONFIDENTIAL, SHOWN, Protected
from talentmap.tables.published import KEPT, as_published
from talentmap.tables.schema import Disclosure, Kind, Table

ROWS = 6
_HIDDEN_ROW, _UNKNOWN_ROW = 1, 2


def _names() -> dict[str, Any]:
    """Everything that annotations of the groups may name."""
    found: dict[str, Any] = {"pd": pd}
    for info in pkgutil.iter_modules(tables.__path__):
        found |= vars(importlib.import_module(f"{tables.__name__}.{info.name}"))
    return found


def _types(group: type) -> dict[str, Any]:
    names, known = _names(), {}
    for field in fields(group):
        named = str(field.type).split(" ")[0].removeprefix("pd.")
        known[field.name] = pd.DataFrame if named == "DataFrame" else names.get(named)
    return known


def frame_fields() -> list[str]:
    """Every field of `Protected`, and of its groups, that holds a frame."""
    found = []
    for name, kind in _types(Protected).items():
        if kind is pd.DataFrame:
            found.append(name)
        elif is_dataclass(kind):
            found += [f"{name}.{part}" for part, inner in _types(kind).items() if inner is pd.DataFrame]
    return found


def full(shown: Protected) -> Protected:
    """`shown` with every frame that it lacks."""
    for name, kind in _types(Protected).items():
        if getattr(shown, name) is not None:
            continue
        if kind is pd.DataFrame:
            shown = replace(shown, **{name: frame(as_published(name).table)})
        elif is_dataclass(kind):
            shown = replace(shown, **{name: _group(name, kind)})
    return shown


def _group(name: str, kind: type) -> Any:
    given = {part: frame(as_published(f"{name}.{part}").table) for part in _frames(name, kind)}
    group = object.__new__(kind)
    for field in fields(kind):
        object.__setattr__(group, field.name, given.get(field.name))
    return group


def _frames(name: str, kind: type) -> list[str]:
    inside = (part for part, inner in _types(kind).items() if inner is pd.DataFrame)
    return [part for part in inside if f"{name}.{part}" not in KEPT]


def frame(table: Table) -> pd.DataFrame:
    """Rows by the table's declaration: one hidden, one with nothing known."""
    values: dict[str, list[Any]] = {}
    for column in table.columns:
        values[column.name] = [_value(column, row) for row in range(ROWS)]
    for column in table.columns:
        if column.disclosure is Disclosure.PROTECTED and column.name not in table.key:
            for row in (_HIDDEN_ROW, _UNKNOWN_ROW):
                values[column.name][row] = "" if column.kind is Kind.TEXT else math.nan
    status = [CONFIDENTIAL if row == _HIDDEN_ROW else SHOWN for row in range(ROWS)]
    return pd.DataFrame({"low": [""] * ROWS, **values, "need_status": status, "supply_status": status})


def _value(column: Any, row: int) -> Any:
    made = {
        Kind.TEXT: f"{column.name}-{row}",
        Kind.INT: row + 1,
        Kind.FLOAT: 0.125 * (row + 1) if column.unit in ("0-1", "share", "index") else 12.5 * (row - 2),
        Kind.BOOL: row % 2 == 0,
        Kind.DATE: f"2026-01-0{row + 1}",
    }
    return made[column.kind]
