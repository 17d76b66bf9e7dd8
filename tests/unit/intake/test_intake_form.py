from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from intake_samples import CATALOG, codes, credit_code, files, rows, take

from talentmap.forms.delimited import write_csv_form
from talentmap.forms.marks import MARK_SHEET, OWN_SHEETS
from talentmap.forms.questions import DEMAND_QUESTIONS, ENTERPRISE_QUESTIONS, Question
from talentmap.forms.template import Template
from talentmap.forms.workbook import write_form
from talentmap.intake.files.workbook import read_workbook
from talentmap.intake.sheets.headers import field_of

TEMPLATE = Template(CATALOG, "new-materials", "qingyuan-2026")


def filled(path: Path) -> None:
    write_form(path, TEMPLATE)
    book = openpyxl.load_workbook(path)
    enterprise = book["企业信息 Enterprise"]
    for row, answer in enumerate(
        ["清远甲铝业有限公司", credit_code(1), None, "熔铸 Melting", "英德市 Yingde", "中型 medium", 320, "有 yes"],
        start=1,
    ):
        if answer is not None:
            enterprise.cell(row, 2).value = answer
    answers = {
        "title": "挤压工程师",
        "segment": "型材挤压 Profiles",
        "role_stated": "铝挤压工程师 Extrusion engineer",
        "tier_stated": "工程师 Engineers",
        "headcount": 3,
        "education": "本科 Bachelor",
        "pay_low": 96000,
        "pay_high": 144000,
        "pay_period": "年 year",
        "district": "清城区 Qingcheng",
    }
    for index, column in enumerate(DEMAND_QUESTIONS, start=1):
        book["需求 Demand"].cell(2, index).value = answers.get(column.field)
    reason = next(i for i, c in enumerate(DEMAND_QUESTIONS, start=1) if c.field == "reasons")
    book["需求 Demand"].cell(2, reason).value = "薪酬期望差距大 Pay differs"
    book["需求 Demand"].cell(2, reason + 2).value = "人员流动大 High turnover"
    book["痛点 Pain points"]["B3"] = "部门多头办理、手续繁杂 Much paperwork"
    book.save(path)


def test_a_filled_form_comes_back_without_a_problem(tmp_path: Path) -> None:
    filled(tmp_path / "a.xlsx")
    intake = take(tmp_path)
    assert codes(intake) == []
    (line,) = rows(intake)
    expected = {
        "chain_id": "new-materials",
        "segment_id": "profiles",
        "district_id": "qingcheng",
        "role_stated": "nm-extrusion-engineer",
        "tier_stated": "engineer",
        "headcount": 3,
        "education": "bachelor",
        "pay_low": 8000.0,
        "pay_high": 12000.0,
        "reasons": "pay-gap|quits",
        "source_sheet": "需求 Demand",
        "source_row": 2,
    }
    assert {name: line[name] for name in expected} == expected
    (enterprise,) = intake.enterprises.to_pylist()
    assert (enterprise["segment_id"], enterprise["district_id"], enterprise["size_class"]) == (
        "melting",
        "yingde",
        "medium",
    )
    assert intake.pains["pain_id"].to_pylist() == ["retain-one"]


def test_an_untouched_form_holds_no_rows_and_its_example_is_no_data(tmp_path: Path) -> None:
    write_form(tmp_path / "a.xlsx", TEMPLATE)
    write_csv_form(tmp_path / "a.csv", TEMPLATE)
    intake = take(tmp_path)
    assert {(row["rows_in"], row["status"]) for row in files(intake).values()} == {(0, "rejected")}
    assert codes(intake).count("intake-no-rows") == 2


def test_sheets_without_answers_are_read_only_where_the_workbook_is_not_our_form(tmp_path: Path) -> None:
    write_form(tmp_path / "a.xlsx", TEMPLATE)
    read = [sheet.name for sheet in read_workbook((tmp_path / "a.xlsx").read_bytes())]
    assert (MARK_SHEET in read, OWN_SHEETS.intersection(read)) == (True, {MARK_SHEET})
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book[MARK_SHEET]["B1"] = "another form"
    book.save(tmp_path / "b.xlsx")
    read = [sheet.name for sheet in read_workbook((tmp_path / "b.xlsx").read_bytes())]
    assert read == book.sheetnames


def test_the_form_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    write_form(tmp_path / "a.xlsx", TEMPLATE)
    write_form(tmp_path / "b.xlsx", TEMPLATE)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("column", (*ENTERPRISE_QUESTIONS, *DEMAND_QUESTIONS), ids=lambda column: column.zh)
def test_every_question_is_understood_when_it_comes_back(column: Question) -> None:
    for languages in (("zh", "en"), ("en", "zh"), ("zh",), ("en",)):
        field = field_of(column.header(languages))
        assert field is not None
        assert field.name == column.field


def test_drop_downs_stand_on_names_of_a_very_hidden_sheet(tmp_path: Path) -> None:
    write_form(tmp_path / "a.xlsx", TEMPLATE)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [book[name].sheet_state for name in ("_lists", "_talentmap")] == ["veryHidden", "veryHidden"]
    sources = {rule.formula1 for rule in book["需求 Demand"].data_validations.dataValidation if rule.type == "list"}
    assert {"segments", "education", "reasons", "districts", "tiers", "periods"} <= sources
    assert {"roles", "role_segments", "segments", "pains_attract"} <= set(book.defined_names)
    assert any("MATCH($B2,role_segments,0)" in source for source in sources)
    assert book["需求 Demand"].freeze_panes == "B2"
    assert book["企业信息 Enterprise"]["B2"].number_format == "@"
