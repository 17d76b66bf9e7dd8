from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from intake_samples import codes, credit_code, rows, take, write_csv, write_xlsx

from talentmap.intake.cells.values import COUNTS
from talentmap.intake.files.spans import spans_in
from talentmap.intake.sheets.firm import without_form_title
from talentmap.intake.take_in import Intake

FIRM = ["企业名称", "统一社会信用代码", "产业链", "从业人数"]


def firm(serial: int, employees: object = 86) -> list[object]:
    return [f"清远第{serial}有限公司", credit_code(serial), "新材料", employees]


def said(intake: Intake, code: str) -> list[tuple[int, str, str]]:
    return [(p.source.row, p.source.column, p.shown) for p in intake.problems if p.code == code]


def test_a_headcount_far_above_the_staff_counts_once_the_remarks_confirm_it(tmp_path: Path) -> None:
    header = [*FIRM, "岗位名称", "需求人数", "备注"]
    write_csv(
        tmp_path / "a.csv", [header, [*firm(1, 20), "焊工", 90, "确认，二期投产"], [*firm(1, 20), "电工", 80, "待确认"]]
    )
    intake = take(tmp_path)
    assert [line["headcount"] for line in rows(intake)] == [90]
    assert said(intake, "intake-headcount-confirmed") == [(2, "F", "90")]
    assert said(intake, "intake-headcount-implausible") == [(3, "F", "80")]


