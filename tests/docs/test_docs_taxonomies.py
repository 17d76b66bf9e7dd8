from __future__ import annotations

import json

import pytest
from documents import DOCS, blocks
from typer.testing import CliRunner

from talentmap.catalog.imports.columns import columns_of
from talentmap.cli.app import app

PAGE = DOCS / "taxonomies.md"


def test_the_worked_example_gives_what_the_page_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    found = list(blocks(PAGE))
    for language, name, text in found:
        if language == "csv":
            (tmp_path / name).write_text(text, encoding="utf-8")
    commands = [line for language, _, text in found if language == "sh" for line in text.splitlines()][:3]
    results = [CliRunner().invoke(app, line.split()[1:]) for line in commands]
    assert [result.exit_code for result in results] == [0, 0, 0]
    answers = json.loads(results[2].stdout)
    assert [answer["title"] for answer in answers] == ["急聘氩弧焊工6k-9k", "技工", ""]
    assert (answers[0]["role_id"], answers[0]["band"], answers[2]["band"]) == ("w-01", "accepted", "none")
    assert answers[1]["candidates"][0]["role_id"] == "t-01"
    (shown,) = [json.loads(text) for language, _, text in found if language == "json"]
    assert (shown.keys(), shown["candidates"][0].keys()) == (answers[0].keys(), answers[0]["candidates"][0].keys())
    assert answers[0]["reasons"].startswith(shown["reasons"])
    header = (tmp_path / "matched.csv").read_text("utf-8-sig").splitlines()[0]
    assert ", ".join(f"`{name}`" for name in header.split(",")[1:]).replace(", ", "、") in PAGE.read_text(
        "utf-8"
    ).replace("、\n", "、").replace("`row`（原文件行号）、", "")
    (program,) = [text for language, _, text in found if language == "python"]
    exec(compile(program, "taxonomies.md", "exec"), {})  # noqa: S102 - the page's own example
    assert "('w-01', 'accepted'" in capsys.readouterr().out


@pytest.mark.parametrize(
    "header", ["职业编码", "职业名称", "职业定义", "主要工作任务", "工种", "小类", "synonyms", "code"]
)
def test_headers_named_on_the_page_are_read(header):
    assert header in PAGE.read_text("utf-8")
    assert columns_of([header])
