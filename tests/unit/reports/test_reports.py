from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from benchmarks.intake.mending import figures
from talentmap.catalog.read import read_catalog
from talentmap.forms.marks import DEMAND_SHEET, ENTERPRISE_SHEET, PROBLEMS_SHEET
from talentmap.forms.questions import DEMAND_QUESTIONS
from talentmap.forms.template import Template
from talentmap.intake.take_in import Intake, survey_files, take_in
from talentmap.intake.terms import NO_TERMS
from talentmap.intake.transcribe import Transcriber
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.reports.folder import Checked, Written, copy_name, write_reports
from talentmap.reports.listing import grouped
from talentmap.reports.page import problem_page
from talentmap.reports.workbook import write_problem_workbook
from talentmap.resources import catalogs_dir

CATALOG = read_catalog(catalogs_dir(), "qingyuan")
HEADER = "企业名称,统一社会信用代码,产业链,岗位名称,需求人数,学历,薪资,招聘困难原因,岗位职责"
FIRM = "清远甲铝业有限公司,91350100M000100Y43,新材料"
ID_NUMBER = "11010519491231002X"


def survey_of(folder: Path, *rows: str, name: str = "甲.csv") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join([HEADER, *(f"{FIRM},{row}" for row in rows)]), encoding="utf-8")
    return folder


def reported(folder: Path, out: Path, at: str = "2026-05-06 09:00") -> tuple[Intake, Written]:
    paths = survey_files(folder)
    survey = take_in(paths, folder, CATALOG)
    received = dict.fromkeys(survey.files["file"].to_pylist(), at)
    checked = Checked(survey.files.to_pylist(), survey.enterprises.to_pylist(), survey.problems, received)
    with Transcriber(paths, folder, CATALOG, NO_TERMS, partial(Template, CATALOG, edition_id="e")) as transcriber:
        return survey, write_reports(out, checked, transcriber.transcripts, ("zh", "en"))


def the_copy(written: Written) -> openpyxl.Workbook:
    (path,) = written.copies
    return openpyxl.load_workbook(path)


def cell_of(book: openpyxl.Workbook, key: str, row: int = 2) -> openpyxl.cell.Cell:
    return book[DEMAND_SHEET].cell(row, [question.key for question in DEMAND_QUESTIONS].index(key) + 1)


