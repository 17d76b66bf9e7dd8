"""What every engine must do, on each of them."""

from __future__ import annotations

import datetime as dt

import narwhals as nw
import pyarrow as pa
import pytest
from engines import doubled

from talentmap.engine import EmbeddedEngine
from talentmap.engine.exact import exact_sum, oracle
from talentmap.tables.schema import Column, Kind, Table

COLUMNS = (
    Column("k", Kind.TEXT, "键", "Key"),
    Column("j", Kind.INT, "次键", "Second key"),
    Column("x", Kind.FLOAT, "值", "Value"),
)
T = Table("t", "表", "Table", ("k", "j"), COLUMNS)
SUMS = Table("sums", "和", "Sums", ("k",), (COLUMNS[0], COLUMNS[2]))
ROWS = [{"k": "b", "j": 1, "x": 1.0}, {"k": "a", "j": 2, "x": None}, {"k": "a", "j": 1, "x": 3.0}]
EVERY = Table(
    "every", "各类", "Every kind", ("t",),
    (Column("t", Kind.TEXT, "", ""), Column("i", Kind.INT, "", ""), Column("f", Kind.FLOAT, "", ""),
     Column("b", Kind.BOOL, "", ""), Column("d", Kind.DATE, "", "")),
)  # fmt: skip


@pytest.fixture
def engine(engine_at, tmp_path):
    with engine_at(tmp_path / "deep" / "tables") as opened:
        yield opened


def _stored(engine, table):
    return [tuple(row.values()) for row in engine.read(table).to_pylist()]


def test_what_is_written_is_read_in_the_order_of_the_key(engine):
    engine.write(T, T.from_rows(ROWS))
    assert _stored(engine, T) == [("a", 1, 3.0), ("a", 2, None), ("b", 1, 1.0)]


def test_every_kind_of_value_and_its_absence_come_back_as_they_were(engine):
    rows = [
        {"t": "甲\n'\"\\", "i": -(2**62), "f": 1e-300, "b": True, "d": dt.date(1950, 1, 1)},
        {"t": "乙", "i": 0, "f": 0.1 + 0.2, "b": False, "d": dt.date(2026, 6, 30)},
        {"t": "𠮷\u3000"},
    ]
    wanted = EVERY.from_rows(rows).sort_by("t").to_pylist()
    engine.write(EVERY, EVERY.from_rows(rows))
    engine.write(EVERY, engine.scan(EVERY))
    assert engine.read(EVERY).schema == EVERY.arrow_schema
    assert engine.read(EVERY).to_pylist() == wanted
    assert engine.collect(engine.scan(EVERY), ("t",)).to_pylist() == wanted
    assert engine.collect(engine.frame(EVERY.from_rows(rows)), ("t",)).to_pylist() == wanted


def test_an_empty_table_keeps_its_shape(engine):
    engine.write(T, T.from_rows([]))
    assert engine.read(T).schema == T.arrow_schema
    assert engine.collect(engine.scan(T), ("k",)).num_rows == 0
    engine.write(T, engine.scan(T).filter(nw.col("j") > 5))
    assert engine.read(T).schema == T.arrow_schema


def test_a_lazy_frame_is_written_like_a_table(engine):
    engine.write(T, T.from_rows(ROWS))
    engine.write(SUMS, engine.scan(T).group_by("k").agg(nw.col("x").sum()))
    assert _stored(engine, SUMS) == [("a", 3.0), ("b", 1.0)]


def test_a_table_may_be_rewritten_from_itself(engine):
    engine.write(T, T.from_rows(ROWS))
    engine.write(T, engine.scan(T).with_columns(nw.col("j") + 1))
    engine.write(T, engine.scan(T).with_columns(nw.col("j") + 1))
    assert [row[1] for row in _stored(engine, T)] == [3, 4, 3]
    engine.write(T, T.from_rows(ROWS[:1]))
    assert _stored(engine, T) == [("b", 1, 1.0)]


