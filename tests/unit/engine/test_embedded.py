from __future__ import annotations

import narwhals as nw
import pyarrow as pa
import pytest

from talentmap.engine import EmbeddedEngine
from talentmap.tables.schema import Column, Kind, Table

COLUMNS = (
    Column("k", Kind.TEXT, "键", "Key"),
    Column("j", Kind.INT, "次键", "Second key"),
    Column("x", Kind.FLOAT, "值", "Value"),
)
T = Table("t", "表", "Table", ("k", "j"), COLUMNS)
ROWS = [{"k": "b", "j": 1, "x": 1.0}, {"k": "a", "j": 2, "x": None}, {"k": "a", "j": 1, "x": 3.0}]


@pytest.fixture
def engine(tmp_path):
    with EmbeddedEngine(tmp_path / "deep" / "tables") as opened:
        yield opened


def test_what_is_written_is_read_in_the_order_of_the_key(engine):
    engine.write(T, T.from_rows(ROWS))
    assert [(row["k"], row["j"], row["x"]) for row in engine.read(T).to_pylist()] == [
        ("a", 1, 3.0), ("a", 2, None), ("b", 1, 1.0)]  # fmt: skip


def test_the_order_of_rows_does_not_change_a_byte(engine, tmp_path):
    file = tmp_path / "deep" / "tables" / "t.parquet"
    engine.write(T, T.from_rows(ROWS))
    first = file.read_bytes()
    engine.write(T, T.from_rows(reversed(ROWS)))
    assert file.read_bytes() == first


def test_an_empty_table_keeps_its_shape(engine):
    engine.write(T, T.from_rows([]))
    assert engine.read(T).schema == T.arrow_schema
    assert engine.collect(engine.scan(T), ("k",)).num_rows == 0


def test_a_lazy_frame_is_written_like_a_table(engine):
    engine.write(T, T.from_rows(ROWS))
    other = Table("u", "表", "Table", ("k",), (T.columns[0], Column("x", Kind.FLOAT, "和", "Sum")))
    engine.write(other, engine.scan(T).group_by("k").agg(nw.col("x").sum()))
    assert engine.read(other).to_pylist() == [{"k": "a", "x": 3.0}, {"k": "b", "x": 1.0}]


def test_a_table_may_be_rewritten_from_itself(engine):
    engine.write(T, T.from_rows(ROWS))
    engine.write(T, engine.scan(T).with_columns(nw.col("j") + 1))
    assert [row["j"] for row in engine.read(T).to_pylist()] == [2, 3, 2]


def test_a_wrong_shape_is_refused_and_leaves_the_old_table(engine):
    engine.write(T, T.from_rows(ROWS))
    with pytest.raises(ValueError, match="missing columns"):
        engine.write(T, pa.table({"k": ["a"]}))
    assert engine.read(T).num_rows == 3


def test_batches_are_counted(engine):
    batches = T.from_rows(ROWS).to_batches(max_chunksize=2)
    assert engine.write_batches(T, iter(batches)) == 3
    assert engine.read(T).num_rows == 3
    assert engine.write_batches(T, []) == 0
    assert engine.read(T).schema == T.arrow_schema


def test_a_frame_joins_a_stored_table(engine):
    engine.write(T, T.from_rows(ROWS))
    named = engine.frame(pa.table({"k": ["a"], "name": ["甲"]}))
    joined = engine.collect(engine.scan(T).join(named, on="k"), ("j",)).to_pylist()
    assert [row["name"] for row in joined] == ["甲", "甲"]


def test_collect_puts_missing_values_last(engine):
    engine.write(T, T.from_rows(ROWS))
    assert [row["x"] for row in engine.collect(engine.scan(T), ("x",)).to_pylist()] == [1.0, 3.0, None]


def test_a_quote_in_the_folder_s_name_does_no_harm(tmp_path):
    with EmbeddedEngine(tmp_path / "it's 表 * [x]") as opened:
        opened.write(T, T.from_rows(ROWS))
        assert opened.collect(opened.scan(T), T.key).num_rows == 3


def test_two_engines_do_not_see_each_other(tmp_path):
    with EmbeddedEngine(tmp_path / "a") as one, EmbeddedEngine(tmp_path / "b") as other:
        one.write(T, T.from_rows(ROWS))
        with pytest.raises(FileNotFoundError):
            other.read(T)
