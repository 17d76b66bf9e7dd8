"""CSV files that people write into and that only ever grow: lines are added, none is changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from talentmap.text import defuse

_LONGEST_CELL = 100_000  # characters


@dataclass(frozen=True, slots=True)
class Journal:
    """The rows of a file with the line each begins on, and where and why reading broke off, if it did."""

    rows: Sequence[tuple[int, Mapping[str, str]]]
    broken: tuple[int, str] | None = None


def read_journal(path: Path) -> Journal:
    """The rows of the CSV (UTF-8) at `path` by header; blank lines are passed over, cells are trimmed."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return Journal([], (content.count(b"\n", 0, fault.start) + 1, "the file is no UTF-8 text"))
    reader = csv.reader(io.StringIO(text, newline=""))
    rows: list[tuple[int, Mapping[str, str]]] = []
    try:
        header = next(reader, [])
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if max(map(len, cells), default=0) > _LONGEST_CELL:
                raise csv.Error("a cell is longer than any that a person writes; a quotation mark may be missing")
            if cells:
                rows.append((line, {name: cell.strip() for name, cell in zip(header, cells, strict=False)}))
    except csv.Error as fault:
        return Journal(rows, (reader.line_num, str(fault)))
    return Journal(rows)


def header_of(path: Path) -> tuple[str, ...]:
    """The columns of the CSV (UTF-8) at `path` in their order; none where there is no such file."""
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return tuple(name.strip() for name in next(csv.reader(file), []))


def append_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Add `rows` to the file at `path`, below its header; cells that a spreadsheet would run are defused."""
    path.parent.mkdir(parents=True, exist_ok=True)
    standing = path.read_bytes() if path.exists() else b""
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if not standing:
            writer.writerow(header)
        elif not standing.endswith(b"\n"):
            file.write("\n")
        writer.writerows([defuse(str(cell)) for cell in row] for row in rows)
