"""The few verbs a table engine must offer. Steps themselves are narwhals expressions and know no engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Protocol, Self

import narwhals as nw
import pyarrow as pa

from talentmap.tables.schema import Table

Frame = nw.LazyFrame[Any]
Score = Callable[[pa.Table], pa.Table]
"""What is done to a batch outside the engine: rows in, rows of the declared table out; sent to where the batch lies."""


class Engine(Protocol):
    """Keeps declared tables and runs lazy expressions over them.

    Equal tables in give equal tables out on every engine, to the last digit: sums of fractions go through
    `talentmap.engine.exact`, and nothing may hang on the order in which rows are met.
    """

    def write(self, table: Table, data: pa.Table | Frame) -> None:
        """Store `data` as `table`, held to its declared shape, in the order of its key."""

    def write_batches(self, table: Table, batches: Iterable[pa.RecordBatch]) -> int:
        """Store a stream of batches as `table` without holding it in memory; gives the rows written."""

    def map_batches(self, table: Table, frame: Frame, score: Score) -> None:
        """Store as `table` what `score` makes of `frame`, a few thousand rows at a time, in the order of its key."""

    def scan(self, table: Table) -> Frame:
        """The stored table as a lazy frame."""

    def read(self, table: Table) -> pa.Table:
        """The stored table, whole."""

    def frame(self, data: pa.Table) -> Frame:
        """`data` as a lazy frame of this engine, to be joined with stored tables."""

    def collect(self, frame: Frame, order_by: tuple[str, ...]) -> pa.Table:
        """The result of a lazy frame, in a stated order so that equal input gives equal bytes."""

    def __enter__(self) -> Self:
        """The engine itself; leaving gives back what it holds."""

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give back connections, memory, processes; the tables stay."""
