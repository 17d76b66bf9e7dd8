from __future__ import annotations

import datetime as dt
from itertools import chain

import pyarrow as pa
import pytest

from talentmap.tables import analysis, matching, registry, survey
from talentmap.tables.schema import Column, Disclosure, Kind, Table

TABLES = [
    table for table in chain.from_iterable(vars(m).values() for m in (analysis, matching, registry, survey))
    if isinstance(table, Table)
]  # fmt: skip
SMALL = Table("small", "小", "Small", ("id",), (Column("id", Kind.TEXT, "标识", "Id"), Column("n", Kind.INT, "数", "N"),
                                                Column("day", Kind.DATE, "日", "Day")))  # fmt: skip


def test_rows_become_typed_columns_and_what_is_missing_is_null():
    table = SMALL.from_rows([{"id": "a", "n": 1}, {"id": "b", "day": dt.date(2026, 1, 1)}])
    assert table.schema == pa.schema([("id", pa.string()), ("n", pa.int64()), ("day", pa.date32())])
    assert table.to_pylist() == [{"id": "a", "n": 1, "day": None}, {"id": "b", "n": None, "day": dt.date(2026, 1, 1)}]


def test_no_rows_keep_the_shape():
    assert SMALL.from_rows([]).schema == SMALL.arrow_schema
    assert SMALL.from_rows(iter([])).num_rows == 0


def test_an_undeclared_column_is_refused_even_in_a_late_row():
    with pytest.raises(ValueError, match=r"small: undeclared columns \['m'\]"):
        SMALL.from_rows([{"id": "a"}, {"m": 1}])


@pytest.mark.parametrize("wrong", [{"n": "one"}, {"n": 1.5}, {"day": "tomorrow"}, {"id": 3}])
def test_a_value_of_another_kind_is_refused(wrong):
    with pytest.raises((ValueError, pa.ArrowTypeError)):
        SMALL.from_rows([{"id": "a", **wrong}])


def test_conform_orders_casts_and_drops():
    loose = pa.table(
        {"x": [1], "day": pa.array([None], pa.date32()), "n": [2.0], "id": pa.array(["a"], pa.large_string())}
    )
    assert SMALL.conform(loose).to_pylist() == [{"id": "a", "n": 2, "day": None}]
    assert SMALL.conform(loose).schema == SMALL.arrow_schema


def test_conform_refuses_what_would_lose_data():
    with pytest.raises(ValueError, match=r"missing columns \['day'\]"):
        SMALL.conform(pa.table({"id": ["a"], "n": [1]}))
    with pytest.raises(ValueError, match="n"):
        SMALL.conform(pa.table({"id": ["a"], "n": [1.5], "day": pa.array([None], pa.date32())}))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_declared_table_is_well_formed(table):
    assert len(set(table.names)) == len(table.names)
    assert set(table.key) <= set(table.names)
    assert table.key
    assert table.zh
    assert table.en
    assert all(column.zh and column.en for column in table.columns)


def test_table_names_are_files_and_therefore_unique():
    names = [table.name for table in TABLES]
    assert len(set(names)) == len(names) >= 12


def test_names_and_free_text_of_firms_stay_inside():
    inside = {column.name for table in TABLES for column in table.columns if column.disclosure is Disclosure.INTERNAL}
    assert {"enterprise_name", "credit_code", "title", "duties", "person_id", "enterprise_id"} <= inside


def test_columns_stand_in_their_declared_order():
    columns = [("a", "b"), (1, 2), (None, dt.date(2026, 1, 1))]
    rows = [dict(zip(SMALL.names, row, strict=True)) for row in zip(*columns, strict=True)]
    assert SMALL.from_columns(columns).equals(SMALL.from_rows(rows))
    assert SMALL.from_columns([()] * 3).schema == SMALL.arrow_schema


@pytest.mark.parametrize(
    "columns", [[("a",), (1.5,), (None,)], [("a",), (1,)], [("a",), (1,), (None,), (2,)], [("a",), (1, 2), (None,)]]
)
def test_columns_that_do_not_fit_are_refused(columns):
    with pytest.raises(ValueError, match=r".+"):
        SMALL.from_columns(columns)
