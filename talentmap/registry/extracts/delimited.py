"""CSV and its relatives: streamed by Arrow, and row by row where a file is too odd for it."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from talentmap.registry.extracts.opened import Opened, ReadFault, Row, Rows, gathered, header_among, without_blank_rows
from talentmap.registry.extracts.transcoded import Transcoded, encoding_of

_BLOCK = 4 << 20
_DELIMITERS = ",\t;|"


@dataclass(frozen=True, slots=True)
class Delimited:
    """A text file of cells: where it stands, how to read it, and its header with the number of that row."""

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_row: int


def open_delimited(path: Path, declared: str, names: Collection[str] = ()) -> Opened:
    """The file's header (where it holds `names`, else its first row) and rows; ReadFault when no encoding fits."""
    encoding = encoding_of(path, declared)
    file = _with_header(path, encoding, names)
    return Opened(file.header, lambda picks: _rows(file, picks), encoding)


def _with_header(path: Path, encoding: str, names: Collection[str]) -> Delimited:
    """The separator is that by which a row holds the most names, of equal ones that which the first line has most."""
    try:
        with _text(path, encoding) as lines:
            first = next((line for line in lines if line.strip()), "")
    except UnicodeDecodeError as fault:
        raise ReadFault("registry-encoding", {"tried": encoding}) from fault
    found: tuple[Row, int] | None = None
    chosen = ""
    for delimiter in sorted(_DELIMITERS, key=first.count, reverse=True):
        header = header_among(_legible(_records(path, encoding, delimiter)), names)
        if header and (found is None or header[1] > found[1]):
            found, chosen = header, delimiter
        if found and found[1]:
            break
    if found is None:
        raise ReadFault("registry-empty", {})
    (number, cells), _ = found
    return Delimited(path, encoding, chosen, tuple(cells), number)


def _legible(records: Iterator[Row]) -> Iterator[Row]:
    """The records before the first that cannot be read."""
    with suppress(ReadFault):
        yield from records


def _text(path: Path, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedReader(Transcoded(path, encoding)), encoding="utf-8", newline="")


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    """The records that are not blank, with their number, one by one."""
    number = 0
    with _text(path, encoding) as lines:
        try:
            for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
                if any(cells) and any(cell.strip() for cell in cells):
                    yield number, cells
        except (csv.Error, UnicodeDecodeError) as fault:
            raise ReadFault("registry-broken-off", {"row": number}) from fault


def _rows(file: Delimited, picks: Sequence[int]) -> Iterator[Rows]:
    """All rows after the header; from the row on at which Arrow gives up, they are read one by one."""
    arrow = _ArrowRows(file, picks)
    try:
        yield from arrow.stretches()
    except (pa.ArrowInvalid, UnicodeDecodeError):
        rest = (row for row in _records(file.path, file.encoding, file.delimiter) if row[0] > arrow.last)
        yield from gathered(rest, picks, len(file.header))


@dataclass(slots=True)
class _ArrowRows:
    """Streams a file through Arrow's reader; `last` is the number of the last row given out.

    Arrow reports rows of another length as it parses, which may be ahead of the batch given out: they wait in `odd`.
    """

    file: Delimited
    picks: Sequence[int]
    last: int = 0
    odd: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.last = self.file.header_row

    def stretches(self) -> Iterator[Rows]:
        position = 0
        with Transcoded(self.file.path, self.file.encoding, trusted=True) as text, self._reader(text) as reader:
            for batch in reader:
                numbers = _numbers(position, batch.num_rows, sorted(self.odd))
                position = int(numbers[-1]) if len(numbers) else position
                begin = int(np.searchsorted(numbers, self.file.header_row, side="right"))
                columns = batch.slice(begin).columns
                yield without_blank_rows(numbers[begin:], columns, self.picks)
                self.last = max(self.last, position)
                yield from self._odd_rows(position)
        yield from self._odd_rows(max(self.odd, default=0))
        self.last = max(self.last, position)

    def _reader(self, text: Transcoded) -> pacsv.CSVStreamingReader:
        names = [str(place) for place in range(len(self.file.header))]
        return pacsv.open_csv(
            text,
            pacsv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=names),
            pacsv.ParseOptions(
                delimiter=self.file.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._set_aside,
            ),
            pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )

    def _set_aside(self, row: pacsv.InvalidRow) -> str:
        self.odd[row.number] = row.text
        return "skip"

    def _odd_rows(self, until: int) -> Iterator[Rows]:
        """The rows of another length up to `until`, read one by one."""
        ripe = sorted(number for number in self.odd if number <= until)
        taken = [(number, self.odd.pop(number)) for number in ripe]
        read = [(number, _cells(number, text, self.file.delimiter)) for number, text in taken]
        said = [(number, cells) for number, cells in read if any(cell.strip() for cell in cells)]
        yield from gathered((row for row in said if row[0] > self.file.header_row), self.picks, len(self.file.header))


def _numbers(after: int, count: int, odd: Sequence[int]) -> np.ndarray:
    """The numbers of the next `count` rows when the `odd` ones are left out."""
    candidates = np.arange(after + 1, after + count + len(odd) + 1)
    return candidates[~np.isin(candidates, odd)][:count]


def _cells(number: int, text: str, delimiter: str) -> list[str]:
    """The cells of one row; a quotation mark that nobody closed has swallowed the rows behind it."""
    with suppress(csv.Error, StopIteration):
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    raise ReadFault("registry-broken-off", {"row": number - 1})
