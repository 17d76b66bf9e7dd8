from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from small_edition import write_catalogs
from test_catalog_growth import EDITION
from typer.testing import CliRunner

from talentmap.cli.app import app
from talentmap.engine import EmbeddedEngine
from talentmap.errors import EditionError
from talentmap.tables.analysis import ROLE_BALANCE


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    folder = tmp_path / "edition"
    (folder / "catalogs").mkdir(parents=True)
    write_catalogs(folder / "catalogs")
    (folder / "edition.toml").write_text(EDITION, encoding="utf-8")
    return folder


def propose(tmp_path: Path, edition: Path, lang: str = "en") -> str:
    arguments = ["grades", "propose", str(edition), "--output", str(tmp_path / "output"), "--lang", lang]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_terciles_are_printed_as_the_section_of_the_rules(tmp_path: Path, edition: Path) -> None:
    with EmbeddedEngine(tmp_path / "output" / "nowhere-2026" / "internal" / "tables") as engine:
        rows = [
            {"chain_id": "metal", "role_id": f"r{k}", "need": 5.0, "enterprises": 5, "fill_rate": k / 10}
            for k in range(1, 11)
        ]
        engine.write(ROLE_BALANCE, ROLE_BALANCE.from_rows(rows))
    printed = propose(tmp_path, edition)
    section = yaml.safe_load(printed)["grades"]
    assert section["fill_rate"] == {"cuts": [0.7, 0.4, 0.2], "low": True}
    assert section["tightness"] == {"cuts": [0.8, 1.5, 3.0]}
    assert "now 0.7, 0.5, 0.3; 10 roles" in printed
    assert "10 个岗位" in propose(tmp_path, edition, "zh")


def test_an_edition_that_was_not_built_is_told(tmp_path: Path, edition: Path) -> None:
    with pytest.raises(EditionError, match="no build"):
        propose(tmp_path, edition)
