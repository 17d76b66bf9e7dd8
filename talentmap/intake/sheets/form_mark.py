"""Which form a workbook was made from, and whether it is the present one of this edition."""

from __future__ import annotations

from collections.abc import Sequence

from talentmap.forms.marks import FORM_VERSION, MARK_SHEET, FormMark, mark_of
from talentmap.intake.files.grid import Sheet, text_of
from talentmap.intake.findings import Findings
from talentmap.model.source import Source


def form_mark(sheets: Sequence[Sheet]) -> FormMark | None:
    """The mark of our form, None for a firm's own table."""
    sheet = next((sheet for sheet in sheets if sheet.name == MARK_SHEET), None)
    if sheet is None:
        return None
    return mark_of({text_of(row.cell(0)): text_of(row.cell(1)) for row in sheet.rows})


def note_mark(mark: FormMark | None, edition_id: str, findings: Findings) -> None:
    """Say where a form is of another version or made for another edition; `edition_id` is '' when nobody knows it."""
    if mark is None:
        return
    source = Source(findings.file, MARK_SHEET)
    if not mark.is_present:
        findings.say("intake-form-version", source, mark.version or "?", current=FORM_VERSION)
    if edition_id and mark.edition_id and mark.edition_id != edition_id:
        findings.say("intake-form-edition", source, mark.edition_id, current=edition_id)
