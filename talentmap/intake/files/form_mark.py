"""Which form a workbook was made from, told by the mark on its very hidden sheet."""

from __future__ import annotations

from collections.abc import Iterable

from talentmap.forms.marks import MARK_SHEET, FormMark, mark_of
from talentmap.intake.files.grid import Sheet, text_of


def form_mark(sheets: Iterable[Sheet]) -> FormMark | None:
    """The mark of our form, None for a firm's own table."""
    sheet = next((sheet for sheet in sheets if sheet.name == MARK_SHEET), None)
    if sheet is None:
        return None
    return mark_of({text_of(row.cell(0)): text_of(row.cell(1)) for row in sheet.rows})
