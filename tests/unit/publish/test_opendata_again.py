"""What is published, read again by others: pandas, DuckDB, frictionless, csvw, rdflib."""

import json
import logging
import math

import duckdb
import pandas as pd
import pytest
import rdflib
from csvw.metadata import CSVW
from frictionless import Package, validate
from protected_samples import full

from talentmap.model.data_terms import DataTerms
from talentmap.publish.opendata import write_opendata
from talentmap.publish.opendata.resource import neutral, original
from talentmap.publish.released import released
from talentmap.publish.tabulated import tabulated
from talentmap.tables.protected import CONFIDENTIAL
from talentmap.tables.schema import Disclosure, Kind

DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
DCT = rdflib.Namespace("http://purl.org/dc/terms/")
HOSTILE = ["=1+1", "'=1+1", "''", "+86", "-5", "@SUM(A1)", "\tx", "\r\n=x", "＝1", ' =1"', "a|b", "普通", "'", ""]


@pytest.fixture(scope="module")
def whole(shown):
    return full(shown)


@pytest.fixture(scope="module")
def terms(edition):
    data = DataTerms(contact="数据管理员", email="data@example.org", homepage="https://example.org/talent/2026")
    return edition.model_copy(update={"settings": edition.settings.model_copy(update={"data": data})})


@pytest.fixture(scope="module")
def folder(tmp_path_factory, terms, catalog, register, whole):
    folder = tmp_path_factory.mktemp("again")
    write_opendata(folder, terms, catalog, register, whole)
    return folder


def printed(row, column):
    """A value as a reader of the CSV file has it: nothing where there is none or it is hidden."""
    value = released(row, column)
    return None if value in (None, CONFIDENTIAL) else value


def test_pandas_reads_every_figure_of_the_protected_tables_again(folder, whole, catalog):
    compared = 0
    for table in tabulated(catalog, whole):
        again = pd.read_csv(folder / f"{table.table.name}.csv", dtype=str, keep_default_na=False)
        assert len(again) == len(table.rows)
        for column in table.table.columns:
            for row, text in zip(table.rows, again[column.name], strict=True):
                value = printed(row, column)
                if value is None:
                    assert text == "", (table.table.name, column.name)
                elif column.kind in (Kind.INT, Kind.FLOAT):
                    assert float(text) == value
                    compared += 1
                else:
                    assert original(text) == value
    assert compared > 5_000


def test_duckdb_adds_up_to_what_the_protected_tables_add_up_to(folder, whole, catalog):
    for table in tabulated(catalog, whole):
        numbers = [c for c in table.table.columns if c.kind is Kind.FLOAT]
        for column in numbers:
            values = [value for row in table.rows if (value := printed(row, column)) is not None]
            query = f'SELECT sum("{column.name}"::DOUBLE), count("{column.name}") FROM read_csv(?, all_varchar=true)'  # noqa: S608 - names of columns
            total, count = duckdb.execute(query, [str(folder / f"{table.table.name}.csv")]).fetchone()
            assert count == len(values), (table.table.name, column.name)
            assert math.isclose(total or 0.0, math.fsum(values), abs_tol=1e-6)


def test_a_hidden_value_is_empty_and_a_status_column_says_so(folder, whole, catalog):
    hidden = 0
    for table in tabulated(catalog, whole):
        again = pd.read_csv(folder / f"{table.table.name}.csv", dtype=str, keep_default_na=False)
        for column in table.table.columns:
            if column.disclosure is not Disclosure.PROTECTED:
                continue
            for at, row in enumerate(table.rows):
                if released(row, column) == CONFIDENTIAL:
                    assert again[column.name][at] == ""
                    assert CONFIDENTIAL in {again[name][at] for name in table.status_of(column)}
                    hidden += 1
    assert hidden > 500


def test_frictionless_finds_nothing_wrong(folder):
    report = validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])
    assert report.stats["tasks"] == len(Package(str(folder / "datapackage.json")).resources) > 45


def test_frictionless_sees_a_value_that_does_not_fit(folder, tmp_path):
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    gates = tmp_path / "incentives.csv"
    gates.write_text(gates.read_text(encoding="utf-8").replace(",9,", ",nine,", 1), encoding="utf-8")
    assert not validate(str(tmp_path / "datapackage.json")).valid


def test_csvw_finds_nothing_wrong(folder, caplog):
    with caplog.at_level(logging.WARNING, logger="csvw"):
        described = CSVW(str(folder / "csv-metadata.json"), validate=True)
        assert described.is_valid
    assert not described.warnings
    assert len(described.tables) > 45


def test_csvw_reads_figures_with_their_types(folder):
    described = CSVW(str(folder / "csv-metadata.json"))
    table = next(table for table in described.tables if str(table.url) == "group_balance.csv")
    rows = list(table.iterdicts(log=logging.getLogger("csvw")))
    again = pd.read_csv(folder / "group_balance.csv")
    assert [row["need"] for row in rows if row["need"] is not None] == again["need"].dropna().tolist()


def test_the_record_says_what_a_portal_must_know(folder, terms):
    graph = rdflib.Graph().parse(folder / "dcat.jsonld", format="json-ld")
    (dataset,) = graph.subjects(rdflib.RDF.type, DCAT.Dataset)
    said = {language.language for language in graph.objects(dataset, DCT.title)}
    assert said == {"zh", "en"}
    assert graph.value(dataset, DCT.license) == rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/")
    for needed in (DCT.description, DCT.publisher, DCAT.contactPoint, DCT.temporal, DCT.spatial, DCAT.keyword):
        assert (dataset, needed, None) in graph
    files = {str(graph.value(one, DCAT.accessURL)) for one in graph.objects(dataset, DCAT.distribution)}
    assert files == {f"https://example.org/talent/2026/{path.name}" for path in folder.glob("*.csv")}
    assert len(list(graph.subjects(rdflib.RDF.type, DCAT.Distribution))) == len(files)


def test_the_package_names_licence_publisher_and_contact(folder, terms):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"] == [
        {
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ]
    publisher, contact = package["contributors"]
    assert publisher["roles"] == ["publisher"]
    assert (contact["title"], contact["email"], contact["roles"]) == ("数据管理员", "data@example.org", ["contact"])


def test_the_dictionary_explains_every_column_in_both_languages(folder):
    told = pd.read_csv(folder / "dictionary.csv", dtype=str, keep_default_na=False)
    files = {path.stem for path in folder.glob("*.csv")} - {"dictionary"}
    assert set(told["table"]) == files
    for name in files:
        heads = pd.read_csv(folder / f"{name}.csv", nrows=0).columns
        assert told[told["table"] == name]["column"].tolist() == list(heads)
    assert (told["meaning_zh"] != "").all()
    assert (told["meaning_en"] != "").all()
    page = (folder / "dictionary.md").read_text(encoding="utf-8")
    assert all(f"## {name}\n" in page for name in files)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_made_harmless_is_read_back_as_it_was(text):
    assert original(neutral(text)) == text
    assert not neutral(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_two_texts_never_look_alike_in_the_file():
    assert len({neutral(text) for text in HOSTILE}) == len(HOSTILE)
