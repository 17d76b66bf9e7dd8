from __future__ import annotations

import hashlib
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from talentmap.cli.app import app
from talentmap.errors import EditionError


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["evaluator-pack", *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


@pytest.fixture
def published(tmp_path: Path) -> Path:
    table = tmp_path / "out" / "opendata" / "scorecard.csv"
    table.parent.mkdir(parents=True)
    table.write_text("department_id\nhrss\n", encoding="utf-8")
    manifest = {"edition": "q-2026", "region": "清远市", "year": 2026, "illustrative": False, "talentmap": "0.1.0",
                "files": {"opendata/scorecard.csv": hashlib.sha256(table.read_bytes()).hexdigest()}}  # fmt: skip
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return tmp_path / "out"


def fill_in(path: Path, scores: list[object]) -> Path:
    book = openpyxl.load_workbook(path)
    for row, score in zip(book.worksheets[0].iter_rows(min_row=5), scores, strict=False):
        row[4].value = score
    book.save(path)
    return path


def test_a_pack_is_made_scored_and_compared(published: Path, tmp_path: Path) -> None:
    assert "q-2026-" in run(published, "--out", tmp_path / "pack", "--raters", "2")
    sheets = sorted((tmp_path / "pack" / "scoring").iterdir())
    fill_in(sheets[0], [5, 4, 3, 2, 1])
    fill_in(sheets[1], [5, 4, 3, "x", 3])
    told = json.loads(run("agree", *sheets, "--json"))
    assert told["raters"] == ["A", "B"]
    assert told["pairings"][0]["lines"] == 4
    assert told["reliability"][1]["alpha"] is None  # one line a criterion: not defined
    said = run("agree", *sheets, "--lang", "en")
    assert "hrss:lasting" in said
    assert "1–3" in said
    assert "is no whole number from 1 to 5" in said
    assert "分歧较大" in run("agree", *sheets, "--lang", "zh")


def test_make_may_be_said_and_a_zip_is_one_file(published: Path, tmp_path: Path) -> None:
    run("make", published, "--out", tmp_path / "pack.zip")
    assert (tmp_path / "pack.zip").read_bytes().startswith(b"PK")


def test_what_cannot_be_is_said(published: Path, tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="no published edition"):
        run(tmp_path / "nowhere", "--out", tmp_path / "pack")
    run(published, "--out", tmp_path / "pack")
    with pytest.raises(EditionError, match="holds something already"):
        run(published, "--out", tmp_path / "pack")
    with pytest.raises(EditionError, match="two raters"):
        run("agree", tmp_path / "pack" / "scoring" / "rater-A.xlsx")
    with pytest.raises(EditionError, match="cannot be read"):
        run("agree", tmp_path / "no.xlsx", tmp_path / "none.xlsx")


def test_help_names_both_commands() -> None:
    said = run("--help")
    assert "make" in said
    assert "agree" in said
