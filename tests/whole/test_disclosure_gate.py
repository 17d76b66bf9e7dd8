"""The gate as part of a build, and as a command of its own."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import Result
from typer.testing import CliRunner

from talentmap import pipeline
from talentmap.cli.app import app
from talentmap.errors import DisclosureFault
from talentmap.tables.disclosure import DISCLOSURE_LEDGER
from talentmap.tables.precision import half_up_to

pytestmark = pytest.mark.slow


def hidden_need(folder: Path) -> tuple[str, int]:
    """The largest hidden need of a role in the built edition, with the role's Chinese name."""
    ledger = pq.read_table(folder / "internal" / "tables" / f"{DISCLOSURE_LEDGER.name}.parquet").to_pylist()
    gone = [row for row in ledger if (row["frame"], row["basis"], row["status"]) == ("roles", "need", "c")]
    found = max(gone, key=lambda row: row["value"])
    keys = dict(part.split("=", 1) for part in found["cell"].split(";"))
    with (folder / "opendata" / "roles.csv").open(encoding="utf-8", newline="") as file:
        names = {row["role_id"]: row["role_zh"] for row in csv.DictReader(file)}
    return names[keys["role_id"]], int(half_up_to(found["value"], 5))


def betray(folder: Path) -> None:
    """Add a sentence to the map that tells a hidden need."""
    name, value = hidden_need(folder)
    page = folder / "map.html"
    told = f"<p>{name}需求约{value}人。</p></body>"
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", told), encoding="utf-8")


def check(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["publish-check", *map(str, arguments)])


def test_build_refuses_what_would_give_a_hidden_figure_away(
    edition_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "output"
    former = output / "qingyuan-2026"
    former.mkdir(parents=True)
    (former / "whitepaper.zh.pdf").write_bytes(b"the former edition")
    write = pipeline.publish

    def write_and_betray(place, material, advance):
        files = write(place, material, advance)
        betray(place.folder)
        return files

    monkeypatch.setattr(pipeline, "publish", write_and_betray)
    result = CliRunner().invoke(app, ["build", str(edition_copy), "-o", str(output), "--json", "--pdf-engine", "typst"])
    fault = result.exception
    assert isinstance(fault, DisclosureFault)
    assert fault.exit_code == 6
    assert "1 named" in fault.message and "map.html" in fault.message
    assert [path.name for path in output.iterdir()] == [former.name]
    assert (former / "whitepaper.zh.pdf").read_bytes() == b"the former edition"


def test_a_built_edition_passes_and_the_record_says_what_was_looked_at(built: Path, tmp_path: Path) -> None:
    result = check(built, "--previous", built, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert told["leaks"] == []
    assert told["files"] > 20 and told["readings"] > 1000 and told["protected"] > 50
    assert json.loads((built / "internal" / "disclosure.json").read_text(encoding="utf-8"))["previous"] is True


@pytest.mark.parametrize(("lang", "said"), [("zh", "文字或图中点出"), ("en", "named: map.html")])
def test_a_leak_has_an_exit_code_of_its_own_and_never_shows_the_value(
    built: Path, tmp_path: Path, lang: str, said: str
) -> None:
    copy = Path(shutil.copytree(built, tmp_path / "copy"))
    betray(copy)
    _, value = hidden_need(copy)
    result = check(copy, "--lang", lang)
    assert result.exit_code == 6
    assert said in result.output
    assert f"{value}人" not in result.output and f" {value} " not in result.output
    listed = (copy / "internal" / "disclosure-leaks.csv").read_text(encoding="utf-8-sig").splitlines()
    assert listed[0] == "kind,file,place,cell,column"
    assert len(listed) == 2 and listed[1].startswith("named,map.html,text")


@pytest.mark.parametrize("missing", ["internal", "internal/disclosure.json"])
def test_a_folder_without_its_account_cannot_be_checked(built: Path, tmp_path: Path, missing: str) -> None:
    copy = Path(shutil.copytree(built, tmp_path / "copy"))
    gone = copy / missing
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    fault = check(copy).exception
    assert getattr(fault, "exit_code", None) == 3
