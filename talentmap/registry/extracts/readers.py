"""Opens an extract and streams its rows as columns of text, whatever kind of file it is."""

from __future__ import annotations

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
    return open_file(extract.path, extract.mapping.encoding, extract.mapping.sheet)


def open_file(path: Path, encoding: str = "", sheet: str = "") -> Opened:
    """The header and rows of a file of any kind; ReadFault when it cannot be read at all."""
    suffix = path.suffix.lower()
    try:
        if suffix in DELIMITED:
            return open_delimited(path, encoding)
        return open_parquet(path) if suffix in PARQUET else open_workbook(path, sheet)
    except OSError as fault:
        raise ReadFault("registry-unreadable", {"kind": type(fault).__name__}) from fault
