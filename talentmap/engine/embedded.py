"""The default engine: DuckDB in this process, over Parquet files in one folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import duckdb
import narwhals as nw
import pyarrow as pa

from talentmap.engine.base import Frame, Score
from talentmap.engine.scoring import scored
from talentmap.engine.shape import shaped
from talentmap.engine.store import ROW_GROUP, SPILL, Store
from talentmap.tables.schema import Table

BATCH = 32_768
"""Rows scored at once: enough for equal descriptions to meet, little enough to be held as Python objects."""


class EmbeddedEngine:
    """Tables as Parquet files under `folder`; queries run on all cores.

    What does not fit into `memory` is spilt beside the tables; lazy results go from disk to disk.
    """

    def __init__(self, folder: Path, *, memory: str = "2GB") -> None:
        self._store = Store(folder)
        spill = self._store.folder / SPILL
        self._connection = duckdb.connect(config={"memory_limit": memory, "temp_directory": str(spill)})

    def __enter__(self) -> EmbeddedEngine:
        """The engine itself; leaving closes the connection."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def write(self, table: Table, data: pa.Table | Frame) -> None:
        """Store `data` as `table`, held to its declared shape, in the order of its key."""
        if isinstance(data, pa.Table):
            self._store.put(table, data)
            return
        ordered = shaped(table, data).to_native()
        with self._store.replacing(table) as path:
            ordered.write_parquet(str(path), row_group_size=ROW_GROUP)

    def write_batches(self, table: Table, batches: Iterable[pa.RecordBatch]) -> int:
        """Store a stream of batches as `table` without holding it in memory; gives the rows written."""
        return self._store.stream(table, batches)

    def map_batches(self, table: Table, frame: Frame, score: Score) -> None:
        """Store as `table` what `score` makes of `frame`, a few thousand rows at a time, in the order of its key."""
        reader = frame.to_native().to_arrow_reader(BATCH)
        self._store.stream(table, scored(reader, table, score))
        self.write(table, self.scan(table))

    def scan(self, table: Table) -> Frame:
        """The stored table as a lazy frame."""
        return nw.from_native(self._connection.read_parquet([str(part) for part in self._store.parts(table)]))

    def read(self, table: Table) -> pa.Table:
        """The stored table, whole."""
        return self._store.read(table)

    def frame(self, data: pa.Table) -> Frame:
        """`data` as a lazy frame of this engine, to be joined with stored tables."""
        return nw.from_native(self._connection.from_arrow(data))

    def collect(self, frame: Frame, order_by: tuple[str, ...]) -> pa.Table:
        """The result of a lazy frame, in a stated order so that equal input gives equal bytes."""
        return frame.sort(*order_by, nulls_last=True).collect(backend="pyarrow").to_native()
