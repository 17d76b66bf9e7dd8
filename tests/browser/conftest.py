"""The map page in a headless Chromium: skipped where the machine has none (`apt-get install chromium`)."""

import importlib.util
import shutil
from pathlib import Path

import pytest

from talentmap.publish.webmap import write_map

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

_SHARED = Path(__file__).parents[1] / "unit" / "publish" / "conftest.py"
_SPEC = importlib.util.spec_from_file_location("publish_fixtures", _SHARED)
_FIXTURES = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_FIXTURES)
catalog, edition, register, shown = (getattr(_FIXTURES, name) for name in ("catalog", "edition", "register", "shown"))


@pytest.fixture(scope="session")
def map_url(tmp_path_factory, edition, catalog, shown, register):
    path = tmp_path_factory.mktemp("map") / "map.html"
    write_map(path, edition, catalog, shown, register)
    return path.as_uri()


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A page that fails the test when it asks the network for anything or logs an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults = []
    page.on(
        "request", lambda request: None if request.url.startswith(("file:", "blob:")) else faults.append(request.url)
    )
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    yield page
    context.close()
    assert not faults
