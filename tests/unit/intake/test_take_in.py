from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter
from intake_samples import CATALOG, codes, credit_code, files, rows, take, write_csv, write_xlsx

from talentmap.intake.take_in import survey_files, take_in
from talentmap.tables.survey import DEMAND, ENTERPRISES, FILES, PAINS

HEADER = ["岗位名称", "需求人数"]


def one(folder: Path, records: list[list[object]], name: str = "清远甲有限公司.csv") -> dict[str, object]:
    write_csv(folder / name, records)
    (line,) = rows(take(folder))
    return line


def test_every_table_has_its_declared_shape_even_without_files(tmp_path: Path) -> None:
    intake = take(tmp_path)
    for table, shape in zip(
        (intake.enterprises, intake.demand, intake.pains, intake.files),
        (ENTERPRISES, DEMAND, PAINS, FILES),
        strict=True,
    ):
        assert table.schema == shape.arrow_schema


def test_a_full_line_is_read_field_by_field(tmp_path: Path) -> None:
    header = [
        "企业名称",
        "统一社会信用代码",
        "产业链",
        "环节",
        "员工人数",
        "企业地址",
        "岗位名称",
        "对应岗位",
        "人才类别",
        "需求人数",
        "未来12个月需求人数",
        "未来三年需求人数",
        "近12个月招聘人数",
        "近12个月到岗人数",
        "应聘人数",
        "合格人数",
        "合适人数",
        "空缺时长（月）",
        "学历要求",
        "专业要求",
        "工作经验",
        "证书要求",
        "技能要求",
        "月薪（元）",
        "招聘困难原因",
        "工作地点",
        "引才痛点",
    ]
    cells = [
        "清远甲铝业有限公司",
        credit_code(1),
        "新材料产业链",
        "型材挤压",
        "120人",
        "广东省清远市英德市英红镇",
        "挤压工程师",
        "铝挤压工程师",
        "工程师",
        "3",
        "5",
        "8",
        "4",
        "1",
        "20",
        "6",
        "2",
        "6",
        "本科及以上",
        "材料、冶金",
        "3年以上",
        "工程师",
        "PLC；CAD",
        "8000-12000",
        "工资低；离职多",
        "清城区",
        "招聘渠道少，找不到对口人选",
    ]
    line = one(tmp_path, [header, cells])
    expected = {
        "chain_id": "new-materials",
        "segment_id": "profiles",
        "district_id": "qingcheng",
        "title": "挤压工程师",
        "role_stated": "nm-extrusion-engineer",
        "tier_stated": "engineer",
        "headcount": 3,
        "headcount_12m": 5,
        "headcount_3y": 8,
        "advertised": 4,
        "filled": 1,
        "applicants": 20,
        "qualified": 6,
        "suitable": 2,
        "months_open": 6.0,
        "education": "bachelor",
        "majors": "材料|冶金",
        "experience_years": 3.0,
        "certificates": "工程师",
        "skills": "PLC|CAD",
        "pay_low": 8000.0,
        "pay_high": 12000.0,
        "reasons": "pay-gap|quits",
        "source_row": 2,
        "enterprise_id": credit_code(1),
    }
    assert {name: line[name] for name in expected} == expected
    (enterprise,) = take(tmp_path).enterprises.to_pylist()
    assert (enterprise["district_id"], enterprise["employees"], enterprise["size_class"]) == ("yingde", 120, "small")
    assert take(tmp_path).pains.to_pylist() == [
        {"enterprise_id": credit_code(1), "chain_id": "new-materials", "stage": "attract", "pain_id": "attract-one"}
    ]
    assert codes(take(tmp_path)) == []


