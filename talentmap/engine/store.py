"""Where tables lie on disk: Parquet files in one folder, laid out alike by every engine.

`<folder>/<table>.parquet` is one file, or a folder of parts 00000.parquet, 00001.parquet … that follow each other in
the order of the key. What one engine wrote the other reads. A table is written beside and moved into place in one
step, so that a run that is killed leaves the former table or the new one, never half of one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from talentmap.bilingual import both
from talentmap.errors import EditionError
from talentmap.tables.schema import Table

SPILL = "spill"
ROW_GROUP = 122_880
"""Rows of a row group: what is skipped or read at once, and DuckDB's own unit of work."""


class Store:
    """The tables under `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.folder.mkdir(parents=True, exist_ok=True)

    def path(self, table: Table) -> Path:
        """The file or folder of a table, whether it stands or not."""
        return self.folder / f"{table.name}.parquet"

    def parts(self, table: Table) -> list[Path]:
        """The files of a stored table, in order."""
        path = self.path(table)
        return sorted(path.glob("*.parquet")) if path.is_dir() else [path]

    def read(self, table: Table) -> pa.Table:
        """A stored table, whole; EditionError where it is damaged or of another version and shape."""
        found = read_parts(self.parts(table))
        missing = sorted(set(table.names) - set(found.column_names))
        if missing:
            raise EditionError(
                both(
                    f"The table {table.name} was written by another version of talentmap: it lacks "
                    f"{', '.join(missing)}.",
                    f"数据表 {table.name} 由其他版本的 talentmap 写出，缺少 {'、'.join(missing)}。",
                ),
                both("Build the edition again.", "请重新编制该年度版。"),
            )
        return table.conform(found)

    def put(self, table: Table, data: pa.Table) -> None:
        """Store a table that is in memory, held to its shape, in the order of its key."""
        ordered = table.conform(data).sort_by([(name, "ascending") for name in table.key])
        with self.replacing(table) as path:
            pq.write_table(ordered, path, row_group_size=ROW_GROUP)

    def stream(self, table: Table, batches: Iterable[pa.RecordBatch]) -> int:
        """Store batches as they come; gives the rows written."""
        rows = 0
        with self.replacing(table) as path, pq.ParquetWriter(path, table.arrow_schema) as writer:
            for batch in batches:
                writer.write_batch(batch, row_group_size=ROW_GROUP)
                rows += batch.num_rows
        return rows

    @contextmanager
    def replacing(self, table: Table) -> Iterator[Path]:
        """Where to write a new version of a table; it takes the place of the former when the block ends well."""
        path = self.path(table)
        made = path.with_name(f".{path.name}.writing")
        _remove(made)
        try:
            yield made
            former = path.with_name(f".{path.name}.former")
            if path.is_dir() or made.is_dir():  # folders cannot replace each other in one step
                _remove(former)
                if path.exists():
                    path.rename(former)
            made.rename(path)
            _remove(former)
        finally:
            _remove(made)


def read_parts(parts: Iterable[Path]) -> pa.Table:
    """The Parquet files `parts` as one table; EditionError where one is damaged."""
    tables = []
    for part in parts:
        try:
            tables.append(pq.ParquetFile(part).read())
        except (pa.ArrowException, OSError) as fault:
            if isinstance(fault, OSError) and fault.errno:
                raise
            raise EditionError(
                both(f"{part} is damaged: it cannot be read as a table.", f"{part} 已损坏，无法读成数据表。"),
                both("Build the edition again.", "请重新编制该年度版。"),
            ) from fault
    return pa.concat_tables(tables)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
