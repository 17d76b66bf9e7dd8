from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from talentmap.catalog.read import read_catalog
from talentmap.forms.delimited import write_csv_form
from talentmap.forms.marks import DEMAND_SHEET, ENTERPRISE_SHEET, FORM_VERSION, INCENTIVES_SHEET, INSTRUCTIONS
from talentmap.forms.printing import page_breaks
from talentmap.forms.questions import DEMAND_QUESTIONS, ENTERPRISE_QUESTIONS
from talentmap.forms.template import Template
from talentmap.forms.workbook import write_form
from talentmap.model.policy import PolicyItem
from talentmap.resources import catalogs_dir

CATALOG = read_catalog(catalogs_dir(), "qingyuan")
ITEMS = tuple(
    PolicyItem(
        item_id=f"p01-{number}",
        doc_id="p01",
        clause="一",
        title_zh=f"补贴{number}",
        title_en=f"Aid {number}",
        stage=stage,
        tiers=("engineer",),
        instrument="grant",
    )
    for number, stage in enumerate(("retain", "attract", "attract"), start=1)
)
TEMPLATE = Template(CATALOG, "new-materials", "e-2026", ITEMS)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    path = tmp_path_factory.mktemp("forms") / "form.xlsx"
    write_form(path, TEMPLATE)
    return openpyxl.load_workbook(path)


def rules(book: openpyxl.Workbook, sheet: str) -> list[DataValidation]:
    return list(book[sheet].data_validations.dataValidation)


def rule_for(book: openpyxl.Workbook, cell: str) -> DataValidation:
    return next(rule for rule in rules(book, DEMAND_SHEET) if cell in rule.sqref)


def entries(book: openpyxl.Workbook, name: str) -> list[str]:
    sheet, cells = book.defined_names[name].attr_text.split("!")
    return [row[0].value for row in book[sheet][cells.replace("$", "")] if row[0].value]


def column_of(field: str) -> int:
    return [question.field for question in DEMAND_QUESTIONS].index(field) + 1


def test_every_list_stands_on_a_name_that_resolves_to_the_catalogs_words(book: openpyxl.Workbook) -> None:
    assert entries(book, "tiers") == [f"{tier.zh} {tier.en}" for tier in CATALOG.tiers.values()]
    assert entries(book, "chains") == ["新材料 New materials"]
    assert len(entries(book, "districts")) == len(CATALOG.districts)
    for sheet in book.worksheets:
        for rule in rules(book, sheet.title):
            for name in re.findall(r"[a-z]+_?[a-z]*", rule.formula1 or "") if rule.type == "list" else ():
                assert entries(book, name), name


def test_every_pain_point_of_a_stage_is_offered_in_its_row(book: openpyxl.Workbook) -> None:
    sources = [rule.formula1 for rule in rules(book, "痛点 Pain points")]
    assert sources == [f"pains_{stage}" for stage in CATALOG.stages]
    for stage in CATALOG.stages.values():
        assert entries(book, f"pains_{stage.id}") == [f"{pain.zh} {pain.en}" for pain in stage.pains]


def test_roles_of_a_segment_stand_together_so_that_the_dependent_list_is_whole(book: openpyxl.Workbook) -> None:
    beside, roles = entries(book, "role_segments"), entries(book, "roles")
    assert len(beside) == len(roles) == len(CATALOG.roles_of("new-materials"))
    for segment in CATALOG.chains["new-materials"].segments:
        label = f"{segment.zh} {segment.en}"
        first, count = beside.index(label), beside.count(label)
        meant = {f"{r.zh} {r.en}" for r in CATALOG.roles_of("new-materials") if r.segment == segment.id}
        assert set(roles[first : first + count]) == meant


def test_the_role_list_follows_the_segment_of_its_own_row(book: openpyxl.Workbook) -> None:
    letter = openpyxl.utils.get_column_letter(column_of("segment"))
    role = openpyxl.utils.get_column_letter(column_of("role_stated"))
    rule = rule_for(book, f"{role}2")
    assert f"MATCH(${letter}2,role_segments,0)" in rule.formula1
    assert {cells.min_row for cells in rule.sqref.ranges} == {2}
    assert len(rule.formula1) <= 255


def test_every_question_tells_how_to_answer_and_stops_what_cannot_be_meant(book: openpyxl.Workbook) -> None:
    for index, question in enumerate(DEMAND_QUESTIONS, start=1):
        rule = rule_for(book, f"{openpyxl.utils.get_column_letter(index)}2")
        assert question.hint_zh in (rule.prompt or ""), question.key
        assert question.hint_en in (rule.prompt or ""), question.key
        if question.is_number or question.choices:
            assert rule.error, question.key
            assert rule.errorStyle in (None, "stop") or question.choices == "roles", question.key


