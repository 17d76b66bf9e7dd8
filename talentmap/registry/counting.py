"""How many rows a stored table has, and which people are in it."""

from __future__ import annotations

from collections.abc import Iterable

import narwhals as nw
import pyarrow as pa

from talentmap.engine import Engine
from talentmap.tables.registry import PEOPLE
from talentmap.tables.schema import Table


def count_rows(engine: Engine, table: Table) -> int:
    """The rows of `table` in `engine`."""
    counted = engine.collect(engine.scan(table).select(rows=nw.len()), ("rows",))
    return int(counted.column("rows")[0].as_py())


def people_among(engine: Engine, people: Iterable[str]) -> set[str]:
    """Those of `people` whom a department knows."""
    asked = engine.frame(pa.table({"person_id": pa.array(list(people), pa.string())}))
    known = engine.scan(PEOPLE).select("person_id").join(asked, on="person_id", how="semi")
    return set(engine.collect(known, ("person_id",)).column("person_id").to_pylist())
