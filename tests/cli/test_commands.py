from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from talentmap import __version__
from talentmap.cli.app import app

HEAVY = ("pandas", "duckdb", "weasyprint", "altair", "scipy", "narwhals", "networkx", "pyarrow")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def test_help_names_every_command() -> None:
    code, told = run("--help")
    assert code == 0
    for command in ("build", "check", "catalog", "doctor", "forms", "key"):
        assert command in told


def test_version() -> None:
    assert run("--version") == (0, f"talentmap {__version__}\n")


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from talentmap.cli.app import app\n"
        "from typer.testing import CliRunner\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "[]"


def test_a_cp936_console_prints_what_it_cannot_show() -> None:
    environment = {"PYTHONIOENCODING": "cp936", "PATH": "", "LANG": "zh_CN.GBK"}
    told = subprocess.run(
        [sys.executable, "-m", "talentmap", "build", "nowhere"], capture_output=True, env=environment, check=False
    )
    assert told.returncode == 3
    assert b"Traceback" not in told.stderr
    assert b"nowhere" in told.stderr


def test_catalog_check_passes_on_the_shipped_catalogs() -> None:
    code, told = run("catalog", "check", "--json")
    found = json.loads(told)
    assert (code, found["problems"]) == (0, [])
    assert found["chains"] >= 6
    assert found["roles"] >= 150
    assert found["skills"] >= 500


def test_catalog_check_names_file_and_line(tmp_path: Path) -> None:
    code, told = run("catalog", "check", str(tmp_path), "--lang", "en")
    assert code == 4
    assert "education.yaml" in told


def test_check_one_file_tells_rows_and_problems(tmp_path: Path) -> None:
    file = tmp_path / "survey.csv"
    file.write_text("岗位名称,需求人数,月薪\n挤压工程师,3,8000-10000元/月\n,2,面议\n", encoding="utf-8")
    code, told = run("check", str(file), "--json")
    report = json.loads(told)
    assert code == 1
    assert report["rows"] == {"rows_in": 2, "used": 1, "rejected": 1, "duplicate": 0}
    assert "intake-title-missing" in {problem["code"] for problem in report["problems"]}


@pytest.mark.parametrize(("lang", "sentence"), [("zh", "采用 1"), ("en", "1 used")])
def test_check_speaks_both_languages(tmp_path: Path, lang: str, sentence: str) -> None:
    file = tmp_path / "survey.csv"
    file.write_text("岗位名称,需求人数\n挤压工程师,3\n", encoding="utf-8")
    assert sentence in run("check", str(file), "--lang", lang)[1]


def test_doctor_finds_fonts_and_weasyprint() -> None:
    code, told = run("doctor", "--json")
    findings = {finding["what"]: finding["ok"] for finding in json.loads(told)}
    assert code == 0
    assert findings["weasyprint"]
    assert sum(name.startswith("font ") for name in findings) == 3


def test_key_new_never_overwrites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALENTMAP_KEY_FILE", str(tmp_path / "secret.key"))
    assert run("key", "new")[0] == 0
    first = (tmp_path / "secret.key").read_bytes()
    assert run("key", "new")[0] != 0
    assert (tmp_path / "secret.key").read_bytes() == first