def test_more_people_in_the_role_than_the_firm_employs(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", [[*FIRM, "岗位名称", "需求人数", "现有在岗人数"], [*firm(1), "焊工", 2, 100]])
    assert said(take(tmp_path), "intake-employed-above") == [(2, "G", "100")]


@pytest.mark.parametrize(
    ("header", "plausible", "beyond"),
    [
        ("未来12个月需求人数", 129, 130),
        ("未来三年需求人数", 387, 388),
        ("现有在岗人数", 129, 130),
        ("近12个月招聘人数", 387, 388),
        ("近12个月到岗人数", 387, 388),
        ("应聘人数", 1_000_000, 1_000_001),
        ("合格人数", 1_000_000, 1_000_001),
        ("合适人数", 1_000_000, 1_000_001),
    ],
)
def test_people_beyond_what_86_employees_make_plausible_are_not_counted(
    tmp_path: Path, header: str, plausible: int, beyond: int
) -> None:
    told = [[*firm(1), "焊工", 2, plausible], [*firm(1), "电工", 2, beyond]]
    write_csv(tmp_path / "a.csv", [[*FIRM, "岗位名称", "需求人数", header], *told])
    intake = take(tmp_path)
    assert said(intake, "intake-number-implausible") == [(3, "G", str(beyond))]
    by_title = {row["title"]: row for row in rows(intake)}
    (field,) = [name for name in COUNTS if by_title["焊工"][name] == plausible]
    assert by_title["电工"][field] is None


def test_an_unknown_staff_makes_no_number_implausible_that_an_enterprise_could_mean(tmp_path: Path) -> None:
    header = [*FIRM, "岗位名称", "需求人数", "现有在岗人数", "近12个月招聘人数"]
    write_csv(tmp_path / "a.csv", [header, [*firm(1, ""), "焊工", 2, 5_000, 2_000_000]])
    intake = take(tmp_path)
    assert said(intake, "intake-number-implausible") == [(2, "H", "2000000")]
    assert (rows(intake)[0]["employed"], rows(intake)[0]["advertised"]) == (5_000, None)


def test_no_enterprise_employs_more_than_a_million(tmp_path: Path) -> None:
    header = [*FIRM, "岗位名称", "需求人数"]
    write_csv(tmp_path / "a.csv", [header, [*firm(1, 50_000_000), "焊工", 2]])
    intake = take(tmp_path)
    assert said(intake, "intake-number-implausible") == [(2, "D", "50000000")]
    assert [row["employees"] for row in intake.enterprises.to_pylist()] == [None]
    assert [row["headcount"] for row in rows(intake)] == [2]


def test_suitable_applicants_are_held_against_all_where_no_column_says_qualified(tmp_path: Path) -> None:
    write_csv(
        tmp_path / "a.csv", [[*FIRM, "岗位名称", "需求人数", "应聘人数", "合适人数"], [*firm(1), "焊工", 2, 5, 9]]
    )
    assert said(take(tmp_path), "intake-suitable-applicants") == [(2, "H", "9")]


@pytest.mark.parametrize(("header", "cell"), [("空缺时长（月）", 2024), ("工作经验（年）", 2019)])
def test_a_length_of_time_beyond_belief_stays_empty(tmp_path: Path, header: str, cell: int) -> None:
    write_csv(tmp_path / "a.csv", [[*FIRM, "岗位名称", "需求人数", header], [*firm(1), "焊工", 2, cell]])
    intake = take(tmp_path)
    assert said(intake, "intake-number-implausible") == [(2, "G", str(cell))]
    assert (rows(intake)[0]["months_open"], rows(intake)[0]["experience_years"]) == (None, None)


@pytest.mark.parametrize(
    ("header", "months"), [("空缺时长（周）", 1.84), ("空缺时长（天）", 0.26), ("空缺时长（年）", 96.0)]
)
def test_the_header_names_the_unit_of_a_length_of_time(tmp_path: Path, header: str, months: float) -> None:
    write_csv(tmp_path / "a.csv", [[*FIRM, "岗位名称", "需求人数", header], [*firm(1), "焊工", 2, 8]])
    assert rows(take(tmp_path))[0]["months_open"] == months


def test_what_one_file_says_of_one_firm_must_agree(tmp_path: Path) -> None:
    header = [*FIRM, "岗位名称", "需求人数"]
    other_name = ["清远另一有限公司", *firm(1)[1:]]
    other_code = [firm(1)[0], credit_code(2), *firm(1)[2:]]
    lines = [firm(1), firm(1, 77), other_name, other_code]
    write_csv(tmp_path / "a.csv", [header, *([*who, f"焊工{n}", 2] for n, who in enumerate(lines))])
    intake = take(tmp_path)
    assert said(intake, "intake-employees-differ") == [(3, "D", "77")]
    assert said(intake, "intake-code-two-names") == [(4, "A", "清远另一有限公司")]
    assert said(intake, "intake-name-two-codes") == [(5, "B", credit_code(2))]


def test_a_second_table_below_the_first_is_read_by_its_own_header(tmp_path: Path) -> None:
    first = [[*FIRM, "岗位名称", "需求人数", "应聘人数"], [*firm(1), "焊工", 2, 9]]
    second = [[*FIRM, "岗位名称", "应聘人数", "需求人数"], [*firm(1), "电工", 30, 4]]
    write_csv(tmp_path / "a.csv", [*first, [], *second])
    intake = take(tmp_path)
    assert {line["title"]: (line["headcount"], line["applicants"]) for line in rows(intake)} == {
        "焊工": (2, 9),
        "电工": (4, 30),
    }
    assert codes(intake) == []


def test_filled_cells_below_no_header_are_said(tmp_path: Path) -> None:
    write_csv(
        tmp_path / "a.csv", [[*FIRM, "岗位名称", "需求人数", ""], [*firm(1), "焊工", 2, "x"], [*firm(1), "电工", 2]]
    )
    (problem,) = [p for p in take(tmp_path).problems if p.code == "intake-column-unnamed"]
    assert (problem.source.column, problem.facts) == ("G", {"rows": 1, "first": 2})


def test_a_merge_keeps_titles_numbers_and_pay_for_its_first_row(tmp_path: Path) -> None:
    header = [*FIRM, "岗位名称", "需求人数", "应聘人数", "学历要求"]
    lines = [header, [*firm(1), "焊工", 2, 9, "大专"], [*firm(1), "电工", 3, None, None]]
    write_xlsx(tmp_path / "a.xlsx", lines, merges=("G2:G3", "H2:H3"))
    intake = take(tmp_path)
    assert said(intake, "intake-cell-merged") == [(3, "G", "9")]
    told = {line["title"]: (line["applicants"], line["education"]) for line in rows(intake)}
    assert told == {"焊工": (9, "associate"), "电工": (None, "associate")}


def test_pain_points_in_the_rows_of_several_firms_go_to_their_firm(tmp_path: Path) -> None:
    header = [*FIRM, "岗位名称", "需求人数", "引才痛点"]
    write_csv(tmp_path / "a.csv", [header, [*firm(1), "焊工", 2, "招不到"], [*firm(2), "电工", 2, ""]])
    assert [(row["enterprise_id"], row["pain_id"]) for row in take(tmp_path).pains.to_pylist()] == [
        (credit_code(1), "attract-one")
    ]


def test_pain_points_that_no_firm_can_be_told_for_are_said(tmp_path: Path) -> None:
    header = [*FIRM, "岗位名称", "需求人数"]
    write_csv(tmp_path / "a.csv", [["引才痛点", "招不到"], header, [*firm(1), "焊工", 2], [*firm(2), "电工", 2]])
    intake = take(tmp_path)
    assert intake.pains.num_rows == 0
    assert codes(intake).count("intake-pain-unowned") == 1


@pytest.mark.parametrize(("period", "told"), [("月", (6000, 9000)), ("季度", (None, None))])
def test_a_pay_period_of_its_own_column(tmp_path: Path, period: str, told: tuple[float | None, float | None]) -> None:
    header = [*FIRM, "岗位名称", "需求人数", "薪资下限（元）", "薪资上限（元）", "薪资周期"]
    write_csv(tmp_path / "a.csv", [header, [*firm(1), "焊工", 2, 6000, 9000, period]])
    intake = take(tmp_path)
    assert (rows(intake)[0]["pay_low"], rows(intake)[0]["pay_high"]) == told
    assert ("intake-pay-period-unknown" in codes(intake)) is (told == (None, None))


def test_a_dash_for_a_title_sets_the_row_aside_and_not_the_file(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", [[*FIRM, "岗位名称", "需求人数"], [*firm(1), "焊工", 2], [*firm(1), "—", 3]])
    intake = take(tmp_path)
    assert [line["title"] for line in rows(intake)] == ["焊工"]
    assert said(intake, "intake-title-missing") == [(3, "E", "")]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("清远甲有限公司企业用工需求统计表", "清远甲有限公司"),
        ("清远甲有限公司2026年人才需求调查表", "清远甲有限公司"),
        ("清遠甲股份有限公司企業用工需求統計表", "清遠甲股份有限公司"),
        ("2026年人才需求调查表", None),
    ],
)
def test_the_firm_in_a_title_ends_where_its_name_ends(title: str, name: str | None) -> None:
    assert without_form_title(title) == name


