from __future__ import annotations

from pathlib import Path

import pytest
from intake_samples import CATALOG, codes, credit_code, files, rows, take, write_csv, write_xlsx

from talentmap.intake.take_in import survey_files, take_in

HEADER = ["岗位名称", "需求人数"]


def one(folder: Path, records: list[list[object]], name: str = "清远甲有限公司.csv") -> dict[str, object]:
    write_csv(folder / name, records)
    (line,) = rows(take(folder))
    return line


def test_key_value_lines_above_the_table_name_the_enterprise(tmp_path: Path) -> None:
    records = [
        ["企业名称：清远甲有限公司", "", ""],
        ["统一社会信用代码", credit_code(3), ""],
        ["员工人数", "50", ""],
        [],
        [*HEADER, "学历"],
        ["焊工", "2", "不限"],
    ]
    line = one(tmp_path, records, "x.csv")
    assert line["enterprise_id"] == credit_code(3)
    (enterprise,) = take(tmp_path).enterprises.to_pylist()
    assert (enterprise["enterprise_name"], enterprise["employees"]) == ("清远甲有限公司", 50)


@pytest.mark.parametrize("writer", [write_csv, write_xlsx])
def test_a_key_value_line_right_above_the_header_is_no_part_of_it(tmp_path: Path, writer: object) -> None:
    records = [
        ["企业名称", "清远甲电气厂"],
        ["职位", "薪酬待遇", "岗位职责及要求", "地点", "企业规模"],
        ["焊工", "4-8千/月", "焊", "清城", "50-150人"],
    ]
    writer(tmp_path / ("x.csv" if writer is write_csv else "x.xlsx"), records)  # type: ignore[operator]  # parametrised
    intake = take(tmp_path)
    assert intake.enterprises["enterprise_name"].to_pylist() == ["清远甲电气厂"]
    assert [line["source_row"] for line in rows(intake)] == [3]


def test_an_agency_is_set_aside_whole(tmp_path: Path) -> None:
    write_csv(
        tmp_path / "甲.csv",
        [["企业名称", *HEADER], ["清远某某劳务派遣有限公司", "普工", "20"], ["清远某某劳务派遣有限公司", "焊工", "2"]],
    )
    intake = take(tmp_path)
    row = files(intake)["甲.csv"]
    assert (row["status"], row["rejected"], codes(intake).count("intake-dispatch")) == ("rejected", 2, 1)


def test_the_same_file_twice_counts_once(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        write_csv(tmp_path / name, [["企业名称", *HEADER], ["清远甲厂", "焊工", "2"]])
    intake = take(tmp_path)
    assert [(r["status"], r["used"], r["duplicate"]) for r in files(intake).values()] == [
        ("used", 1, 0),
        ("superseded", 0, 1),
    ]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("甲_2026-05-06.csv", "甲_2026-06-01.csv"),
        ("z.csv", "甲（更正）.csv"),
        ("甲v1.csv", "甲_v2.csv"),
        ("z_v1.csv", "甲_20260601.csv"),
    ],
)
def test_a_later_answer_replaces_an_earlier_one(tmp_path: Path, older: str, newer: str) -> None:
    write_csv(tmp_path / older, [["企业名称", *HEADER], ["清远甲厂", "焊工", "2"], ["清远甲厂", "钳工", "1"]])
    write_csv(tmp_path / newer, [["企业名称", *HEADER], ["清远甲厂", "焊工", "4"]])
    intake = take(tmp_path)
    assert [(line["headcount"], line["source_file"]) for line in rows(intake)] == [(4, newer)]
    assert files(intake)[older]["status"] == "superseded"
    (problem,) = [p for p in intake.problems if p.code == "intake-superseded"]
    assert (problem.source.file, problem.facts["other"]) == (older, newer)


def test_a_name_and_its_code_are_one_enterprise(tmp_path: Path) -> None:
    write_csv(tmp_path / "a_2026-05-01.csv", [["企业名称", *HEADER], ["清远甲(集团)厂", "焊工", "2"]])
    write_csv(
        tmp_path / "a_2026-06-01.csv",
        [["企业名称", "信用代码", *HEADER], ["清远甲（集团）厂", credit_code(5), "焊工", "3"]],
    )
    assert take(tmp_path).enterprises["enterprise_id"].to_pylist() == [credit_code(5)]


def test_identical_rows_count_once_but_a_differing_column_keeps_both(tmp_path: Path) -> None:
    records = [
        ["序号", *HEADER, "部门"],
        ["1", "焊工", "2", "一厂"],
        ["2", "焊工", "2", "一厂"],
        ["3", "焊工", "2", "二厂"],
    ]
    write_csv(tmp_path / "甲.csv", records)
    intake = take(tmp_path)
    row = files(intake)["甲.csv"]
    assert (row["used"], row["duplicate"]) == (2, 1)
    assert len({line["line_id"] for line in rows(intake)}) == 2


