"""Which reader reads which kind of file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from talentmap.encoding import UnknownEncoding, decode
from talentmap.policy.texts.docx import read_docx
from talentmap.policy.texts.html import read_html
from talentmap.policy.texts.pdf import read_pdf
from talentmap.policy.texts.reading import Reading, TextFault, insist_on_size

Reader = Callable[[bytes], Reading]
_COMPOUND = b"\xd0\xcf\x11\xe0"  # the old Word format, and new ones under a password


def read_plain(content: bytes) -> Reading:
    """The lines of a plain text; TextFault where no encoding makes sense of it."""
    try:
        text, _ = decode(content)
    except UnknownEncoding as fault:
        raise TextFault("encoding") from fault
    return Reading(insist_on_size(text.splitlines()))


_READERS: Mapping[str, Reader] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".docx": read_docx,
    ".pdf": read_pdf,
    ".html": read_html,
    ".htm": read_html,
}
SUFFIXES = frozenset(_READERS)
UNREADABLE = frozenset({".doc", ".wps", ".rtf", ".odt", ".ofd", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"})
"""Kinds that policy texts come in and nothing here reads: they are told, never passed over."""


def reader_of(path: Path) -> Reader:
    """The reader for the file at `path`; TextFault `format` where there is none."""
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_COMPOUND):
        raise TextFault("locked" if suffix == ".docx" else "format", "an old Word file, or one under a password")
    if suffix not in _READERS:
        raise TextFault("format", suffix or "no suffix")
    return _READERS[suffix]