def test_every_row_of_the_list_is_as_high_as_its_text(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    long = Problem("intake-headcount-range", Source("甲.csv", "", 2), "3-5", suggestion="四" * 40)
    short = Problem("intake-headcount-range", Source("甲.csv", "", 3), "3-5")
    write_problem_workbook(path, [long, short], "zh")
    heights = openpyxl.load_workbook(path)["问题清单"].row_dimensions
    assert heights[2].height >= 14 * 40 * 2 / 18 > heights[3].height


def test_a_faultless_file_gets_a_receipt_in_both_languages_and_no_copy(tmp_path: Path) -> None:
    survey, written = reported(
        survey_of(tmp_path / "s", "焊工,3,大专,6000-8000元/月,,焊接", "钳工,2,,,,"), tmp_path / "out"
    )
    assert written.copies == ()
    zh, en = (path.read_text(encoding="utf-8") for path in written.receipts)
    (row,) = survey.files.to_pylist()
    for page in (zh, en):
        for told in (row["sha256"], "清远甲铝业有限公司", "<dd>2</dd>", "<dd>5</dd>", "2026-05-06 09:00"):
            assert told in page
    assert "回执" in zh
    assert "Receipt" in en


def test_a_note_alone_still_gets_a_receipt(tmp_path: Path) -> None:
    survey, written = reported(survey_of(tmp_path / "s", "焊工,约3人,,,,"), tmp_path / "out")
    assert [problem.code for problem in survey.problems] == ["intake-number-about"]
    assert (len(written.receipts), written.copies) == (2, ())


def test_a_faulty_file_gets_a_copy_with_what_was_read_and_what_was_not(tmp_path: Path) -> None:
    _, written = reported(survey_of(tmp_path / "s", "焊工,2-3,本科优先,2-3万,技能不足;气场不合,焊接"), tmp_path / "out")
    assert written.receipts == ()
    book = the_copy(written)
    assert book[ENTERPRISE_SHEET]["B2"].value == "91350100M000100Y43"
    assert book[ENTERPRISE_SHEET]["B3"].value == "新材料 New materials"
    assert cell_of(book, "title").value == "焊工"
    assert cell_of(book, "headcount").value == "2-3"
    assert cell_of(book, "education").value == "本科优先"
    assert cell_of(book, "pay_low").value == "2-3万"
    assert cell_of(book, "reasons-1").value == "应聘者技能不足 Applicants lack skills"
    assert cell_of(book, "reasons-2").value == "气场不合"
    assert "范围" in cell_of(book, "headcount").comment.text
    assert "range" in cell_of(book, "headcount").comment.text
    assert cell_of(book, "headcount").fill.fgColor.rgb != cell_of(book, "title").fill.fgColor.rgb
    assert cell_of(book, "education").fill.fgColor.rgb != cell_of(book, "headcount").fill.fgColor.rgb
    assert len(book[DEMAND_SHEET].data_validations.dataValidation) >= 20


def test_the_problem_sheet_links_to_each_cell_gravest_first(tmp_path: Path) -> None:
    _, written = reported(survey_of(tmp_path / "s", "焊工,3,本科优先,,,", ",2,,,,"), tmp_path / "out")
    book = the_copy(written)
    rows = list(book[PROBLEMS_SHEET].iter_rows(min_row=5))
    assert [row[8].value for row in rows] == ["intake-title-missing", "intake-education-unknown"]
    for row in rows:
        sheet, cell = row[1].hyperlink.location.replace("'", "").rsplit("!", 1)
        assert (cell, book[sheet][cell].comment is not None) == (row[1].value, True)


def test_personal_values_are_in_no_report(tmp_path: Path) -> None:
    _, written = reported(survey_of(tmp_path / "s", f"焊工,,,,,{ID_NUMBER} 电话13812345678"), tmp_path / "out")
    found = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert len(found) == 5
    book = the_copy(written)
    told = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    told += [path.read_text(encoding="utf-8") for path in found if path.suffix == ".html"]
    told += [
        str(cell.value) for row in openpyxl.load_workbook(written.lists[0])["问题清单"].iter_rows() for cell in row
    ]
    for value in (ID_NUMBER, "13812345678"):
        assert not any(value in text for text in told)


def test_what_cannot_be_read_gets_an_empty_form_that_says_why(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "甲.xlsx").write_bytes(b"PK\x03\x04 broken")
    _, written = reported(tmp_path / "s", tmp_path / "out")
    book = the_copy(written)
    assert [row[8].value for row in book[PROBLEMS_SHEET].iter_rows(min_row=5)] == ["intake-file-broken"]
    assert cell_of(book, "title").value is None
    assert len(book.defined_names["chains"].attr_text.split("$")) > 1


def test_each_firm_of_a_file_gets_its_own_copy(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    other = "清远乙机械有限公司,,新材料"
    rows = [f"{FIRM},焊工,若干,,,,", f"{other},钳工,,,,,", f"{other},电工,2,,,,"]
    (tmp_path / "s" / "汇总.csv").write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    _, written = reported(tmp_path / "s", tmp_path / "out")
    titles = {}
    for path in written.copies:
        book = openpyxl.load_workbook(path)
        name = book[ENTERPRISE_SHEET]["B1"].value
        titles[name] = [cell_of(book, "title", row).value for row in (2, 3)]
        assert name in path.name
    assert titles == {"清远甲铝业有限公司": ["焊工", None], "清远乙机械有限公司": ["钳工", "电工"]}


def test_what_was_replaced_sent_twice_or_is_an_agencys_needs_no_mending(tmp_path: Path) -> None:
    folder = survey_of(tmp_path / "s", "焊工,若干,,,,", name="甲.csv")
    survey_of(folder, "焊工,2,,,,", name="甲_更正.csv")
    (folder / "甲_副本.csv").write_bytes((folder / "甲.csv").read_bytes())
    agency = f"{HEADER}\n清远众合劳务派遣有限公司,,新材料,普工,若干,,,,"
    (folder / "派遣.csv").write_text(agency, encoding="utf-8")
    survey, written = reported(folder, tmp_path / "out")
    assert {"intake-superseded", "intake-duplicate-file", "intake-dispatch"} <= {p.code for p in survey.problems}
    assert written.copies == ()
    assert {path.name for path in written.receipts} == {"甲_更正.csv.zh.html", "甲_更正.csv.en.html"}


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    folder = survey_of(tmp_path / "s", "焊工,2-3,本科优先,2-3万,,")
    for name in ("one", "two"):
        reported(folder, tmp_path / name)
    first, second = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "two")
    )
    assert first == second


