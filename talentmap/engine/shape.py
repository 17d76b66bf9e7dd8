"""Holds a lazy frame to the declared shape of a table, as `Table.conform` holds Arrow data."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
from narwhals.dtypes import DType

from talentmap.engine.base import Frame
from talentmap.tables.schema import Kind, Table

_TYPES: Mapping[Kind, DType] = {
    Kind.TEXT: nw.String(),
    Kind.INT: nw.Int64(),
    Kind.FLOAT: nw.Float64(),
    Kind.BOOL: nw.Boolean(),
    Kind.DATE: nw.Date(),
}


def shaped(table: Table, frame: Frame) -> Frame:
    """`frame` with exactly the declared columns, order and types, sorted by the key.

    ValueError where a column is missing, or where a column of whole numbers might be given fractions: SQL would round
    2.5 people to 2 or 3 without a word.
    """
    schema = frame.collect_schema()
    missing = set(table.names) - set(schema.names())
    if missing:
        raise ValueError(f"table {table.name}: missing columns {sorted(missing)}")
    for column in table.columns:
        given = schema[column.name]
        if column.kind is Kind.INT and not given.is_integer():
            raise ValueError(f"table {table.name}: column {column.name} is declared whole, given as {given}")
    cast = (nw.col(column.name).cast(_TYPES[column.kind]) for column in table.columns)
    return frame.select(*cast).sort(*table.key, nulls_last=True)