def test_a_merged_title_notes_and_totals_are_not_data(tmp_path: Path) -> None:
    write_xlsx(
        tmp_path / "7_x.xlsx",
        [
            ["清远乙机械有限公司 人才需求调查表", None],
            ["填报说明：每行一个岗位", None],
            ["岗位名称", "需求人数"],
            ["示例：焊工", 9],
            ["焊工", 2],
            [None, None],
            ["钳工", 3],
            ["合计", 6],
            ["注：人数为当前需求", None],
        ],
        ("A1:B1",),
    )
    intake = take(tmp_path)
    assert sorted((line["title"], line["headcount"]) for line in rows(intake)) == [("焊工", 2), ("钳工", 3)]
    assert files(intake)["7_x.xlsx"]["rows_in"] == 2
    (problem,) = [p for p in intake.problems if p.code == "intake-totals-differ"]
    assert (problem.source.row, problem.source.column, problem.facts["counted"]) == (8, "B", 5)
    assert intake.enterprises["enterprise_name"].to_pylist() == ["清远乙机械有限公司"]


def test_two_row_merged_headers_are_joined(tmp_path: Path) -> None:
    records = [["岗位名称", "需求人数", None, None], [None, "当前", "未来12个月", "未来三年"], ["焊工", 1, 2, 3]]
    write_xlsx(tmp_path / "甲.xlsx", records, ("B1:D1", "A1:A2"))
    (line,) = rows(take(tmp_path))
    assert (line["headcount"], line["headcount_12m"], line["headcount_3y"]) == (1, 2, 3)
    (tmp_path / "甲.xlsx").unlink()
    line = one(tmp_path, [[cell or "" for cell in record] for record in records])
    assert (line["headcount"], line["headcount_12m"], line["headcount_3y"]) == (1, 2, 3)


def test_a_count_under_another_period_is_not_the_headcount(tmp_path: Path) -> None:
    write_csv(tmp_path / "甲.csv", [["岗位名称", "近12个月招聘情况", ""], ["", "人数", "学历"], ["焊工", "5", "大专"]])
    assert rows(take(tmp_path)) == []
    assert "intake-headcount-missing" in codes(take(tmp_path))


def test_merged_cells_fill_dimensions_and_never_numbers(tmp_path: Path) -> None:
    write_xlsx(
        tmp_path / "a.xlsx",
        [
            ["企业名称", "岗位名称", "需求人数", "学历"],
            ["清远甲厂", "焊工", 5, "大专"],
            [None, "钳工", None, None],
            ["清远乙厂", "车工", 1, "本科"],
        ],
        ("A2:A3", "C2:C3", "D2:D3"),
    )
    intake = take(tmp_path)
    assert [
        (line["title"], line["headcount"], line["education"])
        for line in sorted(rows(intake), key=lambda x: x["source_row"])
    ] == [
        ("焊工", 5, "associate"),
        ("车工", 1, "bachelor"),
    ]
    (problem,) = [p for p in intake.problems if p.code == "intake-headcount-missing"]
    assert (problem.source.row, problem.source.column) == (3, "C")
    assert files(intake)["a.xlsx"]["rejected"] == 1


def test_a_plain_posting_table_counts_each_row_once(tmp_path: Path) -> None:
    line = one(tmp_path, [["职位", "薪酬待遇", "地点", "企业规模"], ["焊工", "4-8千/月", "上海-徐汇区", "50-150人"]])
    assert (line["headcount"], line["pay_low"], line["district_id"]) == (1, 4000.0, "")
    assert codes(take(tmp_path)).count("intake-posting-table") == 1
    assert take(tmp_path).enterprises["size_class"].to_pylist() == ["small"]


def test_a_mistyped_headcount_column_is_never_read_as_one_post_a_row(tmp_path: Path) -> None:
    write_csv(tmp_path / "甲.csv", [["岗位名称", "需求人薮"], ["焊工", "30"]])
    intake = take(tmp_path)
    assert rows(intake) == []
    assert next(p for p in intake.problems if p.code == "intake-column-unknown").suggestion == "需求人数"


