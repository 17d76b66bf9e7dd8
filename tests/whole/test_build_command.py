from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from talentmap.cli.app import app, main
from talentmap.cli.progress import Silent
from talentmap.errors import CatalogError, EditionError, EnvironmentFault
from talentmap.model.edition import open_edition
from talentmap.pipeline import compile_edition
from talentmap.publish import environment

pytestmark = pytest.mark.slow


def build(*arguments: str) -> None:
    """Run the command in this process; a fault stays the exception that it is."""
    result = CliRunner().invoke(app, ["build", *arguments], catch_exceptions=True)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0


def test_json_tells_each_step(built: Path) -> None:
    told = json.loads((built.parent / "told.json").read_text(encoding="utf-8"))
    assert list(told["steps"]) == ["intake", "registry", "matching", "review", "analysis", "disclosure", "publish"]
    assert told["problems"]["error"] > 0


class EnoughKnownError(Exception):
    """The steps that a test asks about have ended."""


class UntilReview(Silent):
    """Keeps what the steps up to the review counted, and ends the run there."""

    def __init__(self) -> None:
        self.figures: dict[str, Mapping[str, int]] = {}

    def begin(self, step: str) -> None:
        if step == "analysis":
            raise EnoughKnownError

    def end(self, step: str, figures: Mapping[str, int]) -> None:
        self.figures[step] = figures


def test_decision_is_reapplied(built: Path, chinese_copy: Path, tmp_path: Path) -> None:
    internal = built / "internal"
    key = (internal / "queue.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(",")[0]
    before = json.loads((internal / "run.json").read_text(encoding="utf-8"))
    (chinese_copy / "decisions" / "later.csv").write_text(
        f"kind,key,value,who,when,why\ndemand-role,{key},NONE,analyst,2026-07-01,not an industrial role\n",
        encoding="utf-8",
    )
    steps = UntilReview()
    with pytest.raises(EnoughKnownError):
        compile_edition(open_edition(chinese_copy), tmp_path, steps)
    assert steps.figures["review"]["decisions"] == before["review"]["decisions"] + 1
    assert steps.figures["review"]["waiting"] == before["review"]["waiting"] - 1
    assert steps.figures["matching"]["decided"] > before["matching"]["decided"]
    assert list(tmp_path.glob("qingyuan-*")) == []


def test_an_edition_without_optional_parts_still_builds(edition_copy: Path, tmp_path: Path) -> None:
    for optional in ("policies", "registry", "truth"):
        shutil.rmtree(edition_copy / optional)
    (edition_copy / "frame.csv").unlink()
    build(str(edition_copy), "-o", str(tmp_path), "--json", "--pdf-engine", "typst")
    assert (tmp_path / "qingyuan-2026" / "whitepaper.zh.pdf").stat().st_size > 50_000


def test_an_edition_into_which_nothing_has_been_put_builds_and_says_what_is_missing(
    edition_copy: Path, tmp_path: Path
) -> None:
    for entry in edition_copy.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name != "edition.toml":
            entry.unlink()
    build(str(edition_copy), "-o", str(tmp_path), "--json", "--pdf-engine", "typst")
    told = (tmp_path / "qingyuan-2026" / "internal" / "problems.csv").read_text(encoding="utf-8-sig")
    assert {"intake-no-files", "registry-no-extracts", "policy-no-register", "analysis-no-frame"} <= {
        line.split(",")[0] for line in told.splitlines()
    }


@pytest.fixture
def former(tmp_path: Path) -> Path:
    """An output folder in which an earlier edition stands."""
    folder = tmp_path / "output" / "qingyuan-2026"
    folder.mkdir(parents=True)
    (folder / "whitepaper.zh.pdf").write_bytes(b"the former edition")
    return folder


def assert_untouched(former: Path) -> None:
    assert [path.name for path in former.parent.iterdir()] == [former.name]
    assert (former / "whitepaper.zh.pdf").read_bytes() == b"the former edition"


def test_what_typesetting_needs_is_looked_for_before_anything_is_read(
    edition_copy: Path, former: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise EnvironmentFault("The font Noto.otf is not installed.", "Run: pip install the-font")

    with monkeypatch.context() as spoilt, pytest.raises(EnvironmentFault, match="not installed"):
        spoilt.setattr(environment, "faces", missing)
        build(str(edition_copy), "-o", str(former.parent))
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(EnvironmentFault, match="WeasyPrint cannot start") as fault:
        build(str(edition_copy), "-o", str(former.parent))
    assert "Pango" in fault.value.hint and "--pdf-engine typst" in fault.value.hint
    assert_untouched(former)
    assert not (edition_copy / ".talentmap").exists()


def test_unknown_chain_stops_and_leaves_the_former_edition(edition_copy: Path, former: Path) -> None:
    settings = edition_copy / "edition.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('"new-materials"', '"no-such-chain"'), encoding="utf-8")
    with pytest.raises(CatalogError, match="no-such-chain"):
        build(str(edition_copy), "-o", str(former.parent))
    assert_untouched(former)


def test_a_year_before_that_is_not_at_hand_stops_before_anything_is_read(edition_copy: Path, former: Path) -> None:
    settings = edition_copy / "edition.toml"
    settings.write_text(f'previous = "../nowhere"\n{settings.read_text(encoding="utf-8")}', encoding="utf-8")
    with pytest.raises(EditionError, match=r"No built edition at .*nowhere"):
        build(str(edition_copy), "-o", str(former.parent))
    assert_untouched(former)
    assert not (edition_copy / ".talentmap").exists()


@pytest.mark.parametrize(
    ("text", "named"),
    [("id = [", "edition.toml"), ('id = "x"\n', "region"), ("", "id")],
)
def test_unreadable_edition_stops_with_the_key(tmp_path: Path, former: Path, text: str, named: str) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "edition.toml").write_text(text, encoding="utf-8")
    with pytest.raises(EditionError, match=named):
        build(str(folder), "-o", str(former.parent))
    assert_untouched(former)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["build", "nowhere"], 3, "nowhere is not an edition"),
        (["check", "nowhere"], 3, "There is no file or folder nowhere"),
    ],
)
def test_faults_leave_with_one_sentence_and_their_own_code(
    arguments: list[str], code: int, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["talentmap", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == code
    told = capsys.readouterr().err
    assert sentence in told
    assert "Traceback" not in told
