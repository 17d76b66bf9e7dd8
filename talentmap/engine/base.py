"""The few verbs a table engine must offer. Steps themselves are narwhals expressions and know no engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import narwhals as nw
import pyarrow as pa

from talentmap.tables.schema import Table

Frame = nw.LazyFrame[Any]


class Engine(Protocol):
    """Keeps declared tables and runs lazy expressions over them."""

    def write(self, table: Table, data: pa.Table | Frame) -> None:
        """Store `data` as `table`, held to its declared shape, in the order of its key."""

    def write_batches(self, table: Table, batches: Iterable[pa.RecordBatch]) -> int:
        """Store a stream of batches as `table` without holding it in memory; gives the rows written."""

    def scan(self, table: Table) -> Frame:
        """The stored table as a lazy frame."""

    def read(self, table: Table) -> pa.Table:
        """The stored table, whole."""

    def frame(self, data: pa.Table) -> Frame:
        """`data` as a lazy frame of this engine, to be joined with stored tables."""

    def collect(self, frame: Frame, order_by: tuple[str, ...]) -> pa.Table:
        """The result of a lazy frame, in a stated order so that equal input gives equal bytes."""