@pytest.mark.parametrize(
    "records",
    [
        [
            ["字段编码", "字段名称", "数据类型", "是否必填"],
            ["job_name", "岗位名称", "string", "是"],
            ["pay", "薪资范围", "string", "否"],
        ],
        [["岗位名称", "焊工"], ["薪资", "6000元/月"], ["学历", "大专"]],
        [["本表说明岗位名称如何填写"], ["随便"]],
    ],
)
def test_what_only_looks_like_a_table_is_refused(tmp_path: Path, records: list[list[str]]) -> None:
    write_csv(tmp_path / "甲.csv", records)
    intake = take(tmp_path)
    assert files(intake)["甲.csv"]["status"] == "unreadable"
    assert "intake-no-header" in codes(intake)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("若干", "intake-headcount-unread"),
        ("2-3", "intake-headcount-range"),
        ("", "intake-headcount-missing"),
        ("-1", "intake-headcount-negative"),
        ("5000", "intake-headcount-implausible"),
    ],
)
def test_a_headcount_that_is_no_number_rejects_its_row(tmp_path: Path, cell: str, code: str) -> None:
    write_csv(tmp_path / "清远甲公司.csv", [[*HEADER, "员工人数"], ["焊工", cell, "100"], ["钳工", "1", "100"]])
    intake = take(tmp_path)
    (problem,) = [p for p in intake.problems if p.code == code]
    assert (problem.source.row, problem.source.column, problem.source.header) == (2, "B", "需求人数")
    row = files(intake)["清远甲公司.csv"]
    assert (row["rows_in"], row["used"], row["rejected"]) == (2, 1, 1)


def test_a_date_in_a_headcount_is_named_as_such(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "甲.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_string(1, 0, "焊工")
        sheet.write_datetime(1, 1, dt.datetime(2026, 2, 3), book.add_format({"num_format": "m-d"}))
    assert "intake-headcount-date" in codes(take(tmp_path))


def test_formula_errors_and_missing_results_are_said(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "甲.xlsx")) as book:
        sheet = book.add_worksheet("需求")
        sheet.write_row(0, 0, [*HEADER, "应聘人数"])
        sheet.write_row(1, 0, ["焊工", 3])
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
        sheet.write_string(2, 0, "钳工")
        sheet.write_formula(2, 1, "=1+1", None, "")
    intake = take(tmp_path)
    (problem,) = [p for p in intake.problems if p.code == "intake-cell-error"]
    assert (problem.source.sheet, problem.source.column, problem.source.row) == ("需求", "C", 2)
    assert [line["title"] for line in rows(intake)] == ["焊工"]


def test_personal_numbers_reach_neither_tables_nor_problems(tmp_path: Path) -> None:
    line = one(tmp_path, [[*HEADER, "岗位职责"], ["焊工13800138000", "2", "联系人证件11010519491231002X"]])
    intake = take(tmp_path)
    everything = str(line) + str([(p.shown, p.wrong(), p.fix(), p.source) for p in intake.problems])
    assert "13800138000" not in everything
    assert "11010519491231002X" not in everything
    assert "intake-personal" in codes(intake)


@pytest.mark.parametrize(
    ("place", "district"),
    [
        ("清远市清城区", "qingcheng"),
        ("英德", "yingde"),
        ("广东省英德市大站镇", "yingde"),
        ("高新区", "gaoxin"),
        ("Qingcheng", "qingcheng"),
        ("广州高新区", ""),
        ("上海市连南路8号", ""),
        ("上海-徐汇区", ""),
        ("清城区、英德市", ""),
    ],
)
def test_places(tmp_path: Path, place: str, district: str) -> None:
    assert one(tmp_path, [[*HEADER, "工作地点"], ["焊工", "2", place]])["district_id"] == district


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("本科及以上", "bachelor"),
        ("大专/本科", "associate"),
        ("全日制本科以上学历", "bachelor"),
        ("硕士研究生", "master"),
        ("不限", "none"),
        ("本科优先", ""),
        ("大学", ""),
    ],
)
def test_education_floors(tmp_path: Path, words: str, step: str) -> None:
    assert one(tmp_path, [[*HEADER, "学历"], ["焊工", "2", words]])["education"] == step


def test_pay_columns_that_are_swapped_are_emptied(tmp_path: Path) -> None:
    line = one(tmp_path, [[*HEADER, "月薪下限（元）", "月薪上限（元）"], ["焊工", "2", "9000", "6000"]])
    assert (line["pay_low"], line["pay_high"]) == (None, None)
    assert "intake-pay-reversed" in codes(take(tmp_path))


