from __future__ import annotations

import sys

import pytest

from talentmap.cli import app as border


def _left_with(arguments: list[str], monkeypatch: pytest.MonkeyPatch, locale: str) -> int:
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setattr(sys, "argv", ["talentmap", *arguments])
    with pytest.raises(SystemExit) as left:
        border.main()
    return int(left.value.code or 0)


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (["chek"], "没有命令 chek；是不是 check？"),
        (["catalog", "zzzz"], "没有命令 zzzz。"),
        (["check"], "缺少参数 path。"),
        (["build", "--lnag", "zh", "x"], "没有选项 --lnag；是不是 --lang？"),
        (["build", "x", "y"], "多出来的参数：y。"),
        (["build", "--lang", "fr", "x"], "选项 --lang 不能是 fr，只能是 zh、en 之一。"),
        (["match", "x.csv", "--top", "abc", "--catalog", "x"], "选项 --top 要用数字。"),
        (["match", "--top"], "选项 --top 后面要有值。"),
        (["match", "nothing.csv", "--catalog", "nothing"], "nothing"),
    ],
)
def test_a_command_called_wrongly_is_told_in_chinese(arguments, wrong, monkeypatch, capsys):
    code = _left_with(arguments, monkeypatch, "zh_CN.UTF-8")
    said = capsys.readouterr().err
    assert wrong in said
    assert "Usage" not in said
    assert code in (2, 3)
    assert "--help。" in said or code == 3


def test_without_a_command_the_help_stands_alone(monkeypatch, capsys):
    assert _left_with([], monkeypatch, "zh_CN.UTF-8") == 2
    told = capsys.readouterr()
    assert "编制" in told.out + told.err
    assert "✗" not in told.err


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "C.UTF-8"])
def test_a_good_call_leaves_with_nothing_in_either_language(locale, monkeypatch, capsys):
    assert _left_with(["--version"], monkeypatch, locale) == 0
    assert capsys.readouterr().out.startswith("talentmap ")


def test_in_english_the_usage_is_told(monkeypatch, capsys):
    assert _left_with(["check"], monkeypatch, "C.UTF-8") == 2
    assert "Missing argument" in capsys.readouterr().err