def test_the_merges_of_an_open_document_are_told(tmp_path: Path) -> None:
    table = (
        '<table:table table:name="需求"><table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:number-rows-spanned="3" table:number-columns-spanned="1"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:covered-table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-spanned="4"/></table:table-row></table:table>'
    )
    spaces = 'xmlns:office="urn:o" xmlns:table="urn:t"'
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document {spaces}>{table}</office:document>")
    assert spans_in(path.read_bytes()) == {"需求": [((0, 2), (2, 2)), ((3, 0), (3, 3))]}
    assert spans_in(b"PK") == {}


def test_what_is_read_from_several_columns_is_the_same_in_every_row(tmp_path: Path) -> None:
    """The second row with the same cells is recalled; what is wrong with one is said of each, at its own place."""
    header = [
        *FIRM,
        "岗位名称",
        "需求人数",
        "薪资下限（元）",
        "薪资上限（元）",
        "薪资周期",
        "招聘困难原因1",
        "招聘困难原因2",
    ]
    ends = [[6000, 9000, "月"], [9000, 6000, "月"], [6000, 9000, "年"], [6000, True, "月"], [6000, 1, "月"]]
    reasons = ["薪酬期望差距大", "人员流动大"]
    lines = [[*firm(1), f"岗位{number}", 2, *told, *reasons] for number, told in enumerate(ends * 2)]
    write_xlsx(tmp_path / "a.xlsx", [header, *lines])
    intake = take(tmp_path)
    read = {row["title"]: (row["pay_low"], row["pay_high"], row["reasons"]) for row in rows(intake)}
    assert [read[f"岗位{k}"] for k in range(5)] == [read[f"岗位{k}"] for k in range(5, 10)]
    assert read["岗位0"] == (6000, 9000, "pay-gap|quits")
    said = {(problem.code, problem.source.row) for problem in intake.problems if problem.code.startswith("intake-pay")}
    assert {(code, row) for code, row in said if row < 7} == {(code, row - 5) for code, row in said if row >= 7}
    assert ("intake-pay-reversed", 3) in said
    assert {row for _, row in said} == {3, 4, 5, 6, 8, 9, 10, 11}


def test_rows_of_two_firms_by_turns_keep_their_own(tmp_path: Path) -> None:
    header = ["企业名称", "统一社会信用代码", "员工人数", "产业链", "岗位名称", "需求人数"]
    firms = [("甲有限公司", credit_code(1), 320, "新材料"), ("乙有限公司", credit_code(2), 120, "新材料")]
    write_csv(tmp_path / "a.csv", [header, *([*firms[k % 2], f"岗位{k}", 2] for k in range(6))])
    intake = take(tmp_path)
    assert {row["enterprise_name"]: row["employees"] for row in intake.enterprises.to_pylist()} == {
        "甲有限公司": 320,
        "乙有限公司": 120,
    }
    names = {row["enterprise_id"]: row["enterprise_name"] for row in intake.enterprises.to_pylist()}
    assert {row["title"]: names[row["enterprise_id"]][0] for row in rows(intake)} == {
        f"岗位{k}": "甲乙"[k % 2] for k in range(6)
    }
