"""CSV and text tables: the delimiter told by the header, records by the csv module, quotes that swallow rows told."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from talentmap.encoding import UnknownEncoding, decode
from talentmap.intake.sheets.headers import known_count

_PROBE = 40
_PLAIN_HEADER = 4  # so many fields named in one record leave no doubt
_HEAD = 200_000
_RECORDS_MAX = 30_000
_CELLS_MAX = 500_000
_COLUMNS_MAX = 16_384
_LINE_MAX = 1_000_000
_DELIMITERS = ",;\t|，；"
_WIDE = "，；"
_SEP_LINE = re.compile(r"^\"?sep=(.)\"?\r?\n", re.IGNORECASE)
_NEXT_LINE = "\x1a"


class DelimitedFault(Exception):
    """A text file could not be read; `code` is the problem code, `facts` what its sentence names."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, object] = facts


@dataclass(frozen=True, slots=True)
class Delimited:
    """The records of a text table with the encoding and delimiter that were used; blank records stay, they count."""

    records: tuple[tuple[str, ...], ...]
    encoding: str
    delimiter: str


def read_delimited(content: bytes) -> Delimited:
    """The records in `content`. DelimitedFault where they cannot be told, or are too many."""
    try:
        text, encoding = decode(content)
    except UnknownEncoding as fault:
        raise DelimitedFault("intake-encoding") from fault
    hint = _SEP_LINE.match(text)
    if hint:
        text = text[hint.end() :]
    delimiter = hint[1] if hint and hint[1] in _DELIMITERS else _delimiter_of(text)
    return Delimited(_records(text, delimiter), encoding, delimiter)


def _delimiter_of(text: str) -> str:
    """The delimiter under which the header is best understood, else the one that cuts the lines most alike."""
    head = text[:_HEAD]
    present = [delimiter for delimiter in _DELIMITERS if delimiter in head or delimiter == ","]
    evidence = {}
    for delimiter in present:
        evidence[delimiter] = _evidence(head, delimiter)
        if evidence[delimiter][0] >= _PLAIN_HEADER:
            return delimiter
    return max(evidence, key=lambda delimiter: (*evidence[delimiter], -_DELIMITERS.index(delimiter)))


def _evidence(head: str, delimiter: str) -> tuple[int, float, int]:
    """Fields known, share of lines as wide as most, that width; full-width marks count only where a header has them."""
    known = 0
    widths: Counter[int] = Counter()
    try:
        for record in filter(None, islice(_reader(head, delimiter), _PROBE)):
            known = max(known, known_count(record))
            if known >= _PLAIN_HEADER:
                return known, 1.0, len(record)
            widths[len(record)] += 1
    except csv.Error:
        return (0, 0.0, 0)
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    if delimiter in _WIDE and known < 2:
        return (0, 0.0, 0)
    return known, times / widths.total() if width > 1 else 0.0, width


def _reader(text: str, delimiter: str, strict: bool = False) -> Iterator[list[str]]:
    return csv.reader(_lines(text, delimiter), delimiter=delimiter, strict=strict)


def _lines(text: str, delimiter: str) -> Iterator[str]:
    """The lines of a text, whatever ends them. DelimitedFault at one that no table has."""
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > _COLUMNS_MAX and line.count(delimiter) >= _COLUMNS_MAX:
            raise DelimitedFault("intake-file-cells", limit=_COLUMNS_MAX)
        if len(line) > _LINE_MAX:
            raise DelimitedFault("intake-csv-line", row=number, limit=_LINE_MAX)
        yield line


def _records(text: str, delimiter: str) -> tuple[tuple[str, ...], ...]:
    """The table's records. DelimitedFault where a quote would swallow cells or rows without a word."""
    records: list[tuple[str, ...]] = []
    cells = 0
    try:
        for record in _reader(text, delimiter, strict=True):
            records.append(tuple(record))
            cells += len(record)
            if len(records) > _RECORDS_MAX or cells > _CELLS_MAX:
                raise DelimitedFault("intake-file-cells", limit=_CELLS_MAX if cells > _CELLS_MAX else _RECORDS_MAX)
    except csv.Error as fault:
        loose = _read_loosely(text, delimiter)
        if loose is None:
            raise DelimitedFault("intake-csv-quote", row=len(records) + 1) from fault
        return loose
    return tuple(records)


def _read_loosely(text: str, delimiter: str) -> tuple[tuple[str, ...], ...] | None:
    """The records of a table with stray quotes, None where they might mean another table.

    Every line must be a record of its own, and those with a stray quote as wide as most others are.
    """
    records: list[tuple[str, ...]] = []
    stray: set[int] = set()
    for line in _lines(text, delimiter):
        try:
            found = list(csv.reader([line], delimiter=delimiter, strict=True))
        except csv.Error:
            found = _stray(line, delimiter)
            stray.add(len(records))
        if len(found) != 1 or len(records) >= _RECORDS_MAX:
            return None
        records.append(tuple(found[0]))
    usual = Counter(len(record) for number, record in enumerate(records) if record and number not in stray)
    width = max(usual, key=lambda width: (usual[width], width), default=0)
    return tuple(records) if all(len(records[number]) == width for number in stray) else None


def _stray(line: str, delimiter: str) -> list[list[str]]:
    """The one record of a line, none where a quote stays open at its end."""
    try:
        first, *rest = csv.reader([line, _NEXT_LINE], delimiter=delimiter)
    except csv.Error:
        return []
    return [first] if rest == [[_NEXT_LINE]] else []
