"""START HERE for safety: what a file is, told from its content and never from its name; and whether to open it.

Workbooks are scanned before anything parses them: a legal 1.7 KB workbook with a cell in the last corner makes readers
reserve memory for sixteen thousand million cells. What the scan cannot foresee, the capped worker process survives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from html import unescape
from pathlib import PurePath
from xml.parsers.expat import ExpatError

from talentmap.encoding import BOMS, looks_like_utf_16
from talentmap.intake.files.archive import ENTRIES_MAX, UNPACKED_MAX, Archive, Bomb, Damaged, Doctype, open_archive
from talentmap.intake.files.binary_workbook import TooManyRecords, filled_cells
from talentmap.intake.files.compound import MAGIC, DamagedContainer, open_compound
from talentmap.intake.files.filled import Filled, filled_in
from talentmap.intake.files.open_document import DOCUMENT_MAX, filled_sheets

FILE_BYTES_MAX = 64 * 2**20
TEXT_BYTES_MAX = 24 * 2**20
FILLED_MAX = 500_000
_BOX_MAX = 4_000_000
_MERGES_MAX = 20_000
_STRINGS_MAX = 128 * 2**20
_SHEETS_MAX = 1000
_SMALL = 2**16


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


_PACKED = ((b"Rar!", "RAR"), (b"7z\xbc\xaf", "7-Zip"), (b"\x1f\x8b", "gzip"))
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM\x00", "BMP"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "EXE"),
)
_WPS_ENDINGS = frozenset({".et", ".ett", ".wps", ".wpt", ".dps", ".dpt"})
_TEXT_ENDINGS = frozenset({".csv", ".txt", ".tsv", ".tab", "", ".xls", ".xlsx", ".xlsm", ".ods"})
_WEB_STARTS = (b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<div", b"<style", b"mime-version:")
_NOTHING = b"\x00 \t\r\n\xef\xbb\xbf"
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13})
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"


def scan(name: str, content: bytes) -> Verdict:
    """The verdict on a file's content; `name` only decides between text files and tells WPS formats apart."""
    ending = PurePath(name.rstrip(" .")).suffix.lower()
    if _is_empty(content):
        return refuse("intake-file-empty")
    if ending in _WPS_ENDINGS:
        return refuse("intake-file-wps", kind=ending)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _scan_zip(content)
    if content.startswith(MAGIC):
        return _scan_compound(content)
    return _scan_foreign(content) or _scan_text(ending, content)


def _is_empty(content: bytes) -> bool:
    return not (content[:65536].strip(_NOTHING) or content.strip(_NOTHING))


def _scan_foreign(content: bytes) -> Verdict | None:
    if label := _labelled(content, _PACKED):
        return refuse("intake-file-packed", kind=label)
    label = _labelled(content, _FOREIGN)
    return refuse("intake-file-kind", kind=label) if label else None


def _labelled(content: bytes, magics: Iterable[tuple[bytes, str]]) -> str:
    return next((label for magic, label in magics if content.startswith(magic)), "")


def _scan_text(ending: str, content: bytes) -> Verdict:
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(_WEB_STARTS) or b"<html" in head[:1024]:
        return refuse("intake-file-html")
    if head.startswith(b"<?xml"):
        return refuse("intake-file-xml" if _SPREADSHEET_XML in head else "intake-file-kind", kind="XML")
    if not content.startswith(BOMS) and _is_binary(content):
        return refuse("intake-file-binary")
    if ending not in _TEXT_ENDINGS:
        return refuse("intake-file-kind", kind=ending.lstrip("."))
    if len(content) > TEXT_BYTES_MAX:
        return _too_large(len(content), TEXT_BYTES_MAX)
    return Verdict(Kind.DELIMITED)