def test_a_form_in_traditional_characters_is_understood_and_its_titles_stay(tmp_path: Path) -> None:
    records = [
        ["企業名稱：清遠甲鋁業有限公司", "", "", "", "", ""],
        ["所屬產業鏈：新材料", "", "", "", "", ""],
        ["崗位名稱", "需求人數", "最低學歷", "薪資待遇", "工作地點", "招聘困難原因"],
        ["設備維修工", "2", "大專", "8-12萬/年", "清城區", "工資低"],
        ["備註：以上均為長期招聘", "", "", "", "", ""],
    ]
    write_csv(tmp_path / "x.csv", records, "big5")
    (line,) = rows(take(tmp_path))
    expected = {"title": "設備維修工", "education": "associate", "pay_high": 10000.0, "district_id": "qingcheng"}
    expected |= {"reasons": "pay-gap", "chain_id": "new-materials"}
    assert {name: line[name] for name in expected} == expected


def test_a_title_that_begins_like_a_note_is_a_title(tmp_path: Path) -> None:
    titles = ["Sample preparation technician", "负责人", "示例工程师", "日期管理员", "Total quality manager"]
    write_csv(
        tmp_path / "甲.csv", [HEADER, *([title, "1"] for title in titles), ["Example: welder", "9"], ["示例 焊工", "9"]]
    )
    assert sorted(line["title"] for line in rows(take(tmp_path))) == sorted(titles)


@pytest.mark.parametrize("filler", ["万", ",", "a", "(", " ", "1 ", "@a", "1.", "、/"])
def test_huge_cells_are_read_like_any_other(tmp_path: Path, filler: str) -> None:
    huge = (filler * 32_000)[:32_000]
    write_csv(
        tmp_path / "甲.csv",
        [[*HEADER, "薪资", "学历", "工作经验", "工作地点", "技能要求"], ["@" + huge] * 7, ["焊工", "2", *[huge] * 5]],
    )
    intake = take(tmp_path)
    told = files(intake)["甲.csv"]
    if filler == ",":  # more separators in one line than a sheet has columns
        assert (told["status"], codes(intake)) == ("unreadable", ["intake-file-cells"])
    else:
        assert (told["status"], told["rows_in"], told["used"], told["rejected"]) == ("used", 2, 1, 1)
        assert [line["title"] for line in rows(intake)] == ["焊工"]


def test_progress_is_told_file_by_file(tmp_path: Path) -> None:
    for serial in range(3):
        write_csv(tmp_path / f"{serial}.csv", [HEADER, ["焊工", str(serial + 1)]])
    told: list[tuple[int, int]] = []
    take_in(survey_files(tmp_path), tmp_path, CATALOG, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    "asked", ["员工人数", "未来三年需求人数", "应聘人数", "空缺时长（月）", "工作经验（年）", "月薪（元）"]
)
@pytest.mark.parametrize("told", ["9" * 23, "9" * 30 + "人", 10**17, "-" + "9" * 25, "1e400"])
def test_a_number_beyond_all_bounds_is_a_question_and_stops_nothing(
    tmp_path: Path, asked: str, told: str | int
) -> None:
    line = one(
        tmp_path,
        [["企业名称", *HEADER, asked], ["清远甲有限公司", "焊工", 3, told], ["清远甲有限公司", "合计", "9" * 25]],
    )
    (enterprise,) = take(tmp_path).enterprises.to_pylist()
    assert (line["title"], line["headcount"], enterprise["employees"]) == ("焊工", 3, None)
    asked_for = ("headcount_3y", "applicants", "months_open", "experience_years", "pay_low")
    assert [line[name] for name in asked_for] == [None] * len(asked_for)
    assert (2, "D") in {(problem.source.row, problem.source.column) for problem in take(tmp_path).problems}


def test_a_cell_that_says_true_is_no_one(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "清远甲有限公司.xlsx", [HEADER, ["焊工", 1], ["电工", True], ["钳工", 1]])
    intake = take(tmp_path)
    assert sorted((line["title"], line["headcount"]) for line in rows(intake)) == [("焊工", 1), ("钳工", 1)]
    assert [p.shown for p in intake.problems if p.code == "intake-headcount-unread"] == ["TRUE"]
