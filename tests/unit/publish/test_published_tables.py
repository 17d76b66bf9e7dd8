from dataclasses import make_dataclass

import openpyxl
import pandas as pd
import pytest
from protected_samples import frame, frame_fields, full

from talentmap.publish.opendata.resources import resources
from talentmap.publish.sheets import Sheets
from talentmap.publish.tabulated import tabulated
from talentmap.publish.workbook import write_workbook
from talentmap.tables.cuts import COUNTED, CUTS
from talentmap.tables.policy import GATES
from talentmap.tables.protected import Protected
from talentmap.tables.published import KEPT, as_published, published
from talentmap.tables.schema import Disclosure

KEYS = {"group_balance": "balance", "district_balance": "districts", "skill_balance": "skills", "pain_shares": "pains"}
"""Sheets whose key is not the name of their table."""


@pytest.fixture(scope="module")
def whole(shown):
    return full(shown)


def test_every_frame_is_published_or_kept_for_a_reason():
    found = frame_fields()
    assert len(found) > 40
    for field in found:
        assert as_published(field).table.columns or len(KEPT[field]) > 20


def test_the_samples_hold_every_frame(whole):
    assert {found.field for found, _ in published(whole)} == set(frame_fields()) - set(KEPT)


def test_every_frame_is_in_the_open_data_and_in_both_workbooks(whole, catalog, register, edition):
    names = {found.table.name for found, _ in published(whole)}
    assert names <= {resource.name for resource in resources(catalog, register, edition.settings.reference_date, whole)}
    for lang in ("zh", "en"):
        sheets = Sheets(catalog, register, whole, lang).all()
        told = {sheet.key for sheet in sheets}
        assert {KEYS.get(name, name) for name in names} <= told
        titles = [sheet.title for sheet in sheets]
        assert len(set(titles)) == len(titles)


def test_a_table_that_is_new_shows_up_by_its_declaration_alone(shown, catalog, register, edition):
    grown = make_dataclass("Grown", [("gates", pd.DataFrame)], bases=(Protected,), kw_only=True, frozen=True)
    given = {name: getattr(shown, name) for name in shown.__dataclass_fields__}
    more = grown(**given, gates=frame(GATES))
    found = {r.name: r for r in resources(catalog, register, edition.settings.reference_date, more)}
    assert [column.name for column in found["gates"].columns if column.name in ("gate", "budget_cny", "top_share")] == [
        "gate",
        "budget_cny",
    ]
    assert len(found["gates"].rows) == 6
    assert "gates" in {sheet.key for sheet in Sheets(catalog, register, more, "en").all()}


def test_a_table_that_nobody_declared_stops_the_build(shown, catalog):
    grown = make_dataclass("Grown", [("surprise", pd.DataFrame)], bases=(Protected,), kw_only=True, frozen=True)
    given = {name: getattr(shown, name) for name in shown.__dataclass_fields__}
    with pytest.raises(ValueError, match=r"frame surprise.*PUBLISHED or KEPT"):
        tabulated(catalog, grown(**given, surprise=pd.DataFrame({"enterprise_id": ["x"]})))


def test_a_table_with_an_internal_column_is_refused():
    with pytest.raises(ValueError, match=r"internal columns"):
        as_published("survey.weights")


def test_no_published_column_is_one_that_stays_in_the_bureau(whole):
    for found, _ in published(whole):
        frame_name = found.field.rpartition(".")[2]
        kept = CUTS[frame_name].withheld if frame_name in CUTS else ()
        kept += COUNTED[frame_name].withheld if frame_name in COUNTED else ()
        names = set(found.table.names)
        assert not names & {*kept, "frame_employment", "employment_answered", "enterprise_id", "person_id"}
        assert not [name for name in names if name.startswith("top_share")]
        assert all(column.disclosure is not Disclosure.INTERNAL for column in found.table.columns)


def test_registry_people_behind_a_supply_are_not_published(whole):
    tables = {found.field: found.table for found, _ in published(whole)}
    for field in ("roles", "groups", "districts", "skills", "location_quotients"):
        assert "people" not in tables[field].names


def test_a_status_column_is_named_for_every_value_that_may_be_hidden(whole, catalog):
    for table in tabulated(catalog, whole):
        hidden = [row for row in table.rows if row.get("need_status") == "c"]
        for column in table.table.columns if hidden else ():
            gaps = [row for row in hidden if column.name in row and row[column.name] != row[column.name]]
            if column.disclosure is Disclosure.PROTECTED and gaps:
                assert table.status_of(column), (table.table.name, column.name)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_head_says_its_unit_and_stands_once(whole, catalog, register, lang):
    said = {"0-1": "%", "yuan": "元" if lang == "zh" else "yuan", "people": "人" if lang == "zh" else "people"}
    tables = {KEYS.get(found.table.name, found.table.name): found.table for found, _ in published(whole)}
    for sheet in Sheets(catalog, register, whole, lang).all():
        titles = [head.title for head in sheet.heads]
        assert len(titles) == len(set(titles)), sheet.key
        assert all(titles)
        units = {column.name: column.unit for column in tables[sheet.key].columns} if sheet.key in tables else {}
        for head in sheet.heads:
            assert said.get(units.get(head.name, ""), "") in head.title.lower(), (sheet.key, head)


def test_every_sheet_is_a_table_with_frozen_heads(tmp_path, whole, edition, catalog, register):
    write_workbook(tmp_path / "book.xlsx", edition, catalog, register, whole, "zh")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    pages = book.worksheets[2:]
    assert len(pages) > 40
    for page in pages:
        (table,) = page.tables.values()
        heads = [cell.value for cell in page[4]]
        assert [column.name for column in table.tableColumns] == heads[: len(table.tableColumns)]
        assert page.freeze_panes is not None
    assert len({table.name for page in pages for table in page.tables.values()}) == len(pages)


def test_the_dictionary_sheet_explains_every_column(whole, catalog, register):
    *sheets, dictionary = Sheets(catalog, register, whole, "en").all()
    told = {(row[0], row[1]) for row in dictionary.rows}
    assert {(sheet.title, head.title) for sheet in sheets[1:] for head in sheet.heads} <= told
    unexplained = [row for row in dictionary.rows if not row[2] and row[3] in ("need", "supply", "share", "retained")]
    assert not unexplained
