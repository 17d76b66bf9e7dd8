from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from engines import Spark, running_spark
from hypothesis import HealthCheck, settings
from small_edition import Books, write_catalogs

from talentmap.catalog.read import read_catalog
from talentmap.engine import EmbeddedEngine, Engine
from talentmap.engine.distributed import DistributedEngine
from talentmap.matching import RoleMatcher
from talentmap.model.taxonomy import Catalog
from talentmap.resources import catalogs_dir

settings.register_profile(
    "talentmap",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("talentmap")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Builds of whole editions first, so that no worker is left alone with one."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def _cells_as_long_as_python_allows() -> None:
    """The limit of the csv module as it ships: a library of some tests lifts it for the whole process."""
    csv.field_size_limit(131_072)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped catalog of Qingyuan."""
    return read_catalog(catalogs_dir(), "qingyuan")


@pytest.fixture(scope="session")
def matcher(catalog: Catalog) -> RoleMatcher:
    """A matcher over the shipped catalog."""
    return RoleMatcher(catalog)


@pytest.fixture(scope="session")
def small_catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A catalog of two chains and six roles, see `small_edition`."""
    folder = tmp_path_factory.mktemp("catalogs")
    write_catalogs(folder)
    return read_catalog(folder, "nowhere")


@pytest.fixture
def books(tmp_path: Path, small_catalog: Catalog) -> Iterator[Books]:
    """An edition without a single answer, to be filled by the test."""
    with Books(tmp_path / "edition", small_catalog) as opened:
        yield opened


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spark]:
    """The standalone Spark cluster of this run, started when a test first asks for it."""
    with running_spark(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.fixture(params=["embedded", pytest.param("spark", marks=pytest.mark.spark)])
def engine_at(request: pytest.FixtureRequest) -> Callable[[Path], Engine]:
    """Opens an engine over the tables in a folder: of each kind in turn."""
    if request.param == "embedded":
        return EmbeddedEngine
    session = request.getfixturevalue("spark").session
    return lambda folder: DistributedEngine(folder, session)