def test_a_row_repeated_below_a_merged_cell_is_found(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "甲.xlsx", [["企业名称", *HEADER], ["清远甲厂", "焊工", 5], [None, "焊工", 5]], ("A2:A3",))
    assert files(take(tmp_path))["甲.xlsx"]["duplicate"] == 1


def test_line_ids_do_not_depend_on_order_or_place(tmp_path: Path) -> None:
    lines = [["焊工", "2"], ["钳工", "1"], ["车工", "4"]]
    write_csv(tmp_path / "甲.csv", [HEADER, *lines])
    first = take(tmp_path).demand["line_id"].to_pylist()
    write_csv(tmp_path / "甲.csv", [["填报说明：略", ""], HEADER, *reversed(lines)])
    assert take(tmp_path).demand["line_id"].to_pylist() == first


def test_several_enterprises_in_one_table(tmp_path: Path) -> None:
    write_csv(
        tmp_path / "园区.csv",
        [["企业名称", *HEADER], ["清远甲厂", "焊工", "2"], ["清远乙厂", "焊工", "2"], ["", "钳工", "1"]],
    )
    intake = take(tmp_path)
    assert intake.enterprises.num_rows == 2
    assert "intake-enterprise-missing" in codes(intake)
    assert files(intake)["园区.csv"]["enterprise_id"] == ""


def test_a_wrong_code_keeps_the_row_and_offers_the_mend(tmp_path: Path) -> None:
    line = one(tmp_path, [["企业名称", "信用代码", *HEADER], ["清远甲厂", "9135O100M000100Y43", "焊工", "2"]])
    assert str(line["enterprise_id"]).startswith("n-")
    (problem,) = [p for p in take(tmp_path).problems if p.code == "intake-code-alphabet"]
    assert problem.suggestion == "91350100M000100Y43"


def test_a_name_keeps_its_brackets(tmp_path: Path) -> None:
    write_csv(tmp_path / "x.csv", [["清远甲有限公司（示例）2026年人才需求调查表", ""], HEADER, ["焊工", "2"]])
    write_csv(tmp_path / "清远乙有限公司（示例）_人才需求表.csv", [HEADER, ["钳工", "2"]])
    names = take(tmp_path).enterprises["enterprise_name"].to_pylist()
    assert sorted(names) == ["清远乙有限公司(示例)", "清远甲有限公司(示例)"]


def test_a_unit_of_measure_is_no_enterprise(tmp_path: Path) -> None:
    write_csv(tmp_path / "清远甲有限公司.csv", [["单位：人", ""], ["单位", "万元"], HEADER, ["焊工", "2"]])
    assert take(tmp_path).enterprises["enterprise_name"].to_pylist() == ["清远甲有限公司"]


def test_the_same_files_give_the_same_tables_and_problems(tmp_path: Path) -> None:
    for serial in range(8):
        write_csv(tmp_path / f"{serial}.csv", [HEADER, ["焊工", "若干"], ["钳工", str(serial)]])
    paths = survey_files(tmp_path)
    first, second = take_in(paths, tmp_path, CATALOG), take_in(paths[::-1], tmp_path, CATALOG)
    assert first.demand.equals(second.demand)
    assert first.problems == second.problems
    assert list(first.problems) == sorted(first.problems, key=lambda problem: problem.source)


@pytest.mark.parametrize(("chains", "chain"), [(1, "new-materials"), (2, "")])
def test_a_survey_of_one_chain_needs_no_chain_column(tmp_path: Path, chains: int, chain: str) -> None:
    first = CATALOG.chains["new-materials"]
    second = first.model_copy(update={"id": "specialty-food", "zh": "食品", "en": "Food"})
    catalog = CATALOG.model_copy(update={"chains": {each.id: each for each in (first, second)[:chains]}})
    write_csv(tmp_path / "清远甲有限公司.csv", [HEADER, ["挤压工", 2]])
    intake = take_in(survey_files(tmp_path), tmp_path, catalog)
    assert intake.demand["chain_id"].to_pylist() == [chain]
    assert ("intake-chain-missing" in codes(intake)) is (chain == "")


@pytest.mark.parametrize(
    ("chain", "told"),
    [("低空经济", "intake-chain-unknown"), ("", "intake-chain-missing"), ("/", "intake-chain-missing")],
)
def test_what_is_wrong_with_a_chain_is_told_once(tmp_path: Path, chain: str, told: str) -> None:
    other = CATALOG.chains["new-materials"].model_copy(update={"id": "specialty-food", "zh": "食品", "en": "Food"})
    catalog = CATALOG.model_copy(update={"chains": {**CATALOG.chains, other.id: other}})
    write_csv(tmp_path / "清远甲有限公司.csv", [[*HEADER, "产业链"], ["挤压工", "2", chain]])
    said = codes(take_in(survey_files(tmp_path), tmp_path, catalog))
    assert [code for code in said if code.startswith("intake-chain-")] == [told]
