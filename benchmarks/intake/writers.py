"""Writes a survey as a file: openpyxl, xlsxwriter, text in many encodings; LibreOffice makes .xls and .ods."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import xlsxwriter

from intake.layouts import Grid, Survey

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "big5")
DELIMITERS = (",", ",", ",", ";", "\t", "|")


def write_openpyxl(survey: Survey, path: Path) -> None:
    """A workbook by openpyxl."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for grid in survey.grids:
        sheet = book.create_sheet(grid.name)
        for (row, column), cell in grid.cells.items():
            sheet.cell(row, column + 1, cell)
        for top, left, bottom, right in grid.merges:
            sheet.merge_cells(start_row=top, start_column=left + 1, end_row=bottom, end_column=right + 1)
        sheet.sheet_state = "hidden" if grid.hidden else "visible"
    book.save(path)


def write_xlsxwriter(survey: Survey, path: Path) -> None:
    """A workbook by xlsxwriter, with formatted blank cells below the table as people leave them."""
    book = xlsxwriter.Workbook(path)
    tinted = book.add_format({"bg_color": "#FFF2CC", "text_wrap": True})
    for grid in survey.grids:
        sheet = book.add_worksheet(grid.name)
        for top, left, bottom, right in grid.merges:
            sheet.merge_range(top - 1, left, bottom - 1, right, grid.cells.get((top, left), ""), tinted)
        for (row, column), cell in grid.cells.items():
            _write_cell(sheet, row, column, cell, tinted)
        last = max((row for row, _ in grid.cells), default=0)
        for row in range(last, last + 40):
            sheet.write_blank(row, 0, None, tinted)
        if grid.hidden:
            sheet.hide()
    book.close()


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: object, style: object) -> None:
    if isinstance(cell, str):
        sheet.write_string(row - 1, column, cell, style)
    else:
        sheet.write_number(row - 1, column, cell, style)


def write_text(survey: Survey, path: Path, encoding: str, delimiter: str) -> None:
    """A text table of the first sheet, its columns from the left edge."""
    grid = survey.grids[0]
    rows = max(row for row, _ in grid.cells)
    width = max(column for _, column in grid.cells) + 1
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter)
    for row in range(1, rows + 1):
        writer.writerow(["" if (cell := grid.cells.get((row, column))) is None else cell for column in range(width)])
    path.write_bytes(buffer.getvalue().encode(encoding))


def convert(paths: Sequence[Path], kind: str, folder: Path) -> bool:
    """Convert workbooks to `xls` or `ods` in one call of LibreOffice; False where it is not installed."""
    office = shutil.which("soffice")
    if office is None:
        return False
    profile = folder / ".profile"
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind, "--outdir"]
    subprocess.run([*command, str(folder), *map(str, paths)], check=True, capture_output=True, timeout=1500)
    shutil.rmtree(profile, ignore_errors=True)
    return True


def traditional(survey: Survey) -> Survey:
    """The survey in traditional characters, truth included: what is kept as written changes with it."""
    from opencc import OpenCC  # noqa: PLC0415 - only Big5 needs it

    turn = OpenCC("s2t").convert
    for grid in survey.grids:
        grid.cells = {at: turn(cell) if isinstance(cell, str) else cell for at, cell in grid.cells.items()}
    if survey.style.firm_in != "filename":
        survey.truth = [replace(line, enterprise=turn(line.enterprise)) for line in survey.truth]
    for line in survey.truth:
        for name in ("title", "majors", "certificates", "skills", "duties"):
            if line.values.get(name):
                line.values[name] = turn(line.values[name])
    return survey


def fits(survey: Survey, encoding: str) -> bool:
    """True where every character of the first sheet can be written in an encoding."""
    try:
        "".join(str(cell) for cell in survey.grids[0].cells.values()).encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "Grid",
    "convert",
    "fits",
    "traditional",
    "write_openpyxl",
    "write_text",
    "write_xlsxwriter",
]
