"""Text tables that people have, as rows of cells: any encoding, comma, tab, semicolon or bar, quotes as they come."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from talentmap.bilingual import both
from talentmap.encoding import UnknownEncoding, decode

Row = tuple[int, list[str]]
"""The line on which a row begins, and its cells."""

_DELIMITERS = ",\t;|"
_SEP_LINE = re.compile(r"\"?sep=([,;\t|])\"?\n", re.IGNORECASE)
_TORN = "\ufffd"
_TORN_SHARE = 0.02  # of the characters beyond ASCII: a file cut in the middle of some, not another encoding
_ASCII_SHARE = 0.9  # of the bytes of a Western European text


class Unreadable(Exception):
    """A file is no table or no document of its kind; `cause` says why."""

    def __init__(self, cause: str, row: int = 0) -> None:
        super().__init__(cause)
        self.cause = cause
        self.row = row


def text_of(content: bytes) -> str:
    """`content` as text with plain line ends; Unreadable when no encoding makes sense of it."""
    text = _decoded(content)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _decoded(content: bytes) -> str:
    try:
        return decode(content)[0]
    except UnknownEncoding:
        pass
    plain = content.replace(b"\x00", b"")
    if plain != content:
        return _decoded(plain)
    torn = plain.decode("utf-8", "replace")
    beyond = sum(character > "\x7f" for character in torn)
    if torn.count(_TORN) <= _TORN_SHARE * beyond:
        return torn
    if len(plain.translate(None, bytes(range(128, 256)))) >= _ASCII_SHARE * len(plain):
        return plain.decode("cp1252", "replace")
    raise Unreadable(both("the text encoding cannot be told", "看不出文字编码"))


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text, each with its end."""
    start = 0
    while end := text.find("\n", start) + 1:
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def rows_of(text: str, *, delimiter: str = "", quoted: bool = True) -> Iterator[Row]:
    """The rows of a text table, empty lines as rows without cells; the delimiter is told by the first line.

    From the first quote that is never closed on, each line is a row: no quote swallows the rows after it.
    """
    hint = _SEP_LINE.match(text)
    chosen = delimiter or (hint[1] if hint else delimiter_of(text))
    if quoted:
        rows = _quoted_rows(text, chosen)
    else:
        rows = ((number, _cut(line, chosen)) for number, line in enumerate(lines_of(text), start=1))
    if hint:
        next(rows, None)
    return rows


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the first line that is not blank into the most cells; a comma when none does."""
    first = next((line for line in lines_of(text) if line.strip()), "")
    return max(_DELIMITERS, key=lambda delimiter: len(_record(first, delimiter)))


def _quoted_rows(text: str, delimiter: str) -> Iterator[Row]:
    waiting: list[str] = []
    lines = lines_of(text)

    def read() -> Iterator[str]:
        for line in lines:
            waiting.append(line)
            yield line

    reader, number = csv.reader(read(), delimiter=delimiter, strict=True), 1
    try:
        for cells in reader:
            yield number, cells
            number += len(waiting)
            waiting.clear()
    except csv.Error:
        pass
    for line in (*waiting, *lines):
        yield number, _record(line, delimiter)
        number += 1


def _record(line: str, delimiter: str) -> list[str]:
    """The cells of one line; quotes that make no sense are letters like others."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return _cut(line, delimiter)


def _cut(line: str, delimiter: str) -> list[str]:
    bare = line.removesuffix("\n")
    return bare.split(delimiter) if bare else []
