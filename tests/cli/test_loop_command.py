from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from talentmap.cli.app import app
from talentmap.errors import EditionError

EXAMPLE = Path(__file__).parents[2] / "examples" / "qingyuan-2026" / "edition.toml"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    shutil.copy(EXAMPLE, tmp_path / "edition.toml")
    return tmp_path


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["loop", *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def listed(edition: Path, *options: str) -> dict:
    return json.loads(run("list", edition, "--json", *options))


def test_a_signal_from_first_word_to_last(edition: Path) -> None:
    run("add", edition, "焊工岗位无政策可享", "--who", "李", "--id", "welders", "--when", "2026-07-02")
    run("step", edition, "welders", "owner", "移交", "--who", "李", "--owner", "人社局", "--due", "2026-09-30",
        "--when", "2026-07-05")  # fmt: skip
    (open_one,) = listed(edition, "--on", "2026-10-01")["signals"]
    assert (open_one["owner"], open_one["overdue"], open_one["step"]) == ("人社局", True, "owner")
    assert len(listed(edition, "--overdue", "--on", "2026-10-01")["signals"]) == 1
    run("close", edition, "welders", "已修订", "--who", "王", "--item", "p02-1", "--when", "2026-11-02")
    report = listed(edition, "--on", "2026-12-01")
    assert (report["signals"][0]["closed"], report["signals"][0]["overdue"]) == ("2026-11-02", False)
    assert report["answered_by"] == {"p02-1": ["welders"]}
    assert [quarter["closed_share"] for quarter in report["quarters"]] == [0.0, 1.0]


def test_the_list_is_read_by_people_in_both_languages(edition: Path) -> None:
    assert "台账中没有信号" in run("list", edition, "--lang", "zh")
    run("add", edition, "焊工岗位无政策可享", "--who", "李", "--due", "2026-08-01", "--when", "2026-07-02")
    told = run("list", edition, "--lang", "en", "--on", "2026-09-01")
    assert "1 overdue." in told
    assert "2026Q3" in told
    assert "焊工岗位无政策可享" in run("list", edition, "--lang", "zh")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("close", "nobody", "x", "--who", "李"), "no signal nobody"),
        (("step", "nobody", "action", "x", "--who", "李"), "no signal nobody"),
        (("add", "again", "--who", "李", "--id", "a"), "open already"),
    ],
)
def test_what_cannot_be_is_said(edition: Path, arguments: tuple[str, ...], says: str) -> None:
    run("add", edition, "焊工", "--who", "李", "--id", "a")
    before = (edition / "loop.csv").read_bytes()
    command, *rest = arguments
    with pytest.raises(EditionError, match=says):
        run(command, edition, *rest)
    assert (edition / "loop.csv").read_bytes() == before


def test_a_day_or_step_that_is_none_is_refused(edition: Path) -> None:
    assert "is no day" in run("add", edition, "焊工", "--who", "李", "--when", "2026-02-30")
    run("add", edition, "焊工", "--who", "李", "--id", "a")
    assert "is none of" in run("step", edition, "a", "closing", "x", "--who", "李")
    assert "--owner" in run("step", edition, "a", "owner", "x", "--who", "李")
    assert len((edition / "loop.csv").read_text(encoding="utf-8").splitlines()) == 2
