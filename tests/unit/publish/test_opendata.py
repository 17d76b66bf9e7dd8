import csv
import datetime as dt
import hashlib
import json
from dataclasses import replace

import pandas as pd
import pytest

from talentmap.publish.opendata import write_opendata
from talentmap.publish.opendata.resources import named, resources


@pytest.fixture(scope="module")
def folder(tmp_path_factory, edition, catalog, register, shown):
    folder = tmp_path_factory.mktemp("open")
    write_opendata(folder, edition, catalog, register, shown)
    return folder


@pytest.fixture(scope="module")
def package(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def read(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_same_input_gives_the_same_bytes(tmp_path, folder, edition, catalog, register, shown):
    write_opendata(tmp_path, edition, catalog, register, shown)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in folder.iterdir()}


def test_every_file_is_described_and_every_description_fits(folder, package):
    described = {resource["path"]: resource for resource in package["resources"]}
    about = {"datapackage.json", "csv-metadata.json", "dcat.jsonld", "dictionary.md"}
    assert {path.name for path in folder.iterdir()} == {*described, *about}
    for name, resource in described.items():
        written = (folder / name).read_bytes()
        assert not written.startswith(b"\xef\xbb\xbf")
        assert resource["hash"] == f"sha256:{hashlib.sha256(written).hexdigest()}"
        assert resource["bytes"] == len(written)
        header = written.decode("utf-8").split("\n", 1)[0].split(",")
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["title"] and field["title_zh"] for field in resource["schema"]["fields"])


def test_every_value_has_its_declared_type_and_keys_are_unique(folder, package):
    readers = {"integer": int, "number": float, "string": str, "date": dt.date.fromisoformat, "boolean": bool}
    for resource in package["resources"]:
        rows, schema = read(folder, resource["name"]), resource["schema"]
        for field in schema["fields"]:
            allowed = field.get("constraints", {}).get("enum")
            values = [row[field["name"]] for row in rows if row[field["name"]] not in schema["missingValues"]]
            assert all(readers[field["type"]](value) is not None for value in values)
            assert allowed is None or set(values) <= set(allowed)
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len(keys) == len(set(keys))
        assert all(all(key) for key in keys)


def test_hidden_is_empty_with_a_status_and_unknown_is_empty_without(folder, shown):
    rows = read(folder, "role_balance")
    hidden = [row for row in rows if row["need_status"] == "c"]
    assert len(hidden) == (shown.roles["need_status"] == "c").sum() > 0
    assert all(row["need"] == row["gap"] == row["grade"] == row["pay_mid"] == "" for row in hidden)
    unknown = [
        row for row in rows if not row["need_status"] and not row["supply_status"] and row["offer_premium"] == ""
    ]
    assert unknown


def test_what_stays_in_the_bureau_is_not_published(package):
    names = {field["name"] for resource in package["resources"] for field in resource["schema"]["fields"]}
    assert not names & {"top_share", "people", "employment_answered", "frame_employment"}
    assert "enterprise_id" not in names


def test_ids_stand_beside_their_names(folder):
    total = next(row for row in read(folder, "group_balance") if row["chain_id"] == row["tier"] == "all")
    assert (total["chain_zh"], total["tier_en"]) == ("全部", "All")
    role = read(folder, "role_balance")[0]
    assert role["role_zh"] and role["role_en"] and role["tier_zh"]


def test_where_an_empty_key_is_not_known_it_never_says_all(folder):
    rows = read(folder, "district_balance")
    assert {"unknown"} == {row["district_id"] for row in rows if row["district_zh"] == "未注明"}
    assert "unknown" in {row["tier"] for row in rows}
    assert "all" not in {row["tier"] for row in rows}


def test_headcounts_of_the_headlines_are_rounded(folder):
    need = next(row for row in read(folder, "indicators") if row["indicator_id"] == "need")
    assert (need["value"], need["low"], need["unit"]) == ("23455", "21010", "people")


def test_the_package_says_what_it_is(package):
    assert package["illustrative"] is True
    assert "Illustrative" in package["description"]
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["$schema"].endswith("2.0/datapackage.json")
    assert len(package["sources"]) == 3


def test_cells_that_a_spreadsheet_would_run_are_defused(edition, catalog, register, shown):
    role = next(iter(catalog.roles.values()))
    hostile = catalog.model_copy(update={"roles": {**catalog.roles, role.id: role.model_copy(update={"zh": "=1+1"})}})
    table = named(resources(hostile, register, edition.settings.reference_date, shown), "roles")
    assert table.rows[0][1] == "'=1+1"


def test_numbers_are_numbers(edition, catalog, register, shown):
    negative = named(resources(catalog, register, edition.settings.reference_date, shown), "role_balance")
    gaps = [row[[c.name for c in negative.columns].index("gap")] for row in negative.rows]
    assert any(gap.startswith("-") for gap in gaps)


def test_an_empty_edition_has_open_data(tmp_path, edition, catalog, register, shown):
    given = {name: getattr(shown, name) for name in shown.__dataclass_fields__}
    frames = {name: frame.iloc[:0] for name, frame in given.items() if frame is not None}
    write_opendata(tmp_path, edition, catalog, register, replace(shown, **frames))
    assert read(tmp_path, "role_balance") == []
    assert pd.read_csv(tmp_path / "role_balance.csv").columns[0] == "chain_id"
