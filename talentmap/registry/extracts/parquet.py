"""Parquet files, and the Arrow batches of a database: typed columns as the text that a person would have written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from talentmap.registry.extracts.opened import BATCH_ROWS, Opened, ReadFault, Rows
from talentmap.workbook import as_text

_PLAIN = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_string_view,
    pa.types.is_integer,
    pa.types.is_date,
    pa.types.is_dictionary,
)


def open_parquet(path: Path) -> Opened:
    """A Parquet file; its rows count from 1, for it has no header row."""
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as fault:
        raise ReadFault("registry-unreadable", {"kind": type(fault).__name__}) from fault
    return Opened(tuple(file.schema_arrow.names), lambda picks: _parquet_rows(file, picks))


def typed_rows(batch: pa.RecordBatch, names: Sequence[str], done: int) -> Rows:
    """The named columns of a batch before which `done` rows have been."""
    numbers = np.arange(done + 1, done + batch.num_rows + 1)
    return Rows(pa.array(numbers, pa.int64()), tuple(as_texts(batch.column(name)) for name in names))


def as_texts(column: pa.Array) -> pa.StringArray:
    """A typed column as text: whole numbers without a point, dates as YYYY-MM-DD, nothing as empty."""
    if isinstance(column, pa.ExtensionArray):  # a database's NUMERIC comes as text of a kind of its own
        column = column.storage
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.date32(), safe=False)
    if any(is_plain(column.type) for is_plain in _PLAIN):
        return pc.fill_null(column.cast(pa.string()), "")
    return pa.array([as_text(value) for value in column.to_pylist()], pa.string())


def _parquet_rows(file: pq.ParquetFile, picks: Sequence[int]) -> Iterator[Rows]:
    names = [file.schema_arrow.names[pick] for pick in picks]
    done = 0
    try:
        for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=names):
            yield typed_rows(batch, names, done)
            done += batch.num_rows
    except (pa.ArrowException, OSError) as fault:
        raise ReadFault("registry-broken-off", {"row": done}) from fault
