from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from intake_samples import CATALOG, credit_code, rows, write_csv

from talentmap.intake.corrections import read_corrections
from talentmap.intake.take_in import Intake, survey_files, take_in
from talentmap.intake.terms import Terms

DAY = dt.date(2026, 6, 30)
ENTRY = {
    "file": "甲.csv",
    "title": "焊工",
    "column": "需求人数",
    "from": "5000",
    "to": 50,
    "reason": "电话核实",
    "who": "王",
    "expires": dt.date(2026, 12, 31),
}


def declared(folder: Path, *entries: dict[str, object]) -> Path:
    lines: list[str] = []
    for entry in entries:
        lines.append("[[correction]]")
        lines += [f"{k} = {v if not isinstance(v, str) else chr(34) + v + chr(34)}" for k, v in entry.items()]
    path = folder / "corrections.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def surveyed(folder: Path, *entries: dict[str, object]) -> Intake:
    surveys = folder / "surveys"
    surveys.mkdir(exist_ok=True)
    header = ["统一社会信用代码", "企业名称", "产业链", "岗位名称", "需求人数"]
    firm = [credit_code(1), "清远甲有限公司", "新材料"]
    write_csv(surveys / "甲.csv", [header, [*firm, "焊工", "5000"], [*firm, "钳工", "3"]])
    terms = Terms(corrections=read_corrections(declared(folder, *entries), DAY))
    return take_in(survey_files(surveys), surveys, CATALOG, terms=terms)


def told(survey: Intake) -> list[str]:
    return [p.code for p in survey.problems if p.code.startswith("intake-correct")]


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"title": None, "row": 2},
        {"column": "E"},
        {"file": None, "credit_code": credit_code(1)},
        {"file": None, "credit_code": credit_code(1), "title": None, "row": 2},
    ],
)
def test_a_correction_is_applied_before_reading_and_noted(tmp_path: Path, place: dict[str, object]) -> None:
    entry = {key: value for key, value in {**ENTRY, **place}.items() if value is not None}
    survey = surveyed(tmp_path, entry)
    assert {row["title"]: row["headcount"] for row in rows(survey)} == {"焊工": 50, "钳工": 3}
    (note,) = [p for p in survey.problems if p.code == "intake-corrected"]
    assert (note.source.row, note.source.column, note.shown) == (2, "E", "5000")
    assert "电话核实" in note.wrong("zh")
    assert told(survey) == ["intake-corrected"]


@pytest.mark.parametrize(
    "other",
    [{"from": "500"}, {"file": "乙.csv"}, {"title": "电工"}, {"column": "人数上限"}, {"sheet": "需求"}],
)
def test_a_correction_that_fits_nothing_changes_nothing_and_says_so(tmp_path: Path, other: dict[str, object]) -> None:
    survey = surveyed(tmp_path, {**ENTRY, **other})
    assert {row["headcount"] for row in rows(survey)} == {5000, 3}
    assert told(survey) == ["intake-correction-unmatched"]


def test_another_firms_row_is_not_corrected_by_a_credit_code(tmp_path: Path) -> None:
    entry = {key: value for key, value in ENTRY.items() if key != "file"} | {"credit_code": credit_code(2)}
    assert told(surveyed(tmp_path, entry)) == ["intake-correction-unmatched"]


def test_an_expired_correction_is_not_applied(tmp_path: Path) -> None:
    survey = surveyed(tmp_path, {**ENTRY, "expires": dt.date(2026, 6, 29)})
    assert told(survey) == ["intake-correction-expired"]
    assert 5000 in {row["headcount"] for row in rows(survey)}


def test_on_its_last_day_a_correction_still_counts(tmp_path: Path) -> None:
    assert told(surveyed(tmp_path, {**ENTRY, "expires": DAY})) == ["intake-corrected"]


@pytest.mark.parametrize("missing", ["reason", "who", "expires", "from", "to", "column"])
def test_an_incomplete_correction_is_a_problem(tmp_path: Path, missing: str) -> None:
    survey = surveyed(tmp_path, {key: value for key, value in ENTRY.items() if key != missing})
    assert told(survey) == ["intake-correction-invalid"]
    (problem,) = [p for p in survey.problems if p.code == "intake-correction-invalid"]
    assert problem.source.sheet == "correction 1"
    assert missing in problem.wrong("en")


def test_a_correction_must_name_one_cell(tmp_path: Path) -> None:
    both = {**ENTRY, "row": 2}
    nobody = {key: value for key, value in ENTRY.items() if key != "file"}
    assert told(surveyed(tmp_path, both, nobody)) == ["intake-correction-invalid"] * 2


def test_a_broken_file_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "corrections.toml").write_text("[[correction]\n", encoding="utf-8")
    (problem,) = read_corrections(tmp_path / "corrections.toml", DAY).problems
    assert problem.code == "intake-corrections-unreadable"
    assert "line 1" in problem.wrong("en")


@pytest.mark.parametrize(
    "text",
    [
        '[[corrections]]\nfile = "a.csv"\n',
        '[correction]\nfile = "a.csv"\n',
        "correction = 1\n",
        "a = 1\n",
        "a = " + "9" * 5000 + "\n",
        "a = " + "[" * 5000,
    ],
)
def test_a_file_without_a_list_of_corrections_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "corrections.toml").write_text(text, encoding="utf-8")
    found = read_corrections(tmp_path / "corrections.toml", DAY)
    assert ([p.code for p in found.problems], found.entries) == (["intake-corrections-unreadable"], ())


def test_without_a_file_there_is_nothing_to_correct(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "corrections.toml", DAY).entries == ()
