from __future__ import annotations

import re
from pathlib import Path

import pytest
from documents import DOCS, blocks
from typer.testing import CliRunner

from talentmap.cli.app import app
from talentmap.intake.cells.numbers import read_count, read_months, read_years
from talentmap.intake.cells.salary import read_pay

PAGE = DOCS / "survey.md"
_PAY = re.compile(r"^\| `([^`]+)` \| ([^|]+) \|$", re.M)
PAY_ROWS = _PAY.findall(PAGE.read_text(encoding="utf-8").split("## 薪资 Pay")[1].split("\n## ")[0])


@pytest.mark.parametrize(("written", "told"), PAY_ROWS)
def test_pay_is_read_as_the_page_says(written: str, told: str) -> None:
    pay = read_pay(written)
    ends = re.fullmatch(r"([\d.]+)–([\d.]+)", told)
    assert (pay.low, pay.high) == ((float(ends[1]), float(ends[2])) if ends else (None, None))
    assert (pay.question is None) is (ends is not None or "不算问题" in told)


def test_the_page_shows_enough_pay() -> None:
    assert len(PAY_ROWS) >= 12


def test_numbers_are_read_as_the_page_says() -> None:
    assert [read_count(text).value for text in ("3", "３", "3人", "三名", "1,200")] == [3, 3, 3, 3, 1200]
    assert [read_count(text).value for text in ("约5人", "5人左右", "无", "暂无需求")] == [5, 5, 0, 0]
    assert [read_count(text).value for text in ("2-3", "若干", "2.5")] == [None, None, None]
    assert [read_years(text).value for text in ("3-5年", "不限")] == [3, 0]
    assert [read_months(text).value for text in ("半年", "2年")] == [6, 24]


def test_the_shown_problem_list_is_what_the_command_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (shown,) = [text for language, _, text in blocks(PAGE) if language == "text"]
    (tmp_path / "需求表.csv").write_text(
        "企业名称,统一社会信用代码,产业链,岗位名称,需求人数,薪资\n"
        "清远示例新材料有限公司,91350100M000100Y43,新材料,挤压工程师,3,2-3万\n"
        "清远示例新材料有限公司,91350100M000100Y43,新材料,修模工,2-3,面议\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(app, ["check", "需求表.csv", "--lang", "zh"]).output
    assert told.splitlines() == shown.splitlines()
