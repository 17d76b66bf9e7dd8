"""The optional files of an edition, row by row: what a cell says, and what is wrong with the rest.

A file is declared as `Wanted` columns. Headers may be in Chinese; text may be in any encoding that a bureau uses. A row
with a fault is rejected and counted; faults of one kind in one column are one problem that names the first row.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from talentmap.encoding import UnknownEncoding, decode
from talentmap.model.bounds import Bounds, read_bounds
from talentmap.model.problem import Problem
from talentmap.model.source import Source, column_letter
from talentmap.text import compact, squeeze

_PERSONAL = re.compile(r"\d{7,}")
_SHOWN = 24
_DATES = ("%Y-%m-%d", "%Y%m%d")
_EARLIEST = dt.date(1949, 10, 1)
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?")
_HIGHEST = 1e12  # no count of people, and no amount in yuan that one programme or project costs
_BLANK = frozenset({"", "-", "—", "/", "无", "空", "none", "n/a"})


class Fault(Exception):
    """A cell that cannot be used: the code of the problem, and the facts of its sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


Read = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column: its name, how its cells are read, other headers, whether it must be there, whether it may be blank.

    `blank` is what a blank cell means; without it, a blank cell is a fault.
    """

    name: str
    read: Read
    words: tuple[str, ...] = ()
    needed: bool = True
    may_be_blank: bool = False
    blank: Any = None


@dataclass(frozen=True, slots=True)
class FileAccount:
    """Where the rows of a file went: rows_in = used + rejected + duplicate."""

    file: str
    rows_in: int = 0
    used: int = 0
    rejected: int = 0
    duplicate: int = 0


@dataclass(frozen=True, slots=True)
class FileReading:
    """The usable rows of a file, None where there is no file or no row; its header, account and problems."""

    rows: tuple[Mapping[str, Any], ...] | None
    header: tuple[str, ...]
    account: FileAccount
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Faults:
    """Gathers faults by code and column."""

    file: str
    found: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    def add(self, fault: Fault, row: int, header: str = "", column: int | None = None, shown: str = "") -> None:
        letter = "" if column is None else column_letter(column)
        source = Source(self.file, "", row, letter, header)
        known = self.found.setdefault((fault.code, header), [source, fault, shown, 0])
        known[3] += 1

    def problems(self) -> tuple[Problem, ...]:
        return tuple(
            Problem(fault.code, source, shown, facts={**fault.facts, "count": count})
            for source, fault, shown, count in sorted(self.found.values(), key=lambda found: (found[0], found[1].code))
        )


def read_file(
    path: Path,
    columns: Sequence[Wanted],
    key: Sequence[str] = (),
    more: Callable[[str], Wanted | None] = lambda header: None,
    check: Callable[[Mapping[str, Any]], None] = lambda row: None,
) -> FileReading:
    """The rows of the CSV file at `path`, by column name.

    `key` names the columns that two rows may not share; `more` declares a column by its header; `check` raises Fault
    where the cells of a row contradict each other.
    """
    name = path.name
    if not path.is_file():
        return _nothing(name, Problem("evaluation-missing", Source(name), facts={"file": name}))
    try:
        text, _ = decode(path.read_bytes())
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnknownEncoding, csv.Error):
        return _nothing(name, Problem("evaluation-unreadable", Source(name)))
    header = tuple(squeeze(cell) for cell in lines[0]) if lines else ()
    filled = [(number, row) for number, row in enumerate(lines[1:], start=2) if any(cell.strip() for cell in row)]
    if not filled:
        return _nothing(name, Problem("evaluation-empty", Source(name), facts={"file": name}))
    places = _places(header, columns, more)
    missing = [column.name for column in columns if column.needed and column.name not in places]
    if missing:
        fault = Problem("evaluation-columns", Source(name, row=1), facts={"columns": ", ".join(missing)})
        return FileReading(None, header, FileAccount(name, len(filled), 0, len(filled)), (fault,))
    return _read_rows(name, header, filled, (columns, places, key, check))


def _nothing(file: str, problem: Problem) -> FileReading:
    return FileReading(None, (), FileAccount(file), (problem,))


def _places(
    header: Sequence[str], columns: Sequence[Wanted], more: Callable[[str], Wanted | None]
) -> dict[str, tuple[int, Wanted]]:
    """Where each column stands; the first of two with one header counts."""
    words = {compact(word): column for column in columns for word in (column.name, *column.words)}
    found: dict[str, tuple[int, Wanted]] = {}
    for position, title in enumerate(header):
        column = words.get(compact(title)) or more(title)
        if column is not None:
            found.setdefault(column.name, (position, column))
    return found


def _read_rows(
    file: str, header: tuple[str, ...], filled: Sequence[tuple[int, list[str]]], how: tuple[Any, Any, Any, Any]
) -> FileReading:
    columns, places, key, check = how
    absent = {column.name: column.blank for column in columns if column.name not in places}
    faults, rows, seen = _Faults(file), [], set()
    duplicate = 0
    for number, cells in filled:
        if len(cells) != len(header):
            faults.add(Fault("evaluation-row-shape", columns=len(header)), number)
            continue
        told = _row(number, cells, header, places, faults)
        if told is None or not _holds(told, number, check, faults):
            continue
        row = {**absent, **told}
        identity = tuple(row[name] for name in key)
        if key and identity in seen:
            duplicate += 1
            faults.add(Fault("evaluation-twice", key=", ".join(key)), number)
            continue
        seen.add(identity)
        rows.append(row)
    account = FileAccount(file, len(filled), len(rows), len(filled) - len(rows) - duplicate, duplicate)
    return FileReading(tuple(rows), header, account, faults.problems())


def _row(
    number: int, cells: list[str], header: Sequence[str], places: Mapping[str, tuple[int, Wanted]], faults: _Faults
) -> dict[str, Any] | None:
    row: dict[str, Any] = {}
    sound = True
    for name, (position, column) in places.items():
        written = squeeze(cells[position])
        try:
            row[name] = _cell(written, column)
        except Fault as fault:
            faults.add(fault, number, header[position], position, presentable(written))
            sound = False
    return row if sound else None


def _cell(written: str, column: Wanted) -> Any:
    if written.casefold() in _BLANK:
        if column.may_be_blank:
            return column.blank
        raise Fault("evaluation-blank")
    return column.read(written)


def _holds(row: Mapping[str, Any], number: int, check: Callable[[Mapping[str, Any]], None], faults: _Faults) -> bool:
    try:
        check(row)
    except Fault as fault:
        faults.add(fault, number)
        return False
    return True


def presentable(written: str) -> str:
    """The value as a problem may show it: nothing that could be somebody's number, nothing long."""
    return "" if _PERSONAL.search(written) or len(written) > _SHOWN else written


