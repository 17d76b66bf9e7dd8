from __future__ import annotations

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from talentmap.engine import EmbeddedEngine, open_engine
from talentmap.engine.embedded import BATCH
from talentmap.engine.scoring import FEW
from talentmap.errors import EditionError, EnvironmentFault
from talentmap.model.engine_choice import EngineChoice
from talentmap.tables.schema import Column, Kind, Table

T = Table("t", "表", "Table", ("k",), (Column("k", Kind.INT, "键", "Key"), Column("x", Kind.TEXT, "值", "Value")))


def _long(rows):
    """Batches of rows in falling order whose text can hardly be packed: 100 bytes a row."""
    for start in range(rows, 0, -10_000):
        numbers = range(start, start - 10_000, -1)
        texts = [
            f"{number * 0x9E3779B97F4A7C15 % 2**200:050x}{number * 0x2545F4914F6CDD1D % 2**200:050x}"
            for number in numbers
        ]
        yield pa.RecordBatch.from_pydict({"k": list(numbers), "x": texts}, schema=T.arrow_schema)


def test_the_order_of_rows_does_not_change_a_byte(tmp_path):
    rows = [{"k": 2, "x": "b"}, {"k": 1, "x": None}]
    with EmbeddedEngine(tmp_path) as engine:
        engine.write(T, T.from_rows(rows))
        first = (tmp_path / "t.parquet").read_bytes()
        engine.write(T, T.from_rows(reversed(rows)))
        assert (tmp_path / "t.parquet").read_bytes() == first


def test_what_does_not_fit_into_memory_is_spilt_and_sorted_all_the_same(tmp_path):
    with EmbeddedEngine(tmp_path, memory="120MB") as engine:
        assert engine.write_batches(T, _long(1_200_000)) == 1_200_000
        engine.write(T, engine.scan(T).filter(nw.col("k") > 0))
    stored = pq.ParquetFile(tmp_path / "t.parquet")
    assert stored.metadata.num_row_groups > 3
    assert stored.read(["k"])["k"].to_pylist() == list(range(1, 1_200_001))


def _halved(table):
    return table.set_column(0, "k", pc.divide(table["k"], 2)).filter(pc.equal(pc.bit_wise_and(table["k"], 1), 0))


def test_many_batches_are_scored_in_other_processes_all_the_same(tmp_path):
    rows = BATCH * (FEW + 2)
    with EmbeddedEngine(tmp_path) as engine:
        engine.write_batches(T, (batch for batch in _long(rows // 10_000 * 10_000)))
        engine.map_batches(T, engine.scan(T), _halved)
        assert engine.read(T)["k"].to_pylist() == list(range(1, rows // 10_000 * 5_000 + 1))


def test_a_write_that_breaks_off_leaves_the_former_table_and_no_trace(tmp_path):
    def broken():
        yield T.from_rows([{"k": 1}]).to_batches()[0]
        raise OSError("the database is away")

    with EmbeddedEngine(tmp_path) as engine:
        engine.write(T, T.from_rows([{"k": 7, "x": "former"}]))
        with pytest.raises(OSError, match="away"):
            engine.write_batches(T, broken())
        assert engine.read(T)["k"].to_pylist() == [7]
    assert [path.name for path in tmp_path.iterdir() if path.name != "spill"] == ["t.parquet"]


@pytest.mark.parametrize("memory", ["", "much", "0GB", "-1GB", "2", "2 GiBs"])
def test_a_memory_that_is_no_size_is_refused(memory):
    with pytest.raises(EnvironmentFault, match="no size of memory"):
        EngineChoice(memory=memory)


@pytest.mark.parametrize("memory", ["512MB", "2GB", "3 GiB"])
def test_the_embedded_engine_is_the_default(tmp_path, memory):
    with open_engine(EngineChoice(memory=memory), tmp_path) as engine:
        assert isinstance(engine, EmbeddedEngine)


def test_a_table_of_another_version_is_said_to_be_one(tmp_path):
    with EmbeddedEngine(tmp_path) as engine:
        pq.write_table(pa.table({"k": [1]}), tmp_path / f"{T.name}.parquet")
        with pytest.raises(EditionError, match="another version of talentmap: it lacks") as stopped:
            engine.read(T)
    assert stopped.value.hint == "Build the edition again."


@pytest.mark.parametrize("kept", [0, 60, -20])
def test_a_damaged_table_is_said_to_be_one(tmp_path, kept):
    path = tmp_path / f"{T.name}.parquet"
    with EmbeddedEngine(tmp_path) as engine:
        pq.write_table(pa.table({"k": list(range(1000))}), path)
        path.write_bytes(path.read_bytes()[:kept])
        with pytest.raises(EditionError, match="is damaged"):
            engine.read(T)
