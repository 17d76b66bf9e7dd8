"""Opens an extract and streams its rows as columns of text, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from talentmap.registry.extracts.database import open_query
from talentmap.registry.extracts.delimited import open_delimited
from talentmap.registry.extracts.find import DELIMITED, PARQUET, Extract
from talentmap.registry.extracts.opened import Opened, ReadFault
from talentmap.registry.extracts.parquet import open_parquet
from talentmap.registry.extracts.workbook import open_workbook


def open_extract(extract: Extract) -> Opened:
    """The extract's header and its rows; ReadFault when it cannot be read at all."""
    if extract.mapping.query:
        return open_query(extract.mapping)
    return open_file(
        extract.path, tuple(extract.mapping.columns.values()), extract.mapping.encoding, extract.mapping.sheet
    )


def open_file(path: Path, names: Collection[str], encoding: str = "", sheet: str = "") -> Opened:
    """The header that holds `names`, and the rows below, of any kind of file; ReadFault when it cannot be read."""
    suffix = path.suffix.lower()
    try:
        if suffix in DELIMITED:
            return open_delimited(path, encoding, names)
        return open_parquet(path) if suffix in PARQUET else open_workbook(path, sheet, names)
    except OSError as fault:
        raise ReadFault("registry-unreadable", {"kind": type(fault).__name__}) from fault
