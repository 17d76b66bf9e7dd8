"""Where the filled cells of an old binary workbook (.xls) lie, told from its records."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from talentmap.intake.files.filled import Filled
from talentmap.model.source import column_letter

_BOF, _EOF, _PASSWORD, _SHEET, _MERGES, _SPAN = 0x0809, 0x000A, 0x002F, 0x0085, 0x00E5, 0x00BD
_FORMULA, _TRUTH_OR_ERROR = 0x0006, 0x0205
_CELLS = frozenset({0x0203, 0x0204, 0x00FD, 0x027E, 0x00D6, _FORMULA, _TRUTH_OR_ERROR})
_RECORDS_MAX = 4_000_000
_TOLD = 20


class TooManyRecords(Exception):
    """The stream holds more records than any survey could."""


@dataclass(slots=True)
class BinaryWorkbook:
    """Whether a password locks the workbook, and what each of its sheets holds, by the sheet's name."""

    is_locked: bool = False
    sheets: list[tuple[str, Filled]] = field(default_factory=list)


@dataclass(slots=True)
class _Corners:
    columns: set[int] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)


def filled_cells(stream: bytes) -> BinaryWorkbook:
    """What the workbook stream says of its sheets; a stream that breaks off is told as far as it goes."""
    book = BinaryWorkbook()
    names: dict[int, str] = {}
    corners = _Corners()
    for start, kind, data in _records(stream):
        if kind == _PASSWORD:
            book.is_locked = True
            return book
        if kind == _SHEET and len(data) > 8:
            names[struct.unpack_from("<I", data)[0]] = _sheet_name(data)
        elif kind == _BOF:
            _close(book, corners)
            corners = _Corners()
            book.sheets.append((names.get(start, ""), Filled()))
        elif book.sheets:
            _add(book.sheets[-1][1], corners, kind, data)
    _close(book, corners)
    return book


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at, end = 0, len(stream) - 3
    for _ in range(_RECORDS_MAX):
        if at >= end:
            return
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
    raise TooManyRecords


def _add(sheet: Filled, corners: _Corners, kind: int, data: bytes) -> None:
    if kind == _MERGES and len(data) >= 2:
        sheet.merges += int.from_bytes(data[:2], "little")
    if (kind not in _CELLS and kind != _SPAN) or len(data) < 6:
        return
    row, column = struct.unpack_from("<HH", data)
    last = int.from_bytes(data[-2:], "little") if kind == _SPAN else column
    sheet.count += max(last - column + 1, 1)
    corners.rows.add(row + 1)
    corners.columns |= {column + 1, last + 1}
    if _is_error(kind, data) and len(sheet.errors) < _TOLD:
        sheet.errors.append(f"{column_letter(column)}{row + 1}")


def _is_error(kind: int, data: bytes) -> bool:
    if kind == _TRUTH_OR_ERROR:
        return len(data) > 7 and data[7] == 1
    return kind == _FORMULA and len(data) > 13 and data[12:14] == b"\xff\xff" and data[6] == 2


def _close(book: BinaryWorkbook, corners: _Corners) -> None:
    if corners.rows:
        book.sheets[-1][1].stretch(corners.columns, corners.rows)


def _sheet_name(data: bytes) -> str:
    """A sheet's printed name as BIFF8 stores it."""
    length, wide = data[6], data[7] & 1
    text = data[8 : 8 + length * (1 + wide)]
    return text.decode("utf-16-le" if wide else "latin-1", "replace")
