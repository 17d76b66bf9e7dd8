"""Tables as CSV or XLSX that people open and send back: text never runs as a formula, a file appears in one step."""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest
from pathlib import Path

from talentmap.bilingual import both, said
from talentmap.catalog.imports.parts import Part
from talentmap.catalog.tabular import Unreadable
from talentmap.errors import EditionError
from talentmap.text import defuse
from talentmap.workbook import WorkbookFault, sheets_of

Cell = str | int | float
_ROWS_MAX = 1_048_576
_TEXT_MAX = 32_767
_CREATED = dt.datetime(2026, 1, 1)
_WIDTHS = range(10, 60)


def write_table(path: Path, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Write the rows to `path`, a workbook where its suffix says so; the same rows give the same bytes."""
    is_workbook = path.suffix.lower() == ".xlsx"
    if is_workbook and len(rows) >= _ROWS_MAX:
        raise EditionError(
            both(f"{len(rows)} rows do not fit into a workbook.", f"{len(rows)} 行超过一张工作表的上限。"),
            both(f"Write {path.stem}.csv instead.", f"请改写为 {path.stem}.csv。"),
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        (_write_workbook if is_workbook else _write_csv)(beside, header, rows)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def read_table(path: Path, needed: Collection[str], writer: str) -> list[dict[str, str]]:
    """The rows by header of a table that came back; a quote mark that guarded a cell is taken off.

    EditionError where it cannot be read or lacks a column of `needed`; `writer` is the command that writes such tables.
    """
    part = Part(path.name, path.read_bytes) if path.is_file() else None
    if part is None:
        raise EditionError(
            both(f"There is no file {path}.", f"没有文件 {path}。"),
            both("Name the reviewed table.", "请给出审阅过的表。"),
        )
    try:
        rows = list(next((rows for _, rows in sheets_of(part.read())), iter(())) if part.is_workbook else part.rows())
    except (Unreadable, WorkbookFault, OSError) as fault:
        raise EditionError(
            both(f"{path.name} cannot be read: {fault}.", f"无法读取 {path.name}：{said(fault, 'zh')}。"),
            both("Save it as CSV in UTF-8.", "请另存为 UTF-8 的 CSV。"),
        ) from fault
    filled = [cells for _, cells in rows if any(map(str.strip, cells))]
    header = [name.strip() for name in filled[0]] if filled else []
    missing = [name for name in needed if name not in header]
    if missing:
        raise EditionError(
            both(f"{path} has no column {', '.join(missing)}.", f"{path} 没有 {'、'.join(missing)} 一列。"),
            both(f"Use the table that `{writer}` writes.", f"请用 `{writer}` 写出的表。"),
        )
    return [dict(zip_longest(header, map(_unguarded, cells[: len(header)]), fillvalue="")) for cells in filled[1:]]


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and defuse(cell[1:]) == cell else cell


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows([defuse(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


def _write_workbook(path: Path, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(header) - 1)
        for column, name in enumerate(header):
            longest = max((len(str(row[column])) for row in rows[:200]), default=0)
            sheet.set_column(column, column, min(max(longest + 2, _WIDTHS.start), _WIDTHS.stop))
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell[:_TEXT_MAX])
                else:
                    sheet.write_number(number, column, cell)
