"""Merged ranges of an OpenDocument spreadsheet, which calamine does not tell: a cell says how far it spans."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from xml.parsers import expat

Span = tuple[tuple[int, int], tuple[int, int]]
_PIECE = 2**20
_SPANS_MAX = 100_000


def spans_in(content: bytes) -> Mapping[str, Sequence[Span]]:
    """First and last cell (row and column from 0) of every merged range, by sheet; nothing for other kinds of file."""
    if b"opendocument.spreadsheet" not in content[:200]:
        return {}
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as stream:
            while piece := stream.read(_PIECE):
                parser.Parse(piece, False)
    except (zipfile.BadZipFile, KeyError, expat.ExpatError):
        return {}
    return reader.spans


class _Reader:
    """Follows the elements of content.xml: table, row, cell."""

    def __init__(self) -> None:
        self.spans: defaultdict[str, list[Span]] = defaultdict(list)
        self._sheet = ""
        self._row = self._rows = self._column = self._count = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table:table":
            self._sheet, self._row, self._rows = attributes.get("table:name", ""), 0, 0
        elif name == "table:table-row":
            self._row += self._rows
            self._rows, self._column = _times(attributes, "table:number-rows-repeated"), 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            deep, wide = (_times(attributes, f"table:number-{way}-spanned") for way in ("rows", "columns"))
            if deep * wide > 1 and self._count < _SPANS_MAX:
                self._count += 1
                last = (self._row + deep - 1, self._column + wide - 1)
                self.spans[self._sheet].append(((self._row, self._column), last))
            self._column += _times(attributes, "table:number-columns-repeated")


def _times(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 8 else 1
