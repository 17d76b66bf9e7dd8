from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from talentmap.cli.app import app
from talentmap.publish import pdf

HEGANG = Path(__file__).parents[2] / "examples" / "hegang"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    for name in ("diagnosis.toml", "figures.csv"):
        shutil.copy(HEGANG / name, folder / name)
    return folder


def run(*arguments: object):
    return CliRunner().invoke(app, ["diagnose", *map(str, arguments)])


def test_the_report_is_written_and_the_same_twice(case: Path, tmp_path: Path) -> None:
    (case / "diagnosis.toml").write_text(
        (case / "diagnosis.toml").read_text(encoding="utf-8").replace('["zh", "en"]', '["en"]'), encoding="utf-8"
    )
    contents = []
    for name in ("one", "other"):
        result = run(case, "--out", tmp_path / name, "--lang", "en")
        assert result.exit_code == 0, result.output
        assert "28 figures, 19 findings" in result.output
        contents.append(
            {path.name: path.read_bytes() for path in sorted((tmp_path / name).rglob("*")) if path.is_file()}
        )
    assert contents[0] == contents[1]
    assert {"diagnosis.en.pdf", "diagnosis.en.xlsx", "findings.en.csv", "swot.en.csv"} <= set(contents[0])


def test_lines_left_out_are_told_and_the_rest_stands(case: Path) -> None:
    file = case / "figures.csv"
    file.write_text(file.read_text(encoding="utf-8") + "weather,,3,people,,,S1,,,\n", encoding="utf-8")
    result = run(case, "--json", "--lang", "en")
    told = json.loads(result.output)
    assert result.exit_code == 1
    assert [problem["code"] for problem in told["problems"]] == ["diagnosis-figure-unknown"]
    assert {row["id"]: row["low"] for row in told["findings"]}["density"] == pytest.approx(691.06498)


def test_a_fault_while_writing_leaves_what_stood(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "former").write_text("stands", encoding="utf-8")

    def fail(batches: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(pdf, "write_pdfs", fail)
    assert run(case, "--out", out).exit_code != 0
    assert [path.name for path in tmp_path.iterdir() if path != case] == ["out"]
    assert (out / "former").read_text(encoding="utf-8") == "stands"


def test_a_folder_without_settings_leaves_with_3(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert getattr(result.exception, "exit_code", result.exit_code) == 3