def _too_large(size: int, limit: int) -> Verdict:
    return refuse("intake-file-large", megabytes=-(-size // 2**20), limit=limit // 2**20)


def _is_binary(content: bytes) -> bool:
    if b"\x00" in content:
        return not looks_like_utf_16(content)
    head = content[:65536]
    return len(head) - len(head.translate(None, _CONTROLS)) > 0.02 * len(head)


def _scan_compound(content: bytes) -> Verdict:
    """Old binary workbooks are read; a password makes a different stream of the same container."""
    try:
        container = open_compound(content)
        streams = container.streams
        if "encryptedpackage" in streams or "encryptioninfo" in streams:
            return refuse("intake-file-password")
        name = next((name for name in ("workbook", "book") if name in streams), "")
        if not name:
            return refuse("intake-file-kind", kind="DOC" if "worddocument" in streams else "OLE2")
        book = filled_cells(container.read(name))
    except DamagedContainer:
        return refuse("intake-file-broken")
    except TooManyRecords:
        return refuse("intake-file-cells", limit=FILLED_MAX)
    return refuse("intake-file-password") if book.is_locked else _weighed(book.sheets)


def _scan_zip(content: bytes) -> Verdict:
    try:
        return _scan_archive(open_archive(content))
    except Bomb:
        return refuse("intake-file-bomb", megabytes=UNPACKED_MAX // 2**20)
    except Doctype:
        return refuse("intake-file-doctype")
    except (Damaged, ExpatError):
        return refuse("intake-file-broken")


def _scan_archive(packed: Archive) -> Verdict:
    if packed.is_locked:
        return refuse("intake-file-password")
    if packed.count > ENTRIES_MAX:
        return refuse("intake-file-parts", entries=packed.count, limit=ENTRIES_MAX)
    if "xl/workbook.xml" in packed.entries:
        return _scan_workbook(packed)
    if "content.xml" in packed.entries and "mimetype" in packed.entries:
        return _scan_open_document(packed)
    known = {"word/document.xml": "DOCX", "ppt/presentation.xml": "PPTX", "xl/workbook.bin": "XLSB"}
    label = next((label for part, label in known.items() if part in packed.entries), "")
    return refuse("intake-file-kind", kind=label) if label else refuse("intake-file-packed", kind="ZIP")


def _scan_open_document(packed: Archive) -> Verdict:
    kind = packed.whole("mimetype")[:100].decode("ascii", "replace")
    if "spreadsheet" not in kind:
        return refuse("intake-file-kind", kind=kind.rpartition(".")[2][:20])
    if b"encryption-data" in packed.whole("meta-inf/manifest.xml"):
        return refuse("intake-file-password")
    pieces = packed.xml(packed.entries["content.xml"][-1], DOCUMENT_MAX)
    return _weighed(("", sheet) for sheet in filled_sheets(pieces))


def _scan_workbook(packed: Archive) -> Verdict:
    sheets = _sheets(packed.whole("xl/workbook.xml"), packed.whole("xl/_rels/workbook.xml.rels"))
    if len(sheets) > _SHEETS_MAX:
        return refuse("intake-file-parts", entries=len(sheets), limit=_SHEETS_MAX)
    for part in ("xl/sharedstrings.xml", "xl/styles.xml"):
        for entry in packed.entries.get(part, ()):
            for _ in packed.xml(entry, _STRINGS_MAX):
                pass
    return _weighed(_worksheets(packed, sheets))


def _worksheets(packed: Archive, sheets: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Filled]]:
    """The printed name of each sheet with what its part holds; every entry of that part's name counts."""
    for part, name in dict(sheets).items():
        for entry in packed.entries.get(part, ()):
            yield name, filled_in(packed.xml(entry), FILLED_MAX, _MERGES_MAX)


_LINK = re.compile(r"<(?:\w{1,16}:)?Relationship\s([^<>]*+)>")
_SHEET = re.compile(r"<(?:\w{1,16}:)?sheet\s([^<>]*+)>")
_ATTRIBUTE = re.compile(r"""([\w:]{1,40}+)\s*+=\s*+(?:"([^"<>]*+)"|'([^'<>]*+)')""")


def _sheets(book: bytes, links: bytes) -> Sequence[tuple[str, str]]:
    """The part that each sheet is read from and its printed name, as the workbook's own lists tell."""
    return _remembered(book, links) if len(book) + len(links) < _SMALL else _listed(book, links)


@lru_cache(maxsize=64)
def _remembered(book: bytes, links: bytes) -> Sequence[tuple[str, str]]:
    """The same for small lists: those of workbooks that one form or one program made are often equal."""
    return _listed(book, links)


def _listed(book: bytes, links: bytes) -> Sequence[tuple[str, str]]:
    targets = {}
    for link in _attributes(_LINK, links):
        target = link.get("Target", "").replace("\\", "/").lstrip("/").lower()
        targets[link.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"
    sheets = []
    for sheet in _attributes(_SHEET, book):
        link_id = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        sheets.append((targets.get(link_id, ""), unescape(sheet.get("name", ""))))
    return tuple(sheets)


def _attributes(tag: re.Pattern[str], part: bytes) -> Iterator[dict[str, str]]:
    for match in tag.finditer(part.decode("utf-8", "replace")):
        yield {key: double or single for key, double, single in _ATTRIBUTE.findall(match[1])}


def _weighed(sheets: Iterable[tuple[str, Filled]]) -> Verdict:
    """The verdict on a workbook by what its sheets hold."""
    errors: list[tuple[str, str]] = []
    uncached: list[tuple[str, str]] = []
    count = 0
    for name, sheet in sheets:
        count += sheet.count
        if count > FILLED_MAX:
            return refuse("intake-file-cells", limit=FILLED_MAX)
        if sheet.merges > _MERGES_MAX:
            return refuse("intake-file-cells", limit=_MERGES_MAX)
        if sheet.box > _BOX_MAX or sheet.is_off_sheet:
            return refuse("intake-cell-far", sheet=name, cell=sheet.corner)
        errors += [(name, address) for address in sheet.errors]
        uncached += [(name, address) for address in sheet.uncached]
    return Verdict(Kind.WORKBOOK, errors=tuple(errors), uncached=tuple(uncached))
