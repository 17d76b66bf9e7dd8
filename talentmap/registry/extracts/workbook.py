"""Workbooks through calamine, after a look at how large an area their cells span."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from talentmap.registry.extracts.opened import HEADER_WITHIN, Opened, ReadFault, Row, gathered, header_among
from talentmap.workbook import TooLarge, WorkbookFault, as_text, insist_on_sane_area

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


def open_workbook(path: Path, sheet: str, names: Collection[str] = ()) -> Opened:
    """The header and rows of the named sheet, else of the one that holds the most of `names`, the first of equals.

    ReadFault when the workbook cannot be read.
    """
    if path.suffix.lower() != ".xls":
        _check_area(path)
    streams = {name: _sheet_rows(path, name) for name in _sheets(path, sheet)}
    heads = {name: list(islice(rows, HEADER_WITHIN)) for name, rows in streams.items()}
    headers = {name: header_among(head, names) for name, head in heads.items()}
    found = {name: header for name, header in headers.items() if header}
    if not found:
        raise ReadFault("registry-empty", {})
    chosen = max(found, key=lambda name: found[name][1])
    (header_row, cells), count = found[chosen]
    rows = (row for row in chain(heads[chosen], streams[chosen]) if row[0] > header_row)
    alike = tuple(name for name, (_, other) in found.items() if count and other == count and name != chosen)
    return Opened(tuple(cells), lambda picks: gathered(rows, picks, len(cells)), unread_sheets=alike)


def _sheets(path: Path, sheet: str) -> list[str]:
    """The sheet that is named, or all that can be seen; all where none can be."""
    with _opened(path) as book:
        if sheet and sheet not in book.sheet_names:
            raise ReadFault("registry-sheet-missing", {"sheet": sheet, "sheets": "、".join(book.sheet_names)})
        seen = [about.name for about in book.sheets_metadata if str(about.visible).endswith(".Visible")]
        return [sheet] if sheet else seen or book.sheet_names


def _sheet_rows(path: Path, sheet: str) -> Iterator[Row]:
    """The rows that are not blank, with the number that the sheet shows."""
    with _opened(path) as book:
        for number, cells in enumerate(book.get_sheet_by_name(sheet).iter_rows(), start=1):
            texts = [as_text(cell) for cell in cells]
            if any(text.strip() for text in texts):
                yield number, texts


@contextmanager
def _opened(path: Path) -> Iterator[CalamineWorkbook]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - only workbooks need it

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            yield book
    except (CalamineError, OSError, IndexError, ValueError) as fault:
        raise ReadFault("registry-unreadable", {"kind": type(fault).__name__}) from fault


def _check_area(path: Path) -> None:
    try:
        insist_on_sane_area(path)
    except TooLarge as fault:
        raise ReadFault("registry-workbook-too-large", {}) from fault
    except WorkbookFault as fault:
        raise ReadFault("registry-unreadable", {"kind": type(fault.__cause__).__name__}) from fault
