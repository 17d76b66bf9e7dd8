"""Workbooks through calamine, after a look at how large an area their cells span."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from talentmap.registry.extracts.opened import Opened, ReadFault, gathered
from talentmap.workbook import TooLarge, WorkbookFault, as_text, insist_on_sane_area


def open_workbook(path: Path, sheet: str) -> Opened:
    """The header and rows of the named sheet, or of the first one; ReadFault when the workbook cannot be read."""
    if path.suffix.lower() != ".xls":
        _check_area(path)
    rows = _sheet_rows(path, sheet)
    header_row, header = next(rows, (0, ()))
    if not header_row:
        raise ReadFault("registry-empty", {})
    return Opened(tuple(header), lambda picks: gathered(rows, picks, len(header)))


def _sheet_rows(path: Path, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, with the number that the sheet shows."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  only workbooks need it

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            if sheet and sheet not in book.sheet_names:
                raise ReadFault("registry-sheet-missing", {"sheet": sheet, "sheets": "、".join(book.sheet_names)})
            table = book.get_sheet_by_name(sheet or book.sheet_names[0])
            for number, cells in enumerate(table.iter_rows(), start=1):
                texts = [as_text(cell) for cell in cells]
                if any(text.strip() for text in texts):
                    yield number, texts
    except (CalamineError, OSError, IndexError, ValueError) as fault:
        raise ReadFault("registry-unreadable", {"kind": type(fault).__name__}) from fault


def _check_area(path: Path) -> None:
    try:
        insist_on_sane_area(path)
    except TooLarge as fault:
        raise ReadFault("registry-workbook-too-large", {}) from fault
    except WorkbookFault as fault:
        raise ReadFault("registry-unreadable", {"kind": type(fault.__cause__).__name__}) from fault
