"""Opens an extract and streams its rows as text, some 20,000 at a time, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pyarrow as pa
import pyarrow.parquet as pq

from talentmap.registry.delimited import open_delimited
from talentmap.registry.extracts import DELIMITED, PARQUET, Extract
from talentmap.registry.opened import Opened, ReadFault, Row
from talentmap.registry.workbook import open_workbook
from talentmap.workbook import as_text

BATCH_ROWS = 20_000


def open_extract(extract: Extract) -> Opened:
    """The extract's header and its rows; ReadFault when it cannot be read at all."""
    suffix = extract.path.suffix.lower()
    try:
        if suffix in DELIMITED:
            return open_delimited(extract.path, extract.mapping.encoding)
        return open_parquet(extract) if suffix in PARQUET else open_workbook(extract.path, extract.mapping.sheet)
    except OSError as fault:
        raise ReadFault("registry-unreadable", {"kind": type(fault).__name__}) from fault


def batched(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """The rows in lists of at most `BATCH_ROWS`."""
    while batch := list(islice(rows, BATCH_ROWS)):
        yield batch


def open_parquet(extract: Extract) -> Opened:
    """A Parquet file; its rows count from 1, for it has no header row."""
    try:
        file = pq.ParquetFile(extract.path)
    except (pa.ArrowException, OSError) as fault:
        raise ReadFault("registry-unreadable", {"kind": type(fault).__name__}) from fault
    header = tuple(file.schema_arrow.names)
    return Opened(header, lambda picks: _parquet_rows(file, [header[pick] for pick in picks]))


def _parquet_rows(file: pq.ParquetFile, columns: list[str]) -> Iterator[Row]:
    number = 0
    try:
        for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=columns):
            lists = [batch.column(name).to_pylist() for name in columns]
            for cells in zip(*lists, strict=True):
                number += 1
                yield number, tuple([as_text(cell) for cell in cells])
    except (pa.ArrowException, OSError) as fault:
        raise ReadFault("registry-broken-off", {"row": number}) from fault
