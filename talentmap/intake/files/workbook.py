"""The sheets of a workbook by calamine: called in a worker alone, since a hostile file can end the process."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from talentmap.forms.marks import MARK_SHEET, OWN_SHEETS
from talentmap.intake.files.form_mark import form_mark
from talentmap.intake.files.grid import UNSEEN, Cell, Merge, Row, Sheet
from talentmap.intake.files.spans import Span, spans_in

_FILLED_MAX = 500_000
_ROWS_MAX = 30_000
_MERGES_MAX = 100_000
_TEXT_MAX = 32_767


class WorkbookFault(Exception):
    """A workbook could not be read; `code` is the problem code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """The worksheets of a workbook. WorkbookFault where it is locked, broken, or holds too many cells."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return _sheets(book, spans_in(content))
    except PasswordError as fault:
        raise WorkbookFault("intake-file-password") from fault
    except (WorkbookFault, MemoryError):
        raise
    except BaseException as fault:  # a panic of the reader is no Exception
        raise WorkbookFault("intake-file-broken") from fault


def _sheets(book: CalamineWorkbook, spans: Mapping[str, Sequence[Span]]) -> tuple[Sheet, ...]:
    """The worksheets; of a workbook made from our form, those that hold answers, and its mark."""
    listed = [meta for meta in book.sheets_metadata if meta.typ is SheetTypeEnum.WorkSheet]
    marks = {meta.name: _sheet(book, meta, ()) for meta in listed if meta.name == MARK_SHEET}
    passed_over = OWN_SHEETS - {MARK_SHEET} if form_mark(marks.values()) else frozenset()
    sheets = []
    filled = 0
    for meta in listed:
        if meta.name not in passed_over:
            sheet = marks.get(meta.name) or _sheet(book, meta, spans.get(meta.name, ()))
            filled += sum(len(row.cells) for row in sheet.rows)
            if filled > _FILLED_MAX or len(sheet.rows) > _ROWS_MAX:
                raise WorkbookFault("intake-file-cells")
            sheets.append(sheet)
    return tuple(sheets)


def _sheet(book: CalamineWorkbook, meta: Any, spans: Sequence[Span]) -> Sheet:
    raw = book.get_sheet_by_name(meta.name)
    top, left = raw.start or (0, 0)
    rows = []
    for number, cells in enumerate(raw.to_python(), start=top + 1):
        read = _cells(cells)
        while read and read[-1] is None:
            read.pop()
        if read:
            rows.append(Row(number, tuple(read)))
    merges = tuple(
        Merge(first[0] + 1, max(first[1] - left, 0), last[0] + 1, last[1] - left)
        for first, last in sorted((raw.merged_cell_ranges or spans)[:_MERGES_MAX])
        if last[1] >= left
    )
    return Sheet(meta.name, tuple(rows), merges, left, meta.visible is not SheetVisibleEnum.Visible)


def _cells(cells: Iterable[Any]) -> list[Cell]:
    return [
        (cell[:_TEXT_MAX] if cell and cell.strip(UNSEEN) else None) if cell.__class__ is str else _other(cell)
        for cell in cells
    ]


def _other(cell: Any) -> Cell:
    if cell.__class__ is float:
        return int(cell) if -1e18 < cell < 1e18 and cell.is_integer() else cell if math.isfinite(cell) else None
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, bool):
        return str(cell).upper()  # as it is shown; and True would be equal to 1
    if isinstance(cell, int | dt.date):
        return cell
    return str(cell) if isinstance(cell, dt.time | dt.timedelta) else None
