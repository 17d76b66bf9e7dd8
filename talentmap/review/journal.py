"""CSV files that people write into and that only ever grow: lines are added, none is changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from talentmap.bilingual import both
from talentmap.encoding import UnknownEncoding, decode
from talentmap.text import defuse

_SWALLOWED = both(
    "a quotation mark is not closed or stands in the middle of a cell; this line and all below it were not read",
    "引号没有闭合，或写在了一格中间；本行及以下各行都没有读取",
)


@dataclass(frozen=True, slots=True)
class Journal:
    """The rows of a file with the line each begins on, and where and why reading broke off, if it did."""

    rows: Sequence[tuple[int, Mapping[str, str]]]
    broken: tuple[int, str] | None = None


def read_journal(path: Path) -> Journal:
    """The rows of the CSV at `path`, in UTF-8 or as Excel saves it, by header; no blank lines, cells are trimmed."""
    try:
        text, _ = decode(path.read_bytes())
    except UnknownEncoding:
        return Journal(
            [], (1, both("the text encoding cannot be told; save it as UTF-8", "看不出文字编码，请另存为 UTF-8"))
        )
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, Mapping[str, str]]] = []
    before = 0
    try:
        header = next(reader, [])
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if cells:
                rows.append((line, {name: cell.strip() for name, cell in zip(header, cells, strict=False)}))
    except csv.Error:
        return Journal(rows, (before + 1, _SWALLOWED))
    return Journal(rows)


def header_of(path: Path) -> tuple[str, ...]:
    """The columns of the CSV at `path` in their order; none where there is no such file."""
    if not path.is_file():
        return ()
    content = path.read_bytes()
    lines = io.StringIO(content.decode(_encoding_of(content), "replace"), newline="")
    return tuple(name.strip() for name in next(csv.reader(lines), []))


def append_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Add `rows` to the file at `path`, below its header; cells that a spreadsheet would run are defused."""
    path.parent.mkdir(parents=True, exist_ok=True)
    standing = path.read_bytes() if path.exists() else b""
    with path.open("a", encoding=_encoding_of(standing).removesuffix("-sig"), newline="") as file:
        writer = csv.writer(file)
        if not standing:
            writer.writerow(header)
        elif not standing.endswith(b"\n"):
            file.write("\n")
        writer.writerows([defuse(str(cell)) for cell in row] for row in rows)


def _encoding_of(content: bytes) -> str:
    """What the file is in, so that what is added can be read with what stands there; UTF-8 where that is not told."""
    try:
        return decode(content)[1]
    except UnknownEncoding:
        return "utf-8-sig"
