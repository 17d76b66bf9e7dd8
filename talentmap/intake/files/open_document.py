"""Where the filled cells of an OpenDocument spreadsheet lie: rows and cells say how often they repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.parsers import expat

from talentmap.intake.files.archive import Doctype
from talentmap.intake.files.filled import Filled

DOCUMENT_MAX = 64 * 2**20
_REPEATS_MAX = 1_048_576


def filled_sheets(pieces: Iterable[bytes]) -> list[Filled]:
    """What each sheet of content.xml holds. Doctype and expat's ExpatError say why it cannot be told."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.StartDoctypeDeclHandler = _refuse
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return reader.sheets


def _refuse(*_: object) -> None:
    raise Doctype


class _Reader:
    """Follows the elements of content.xml: table, row, cell."""

    def __init__(self) -> None:
        self.sheets: list[Filled] = []
        self._row = self._rows = self._column = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "table":
            self.sheets.append(Filled())
            self._row = self._rows = 0
        elif not self.sheets:
            return
        elif kind == "table-row":
            self._row += self._rows
            self._rows = _times(attributes, "number-rows-repeated")
            self._column = 0
        elif kind in ("table-cell", "covered-table-cell"):
            self._cell(attributes)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        sheet, columns = self.sheets[-1], _times(attributes, "number-columns-repeated")
        if any(name.rpartition(":")[2] == "value-type" for name in attributes):
            sheet.count += columns * self._rows
            sheet.stretch((self._column + 1, self._column + columns), (self._row + 1, self._row + max(self._rows, 1)))
        self._column += columns


def _times(attributes: Mapping[str, str], local: str) -> int:
    text = next((text for name, text in attributes.items() if name.rpartition(":")[2] == local), "1")
    return min(int(text), _REPEATS_MAX) if text.isascii() and text.isdigit() and len(text) < 10 else _REPEATS_MAX
