"""One small file for each kind of problem that a cell, row or column can have, all read in one run."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from intake_samples import CATALOG, credit_code, write_csv

import benchmarks.intake
from talentmap.intake.findings import Findings
from talentmap.intake.receive import failed
from talentmap.intake.take_in import survey_files, take_in
from talentmap.model.problem import Problem, problem_kinds
from talentmap.model.source import Source

FIRM = {"企业名称": "清远甲有限公司", "统一社会信用代码": "", "产业链": "新材料", "岗位名称": "焊工", "需求人数": "3"}
RAISED_BY: dict[str, dict[str, str]] = {
    "intake-title-missing": {"岗位名称": ""},
    "intake-headcount-missing": {"需求人数": ""},
    "intake-headcount-unread": {"需求人数": "若干"},
    "intake-headcount-range": {"需求人数": "2-3"},
    "intake-headcount-negative": {"需求人数": "-3"},
    "intake-headcount-zero": {"需求人数": "0"},
    "intake-headcount-implausible": {"需求人数": "5000", "员工人数": "60"},
    "intake-headcount-unchecked": {"需求人数": "900"},
    "intake-headcount-order": {"未来12个月需求人数": "9", "未来三年需求人数": "5"},
    "intake-number-unread": {"应聘人数": "很多"},
    "intake-number-range": {"应聘人数": "3-5"},
    "intake-number-negative": {"应聘人数": "-1"},
    "intake-number-about": {"应聘人数": "约20人"},
    "intake-filled-above": {"近12个月招聘人数": "2", "近12个月到岗人数": "5"},
    "intake-suitable-above": {"合格人数": "2", "合适人数": "5"},
    "intake-suitable-applicants": {"应聘人数": "2", "合适人数": "5"},
    "intake-qualified-above": {"应聘人数": "2", "合格人数": "5"},
    "intake-pay-ambiguous": {"薪资": "2-3万"},
    "intake-pay-reversed": {"薪资": "9000-8000元/月"},
    "intake-pay-foreign": {"薪资": "$5000"},
    "intake-pay-unread": {"薪资": "很高"},
    "intake-pay-assumed": {"薪资": "6000-8000元"},
    "intake-education-unknown": {"学历": "985优先"},
    "intake-reason-unknown": {"招聘困难原因": "气场不合"},
    "intake-pain-unknown": {"引才痛点": "气场不合"},
    "intake-need-kind-unknown": {"需求性质": "长期"},
    "intake-tier-unknown": {"人才类别": "大师"},
    "intake-role-unknown": {"对应岗位": "驯兽师"},
    "intake-segment-unknown": {"环节": "航天"},
    "intake-district-unknown": {"工作地点": "火星"},
    "intake-chain-unknown": {"产业链": "低空经济"},
    "intake-chain-missing": {"产业链": ""},
    "intake-employees-unread": {"员工人数": "不少"},
    "intake-size-unknown": {"规模类型": "巨型"},
    "intake-code-missing": {"统一社会信用代码": ""},
    "intake-code-length": {"统一社会信用代码": "91441802"},
    "intake-code-check": {"统一社会信用代码": "91350100M000100Y44"},
    "intake-personal": {"岗位职责": "联系13812345678"},
    "intake-column-unknown": {"幸运数字": "7"},
    "intake-row-example": {"岗位名称": "示例：焊工"},
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    folder = tmp_path_factory.mktemp("problems")
    for serial, (code, cells) in enumerate(RAISED_BY.items(), start=1):
        name = {"企业名称": f"清远{serial}号有限公司", "统一社会信用代码": credit_code(serial)}
        row = {**FIRM, **name, **cells}
        plain = {**FIRM, **name, **{key: "" for key in cells if key not in FIRM}, "岗位名称": "钳工"}
        rows = [row, plain] if code == "intake-row-example" else [row]
        write_csv(folder / f"{code}.csv", [list(row), *([entry[key] for key in row] for entry in rows)])
    catalog = CATALOG.model_copy(
        update={
            "chains": {
                **CATALOG.chains,
                "other": CATALOG.chains["new-materials"].model_copy(update={"id": "other", "zh": "另"}),
            }
        }
    )
    found: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in take_in(survey_files(folder), folder, catalog).problems:
        found[problem.source.file].append(problem)
    return found


@pytest.mark.parametrize("code", RAISED_BY)
def test_the_problem_is_raised_and_says_where_what_and_how(code: str, told: dict[str, list[Problem]]) -> None:
    problem = next((problem for problem in told[f"{code}.csv"] if problem.code == code), None)
    assert problem is not None, [problem.code for problem in told[f"{code}.csv"]]
    for lang in ("zh", "en"):
        for sentence in (problem.wrong(lang), problem.fix(lang)):
            assert "{" not in sentence
            assert sentence.strip().endswith(("。", "）", ".", ")", "”", '"'))
    assert any("\u4e00" <= character <= "\u9fff" for character in problem.wrong("zh"))
    assert problem.source.row or code.startswith("intake-total")


def test_a_folder_without_files_says_so(tmp_path: Path) -> None:
    assert [problem.code for problem in take_in([], tmp_path, CATALOG).problems] == ["intake-no-files"]


@pytest.mark.parametrize(
    ("failure", "code"), [("crash", "intake-file-crash"), ("time", "intake-file-slow"), ("memory", "intake-file-cells")]
)
def test_a_file_that_ends_its_reader_is_refused_with_the_reason(tmp_path: Path, failure: str, code: str) -> None:
    path = write_csv(tmp_path / "a.csv", [["岗位名称"]])
    refused = failed(path, "a.csv", failure)
    assert refused.refused
    assert [problem.code for problem in refused.problems] == [code]


def test_past_two_thousand_problems_of_a_file_only_their_number_is_told() -> None:
    findings = Findings("a.csv")
    for row in range(2, 2105):
        findings.say("intake-title-missing", Source("a.csv", "", row))
    *listed, last = findings.all()
    assert (len(listed), last.code, last.facts["count"]) == (2000, "intake-many-problems", 103)


def test_pain_points_of_a_file_with_several_firms_belong_to_nobody(tmp_path: Path) -> None:
    header = ["企业名称", "产业链", "岗位名称", "需求人数"]
    rows = [["清远甲有限公司", "新材料", "焊工", "2"], ["清远乙有限公司", "新材料", "钳工", "2"]]
    write_csv(tmp_path / "a.csv", [["引才痛点：招聘渠道少，找不到对口人选"], header, *rows])
    survey = take_in(survey_files(tmp_path), tmp_path, CATALOG)
    assert "intake-pain-unowned" in {problem.code for problem in survey.problems}
    assert survey.pains.num_rows == 0


def test_every_code_of_intake_is_raised_by_some_test() -> None:
    here = Path(__file__)
    places = [*here.parents[2].rglob("*.py"), *Path(benchmarks.intake.__file__).parent.glob("*.py")]
    written = "\n".join(path.read_text(encoding="utf-8") for path in places)
    unproven = sorted(code for code in problem_kinds() if code.startswith("intake-") and f'"{code}"' not in written)
    assert unproven == []
