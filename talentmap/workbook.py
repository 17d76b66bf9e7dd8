"""Sheets of a workbook as rows of text, after a look at how large an area their cells span.

The reader holds a sheet as a rectangle: a file of 2 KB with one cell in A1 and one in XFD1048576 would ask for more
memory than the machine has and abort the whole process. So the cell references are read first, piece by piece.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from talentmap.bilingual import both
from talentmap.zip_faults import ZIP_FAULTS

AREA_MAX = 30_000_000
UNPACKED_MAX = 2 << 30
_CHUNK = 1 << 20
_TAIL = 32
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


class WorkbookFault(Exception):
    """A workbook cannot be read; the sentence says why."""


class TooLarge(WorkbookFault):
    """The cells of a workbook span more than any table would."""


def sheets_of(content: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    """Each sheet's name and its rows, with the number that the sheet shows; WorkbookFault when it cannot be read."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only workbooks need it

    if content.startswith(b"PK"):
        insist_on_sane_area(io.BytesIO(content))
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for name in book.sheet_names:
                table = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                yield name, ((number, list(map(as_text, cells))) for number, cells in enumerate(table, start=1))
    except (KeyboardInterrupt, GeneratorExit, WorkbookFault):
        raise
    except BaseException as fault:  # a panic of the reader is no Exception
        raise WorkbookFault(
            both(f"it is no workbook or is locked ({type(fault).__name__})", "不是工作簿，或加了密码")
        ) from fault


def as_text(value: object) -> str:
    """A cell's value as text: whole numbers without a point, dates as YYYY-MM-DD, nothing as empty."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value if isinstance(value, str) else str(value)


def insist_on_sane_area(file: Path | IO[bytes]) -> None:
    """Raise TooLarge for a zipped workbook that no machine could hold, WorkbookFault for one that is damaged."""
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_MAX:
                raise TooLarge(both("it unpacks to more than any table would", "解开后大得不像表格"))
            for entry in archive.infolist():
                if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                    _insist_on_sane_sheet(archive, entry)
    except ZIP_FAULTS as fault:
        raise WorkbookFault(
            both(f"it is no workbook or is damaged ({type(fault).__name__})", "不是工作簿，或已损坏")
        ) from fault


def _insist_on_sane_sheet(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    rows, columns, tail = 0, 0, b""
    with archive.open(entry) as file:
        while chunk := file.read(_CHUNK):
            found = _REFERENCE.findall(tail + chunk)
            rows = max(rows, max((int(row) for _, row in found), default=0))
            columns = max(columns, max((_column_number(letters) for letters in {pair[0] for pair in found}), default=0))
            tail = chunk[-_TAIL:]
            if rows * columns > AREA_MAX:
                raise TooLarge(
                    both(
                        "its cells span too large an area; delete stray cells far from the table",
                        "单元格散布范围过大，请删除远离表格的零散单元格",
                    )
                )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
