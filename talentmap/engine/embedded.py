"""The default engine: DuckDB in this process, over Parquet files in one folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import duckdb
import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq

from talentmap.engine.base import Frame
from talentmap.tables.schema import Table


class EmbeddedEngine:
    """Tables as Parquet files under `folder`; queries run on all cores and spill beside the tables."""

    def __init__(self, folder: Path, *, memory_limit: str = "2GB") -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = duckdb.connect(
            config={"memory_limit": memory_limit, "temp_directory": str(folder / "spill")}
        )

    def __enter__(self) -> EmbeddedEngine:
        """The engine itself; leaving closes the connection."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def write(self, table: Table, data: pa.Table | Frame) -> None:
        """Store `data` as `table`, held to its declared shape, in the order of its key."""
        arrow = data if isinstance(data, pa.Table) else self.collect(data, table.key)
        arrow = table.conform(arrow).sort_by([(name, "ascending") for name in table.key])
        pq.write_table(arrow, self._path(table))

    def write_batches(self, table: Table, batches: Iterable[pa.RecordBatch]) -> int:
        """Store a stream of batches as `table` without holding it in memory; gives the rows written."""
        rows = 0
        with pq.ParquetWriter(self._path(table), table.arrow_schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
                rows += batch.num_rows
        return rows

    def scan(self, table: Table) -> Frame:
        """The stored table as a lazy frame."""
        return nw.from_native(self._connection.read_parquet(str(self._path(table))))

    def read(self, table: Table) -> pa.Table:
        """The stored table, whole."""
        return pq.read_table(self._path(table))

    def frame(self, data: pa.Table) -> Frame:
        """`data` as a lazy frame of this engine, to be joined with stored tables."""
        return nw.from_native(self._connection.from_arrow(data))

    def collect(self, frame: Frame, order_by: tuple[str, ...]) -> pa.Table:
        """The result of a lazy frame, in a stated order so that equal input gives equal bytes."""
        return frame.sort(*order_by, nulls_last=True).collect(backend="pyarrow").to_native()

    def _path(self, table: Table) -> Path:
        return self._folder / f"{table.name}.parquet"
