"""Where the filled cells of a worksheet lie, told from its XML as a stream before any reader reserves memory for them.

Filled cells count, formatted blank ones do not: whoever colours a column in WPS saves 1,048,576 of those. Every pattern
here takes time in proportion to the bytes, whatever they are: possessive throughout, nothing is ever tried twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from talentmap.model.source import column_letter

_PIECE = 2**20
_TOLD = 20
_ROW_MAX, _COLUMN_MAX = 1_048_576, 16_384
_NAME = rb"(?:\w{1,16}+:)?+"
_OPENING = rb"<" + _NAME + rb"""c(?:\s++r=["']([A-Za-z]{1,4})(\d{1,10})["'])?+((?:\s[^<>/]*+)?+)>\s*+(?!</)"""
_FORMULA = rb"(<" + _NAME + rb"f(?:\s[^<>]*+|/)?+>(?:(?<=/>)|[^<>]*+</" + _NAME + rb"f\s*+>)\s*+)?+"
_NO_VALUE = rb"(<(?:/|" + _NAME + rb"(?:v|is)\s*+(?:/>|></)))?+"
_HELD = re.compile(_OPENING + _FORMULA + _NO_VALUE)
_PLAIN = re.compile(rb"""<c r="([A-Z]{1,4})(\d{1,10})"(?: s="\d*+")?+(?: t="(?!e")\w*+")?+><(?:v>[^<]|is><[^/])""")
_PLAIN_BLANK = re.compile(rb"""<c r="[A-Z]{1,4}\d{1,10}"(?: s="\d*+")?+/>""")
_PREFIXED = re.compile(b":c")
_NOT_PLAIN = re.compile(rb"<c[>\t\n\v\f\r]")
_NOT_PLAIN_NEAR = re.compile(
    rb"""<c (?!r="[A-Z]{1,2}\d{1,3}"(?: s="\d*+")?+(?: t="(?!e")\w*+")?+(?:><(?:v>[^<]|is><[^/]|/c>)| ?/>))"""
    rb"|<c[>\t\n\v\f\r]"
)
_NEAR_COLUMNS, _NEAR_ROWS = 26 + 26**2, 999
_ADDRESS = re.compile(rb"""\sr=["']([A-Za-z]{1,4})(\d{1,10})["']""")
_IS_ERROR = re.compile(rb"""\st=["']e["']""")
_IS_TEXT = re.compile(rb"""\st=["']str["']""")
_CELL_STARTS = (b"<c ", b":c ")
_TAG_CUT = 32


@dataclass(slots=True)
class Filled:
    """How many cells of a sheet hold something, the corners of the box round them, and those with no readable value."""

    count: int = 0
    merges: int = 0
    top: int = _ROW_MAX + 1
    left: int = _COLUMN_MAX + 1
    bottom: int = 0
    right: int = 0
    errors: list[str] = field(default_factory=list)
    uncached: list[str] = field(default_factory=list)

    @property
    def box(self) -> int:
        """Cells in the box round the filled ones: what a reader reserves memory for."""
        return max(self.bottom - self.top + 1, 0) * max(self.right - self.left + 1, 0)

    @property
    def is_off_sheet(self) -> bool:
        """True where a cell claims a place that no sheet has."""
        return self.bottom > _ROW_MAX or self.right > _COLUMN_MAX

    @property
    def corner(self) -> str:
        """The address of the box's far corner."""
        return f"{column_letter(self.right - 1)}{self.bottom}"

    def add(self, piece: bytes) -> None:
        """Count the cells of one more piece, which cuts no cell in two."""
        self.merges += piece.count(b"mergeCell ")
        plain = _plain_cells(piece)
        if plain is None:
            self._add_any(piece)
        elif plain:
            self.count += len(plain)
            letters, numbers = zip(*plain, strict=True)
            self.stretch(map(_column, set(letters)), map(int, set(numbers)))

    def _add_any(self, piece: bytes) -> None:
        found = [match if match[0] else _with_address(match) for match in _HELD.findall(piece)]
        self.count += sum(not match[4] for match in found)
        placed = [match for match in found if match[0]]
        if placed:
            self.stretch(
                {_column(letters) for letters in {match[0].upper() for match in placed}},
                set(map(int, {match[1] for match in placed})),
            )
        if b'"e"' in piece or b"'e'" in piece:
            self.errors += [_text(match) for match in placed if _IS_ERROR.search(match[2])]
            del self.errors[_TOLD:]
        if b"<f" in piece or b":f" in piece:
            self.uncached += [_text(match) for match in placed if _is_uncached(match)]
            del self.uncached[_TOLD:]

    def stretch(self, columns: Iterable[int], rows: Iterable[int]) -> None:
        """Widen the box so that it holds these columns and rows, counted from 1."""
        columns, rows = list(columns), list(rows)
        self.left, self.right = min(self.left, *columns), max(self.right, *columns)
        self.top, self.bottom = min(self.top, *rows), max(self.bottom, *rows)


def filled_in(pieces: Iterator[bytes], most: int, merges_most: int) -> Filled:
    """What a worksheet holds, told no further than to more than `most` cells or `merges_most` merged ranges."""
    first, second = next(pieces, b""), next(pieces, b"")
    if not second and _is_plain_and_near(first):
        near = Filled(first.count(b"<v>") + first.count(b"<is>"), first.count(b"mergeCell "))
        if near.count:
            near.stretch((1, _NEAR_COLUMNS), (1, _NEAR_ROWS))
        return near
    sheet = Filled()
    for piece in pieces_between_cells(chain((first, second), pieces)):
        sheet.add(piece)
        if sheet.count > most or sheet.merges > merges_most:
            break
    return sheet


def _is_plain_and_near(piece: bytes) -> bool:
    """True for most sheets: cells are filled or blank as most programs write them, none beyond column ZZ, row 999.

    Where in that corner they lie need not be told: no reader reserves much for it.
    """
    return b"<c " in piece and not _PREFIXED.search(piece) and not _NOT_PLAIN_NEAR.search(piece)


def _plain_cells(piece: bytes) -> list[tuple[bytes, bytes]] | None:
    """Column and row of every filled cell where all are written as most programs do; None where any is not."""
    if _PREFIXED.search(piece) or _NOT_PLAIN.search(piece):
        return None
    found: list[tuple[bytes, bytes]] = _PLAIN.findall(piece)
    others = piece.count(b"<c ") - len(found)
    return found if not others or len(_PLAIN_BLANK.findall(piece)) == others else None


def pieces_between_cells(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut before a cell rather than within one, unless a cell is larger than a piece."""
    carried = b""
    for piece in pieces:
        buffer = carried + piece
        cut = _last_cell(buffer)
        if len(buffer) - cut > _PIECE:
            cut = len(buffer)
        yield buffer[:cut]
        carried = buffer[cut:]
    if carried:
        yield carried


def _last_cell(buffer: bytes) -> int:
    """Where the last cell begins, else the last tag if it may be cut, else the end."""
    at = max(buffer.rfind(start) for start in _CELL_STARTS)
    if at < 0:
        at = buffer.rfind(b"<", len(buffer) - _TAG_CUT)
        return at if at >= 0 else len(buffer)
    return max(buffer.rfind(b"<", 0, at + 1), 0)


def _with_address(match: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """The match with its address, wherever among the attributes it stands."""
    address = _ADDRESS.search(match[2])
    return (address[1], address[2], *match[2:]) if address else match


def _is_uncached(match: tuple[bytes, ...]) -> bool:
    """True for a formula without a result; an empty text is a result, and says that it is text."""
    return bool(match[3] and match[4]) and not _IS_TEXT.search(match[2])


def _text(match: tuple[bytes, ...]) -> str:
    return (match[0].upper() + match[1]).decode()


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index
