from __future__ import annotations

import re
import tomllib

from documents import DOCS, ROOT

PAGE = (DOCS / "architecture.md").read_text(encoding="utf-8")
DATA_FOLDERS = {"catalogs", "policies"}
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][0]


def test_the_layers_are_those_that_are_enforced() -> None:
    drawn = re.search(r"```text\n(cli\n.*?)\n```", PAGE, re.S)
    assert drawn
    assert drawn[1].splitlines() == LAYERS["layers"]


def test_every_package_and_its_parts_are_told() -> None:
    rows = dict(re.findall(r"^\| `talentmap/(\w+)/` \| (.+) \|$", PAGE, re.M))
    packages = {path.parent.name: path.parent for path in (ROOT / "talentmap").glob("*/__init__.py")}
    assert set(rows) == set(packages)
    for name, told in rows.items():
        named = set(re.findall(r"`(\w+)/`", told)) - DATA_FOLDERS
        parts = {path.parent.name for path in packages[name].glob("*/__init__.py")}
        assert named <= parts, name
        assert name == "publish" or named == parts, name
