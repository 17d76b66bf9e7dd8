from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from intake_samples import CATALOG, codes, credit_code, write_csv

from talentmap.forms.marks import DEMAND_SHEET, ENTERPRISE_SHEET, FORM_VERSION, INCENTIVES_SHEET
from talentmap.forms.questions import DEMAND_QUESTIONS
from talentmap.forms.template import Template
from talentmap.forms.workbook import write_form
from talentmap.intake.take_in import Intake, survey_files, take_in
from talentmap.intake.terms import Terms
from talentmap.model.policy import PolicyItem

ITEM = {
    "doc_id": "p01",
    "clause": "一",
    "title_zh": "补贴",
    "title_en": "Aid",
    "tiers": ("engineer",),
    "instrument": "grant",
}
ITEMS = (
    PolicyItem(item_id="p01-1", stage="attract", **ITEM),
    PolicyItem(item_id="p01-2", stage="retain", **ITEM),
)
TERMS = Terms("qingyuan-2026", frozenset({"p01-1", "p01-2"}))


def filled(path: Path, edition: str = "qingyuan-2026") -> openpyxl.Workbook:
    write_form(path, Template(CATALOG, "new-materials", edition, ITEMS))
    book = openpyxl.load_workbook(path)
    book[ENTERPRISE_SHEET]["B1"], book[ENTERPRISE_SHEET]["B2"] = "清远甲铝业有限公司", credit_code(1)
    said = {"title": "挤压工程师", "headcount": 3, "need_kind": "兼有 both"}
    for index, question in enumerate(DEMAND_QUESTIONS, start=1):
        book[DEMAND_SHEET].cell(2, index).value = said.get(question.field)
    return book


def taken(folder: Path, terms: Terms = TERMS) -> Intake:
    return take_in(survey_files(folder), folder, CATALOG, terms=terms)


def test_the_present_form_of_the_edition_raises_nothing(tmp_path: Path) -> None:
    filled(tmp_path / "a.xlsx").save(tmp_path / "a.xlsx")
    survey = taken(tmp_path)
    assert codes(survey) == []
    assert survey.demand["need_kind"].to_pylist() == ["both"]
    assert survey.files["form"].to_pylist() == [f"talentmap-form · v{FORM_VERSION} · qingyuan-2026 · new-materials"]
    assert survey.files["headcount"].to_pylist() == [3]


def test_an_old_form_is_read_and_said_to_be_old(tmp_path: Path) -> None:
    book = filled(tmp_path / "a.xlsx")
    book["_talentmap"]["B2"] = "1"
    book.save(tmp_path / "a.xlsx")
    survey = taken(tmp_path)
    assert codes(survey) == ["intake-form-version"]
    assert survey.demand.num_rows == 1


@pytest.mark.parametrize(("terms", "told"), [(TERMS, ["intake-form-edition"]), (Terms(), [])])
def test_a_form_of_another_edition_is_told_where_the_edition_is_known(
    tmp_path: Path, terms: Terms, told: list[str]
) -> None:
    filled(tmp_path / "a.xlsx", "qingyuan-2025").save(tmp_path / "a.xlsx")
    assert codes(taken(tmp_path, terms)) == told


def test_incentives_are_read_from_the_sheet_with_how_far(tmp_path: Path) -> None:
    book = filled(tmp_path / "a.xlsx")
    for row, cells in enumerate(
        [("引 Attract", "p01-1 补贴 Aid", "已享受 received"), (None, "p01-2 补贴 Aid", None), (None, "住房补贴", None)],
        start=2,
    ):
        for column, cell in enumerate(cells, start=1):
            book[INCENTIVES_SHEET].cell(row, column).value = cell
    book.save(tmp_path / "a.xlsx")
    survey = taken(tmp_path)
    uses = [(row["item_id"], row["reach"]) for row in survey.incentive_use.to_pylist()]
    assert uses == [("p01-1", "received"), ("p01-2", "known")]
    (problem,) = survey.problems
    assert (problem.code, problem.shown, problem.source.column, problem.source.row) == (
        "intake-incentive-unknown",
        "住房补贴",
        "B",
        4,
    )


def test_incentives_are_read_from_columns_and_the_furthest_counts(tmp_path: Path) -> None:
    write_csv(
        tmp_path / "a.csv",
        [
            ["企业名称", "统一社会信用代码", "岗位名称", "需求人数", "知道的政策", "享受过的政策"],
            ["清远甲铝业有限公司", credit_code(1), "焊工", "2", "p01-1；p01-2 补贴", "p01-1"],
        ],
    )
    uses = taken(tmp_path).incentive_use.to_pylist()
    assert [(row["item_id"], row["reach"]) for row in uses] == [("p01-1", "received"), ("p01-2", "known")]


@pytest.mark.parametrize(
    ("written", "read"), [("新增", "new"), ("补员 replacement", "replacement"), ("Both", "both"), ("长期", "")]
)
def test_the_kind_of_need(tmp_path: Path, written: str, read: str) -> None:
    write_csv(tmp_path / "清远甲有限公司.csv", [["岗位名称", "需求人数", "新增或补员"], ["焊工", "2", written]])
    survey = taken(tmp_path)
    assert survey.demand["need_kind"].to_pylist() == [read]
    assert ("intake-need-kind-unknown" in codes(survey)) is (read == "")


def test_a_printed_key_of_two_lines_is_named_in_one(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        head = [("企业名称\nEnterprise name", "清远甲铝业有限公司"), ("产业链\nChain", "低空经济"), ()]
        rows = [*head, ("岗位名称", "需求人数"), ("焊工", 2)]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    (problem,) = (problem for problem in taken(tmp_path).problems if problem.code == "intake-chain-unknown")
    assert problem.source.header == "产业链 Chain"
