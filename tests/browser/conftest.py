"""The map page in a headless Chromium: skipped where the machine has none (`apt-get install chromium`)."""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from talentmap.publish.fonts import faces
from talentmap.publish.map.page import write_map

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


FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""


@pytest.fixture(scope="session")
def fonts(tmp_path_factory):
    """A font configuration of the packaged fonts alone, so that no machine's own fonts change what is measured."""
    folder = tmp_path_factory.mktemp("fonts")
    configured = folder / "fonts.conf"
    configured.write_text(FONTS.format(fonts=faces()[0].path.parent, cache=folder / "cache"), encoding="utf-8")
    return configured


@pytest.fixture(scope="session")
def browser(fonts):
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI must look at the map: tools/system-packages.sh test installs Chromium")
        pytest.skip("no Chromium on this machine; `make test` installs it")
    sync_api = pytest.importorskip("playwright.sync_api")
    sync_api.expect.set_options(timeout=30_000)  # as all other waiting: a busy machine is no fault
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=FLAGS, env={**os.environ, "FONTCONFIG_FILE": str(fonts)}
        )
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
