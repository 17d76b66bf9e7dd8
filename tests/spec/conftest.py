from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_edition import Books

from talentmap.engine import Engine
from talentmap.model.taxonomy import Catalog


@pytest.fixture
def shelf(engine_at: Callable[[Path], Engine], tmp_path: Path, small_catalog: Catalog) -> Iterator[Books]:
    """An edition without a single answer on every engine in turn, whose figures are told from one enterprise on."""
    with Books(tmp_path / "edition", small_catalog, engine_at(tmp_path / "tables")) as opened:
        yield opened.telling_from(1)
