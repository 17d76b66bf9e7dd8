"""All files of the open data, written into one folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.edition import Edition
from talentmap.model.taxonomy import Catalog
from talentmap.publish.opendata import csvw, datapackage, dcat
from talentmap.publish.opendata.dictionary import dictionary, page
from talentmap.publish.opendata.resources import resources
from talentmap.tables.protected import Protected

PAGE = "dictionary.md"


def write_opendata(
    folder: Path, edition: Edition, catalog: Catalog, register: PolicyRegister, shown: Protected
) -> None:
    """Write every table into `folder`, with the data dictionary and the descriptions for programs and portals."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = resources(catalog, register, edition.settings.reference_date, shown)
    found = [*tables, dictionary(tables)]
    for resource in found:
        (folder / resource.path).write_bytes(resource.csv)
    _write(folder / datapackage.FILE, datapackage.data_package(edition, found))
    _write(folder / csvw.FILE, csvw.csvw(edition, found))
    _write(folder / dcat.FILE, dcat.dcat(edition, found))
    (folder / PAGE).write_text(page(edition, tables), encoding="utf-8", newline="\n")


def _write(path: Path, described: dict[str, Any]) -> None:
    path.write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
