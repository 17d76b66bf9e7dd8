from __future__ import annotations

import shutil
import time
from collections.abc import Callable
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


Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """Gives the folder of a name, filled by the first worker that asks for it; the others wait."""
    own = tmp_path_factory.getbasetemp()

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder = (own if worker_id == "master" else own.parent) / name
        done = folder.with_suffix(".done")
        try:
            folder.mkdir()
        except FileExistsError:
            deadline = time.monotonic() + _LONGEST_BUILD
            while not done.exists():
                assert time.monotonic() < deadline, f"the worker that makes {name} did not end"
                time.sleep(0.2)
        else:
            try:
                make(folder)
            finally:
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def built(small_edition: Path, once: Once) -> Path:
    """The published folder of the small edition; what the build told stands beside it."""

    def build(output: Path) -> None:
        result = CliRunner().invoke(app, ["build", str(small_edition), "--output", str(output), "--json"])
        assert result.exit_code == 0, result.output
        (output / "told.json").write_text(result.output, encoding="utf-8")

    return once("built", build) / "qingyuan-2026"


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
