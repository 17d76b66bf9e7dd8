"""The masks of every published table outside the cuts: which of its values may not be shown, for the gate to insist on.

The tables of the cuts have their ledger. All others are judged by their own counts; what is missing in them with a
status is masked, and no artefact may print a number there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from math import isnan
from typing import Any

import pandas as pd
import pyarrow as pa

from talentmap.engine import Engine
from talentmap.tables.analysis import INDICATORS
from talentmap.tables.cuts import CUTS
from talentmap.tables.disclosure import DISCLOSURE_MASKS
from talentmap.tables.protected import Protected, is_hidden
from talentmap.tables.published import published
from talentmap.tables.schema import Disclosure, Table

ALL = "all"
Frames = Mapping[str, pd.DataFrame]
Row = tuple[str, str, str, float | None]
"""Table, cell, column and true value."""


def store_masks(engine: Engine, shown: Protected, raw: Frames) -> None:
    """Keep the masks of `shown` in the bureau's tables; `raw` are the frames before anything was hidden, by name."""
    frame = masks_of(shown, raw)
    engine.write(
        DISCLOSURE_MASKS, pa.Table.from_pandas(frame, schema=DISCLOSURE_MASKS.arrow_schema, preserve_index=False)
    )


def masks_of(shown: Protected, raw: Frames) -> pd.DataFrame:
    """The table DISCLOSURE_MASKS."""
    rows: list[Row] = []
    for found, frame in published(shown):
        name = found.field.rpartition(".")[2]
        if name in CUTS or name == INDICATORS.name:
            continue
        true = _by_cell(found.table, raw.get(name))
        for record in frame.to_dict("records"):
            cell = cell_name(record.get(key) for key in found.table.key)
            masked = (column for column in _protected(found.table) if _is_masked(record, column))
            rows += [(found.table.name, cell, column, _number(true.get(cell, {}).get(column))) for column in masked]
    ordered: list[Row] = sorted(rows, key=lambda row: row[:3])
    return pd.DataFrame(ordered, columns=list(DISCLOSURE_MASKS.names))


def cell_name(keys: Iterable[object]) -> str:
    """The keys of a row joined by a dot, as in the facts of the white paper; `all` for a key that is empty."""
    return ".".join(ALL if _is_missing(key) else str(key) for key in keys)


def _by_cell(table: Table, frame: pd.DataFrame | None) -> dict[str, Mapping[Hashable, Any]]:
    records = frame.to_dict("records") if frame is not None else []
    return {cell_name(record.get(key) for key in table.key): record for record in records}


def _protected(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.disclosure is Disclosure.PROTECTED]


def _is_masked(record: Mapping[Any, Any], column: str) -> bool:
    return column in record and _is_missing(record[column]) and is_hidden(record, column)


def _is_missing(value: Any) -> bool:
    return value is None or value == "" or value is pd.NA or (isinstance(value, float) and isnan(value))


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isnan(value) else None
