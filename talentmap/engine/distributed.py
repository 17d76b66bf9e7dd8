"""The engine beyond one machine: Apache Spark over the same Parquet store.

The folder of the tables must be seen by the driver and by every worker under one path (a shared file system); the
package must be installed for the Python of the workers. What streams in is read and written by the driver; everything
else runs on the workers, scoring too: Arrow batches go from Spark to Python and back without pandas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pyarrow as pa

from talentmap.engine.base import Frame, Score
from talentmap.engine.session import active_session, spark_session
from talentmap.engine.shape import shaped
from talentmap.engine.store import Store
from talentmap.tables.schema import Kind, Table

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_TYPES = {Kind.TEXT: "string", Kind.INT: "long", Kind.FLOAT: "double", Kind.BOOL: "boolean", Kind.DATE: "date"}


class DistributedEngine:
    """Tables as folders of Parquet parts; queries run on the executors of a Spark master."""

    def __init__(self, folder: Path, session: SparkSession) -> None:
        """`session` stays the caller's; see `open_on` for an engine with a session of its own."""
        self._store = Store(folder)
        self._session = session
        self._close: Callable[[], object] = lambda: None

    @classmethod
    def open_on(cls, folder: Path, master: str, memory: str = "2GB") -> DistributedEngine:
        """An engine with a session of its own, which ends with it; a session that stands already is shared."""
        standing = active_session()
        engine = cls(folder, standing or spark_session(master, memory))
        if standing is None:
            engine._close = engine._session.stop
        return engine

    def __enter__(self) -> DistributedEngine:
        """The engine itself; leaving ends the session if it is the engine's own."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def write(self, table: Table, data: pa.Table | Frame) -> None:
        """Store `data` as `table`, held to its declared shape, in the order of its key."""
        if isinstance(data, pa.Table):
            self._store.put(table, data)
        else:
            self._put(table, shaped(table, data).to_native())

    def write_batches(self, table: Table, batches: Iterable[pa.RecordBatch]) -> int:
        """Store a stream of batches as `table` without holding it in memory; gives the rows written."""
        return self._store.stream(table, batches)

    def map_batches(self, table: Table, frame: Frame, score: Score) -> None:
        """Store as `table` what `score` makes of `frame`, a few thousand rows at a time, in the order of its key."""
        rows: DataFrame = frame.to_native()
        spread = rows.repartition(2 * self._session.sparkContext.defaultParallelism)
        # To disk first: sorting looks at its input twice, and would score everything twice.
        self._put(table, spread.mapInArrow(_Scored(score, table), _schema(table)))
        self.write(table, self.scan(table))

    def scan(self, table: Table) -> Frame:
        """The stored table as a lazy frame."""
        parts = [_literal(part) for part in self._store.parts(table)]
        return nw.from_native(self._session.read.schema(_schema(table)).parquet(*parts))

    def read(self, table: Table) -> pa.Table:
        """The stored table, whole."""
        return self._store.read(table)

    def frame(self, data: pa.Table) -> Frame:
        """`data` as a lazy frame of this engine, to be joined with stored tables."""
        return nw.from_native(self._session.createDataFrame(data))

    def collect(self, frame: Frame, order_by: tuple[str, ...]) -> pa.Table:
        """The result of a lazy frame, in a stated order so that equal input gives equal bytes."""
        return frame.sort(*order_by, nulls_last=True).to_native().toArrow()

    def _put(self, table: Table, rows: DataFrame) -> None:
        """Store rows in the order in which their partitions follow each other."""
        with self._store.replacing(table) as folder:
            rows.write.mode("overwrite").parquet(f"file://{folder}")
            for rest in folder.glob(".*"):  # checksums of the local file system, which renaming would leave behind
                rest.unlink()
            for number, part in enumerate(sorted(folder.glob("part-*.parquet"))):
                part.rename(folder / f"{number:05d}.parquet")


@dataclass(frozen=True, slots=True)
class _Scored:
    """What Spark sends to its workers."""

    score: Score
    table: Table

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield from self.table.conform(self.score(pa.Table.from_batches([batch]))).to_batches()


def _schema(table: Table) -> Any:
    from pyspark.sql.types import StructType  # noqa: PLC0415 - an extra

    fields = StructType()
    for column in table.columns:
        fields = fields.add(column.name, _TYPES[column.kind])
    return fields


def _literal(path: Path) -> str:
    """A path as Spark reads it: no sign of it is taken for a pattern."""
    escaped = str(path)
    for sign in "\\*?[]{}":
        escaped = escaped.replace(sign, f"\\{sign}")
    return f"file://{escaped}"
