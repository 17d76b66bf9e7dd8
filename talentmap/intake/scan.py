"""What a file is, told from its content and never from its name; and whether it is safe to open.

Workbooks are scanned as a stream before anything parses them: a legal 1.7 KB workbook with a cell in the last corner
makes readers reserve memory for sixteen thousand million cells. Filled cells count, formatted blank ones do not.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape
from pathlib import PurePath

from talentmap.model.source import column_letter

FILE_BYTES_MAX = 64 * 2**20
_ENTRIES_MAX = 4000
_UNPACKED_MAX = 768 * 2**20
_RATIO_MAX, _RATIO_FROM = 300, 16 * 2**20
_FILLED_MAX = 500_000
_BOX_MAX = 4_000_000
_MERGES_MAX = 100_000
_CHUNK = 2**20


class Kind(StrEnum):
    """How a file is read."""

    DELIMITED = "delimited"
    WORKBOOK = "workbook"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How to read a file, or the problem code that refuses it; `errors` and `uncached` are cell addresses by sheet."""

    kind: Kind | None
    refusal: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    errors: tuple[tuple[str, str], ...] = ()
    uncached: tuple[tuple[str, str], ...] = ()


def refuse(code: str, **facts: object) -> Verdict:
    """The verdict that a file is not read, with the facts of its problem."""
    return Verdict(None, code, facts)


_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM\x00", "BMP"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3", "SQLite"),
    (b"MZ", "EXE"),
)
_WPS_ENDINGS = frozenset({".et", ".ett", ".wps", ".wpt", ".dps"})
_TEXT_ENDINGS = frozenset({".csv", ".txt", ".tsv", ""})
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def scan(name: str, content: bytes) -> Verdict:
    """The verdict on a file's content; `name` only decides between text files and tells WPS formats apart."""
    ending = PurePath(name).suffix.lower()
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return refuse("intake-file-empty")
    if ending in _WPS_ENDINGS:
        return refuse("intake-file-wps", kind=ending)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _scan_zip(content)
    if content.startswith(_OLE2):
        return _scan_ole2(content)
    foreign = next((label for magic, label in _FOREIGN if content.startswith(magic)), "")
    return refuse("intake-file-kind", kind=foreign) if foreign else _scan_text(ending, content)


def _scan_text(ending: str, content: bytes) -> Verdict:
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if (
        head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<div"))
        or b"<html" in head[:1024]
    ):
        return refuse("intake-file-html")
    if head.startswith(b"mime-version:"):
        return refuse("intake-file-html")
    if head.startswith(b"<?xml"):
        return refuse("intake-file-kind", kind="XML")
    if not content.startswith(_BOMS) and (b"\x00" in content or _control_share(content) > 0.02):
        return refuse("intake-file-kind", kind=ending.lstrip(".") or "?")
    if ending not in _TEXT_ENDINGS:
        return refuse("intake-file-kind", kind=ending.lstrip("."))
    return Verdict(Kind.DELIMITED)


def _control_share(content: bytes) -> float:
    head = content[:65536]
    return len(head) and (len(head) - len(head.translate(None, bytes(set(range(32)) - {9, 10, 12, 13})))) / len(head)


