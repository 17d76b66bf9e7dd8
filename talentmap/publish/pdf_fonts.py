"""Fonts of a PDF made readable everywhere.

WeasyPrint writes glyph numbers as the codes of a text. In a CID-keyed CFF font a code is a CID, which the font's
charset translates, and the subset keeps the charset of the whole font: in viewers that go by the book (MuPDF among
them) most Chinese text then turns blank or wrong, while others take the code for the glyph number and show it. The
remedy is a charset in which every glyph's CID is its number (Adobe Technical Note 5176, section 13), and the
bare CFF program in place of the OpenType file around it, as ISO 32000-1, 9.9, has it for a CIDFontType0.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import pikepdf
from pikepdf import Name

_CHARSET, _CHARSTRINGS = 15, 17
_PREDEFINED = 2
_HEADER = struct.Struct(">4sHHHH")
_ENTRY = struct.Struct(">4sIII")


def with_plain_codes(document: pikepdf.Pdf) -> None:
    """Rewrite every embedded CID-keyed CFF font of `document` in place."""
    for font in document.objects:
        if isinstance(font, pikepdf.Dictionary) and font.get(Name.Subtype) == Name.CIDFontType0:
            program = font.FontDescriptor.get(Name.FontFile3)
            if program is not None and program.get(Name.Subtype) == Name.OpenType:
                cff = identity_charset(cff_table(program.read_bytes()))
                font.FontDescriptor.FontFile3 = document.make_stream(cff, Subtype=Name.CIDFontType0C)
                if Name.CIDToGIDMap in font:
                    del font[Name.CIDToGIDMap]


def cff_table(opentype: bytes) -> bytes:
    """The CFF table of an OpenType font. ValueError when it has none."""
    tables = _HEADER.unpack_from(opentype)[1]
    for at in range(tables):
        tag, _, offset, length = _ENTRY.unpack_from(opentype, _HEADER.size + at * _ENTRY.size)
        if tag == b"CFF ":
            return opentype[offset : offset + length]
    raise ValueError("the font has no CFF table")


def identity_charset(cff: bytes) -> bytes:
    """`cff` with a charset that gives glyph n the CID n; written over the one it has, which is never shorter."""
    offsets = dict(_top_dict(cff))
    charset, charstrings = offsets.get(_CHARSET, 0), offsets[_CHARSTRINGS]
    glyphs = struct.unpack_from(">H", cff, charstrings)[0]
    if charset <= _PREDEFINED or glyphs < 2:
        return cff
    table = _identity_table(glyphs)
    return cff[:charset] + table + cff[charset + len(table) :]


def _identity_table(glyphs: int) -> bytes:
    """The shortest charset that gives glyph n the CID n: in a font of few glyphs the next table stands close behind."""
    if glyphs == 2:
        return struct.pack(">BH", 0, 1)
    return struct.pack(">BHB", 1, 1, glyphs - 2) if glyphs < 258 else struct.pack(">BHH", 2, 1, glyphs - 2)


def _top_dict(cff: bytes) -> Iterator[tuple[int, int]]:
    """The (operator, last operand) pairs of the first Top DICT that have a whole number as operand."""
    names_end = _index_end(cff, cff[2])
    count, size = struct.unpack_from(">HB", cff, names_end)
    first, second = (int.from_bytes(cff[names_end + 3 + at * size :][:size], "big") for at in (0, 1))
    data = names_end + 2 + (count + 1) * size
    at, end, operand = data + first, data + second, 0
    while at < end:
        byte = cff[at]
        if byte <= 21:
            operator, at = (1200 + cff[at + 1], at + 2) if byte == 12 else (byte, at + 1)
            yield operator, operand
        else:
            operand, at = _operand(cff, at)


def _operand(cff: bytes, at: int) -> tuple[int, int]:
    """The number at `at` and where the next begins; a real number counts as 0."""
    byte = cff[at]
    if byte == 28:
        return struct.unpack_from(">h", cff, at + 1)[0], at + 3
    if byte == 29:
        return struct.unpack_from(">i", cff, at + 1)[0], at + 5
    if byte == 30:
        while cff[at + 1] & 0x0F != 0x0F:
            at += 1
        return 0, at + 2
    if byte < 247:
        return byte - 139, at + 1
    high = (byte - 247) * 256 + cff[at + 1] + 108 if byte < 251 else -(byte - 251) * 256 - cff[at + 1] - 108
    return high, at + 2


def _index_end(cff: bytes, start: int) -> int:
    """Where the INDEX at `start` ends."""
    count: int = struct.unpack_from(">H", cff, start)[0]
    if count == 0:
        return start + 2
    size = cff[start + 2]
    last = int.from_bytes(cff[start + 3 + count * size :][:size], "big")
    return start + 2 + (count + 1) * size + last
