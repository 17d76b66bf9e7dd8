import datetime as dt
import sqlite3

import adbc_driver_postgresql.dbapi
import pyarrow as pa
import pytest
import yaml

from talentmap.catalog.read import read_catalog
from talentmap.errors import EnvironmentFault
from talentmap.registry import pseudonym_key
from talentmap.registry.extracts.database import open_query
from talentmap.registry.extracts.find import find_extracts
from talentmap.registry.extracts.mapping import ExtractMapping
from talentmap.registry.extracts.opened import ReadFault
from talentmap.registry.reading import Reading
from talentmap.resources import catalogs_dir

COLUMNS = {"id_number": "zjhm", "name": "xm", "birth_date": "csrq", "pay_month": "jfjs", "graduation_year": "bynf"}
QUERY = "SELECT * FROM cbry ORDER BY zjhm, csrq"


def mapping(query=QUERY, **keys):
    given = {"department": "hrss", "as_of": "2026-06-30", "trust": 3, "columns": COLUMNS, "url_env": "HRSS_DATABASE"}
    return ExtractMapping.model_validate({**given, "query": query, **keys})


@pytest.fixture
def address(server, monkeypatch):
    monkeypatch.setenv("HRSS_DATABASE", server)
    return server


def test_rows_come_as_text_in_batches(address):
    opened = open_query(mapping())
    assert opened.header == ("zjhm", "xm", "csrq", "jfjs", "gzrs", "bynf", "zt")
    stretches = list(opened.rows((2, 3, 4, 0)))
    assert sum(map(len, stretches)) == 50_001
    assert len(stretches) > 1 or len(stretches[0]) == 50_001
    first = [column[0].as_py() for column in stretches[0].columns]
    assert first == ["1990-05-04", "8500.50", "1", ""]
    last = [column[-1].as_py() for column in stretches[-1].columns]
    assert last == ["", "", "", "11010519491231002X"]
    numbers = [number for rows in stretches for number in rows.numbers.to_pylist()]
    assert numbers == list(range(1, 50_002))


def test_a_query_stands_for_an_extract(address, tmp_path):
    keys = {"department": "hrss", "as_of": "2026-06-30", "trust": 3, "columns": COLUMNS, "query": QUERY}
    path = tmp_path / "insurance.mapping.yaml"
    path.write_text(yaml.safe_dump({**keys, "url_env": "HRSS_DATABASE"}, allow_unicode=True), "utf-8")
    catalog = read_catalog(catalogs_dir(), "qingyuan")
    extracts, unusable, problems = find_extracts(tmp_path, catalog, dt.date(2026, 6, 30))
    assert ([extract.name for extract in extracts], unusable, problems) == (["insurance.mapping.yaml"], [], [])
    reading = Reading(catalog, pseudonym_key(illustrative=True), dt.date(2026, 6, 30))
    records = list(reading.batches(extracts, lambda *_: None))
    account = reading.accounts[0]
    assert (account.rows_in, account.used, account.rejected) == (50_001, 50_001, 0)
    assert records[0].column("pay_month")[0].as_py() == 8500.5
    assert records[0].column("source_row")[0].as_py() == 1


@pytest.mark.parametrize(
    "query",
    [
        "SELECT nobody FROM cbry",
        "SELECT * FROM no_such_table",
        "SELEC 1",
        "INSERT INTO cbry (xm) VALUES ('x') RETURNING xm",
        "DELETE FROM cbry RETURNING xm",
        "SELECT 1; SELECT 2",
    ],
)
def test_a_query_that_the_server_refuses_is_a_problem(address, query):
    with pytest.raises(ReadFault, match="registry-query-refused"):
        list(open_query(mapping(query)).rows((0,)))
    with adbc_driver_postgresql.dbapi.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cbry")
        assert cursor.fetchone() == (50_001,)


def test_a_server_that_is_away_stops_the_run_without_showing_the_address(monkeypatch, tmp_path):
    monkeypatch.setenv("HRSS_DATABASE", f"postgresql://reader:secret-word@/none?host={tmp_path}")
    with pytest.raises(EnvironmentFault) as raised:
        open_query(mapping())
    told = raised.value.message + raised.value.hint
    assert "cannot be reached" in told
    assert "HRSS_DATABASE" in told
    assert "secret-word" not in told
    assert str(tmp_path) not in told


def test_a_server_that_drops_while_it_is_read_stops_the_run(address):
    rows = open_query(mapping("SELECT xm, repeat('x', 2000) AS filler FROM cbry, generate_series(1, 40)")).rows((0,))
    next(rows)
    with adbc_driver_postgresql.dbapi.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE query LIKE '%filler%' AND pid <> pg_backend_pid()"
        )
        cursor.fetchall()
    with pytest.raises(EnvironmentFault, match=r"broke off after row [1-9]"):
        list(rows)


def test_an_address_that_is_not_set_stops_the_run(monkeypatch):
    monkeypatch.delenv("HRSS_DATABASE", raising=False)
    with pytest.raises(EnvironmentFault, match="HRSS_DATABASE is empty"):
        open_query(mapping())


def test_a_missing_driver_names_the_extra(monkeypatch):
    monkeypatch.setenv("HRSS_DATABASE", "postgresql://x")

    def refuse(name):
        raise ImportError(name)

    monkeypatch.setattr("talentmap.registry.extracts.database.importlib.import_module", refuse)
    with pytest.raises(EnvironmentFault) as raised:
        open_query(mapping())
    assert "talentmap[database]" in raised.value.hint


def enumerate_columns(rows):
    return ((str(place), column) for place, column in enumerate(rows.columns))


def test_another_database_through_sqlalchemy(monkeypatch, tmp_path):
    with sqlite3.connect(tmp_path / "a.db") as database:
        database.execute("CREATE TABLE cbry (zjhm TEXT, xm TEXT, jfjs REAL)")
        database.executemany("INSERT INTO cbry VALUES (?, ?, ?)", [("1", "甲", 8500.0), (None, "乙", None)])
    monkeypatch.setenv("HRSS_DATABASE", f"sqlite:///{tmp_path / 'a.db'}")
    opened = open_query(mapping("SELECT zjhm, xm, jfjs FROM cbry ORDER BY xm"))
    rows = pa.concat_tables(pa.table(dict(enumerate_columns(rows))) for rows in opened.rows((0, 1, 2)))
    assert rows.to_pydict() == {"0": ["", "1"], "1": ["乙", "甲"], "2": ["", "8500"]}
    for query in ("DELETE FROM cbry", "SELECT none FROM cbry"):
        with pytest.raises((ReadFault, EnvironmentFault)):
            list(open_query(mapping(query)).rows((0,)))
    with sqlite3.connect(tmp_path / "a.db") as database:
        assert database.execute("SELECT count(*) FROM cbry").fetchone() == (2,)
