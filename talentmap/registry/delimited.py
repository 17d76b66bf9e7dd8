"""CSV and its relatives: encoding by byte order mark, strict UTF-8, then GB18030; streamed."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from talentmap.registry.opened import Opened, ReadFault, Row, picked

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WIDER = {"gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "utf-8": "utf-8-sig"}
_DELIMITERS = ",\t;|"
_CHUNK = 1 << 20


def open_delimited(path: Path, declared: str) -> Opened:
    """The file's header (its first row that is not blank) and rows; ReadFault when no encoding fits."""
    encoding = _encoding(path, declared)
    header, delimiter = _header(path, encoding)
    return Opened(header, lambda picks: _rows(path, encoding, delimiter, len(header), picks), encoding)


def _encoding(path: Path, declared: str) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), "")
    for candidate in [declared] if declared else [marked] if marked else ["utf-8", "gb18030"]:
        name = _python_name(candidate)
        if _decodes(path, name):
            return name
    raise ReadFault("registry-encoding", {"tried": declared or marked or "utf-8, gb18030"})


def _python_name(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
    except LookupError as fault:
        raise ReadFault("registry-encoding", {"tried": encoding}) from fault
    return _WIDER.get(name, name)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _header(path: Path, encoding: str) -> tuple[tuple[str, ...], str]:
    with path.open(encoding=encoding, newline="") as file:
        first = next((line for line in file if line.strip()), "")
    if not first:
        raise ReadFault("registry-empty", {})
    delimiter = max(_DELIMITERS, key=first.count)
    for _, cells in _records(path, encoding, delimiter):
        return tuple(cells), delimiter
    raise ReadFault("registry-empty", {})


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The records that are not blank, with their number."""
    with path.open(encoding=encoding, newline="") as file:
        number = 0
        try:
            for number, cells in enumerate(csv.reader(_without_nul(file), delimiter=delimiter), start=1):
                if any(cells) and any(cell.strip() for cell in cells):
                    yield number, cells
        except csv.Error as fault:
            raise ReadFault("registry-broken-off", {"row": number}) from fault


def _without_nul(file: io.TextIOWrapper) -> Iterator[str]:
    for line in file:
        yield line.replace("\0", "") if "\0" in line else line


def _rows(path: Path, encoding: str, delimiter: str, width: int, picks: Sequence[int]) -> Iterator[Row]:
    records = _records(path, encoding, delimiter)
    next(records, None)
    for number, cells in records:
        yield number, picked(cells, picks, width)
