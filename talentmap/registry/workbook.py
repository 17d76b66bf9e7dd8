"""Workbooks through calamine, after a look at how large an area their cells span.

calamine holds a sheet as a rectangle: a file of 2 KB with one cell in A1 and one in XFD1048576 would ask for more
memory than the machine has and abort the whole process. So the cell references are scanned first, streaming.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from talentmap.registry.opened import Opened, ReadFault, Row, as_text, picked

AREA_LIMIT = 30_000_000
SIZE_LIMIT = 2 << 30
_CHUNK = 1 << 20
_TAIL = 32
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


def open_workbook(path: Path, sheet: str) -> Opened:
    """The header and rows of the named sheet, or of the first one; ReadFault when the workbook cannot be read."""
    if path.suffix.lower() != ".xls":
        _check_area(path)
    rows = _sheet_rows(path, sheet)
    header_row, header = next(rows, (0, ()))
    if not header_row:
        raise ReadFault("registry-empty", {})
    return Opened(tuple(header), lambda picks: _picked_rows(rows, picks, len(header)))


def _sheet_rows(path: Path, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, with the number that the sheet shows."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  only workbooks need it

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            if sheet and sheet not in book.sheet_names:
                raise ReadFault("registry-sheet-missing", {"sheet": sheet, "sheets": "、".join(book.sheet_names)})
            table = book.get_sheet_by_name(sheet or book.sheet_names[0])
            for number, cells in enumerate(table.iter_rows(), start=1):
                texts = [as_text(cell) for cell in cells]
                if any(text.strip() for text in texts):
                    yield number, texts
    except (CalamineError, OSError, IndexError, ValueError) as fault:
        raise ReadFault("registry-unreadable", {"kind": type(fault).__name__}) from fault


def _picked_rows(rows: Iterator[tuple[int, list[str]]], picks: Sequence[int], width: int) -> Iterator[Row]:
    for number, cells in rows:
        yield number, picked(cells, picks, width)


def _check_area(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > SIZE_LIMIT:
                raise ReadFault("registry-workbook-too-large", {})
            for entry in archive.infolist():
                if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                    _check_sheet(archive, entry)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as fault:
        raise ReadFault("registry-unreadable", {"kind": type(fault).__name__}) from fault


def _check_sheet(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    rows, columns, tail = 0, 0, b""
    with archive.open(entry) as file:
        while chunk := file.read(_CHUNK):
            found = _REFERENCE.findall(tail + chunk)
            rows = max(rows, max((int(row) for _, row in found), default=0))
            columns = max(columns, max((_column_number(letters) for letters in {pair[0] for pair in found}), default=0))
            tail = chunk[-_TAIL:]
            if rows * columns > AREA_LIMIT:
                raise ReadFault("registry-workbook-too-large", {})


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
