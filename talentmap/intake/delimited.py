"""CSV and text tables: the encoding told by evidence, the delimiter by the header, the records by the csv module."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from talentmap.intake.headers import known_count

_PROBE = 40
_RECORDS_MAX = 30_000
_CELLS_MAX = 500_000
_DELIMITERS = ",;\t|"
_SEP_LINE = re.compile(r"^\"?sep=(.)\"?\r?\n", re.IGNORECASE)
_PLAUSIBLE_FROM = 0.75
_MORE_TRADITIONAL = frozenset(
    "崗職業務開發員產個動國們這來時說對會學電車資應經與種關場點實現樣頭氣體見書長東門問題機話間樂區縣萬師術設計數歷處產製薪"
)
_MORE_SIMPLIFIED = frozenset(
    "岗职业务开发员产个动国们这来时说对会学电车资应经与种关场点实现样头气体见书长东门问题机话间乐区县万师术设计数历处产制薪"
)


class DelimitedFault(Exception):
    """A text file could not be read; `code` is the problem code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Delimited:
    """The records of a text table with the encoding and delimiter that were used; blank records stay, they count."""

    records: tuple[tuple[str, ...], ...]
    encoding: str
    delimiter: str


def read_delimited(content: bytes) -> Delimited:
    """The records in `content`. DelimitedFault where the encoding cannot be told or the table is too large."""
    text, encoding = decode(content)
    hint = _SEP_LINE.match(text)
    if hint:
        text = text[hint.end() :]
    delimiter = hint[1] if hint and hint[1] in _DELIMITERS else _delimiter_of(text)
    return Delimited(_records(text, delimiter), encoding, delimiter)


def decode(content: bytes) -> tuple[str, str]:
    """The text of `content` and the encoding used: a mark, then strict UTF-8, then the likelier of GB and Big5."""
    for mark, encoding, label in (
        (b"\xef\xbb\xbf", "utf-8-sig", "utf-8-sig"),
        (b"\xff\xfe", "utf-16", "utf-16"),
        (b"\xfe\xff", "utf-16", "utf-16"),
    ):
        if content.startswith(mark):
            text = _strict(content, encoding)
            if text is None:
                raise DelimitedFault("intake-encoding")
            return text, label
    text = _strict(content, "utf-8")
    if text is not None and not _only_by_chance(text):
        return text, "utf-8"
    return _likelier(content)


def _only_by_chance(text: str) -> bool:
    """True where every letter beyond ASCII is Cyrillic, Hebrew or Arabic: two GB bytes that happen to be UTF-8."""
    beyond = [character for character in text[:20_000] if character > "\x7f"]
    return bool(beyond) and all("\u0400" <= character <= "\u07ff" for character in beyond)


def _likelier(content: bytes) -> tuple[str, str]:
    readings: list[tuple[float, int, str, str]] = []
    for codec, label in (("gb18030", "gb18030"), ("cp950", "big5"), ("big5", "big5")):
        text = _strict(content, codec)
        if text is not None:
            readings.append((plausibility(text, label), -len(readings), text, label))
    if not readings:
        raise DelimitedFault("intake-encoding")
    score, _, text, label = max(readings)
    if score < _PLAUSIBLE_FROM:
        raise DelimitedFault("intake-encoding")
    return text, label


def plausibility(text: str, label: str) -> float:
    """How much of the text beyond ASCII is everyday Chinese in the encoding named: a share, above 1 with telling words.

    Both encodings put their everyday characters first (GB 2312 level 1, Big5 level 1); a misreading scatters them.
    """
    beyond = [character for character in text[:20_000] if character > "\x7f"]
    if not beyond:
        return 0.0
    usual = sum(_is_everyday(character, label) for character in beyond)
    telling = _MORE_SIMPLIFIED if label == "gb18030" else _MORE_TRADITIONAL
    return (usual + sum(character in telling for character in beyond)) / len(beyond)


def _is_everyday(character: str, label: str) -> bool:
    codec, first, last = ("gb2312", 0xB0, 0xD7) if label == "gb18030" else ("big5", 0xA4, 0xC6)
    try:
        lead = character.encode(codec)[0]
    except UnicodeEncodeError:
        return False
    return first <= lead <= last or 0xA1 <= lead <= 0xA3


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _delimiter_of(text: str) -> str:
    """The delimiter under which the header is best understood, else the one that cuts the lines most alike."""
    head = text[:200_000]
    return max(_DELIMITERS, key=lambda delimiter: (*_evidence(head, delimiter), -_DELIMITERS.index(delimiter)))


def _evidence(head: str, delimiter: str) -> tuple[int, float, int]:
    try:
        records = [record for record, _ in zip(_reader(head, delimiter), range(_PROBE), strict=False) if record]
    except csv.Error:
        return (0, 0.0, 0)
    widths = Counter(len(record) for record in records)
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    known = max((known_count(record) for record in records), default=0)
    return known, times / len(records) if width > 1 else 0.0, width


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _records(text: str, delimiter: str) -> tuple[tuple[str, ...], ...]:
    records: list[tuple[str, ...]] = []
    cells = 0
    try:
        for record in _reader(text, delimiter):
            records.append(tuple(record))
            cells += len(record)
            if len(records) > _RECORDS_MAX or cells > _CELLS_MAX:
                raise DelimitedFault("intake-file-cells")
    except csv.Error as fault:
        raise DelimitedFault("intake-csv-broken") from fault
    return tuple(records)
