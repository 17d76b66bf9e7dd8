from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from examples.generator.edition import write_edition
from examples.generator.scale import Scale
from talentmap.cli.app import app
from talentmap.model.taxonomy import Catalog

_LONGEST_BUILD = 400.0  # seconds


@pytest.fixture(scope="session")
def small_edition(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Path:
    """A generated edition of 24 enterprises and 900 people, with its truth."""
    folder = tmp_path_factory.mktemp("edition") / "small"
    write_edition(folder, catalog, Scale(24, 900), 11)
    return folder


@pytest.fixture(scope="session")
def built(small_edition: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The published folder of the small edition, built once for all workers; what the build told stands beside it."""
    own = tmp_path_factory.getbasetemp()
    output = (own if worker_id == "master" else own.parent) / "built"
    done = output.with_suffix(".done")
    try:
        output.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + _LONGEST_BUILD
        while not done.exists():
            assert time.monotonic() < deadline, "the worker that builds the edition did not end"
            time.sleep(0.2)
    else:
        try:
            result = CliRunner().invoke(app, ["build", str(small_edition), "--output", str(output), "--json"])
        finally:
            done.touch()
        assert result.exit_code == 0, result.output
        (output / "told.json").write_text(result.output, encoding="utf-8")
    return output / "qingyuan-2026"


@pytest.fixture
def chinese_copy(small_edition: Path, tmp_path: Path) -> Path:
    """The small edition in one language, free to be spoilt."""
    copy = Path(shutil.copytree(small_edition, tmp_path / "edition", ignore=shutil.ignore_patterns(".talentmap")))
    settings = copy / "edition.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('languages = ["zh", "en"]', 'languages = ["zh"]'), encoding="utf-8")
    return copy


@pytest.fixture
def edition_copy(chinese_copy: Path) -> Path:
    """The same of two chains alone, quick to build."""
    settings = chinese_copy / "edition.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f'chains = ["new-materials", "specialty-food"]\n{text}', encoding="utf-8")
    return chinese_copy