@pytest.mark.parametrize("lazy", [False, True])
def test_a_wrong_shape_is_refused_and_leaves_the_old_table(engine, lazy):
    engine.write(T, T.from_rows(ROWS))
    narrow = pa.table({"k": ["a"]})
    with pytest.raises(ValueError, match="missing columns"):
        engine.write(T, engine.frame(narrow) if lazy else narrow)
    assert engine.read(T).num_rows == 3


def test_a_lazy_fraction_is_never_cut_to_a_whole_number(engine):
    engine.write(T, T.from_rows(ROWS))
    with pytest.raises(ValueError, match="declared whole"):
        engine.write(T, engine.scan(T).with_columns(j=nw.col("x") / 2))


def test_batches_are_counted(engine):
    batches = T.from_rows(ROWS).to_batches(max_chunksize=2)
    assert engine.write_batches(T, iter(batches)) == 3
    assert engine.collect(engine.scan(T), ("k",)).num_rows == 3
    assert engine.write_batches(T, []) == 0
    assert engine.read(T).schema == T.arrow_schema


def test_batches_are_mapped_and_stand_in_the_order_of_the_key(engine):
    rows = [{"k": f"{number:05d}", "j": 0, "x": number / 7} for number in range(2_000)]
    engine.write(T, T.from_rows(reversed(rows)))
    engine.map_batches(T, engine.scan(T), doubled)
    wanted = sorted((row["k"], j, row["x"]) for row in rows for j in (0, 100))
    assert _stored(engine, T) == wanted


def test_nothing_is_mapped_to_nothing(engine):
    engine.write(T, T.from_rows([]))
    engine.map_batches(T, engine.scan(T), doubled)
    assert engine.read(T).num_rows == 0


def test_a_frame_joins_a_stored_table(engine):
    engine.write(T, T.from_rows(ROWS))
    named = engine.frame(pa.table({"k": ["a"], "name": ["甲"]}))
    joined = engine.collect(engine.scan(T).join(named, on="k"), ("j",)).to_pylist()
    assert [row["name"] for row in joined] == ["甲", "甲"]


def test_collect_puts_missing_values_last(engine):
    engine.write(T, T.from_rows(ROWS))
    assert [row["x"] for row in engine.collect(engine.scan(T), ("x",)).to_pylist()] == [1.0, 3.0, None]


def test_fractions_are_summed_to_the_same_last_digit_everywhere(engine):
    rows = [{"k": str(n % 3), "j": n, "x": (-1) ** n * (n % 97 + 1) / 7 * 10 ** (n % 5)} for n in range(3_000)]
    engine.write(T, T.from_rows(rows))
    engine.write(SUMS, engine.scan(T).group_by("k").agg(exact_sum(nw.col("x")).alias("x")))
    wanted = [(k, oracle(row["x"] for row in rows if row["k"] == k)) for k in "012"]
    assert _stored(engine, SUMS) == wanted


def test_signs_of_patterns_in_the_folder_s_name_do_no_harm(engine_at, tmp_path):
    with engine_at(tmp_path / "it's 表 * [x] {y} 100%") as opened:
        opened.write(T, T.from_rows(ROWS))
        opened.write(T, opened.scan(T))
        assert opened.collect(opened.scan(T), T.key).num_rows == 3


def test_two_engines_do_not_see_each_other(engine_at, tmp_path):
    with engine_at(tmp_path / "a") as one, engine_at(tmp_path / "b") as other:
        one.write(T, T.from_rows(ROWS))
        with pytest.raises(FileNotFoundError):
            other.read(T)


def test_what_one_engine_wrote_the_embedded_one_reads(engine, tmp_path):
    engine.write(T, T.from_rows(ROWS))
    engine.write(T, engine.scan(T))
    with EmbeddedEngine(tmp_path / "deep" / "tables") as other:
        assert _stored(other, T) == _stored(engine, T)
        assert other.collect(other.scan(T), T.key) == engine.collect(engine.scan(T), T.key)