def test_pages_need_nothing_but_themselves_and_escape_what_firms_write(tmp_path: Path) -> None:
    hostile = Problem("intake-title-missing", Source("<script>alert(1)</script>.csv", row=2), '"><img alt=x>')
    for lang in ("zh", "en"):
        page = problem_page([hostile], [], lang)
        assert "<script" not in page
        assert "<img" not in page
        assert not re.search(r"(?:src|href)=|url\(|@import|https?:", page)


def test_formulas_in_values_stay_text(tmp_path: Path) -> None:
    _, written = reported(survey_of(tmp_path / "s", '"=HYPERLINK(""http://x"",""y"")",若干,,,,'), tmp_path / "out")
    assert cell_of(the_copy(written), "title").data_type == "s"


def test_kinds_come_gravest_and_most_shared_first() -> None:
    problems = [
        *(Problem("intake-education-unknown", Source("a.csv", row=row), "x") for row in range(5)),
        *(Problem("intake-pay-unread", Source(f"{file}.csv", row=2), "x") for file in "abc"),
        Problem("intake-title-missing", Source("a.csv", row=9)),
    ]
    assert [(group.code, group.files) for group in grouped(problems)] == [
        ("intake-title-missing", 1),
        ("intake-pay-unread", 3),
        ("intake-education-unknown", 1),
    ]


@pytest.mark.parametrize(
    ("file", "firm", "taken", "name"),
    [
        ("007_甲.xlsx", "", (), "007_甲_更正.xlsx"),
        ("区县/甲.csv", "", (), "区县_甲_更正.xlsx"),
        ("甲.csv", "", ("甲_更正.xlsx",), "甲_更正_2.xlsx"),
        ("汇总.xlsx", "a/b:c*", (), "汇总_a_b_c_更正.xlsx"),
    ],
)
def test_a_copy_is_named_so_that_it_counts_as_the_later_answer(
    file: str, firm: str, taken: tuple[str, ...], name: str
) -> None:
    assert copy_name(file, firm, taken) == name


def test_a_mended_copy_beside_the_original_replaces_it(tmp_path: Path) -> None:
    folder = survey_of(tmp_path / "s", "焊工,2-3,,,,", "钳工,4,,,,")
    _, written = reported(folder, tmp_path / "out")
    book = the_copy(written)
    cell_of(book, "headcount").value = 3
    book.save(folder / written.copies[0].name)
    survey = take_in(survey_files(folder), folder, CATALOG)
    assert sorted(survey.demand["headcount"].to_pylist()) == [3, 4]
    assert {row["file"]: row["status"] for row in survey.files.to_pylist()} == {
        "甲.csv": "superseded",
        written.copies[0].name: "used",
    }


def test_every_mended_copy_passes() -> None:
    found = figures(1, CATALOG)
    assert found["failed"] == []
    assert found["passed"] == found["to_mend"] >= 13