def text(written: str) -> str:
    """The words as written."""
    return written


def day_until(reference_date: dt.date) -> Read:
    """Reads a date that may not lie after `reference_date`."""

    def read(written: str) -> dt.date:
        digits = re.sub(r"[年月/.]", "-", compact(written)).replace("日", "").removesuffix("-")
        for form in _DATES:
            try:
                found = dt.datetime.strptime(digits, form).date()
            except ValueError:
                continue
            if found > reference_date:
                raise Fault("evaluation-date-future", reference_date=reference_date)
            if found < _EARLIEST:
                break
            return found
        raise Fault("evaluation-date")

    return read


def one_of(known: Mapping[str, tuple[str, ...]]) -> Read:
    """Reads a code, by itself or by one of its words."""
    codes = {compact(word): code for code, words in known.items() for word in (code, *words)}

    def read(written: str) -> str:
        code = codes.get(compact(written))
        if code is None:
            raise Fault("evaluation-code", known="、".join(sorted(known)[:12]))
        return code

    return read


def number_from(lowest: float, highest: float = _HIGHEST, whole: bool = False) -> Read:
    """Reads a number between two others."""

    def read(written: str) -> float:
        value = float(written.replace(",", "")) if _NUMBER.fullmatch(written) else math.nan
        if not lowest <= value <= highest or (whole and value != int(value)):
            raise Fault("evaluation-number", lowest=f"{lowest:,g}", highest=f"{highest:,g}")
        return value

    return read


def bounds(written: str) -> Bounds:
    """Reads a number of people that may be a bound: 1200, >10000, 不足1000, 1000-1200."""
    try:
        found = read_bounds(written)
    except ValueError:
        raise Fault("evaluation-bounds") from None
    if any(end % 1 for end in (found.low, found.high) if math.isfinite(end)):
        raise Fault("evaluation-bounds")
    return found


def of_file(readings: Sequence[FileReading]) -> Iterator[Problem]:
    """Every problem of several files."""
    for reading in readings:
        yield from reading.problems