def _scan_ole2(content: bytes) -> Verdict:
    """Old binary workbooks are read; a password makes a different stream of the same container."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if has("EncryptedPackage") or has("EncryptionInfo"):
        return refuse("intake-file-password")
    if has("Workbook") or has("Book"):
        return Verdict(Kind.WORKBOOK)
    return refuse("intake-file-kind", kind="DOC" if has("WordDocument") else "OLE2")


def _scan_zip(content: bytes) -> Verdict:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _scan_archive(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, KeyError):
        return refuse("intake-file-broken")


def _scan_archive(archive: zipfile.ZipFile) -> Verdict:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        return refuse("intake-file-password")
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _ENTRIES_MAX or unpacked > _UNPACKED_MAX or any(map(_is_bomb, entries)):
        return refuse("intake-file-bomb", megabytes=unpacked // 2**20, entries=len(entries))
    if "xl/workbook.xml" in names:
        return _scan_workbook(archive, entries)
    if "content.xml" in names and "mimetype" in names:
        kind = archive.read("mimetype")[:100].decode("ascii", "replace")
        if "spreadsheet" in kind:
            return _scan_parts(archive, [entry for entry in entries if entry.filename == "content.xml"], {})
        return refuse("intake-file-kind", kind=kind.rpartition(".")[2][:20])
    known = {"word/document.xml": "DOCX", "ppt/presentation.xml": "PPTX", "xl/workbook.bin": "XLSB"}
    return refuse("intake-file-kind", kind=next((label for part, label in known.items() if part in names), "ZIP"))


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _RATIO_FROM and entry.file_size > _RATIO_MAX * max(entry.compress_size, 1)


def _scan_workbook(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Verdict:
    parts = [e for e in entries if re.match(r"xl/(?:worksheets/[^/]+|sharedStrings|workbook|styles)\.xml$", e.filename)]
    return _scan_parts(archive, parts, _sheet_names(archive))


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The printed name of each worksheet part, as far as the workbook's own lists tell."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    try:
        links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    targets = {}
    for link in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
        found = dict(re.findall(r'\b(Id|Target)="([^"]*)"', link))
        target = found.get("Target", "").lstrip("/")
        targets[found.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"
    return {
        targets[rid[1]]: unescape(name[1])
        for sheet in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book)
        if (name := re.search(r'\bname="([^"]*)"', sheet))
        and (rid := re.search(r'\b\w+:id="([^"]*)"', sheet))
        and rid[1] in targets
    }


_FILLED = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"([^>/]*)>\s*(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*)?<(/)?(?:\w+:)?(\w+)(/?)'
)
_ANY_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)\b[^>]*[^/]?>")
_REPEATED = re.compile(rb'number-(columns|rows)-repeated="(\d+)"[^>]*office:value-type')


@dataclass(slots=True)
class _Tally:
    filled: int = 0
    row: int = 0
    column: int = 0
    first_row: int = 1 << 30
    first_column: int = 1 << 30
    merges: int = 0
    errors: list[str] = field(default_factory=list)
    uncached: list[str] = field(default_factory=list)

    def add(self, buffer: bytes) -> None:
        for match in _FILLED.finditer(buffer):
            column, row, _, closing, tag, selfclosing = match.groups()
            address = (column + row).decode()
            if closing or selfclosing:
                if closing and tag == b"c" and len(self.uncached) < 20 and b"<f" in match[0]:
                    self.uncached.append(address)
                continue
            self.filled += 1
            self._stretch(int(row), _column_index(column))
            if b't="e"' in match[0] and len(self.errors) < 20:
                self.errors.append(address)
        self.merges += buffer.count(b"mergeCell ")

    def _stretch(self, row: int, column: int) -> None:
        self.row, self.column = max(self.row, row), max(self.column, column)
        self.first_row, self.first_column = min(self.first_row, row), min(self.first_column, column)

    @property
    def box(self) -> int:
        return (self.row - self.first_row + 1) * (self.column - self.first_column + 1) if self.filled else 0


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index


def _scan_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], sheets: Mapping[str, str]) -> Verdict:
    errors: list[tuple[str, str]] = []
    uncached: list[tuple[str, str]] = []
    filled = 0
    for part in parts:
        tally = _Tally()
        for buffer in _pieces(archive, part):
            if b"<!DOCTYPE" in buffer or b"<!ENTITY" in buffer or b"<\x00!\x00D" in buffer:
                return refuse("intake-file-doctype")
            if part.filename != "xl/styles.xml":
                tally.add(buffer)
            if filled + tally.filled > _FILLED_MAX or tally.merges > _MERGES_MAX or _repeats_too_often(buffer):
                return refuse("intake-file-cells", limit=_FILLED_MAX)
        sheet = sheets.get(part.filename, "")
        if tally.box > _BOX_MAX:
            far = f"{column_letter(tally.column - 1)}{tally.row}"
            return refuse("intake-cell-far", sheet=sheet, cell=far)
        filled += tally.filled
        errors += [(sheet, address) for address in tally.errors]
        uncached += [(sheet, address) for address in tally.uncached]
    return Verdict(Kind.WORKBOOK, errors=tuple(errors), uncached=tuple(uncached))


def _repeats_too_often(buffer: bytes) -> bool:
    return any(int(times) > 2000 for _, times in _REPEATED.findall(buffer))


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes in pieces that never cut a cell in two, unless one cell is larger than a piece."""
    carried = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            buffer = carried + chunk
            cut = buffer.rfind(b"<c ")
            if cut <= 0 or len(buffer) - cut > _CHUNK:
                cut = len(buffer)
            yield buffer[:cut]
            carried = buffer[cut:]
    if carried:
        yield carried
