from __future__ import annotations

import json
import os
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
    _, printed = run("doctor")
    assert [line[:2] for line in printed.splitlines()[1:]] == ["✓ "] * len(findings)


def test_key_new_never_overwrites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALENTMAP_KEY_FILE", str(tmp_path / "secret.key"))
    assert run("key", "new")[0] == 0
    first = (tmp_path / "secret.key").read_bytes()
    assert run("key", "new")[0] != 0
    assert (tmp_path / "secret.key").read_bytes() == first


def test_check_writes_what_goes_back_and_says_where(tmp_path: Path) -> None:
    file = tmp_path / "甲.csv"
    file.write_text("岗位名称,需求人数\n焊工,若干\n", encoding="utf-8")
    code, told = run("check", str(file), "--out", str(tmp_path / "replies"), "--json")
    written = json.loads(told)["written"]
    assert code == 1
    assert [Path(path).name for path in written["copies"]] == ["甲_更正.xlsx"]
    assert {Path(path).name for path in written["lists"]} == {
        f"problems.{lang}.{kind}" for lang in ("zh", "en") for kind in ("xlsx", "html")
    }
    assert all(Path(path).is_file() for paths in written.values() for path in paths)


def test_a_receipt_bears_the_time_told_or_the_files_own(tmp_path: Path) -> None:
    file = tmp_path / "甲.csv"
    file.write_text(
        "企业名称,统一社会信用代码,产业链,岗位名称,需求人数\n甲公司,91350100M000100Y43,新材料,焊工,2\n",
        encoding="utf-8",
    )
    os.utime(file, (1_700_000_000, 1_700_000_000))
    for options, told in ((("--at", "5 May"), "5 May"), ((), "2023-11-1")):
        out = tmp_path / f"out{len(options)}"
        assert run("check", str(file), "--out", str(out), *options)[0] == 0
        assert told in (out / "receipts" / "甲.csv.en.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_check_tells_how_to_get_the_copies(tmp_path: Path, lang: str) -> None:
    file = tmp_path / "甲.csv"
    file.write_text("岗位名称,需求人数\n焊工,若干\n", encoding="utf-8")
    assert "--out" in run("check", str(file), "--lang", lang)[1].splitlines()[-1]


def test_forms_speak_the_languages_asked_for(tmp_path: Path) -> None:
    code, _ = run("forms", "examples/qingyuan-2026", "--chain", "new-materials", "--lang", "en", "-o", str(tmp_path))
    assert code == 0
    header = (tmp_path / "qingyuan-2026.new-materials.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert header.isascii()
    assert run("forms", "examples/qingyuan-2026", "--lang", "fr", "-o", str(tmp_path))[0] != 0


def test_catalog_import_prints_counts_and_writes_what_match_reads(tmp_path: Path) -> None:
    source, out = tmp_path / "list.csv", tmp_path / "new" / "roles.json"
    source.write_text("职业编码,职业名称,工种\n6-1,焊工,电焊工\n,,氩弧焊工\n6-1,钳工,\n", encoding="gb18030")
    code, told = run("catalog", "import", str(source), "--out", str(out), "--json")
    report = json.loads(told)
    assert (code, report["format"], report["roles"], report["aliases"]) == (1, "national", 1, 2)
    assert [problem["code"] for problem in report["problems"]] == ["catalog-taxonomy-duplicate-id"]
    assert json.loads(out.read_text("utf-8")) == [{"role_id": "6-1", "name": "焊工", "aliases": ["电焊工", "氩弧焊工"]}]
    first = out.read_bytes()
    assert run("catalog", "import", str(out), "--out", str(tmp_path / "again.json"))[0] == 0
    assert (tmp_path / "again.json").read_bytes() == first


def test_catalog_import_of_nothing_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("colour\nred\n", encoding="utf-8")
    code, told = run("catalog", "import", str(tmp_path / "list.csv"), "--out", str(tmp_path / "roles.json"))
    assert (code, "catalog-taxonomy-columns" in told) == (4, True)
    assert not (tmp_path / "roles.json").exists()
    assert run("catalog", "import", "x.csv", "--out", "y.json", "--format", "xml")[0] == 2
