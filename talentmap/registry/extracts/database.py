"""An extract by query: the rows of a SELECT on a department's own database, streamed in a transaction that only reads.

The mapping file names the query and the environment variable that holds the address, so that no password stands in a
file. PostgreSQL is read through ADBC, batch by batch in binary; others (Oracle, MySQL, SQLite …) through SQLAlchemy and
a cursor on the server. A database that is away, or drops while it is read, stops the run: half an extract would say
that the other half of the people does not exist. Nothing of the address or of the driver's words is shown.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import chain
from typing import Any

import pyarrow as pa

from talentmap.bilingual import both
from talentmap.errors import EnvironmentFault
from talentmap.registry.extracts.mapping import ExtractMapping
from talentmap.registry.extracts.opened import BATCH_ROWS, Opened, ReadFault, Rows
from talentmap.registry.extracts.parquet import typed_rows
from talentmap.workbook import as_text

_POSTGRESQL = ("postgresql://", "postgres://")
_BATCH_BYTES = 4 << 20
_READ_ONLY = {"sqlite": "PRAGMA query_only = ON"}
_MISSING = both(
    "Install the extra: pip install 'talentmap[database]', and for other than PostgreSQL the driver of the database.",
    "请安装 pip install 'talentmap[database]'；PostgreSQL 以外的数据库另装其驱动程序。",
)
_REFUSED = ("42", "25006", "0A", "22")
"""SQLSTATE classes of a query that the server understood and would not run."""


def open_query(mapping: ExtractMapping) -> Opened:
    """The columns and rows of the mapping's query; ReadFault where the database refuses the query.

    EnvironmentFault where the address is not set, a driver is missing, or the database cannot be reached.
    """
    url = os.environ.get(mapping.url_env, "")
    if not url:
        raise EnvironmentFault(
            both(
                f"The address of the database of {mapping.department} is not set: {mapping.url_env} is empty.",
                f"没有设置 {mapping.department} 数据库的地址：{mapping.url_env} 为空。",
            ),
            both(
                f"Set the environment variable, such as {mapping.url_env}=postgresql://reader:…@host:5432/name",
                f"请设置环境变量，例如 {mapping.url_env}=postgresql://reader:…@host:5432/name",
            ),
        )
    stack = ExitStack()
    try:
        header, batches = (_postgresql if url.startswith(_POSTGRESQL) else _sqlalchemy)(url, mapping.query, stack)
    except ImportError as fault:
        raise EnvironmentFault(
            both(
                f"The driver of the database of {mapping.department} is missing.",
                f"缺少 {mapping.department} 数据库的驱动程序。",
            ),
            _MISSING,
        ) from fault
    except Exception as fault:  # drivers have exceptions of their own, which quote the address
        stack.close()
        raise _told(mapping, fault, None) from None
    return Opened(header, lambda picks: _rows(mapping, header, batches, picks, stack))


def _postgresql(url: str, query: str, stack: ExitStack) -> tuple[tuple[str, ...], Iterator[pa.RecordBatch]]:
    driver = importlib.import_module("adbc_driver_postgresql.dbapi")
    connection = stack.enter_context(driver.connect(url))
    with connection.cursor() as first:
        first.execute("SET TRANSACTION READ ONLY")
    cursor = stack.enter_context(connection.cursor())
    cursor.adbc_statement.set_options(**{"adbc.postgresql.batch_size_hint_bytes": str(_BATCH_BYTES)})
    cursor.execute(query.strip().rstrip(";"))
    reader = cursor.fetch_record_batch()
    first_batch = next(iter(reader), None)  # a server that refuses does so before the first batch
    return tuple(reader.schema.names), chain([] if first_batch is None else [first_batch], reader)


def _sqlalchemy(url: str, query: str, stack: ExitStack) -> tuple[tuple[str, ...], Iterator[pa.RecordBatch]]:
    alchemy = importlib.import_module("sqlalchemy")
    engine = alchemy.create_engine(url)
    stack.callback(engine.dispose)
    connection = stack.enter_context(engine.connect())
    connection.execute(alchemy.text(_READ_ONLY.get(engine.dialect.name, "SET TRANSACTION READ ONLY")))
    streamed = connection.execution_options(stream_results=True, max_row_buffer=BATCH_ROWS)
    result = streamed.execute(alchemy.text(query))
    names = tuple(result.keys())
    return names, (_batch(names, rows) for rows in result.partitions(BATCH_ROWS))


def _batch(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    columns = (pa.array([as_text(value) for value in column], pa.string()) for column in zip(*rows, strict=True))
    return pa.RecordBatch.from_arrays(list(columns), names=list(names))


def _rows(
    mapping: ExtractMapping,
    header: tuple[str, ...],
    batches: Iterator[pa.RecordBatch],
    picks: Sequence[int],
    stack: ExitStack,
) -> Iterator[Rows]:
    names, done = [header[pick] for pick in picks], 0
    with stack:
        while (batch := _next(mapping, batches, done)) is not None:
            yield typed_rows(batch, names, done)
            done += batch.num_rows


def _next(mapping: ExtractMapping, batches: Iterator[pa.RecordBatch], done: int) -> pa.RecordBatch | None:
    try:
        return next(batches, None)
    except Exception as fault:  # as above
        raise _told(mapping, fault, done) from None


def _told(mapping: ExtractMapping, fault: Exception, done: int | None) -> Exception:
    """What a driver's exception means, in words of our own."""
    kind = type(fault).__name__
    state = str(getattr(fault, "sqlstate", "") or "")
    if done is not None:
        return EnvironmentFault(
            both(
                f"The database of {mapping.department} broke off after row {done} ({kind}); nothing was published.",
                f"{mapping.department} 的数据库在第 {done} 行之后中断（{kind}），没有发布。",
            ),
            both(
                "Run the command again when the database is back; half an extract is never used.",
                "数据库恢复后重新运行；不完整的数据从不采用。",
            ),
        )
    if state.startswith(_REFUSED) or kind == "ProgrammingError":
        return ReadFault("registry-query-refused", {"kind": f"{kind} {state}".strip()})
    return EnvironmentFault(
        both(
            f"The database of {mapping.department} cannot be reached ({kind}).",
            f"无法连接 {mapping.department} 的数据库（{kind}）。",
        ),
        both(
            f"Check the address in {mapping.url_env}, the network and the account; then run the command again.",
            f"请检查 {mapping.url_env} 中的地址、网络和账号，再重新运行。",
        ),
    )