def test_two_hundred_rows_are_prepared(book: openpyxl.Workbook) -> None:
    assert {cells.max_row for cells in rule_for(book, "A2").sqref.ranges} == {201}


def test_codes_and_words_are_text_and_the_code_has_18_characters(book: openpyxl.Workbook) -> None:
    row = [question.field for question in ENTERPRISE_QUESTIONS].index("credit_code") + 1
    assert book[ENTERPRISE_SHEET].cell(row, 2).number_format == "@"
    rule = next(rule for rule in rules(book, ENTERPRISE_SHEET) if f"B{row}" in rule.sqref)
    assert (rule.type, rule.operator, rule.formula1) == ("textLength", "equal", "18")
    assert book[DEMAND_SHEET].cell(2, column_of("certificates")).number_format == "@"
    assert book[DEMAND_SHEET].cell(2, column_of("headcount")).number_format == "General"


def test_nothing_stands_beside_an_answer_that_could_be_taken_for_it(book: openpyxl.Workbook) -> None:
    sheet = book[ENTERPRISE_SHEET]
    assert all(sheet.cell(row, 3).value is None for row in range(1, 12))


def test_a_wide_table_prints_in_parts_that_repeat_title_and_header(book: openpyxl.Workbook) -> None:
    sheet = book[DEMAND_SHEET]
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.page_setup.scale >= 70
    assert sheet.freeze_panes == "B2"
    widths = [question.width for question in DEMAND_QUESTIONS]
    assert [brk.id for brk in sheet.col_breaks.brk] == page_breaks(widths)
    ends = [*page_breaks(widths), len(widths)]
    for start, end in zip([1, *ends], ends, strict=False):
        assert widths[0] + sum(widths[start:end]) <= 145


def test_the_form_says_which_it_is_where_people_look_and_where_they_do_not(book: openpyxl.Workbook) -> None:
    small = f"talentmap-form · v{FORM_VERSION} · e-2026 · new-materials"
    assert book[INSTRUCTIONS]["A2"].value == small
    assert all(small in (sheet.oddFooter.left.text or "") for sheet in book.worksheets[:5])
    assert {book[name].sheet_state for name in ("_lists", "_talentmap")} == {"veryHidden"}
    assert [cell.value for cell in book["_talentmap"]["B"]] == [
        "talentmap-form",
        FORM_VERSION,
        "new-materials",
        "e-2026",
    ]


def test_the_worked_answers_are_the_catalogs_own_words(book: openpyxl.Workbook) -> None:
    worked = {row[0].value: row[2].value for row in book[INSTRUCTIONS].iter_rows() if row[0].value and row[2].value}
    for question in (*ENTERPRISE_QUESTIONS, *DEMAND_QUESTIONS):
        if question.choices and question.example:
            assert worked[question.header(("zh", "en"))] in entries(book, question.choices)


def test_incentives_are_offered_by_stage_and_keep_their_id(book: openpyxl.Workbook) -> None:
    assert entries(book, "incentives") == ["p01-2 补贴2 Aid 2", "p01-3 补贴3 Aid 3", "p01-1 补贴1 Aid 1"]
    assert entries(book, "incentive_stages") == ["引 Attract", "引 Attract", "留 Retain"]
    sources = [rule.formula1 for rule in rules(book, INCENTIVES_SHEET)]
    assert sources[0] == "stages"
    assert "MATCH($A2,incentive_stages,0)" in sources[1]
    assert sources[2] == "reaches"


def test_without_a_register_there_is_no_incentive_sheet(tmp_path: Path) -> None:
    write_form(tmp_path / "a.xlsx", Template(CATALOG, "new-materials", "e"))
    assert INCENTIVES_SHEET not in openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames


@pytest.mark.parametrize(("languages", "header"), [(("zh",), "*岗位名称（必填）"), (("en",), "*Job title")])
def test_a_form_may_speak_one_language(tmp_path: Path, languages: tuple[str, ...], header: str) -> None:
    write_form(tmp_path / "a.xlsx", Template(CATALOG, "new-materials", "e", ITEMS, languages))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book[DEMAND_SHEET]["A1"].value == header
    assert entries(book, "sizes")[0] == {"zh": "大型", "en": "large"}[languages[0]]


def test_the_same_template_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_form(tmp_path / name, TEMPLATE)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_csv_form_asks_the_same_and_opens_in_a_spreadsheet(tmp_path: Path) -> None:
    write_csv_form(tmp_path / "a.csv", TEMPLATE)
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    header, first = content.decode("utf-8-sig").splitlines()
    asked = {
        question.header(("zh", "en")).replace("\n", " ") for question in (*ENTERPRISE_QUESTIONS, *DEMAND_QUESTIONS)
    }
    assert asked <= set(header.split(","))
    assert "留才痛点 Retention pain points" in header
    assert "享受过的政策 Incentives received" in header
    assert "新材料 New materials" in first
