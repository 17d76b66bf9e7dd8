import csv
import io
import zipfile

import openpyxl
import pytest


def download(page, kind, folder):
    with page.expect_download() as held:
        page.click(f"[data-download={kind}]")
    path = folder / held.value.suggested_filename
    held.value.save_as(path)
    return path


def read_csv(path):
    text = path.read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_holds_the_current_selection_in_its_order(page, map_url, tmp_path, catalog, shown):
    page.goto(map_url + "#chain=auto-parts&tier=technician&sort=need&dir=asc")
    path = download(page, "csv", tmp_path)
    assert path.name == "qingyuan-2026-roles.zh.csv"
    rows = read_csv(path)
    expected = [role.id for role in catalog.roles_of("auto-parts") if role.tier == "technician"]
    assert sorted(row["岗位代码"] for row in rows) == sorted(expected)
    assert [row["岗位"] for row in rows] == page.locator("#rows th a").all_inner_texts()
    figures = {row["role_id"]: row for row in shown.roles.to_dict("records")}
    for row in rows:
        known = figures[row["岗位代码"]]
        assert row["需求"] == ("c" if known["need_status"] == "c" else f"{known['need']:.0f}")


def test_the_workbook_says_the_same_as_the_csv_and_what_was_chosen(page, map_url, tmp_path):
    page.goto(map_url + "#lang=en&grade=short&q=engineer")
    rows = read_csv(download(page, "csv", tmp_path))
    book = openpyxl.load_workbook(download(page, "xlsx", tmp_path))
    sheet = book["Roles"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [["" if value is None else str(value) for value in line] for line in lines[1:]] == [
        [value.removeprefix("'") for value in row.values()] for row in rows
    ]
    assert lines[0] == list(rows[0])
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref.startswith("A1:")
    assert isinstance(sheet["F2"].value, int)
    notes = [cell.value for cell in book["Notes"]["A"]]
    assert "Shortage" in notes and "“engineer”" in notes and "Illustrative data" in notes
    assert f"{len(rows)} of 200 roles" in notes


def test_the_workbook_is_a_sound_zip_and_the_same_every_time(page, map_url, tmp_path):
    page.goto(map_url)
    first = download(page, "xlsx", tmp_path).read_bytes()
    again = download(page, "xlsx", tmp_path)
    assert again.read_bytes() == first
    with zipfile.ZipFile(again) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_empty_selection_can_be_downloaded(page, map_url, tmp_path, kind):
    page.goto(map_url + "#q=zzzz")
    path = download(page, kind, tmp_path)
    if kind == "csv":
        assert read_csv(path) == []
    else:
        assert openpyxl.load_workbook(path)["岗位"].max_row == 1
