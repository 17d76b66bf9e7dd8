from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from examples.generator import mass as made
from examples.generator.mass import DEPARTMENTS, TRUE_LINES, TRUE_PEOPLE, Mass, write_mass
from examples.generator.titles import NONE
from talentmap.tables.registry import RECORDS
from talentmap.tables.survey import DEMAND, ENTERPRISES

TABLES = (RECORDS, DEMAND, ENTERPRISES, TRUE_LINES, TRUE_PEOPLE)
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def tables(catalog, tmp_path_factory):
    folder = tmp_path_factory.mktemp("mass")
    counts = write_mass(folder, Mass(catalog, 3_000, 600, 7))
    found = {table.name: pq.read_table(folder / f"{table.name}.parquet") for table in TABLES}
    assert counts == {name: table.num_rows for name, table in found.items()}
    return found


def test_every_table_has_its_declared_shape_and_distinct_keys(tables):
    for table in TABLES:
        found = tables[table.name]
        assert found.schema == table.arrow_schema
        (key,) = table.key
        assert len(set(found[key].to_pylist())) == found.num_rows > 0


def test_people_have_a_record_in_each_department_that_knows_them(tables):
    records = tables["records"]
    assert set(records["department"].to_pylist()) == set(DEPARTMENTS)
    known = Counter(records["person_key"].to_pylist())
    nameless = known.pop("")
    assert 0 < nameless < 0.03 * records.num_rows
    assert set(known) <= set(tables["true_people"]["person_id"].to_pylist())
    assert 1.2 < records.num_rows / 3_000 < 1.35
    assert max(known.values()) <= len(DEPARTMENTS)


def test_one_person_s_records_agree_on_who_they_are(tables):
    births = {}
    for row in tables["records"].select(["person_key", "birth_month", "name_key"]).to_pylist():
        if row["person_key"]:
            assert births.setdefault(row["person_key"], (row["birth_month"], row["name_key"])) == (
                row["birth_month"], row["name_key"])  # fmt: skip


def test_lines_point_to_enterprises_of_their_chain_and_the_truth_to_roles(tables, catalog):
    chains = dict(
        zip(*(tables["enterprises"][name].to_pylist() for name in ("enterprise_id", "chain_id")), strict=True)
    )
    for line in tables["demand"].to_pylist():
        assert chains[line["enterprise_id"]] == line["chain_id"]
        assert line["title"]
        assert line["pay_low"] < line["pay_high"]
        assert line["filled"] <= line["advertised"]
    roles = {role for joined in tables["true_lines"]["role_id"].to_pylist() for role in joined.split("|")}
    assert roles <= {*catalog.roles, NONE}
    assert len(roles) > 100


def test_a_block_hangs_on_the_seed_and_its_number_alone(catalog, monkeypatch):
    monkeypatch.setattr(made, "BLOCK", 500)
    one, again, other = (Mass(catalog, 1_200, 1_100, seed) for seed in (1, 1, 2))
    first, second = pa.Table.from_batches(one.records()), pa.Table.from_batches(again.records())
    assert first.equals(second)
    assert not first.equals(pa.Table.from_batches(other.records()))
    assert [batch.num_rows for batch in one.demand()] == [500, 500, 100]
    assert pa.Table.from_batches(one.true_people())["person_id"].num_chunks == 3


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_the_command_writes_streams(tmp_path, kind):
    words = ["scale", "--people", "50", "--demand", "10", "--format", kind, "--out", str(tmp_path)]
    told = subprocess.run(
        [sys.executable, "-m", "examples.generator", *words], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert {line.split()[0] for line in told.splitlines()} == {table.name for table in TABLES}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{table.name}.{kind}" for table in TABLES)
