from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from talentmap.cli.app import app
from talentmap.errors import EditionError, EnvironmentFault
from talentmap.registry import read_key_file
from talentmap.registry.identity.identity_number import with_check_digit
from talentmap.registry.identity.pseudonym import Digest, Pseudonymiser

ONE, TWO = with_check_digit("99180119900503001"), with_check_digit("99180119900503003")
SETTINGS = """\
id = "nowhere-2026"
region = "qingyuan"
region_zh = "某市"
region_en = "Nowhere"
year = 2026
reference_date = 2026-06-30
publisher_zh = "某"
publisher_en = "N"
illustrative = false
[fieldwork]
start = 2026-05-06
end = 2026-06-20
asked = 1
"""


def run(*arguments: str):
    return CliRunner().invoke(app, ["key", *arguments])


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "bureau" / "a.key"
    monkeypatch.setenv("TALENTMAP_KEY_FILE", str(path))
    assert run("new").exit_code == 0
    return path


@pytest.fixture
def edition(tmp_path: Path, key: Path) -> Path:
    folder = tmp_path / "edition"
    (folder / "registry").mkdir(parents=True)
    (folder / "decisions").mkdir()
    (folder / "edition.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "registry" / "a.csv").write_text(f"id,name\n{ONE},甲甲\n{TWO},甲甲\n", encoding="utf-8")
    mapping = {"department": "hrss", "as_of": "2026-06-30", "trust": 3, "columns": {"id_number": "id", "name": "name"}}
    (folder / "registry" / "a.mapping.yaml").write_text(yaml.safe_dump(mapping), encoding="utf-8")
    (folder / "decisions" / "person-links.csv").write_text(
        f"kind,key,value,who,when,why\nperson-link,{pair(key)},same,李科长,2026-07-02,电话核实\n", encoding="utf-8"
    )
    return folder


def pair(key: Path) -> str:
    person = Pseudonymiser(read_key_file(key)).person.of
    return "|".join(sorted((person(ONE), person(TWO))))


def test_rotation_changes_the_key_and_carries_decisions_over(edition: Path, key: Path) -> None:
    before, former = (edition / "decisions" / "person-links.csv").read_text("utf-8"), key.read_bytes()
    told = run("rotate", str(edition), "--sm3")
    assert told.exit_code == 0
    assert "1 decisions carried over, 0 without people" in told.output
    after = (edition / "decisions" / "person-links.csv").read_text("utf-8")
    assert after.startswith(before)
    assert after.splitlines()[2:] == [f"person-link,{pair(key)},same,李科长,2026-07-02,电话核实"]
    assert key.with_name("a.key.former").read_bytes() == former
    assert read_key_file(key).digest is Digest.SM3
    assert not key.with_name("a.key.new").exists()


def test_a_second_rotation_never_overwrites_the_first_former_key(edition: Path, key: Path) -> None:
    assert run("rotate", str(edition)).exit_code == 0
    kept = key.with_name("a.key.former").read_bytes()
    decisions = (edition / "decisions" / "person-links.csv").read_bytes()
    told = run("rotate", str(edition))
    assert isinstance(told.exception, EnvironmentFault)
    assert (edition / "decisions" / "person-links.csv").read_bytes() == decisions
    assert key.with_name("a.key.former").read_bytes() == kept
    assert not key.with_name("a.key.new").exists()


def test_an_illustrative_edition_is_refused_and_the_key_stays(edition: Path, key: Path) -> None:
    (edition / "edition.toml").write_text(SETTINGS.replace("illustrative = false", "illustrative = true"), "utf-8")
    former = key.read_bytes()
    assert isinstance(run("rotate", str(edition)).exception, EditionError)
    assert key.read_bytes() == former
    assert not key.with_name("a.key.former").exists()
