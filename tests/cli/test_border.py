from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from talentmap.cli.app import app, main

FORM = "企业名称,统一社会信用代码,产业链,岗位名称,需求人数\n云栖某厂有限公司,,低空经济,飞手,3\n"


Talentmap = Callable[..., tuple[int, str]]


@pytest.fixture
def talentmap(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Talentmap:
    """The program as it is called: the code it leaves with, and what it says of a fault."""

    def call(*arguments: str, lang: str = "zh_CN.UTF-8") -> tuple[int, str]:
        monkeypatch.setenv("LC_ALL", lang)
        monkeypatch.setattr(sys, "argv", ["talentmap", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        return int(left.value.code or 0), capsys.readouterr().err

    return call


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("arguments", "lang", "told"),
    [
        (("forms", "nowhere"), "zh_CN.UTF-8", "✗ nowhere 不是年度版：其中没有 edition.toml。"),
        (("forms", "nowhere"), "C.UTF-8", "✗ nowhere is not an edition: it holds no edition.toml."),
        (("check", "nowhere", "--lang", "zh"), "C.UTF-8", "✗ 没有文件或文件夹 nowhere。"),
        (("check", "nowhere", "--lang=en"), "zh_CN.UTF-8", "✗ There is no file or folder nowhere."),
    ],
)
def test_faults_are_told_in_the_language_of_the_console(talentmap, arguments, lang, told) -> None:
    code, said = talentmap(*arguments, lang=lang)
    assert (code, said.splitlines()[0]) == (3, told)


def test_a_file_in_the_way_is_no_unexpected_fault(talentmap: Talentmap, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    code, said = talentmap("new", str(tmp_path / "a" / "b"))
    assert code == 5
    assert said.startswith(f"✗ {tmp_path}/a/b")
    assert "需要文件夹的地方是一个文件" in said


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_stopping_by_hand_is_told() -> None:
    code = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from talentmap.cli import app as border\n"
        "sys.argv = ['talentmap', 'wait']\n"
        "@border.app.command('wait')\n"
        "def wait() -> None:\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(20)\n"
        "border.main()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8"},
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(0.1)
    child.send_signal(signal.SIGINT)
    told = child.communicate(timeout=10)[1]
    assert (child.returncode, told.strip()) == (130, "已中止，没有发布任何内容。")


@pytest.fixture
def yunqi(tmp_path: Path) -> Path:
    """An edition of a region of its own, with one chain of its own and one reply."""
    folder = tmp_path / "云栖 2026"
    assert run("new", str(folder), "--region", "yunqi", "--year", "2026")[0] == 0
    chain = folder / "catalogs" / "chains" / "new-materials" / "chain.yaml"
    chain.write_text(chain.read_text(encoding="utf-8").replace("zh: 新材料", "zh: 低空经济", 1), encoding="utf-8")
    (folder / "surveys" / "某厂.csv").write_text(FORM, encoding="utf-8")
    return folder


def test_a_reply_is_checked_by_the_catalog_of_the_edition_it_lies_in(yunqi: Path) -> None:
    for place in (yunqi, yunqi / "surveys", yunqi / "surveys" / "某厂.csv"):
        code, told = run("check", str(place), "--lang", "zh")
        assert code == 0
        assert "intake-chain-unknown" not in told
        assert ("按年度版 yunqi-2026 的目录检查。" in told) == (place != yunqi)


def test_a_reply_elsewhere_is_checked_by_the_edition_that_is_named(yunqi: Path, tmp_path: Path) -> None:
    reply = tmp_path / "inbox" / "某厂.csv"
    reply.parent.mkdir()
    reply.write_text(FORM, encoding="utf-8")
    assert "intake-chain-unknown" in run("check", str(reply))[1]
    assert "intake-chain-unknown" not in run("check", str(reply), "--edition", str(yunqi))[1]


def test_catalog_check_takes_an_edition_and_looks_at_its_own_districts(yunqi: Path) -> None:
    districts = yunqi / "catalogs" / "districts" / "yunqi.yaml"
    districts.write_text("- {id: centre}\n", encoding="utf-8")
    for place in (yunqi, yunqi / "catalogs"):
        code, told = run("catalog", "check", str(place), "--lang", "zh")
        assert code == 4
        assert "districts/yunqi.yaml:1 «zh»  缺少必填的“zh”。" in told


def test_a_faulty_catalog_tells_the_command_that_lists_its_faults(talentmap: Talentmap, yunqi: Path) -> None:
    (yunqi / "catalogs" / "districts" / "yunqi.yaml").unlink()
    code, said = talentmap("forms", str(yunqi))
    assert code == 4
    assert f"请运行 `talentmap catalog check '{yunqi}/catalogs' --region yunqi`。" in said
