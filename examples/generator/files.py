"""Bytes of CSV and XLSX files, the same for the same content."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter

from examples.generator.demand import Cell
from examples.generator.tables import Sheet

CREATED = datetime(2026, 6, 1)
COMMENT = "示例数据：本文件中的企业、人员与数字均为虚构。Illustrative data: nobody and nothing here is real."
_SHADE = "#FFF2CC"


def delimited(rows: Iterable[Sequence[object]], encoding: str, delimiter: str = ",") -> bytes:
    """Rows as delimited text with CRLF line ends."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def workbook(sheets: Sequence[Sheet], title: str) -> bytes:
    """Sheets as a workbook that calls itself an example in its properties and in a note on the first cell."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": title, "comments": COMMENT, "category": "示例数据", "created": CREATED})
        formats = {
            "plain": book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"}),
            "shaded": book.add_format({"bg_color": _SHADE}),
            "merged": book.add_format({"border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}),
        }
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
    return buffer.getvalue()


def write_table(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], encoding: str = "utf-8-sig"
) -> None:
    """A plain table of the edition as CSV with LF line ends."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    write_bytes(path, text.getvalue().encode(encoding))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file, making its folder where needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _write_sheet(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, formats: dict[str, object]) -> None:
    merged = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in sheet.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    for row, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells):
            if (row, column) in merged:
                page.merge_range(row - 1, column, *_zero_based(merged[row, column]), cell, formats["merged"])
            elif (row, column) not in covered:
                _write_cell(page, row - 1, column, cell, formats["plain"])
    for row in sheet.shaded:
        for column in range(12):
            page.write_blank(row - 1, column, None, formats["shaded"])
    page.set_column(0, 40, 14)
    if sheet.is_hidden:
        page.very_hidden()
    page.write_comment(0, 0, COMMENT)


def _zero_based(corner: tuple[int, int]) -> tuple[int, int]:
    return corner[0] - 1, corner[1]


def _write_cell(page: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, look: object) -> None:
    if isinstance(cell, str):
        page.write_string(row, column, cell, look)
    else:
        page.write_number(row, column, cell, look)
