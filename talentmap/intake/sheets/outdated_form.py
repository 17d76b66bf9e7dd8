"""Whether the form that a workbook was made from is the present one of this edition."""

from __future__ import annotations

from talentmap.forms.marks import FORM_VERSION, MARK_SHEET, FormMark
from talentmap.intake.findings import Findings
from talentmap.model.source import Source


def note_mark(mark: FormMark | None, edition_id: str, findings: Findings) -> None:
    """Say where a form is of another version or made for another edition; `edition_id` is '' when nobody knows it."""
    if mark is None:
        return
    source = Source(findings.file, MARK_SHEET)
    if not mark.is_present:
        findings.say("intake-form-version", source, mark.version or "?", current=FORM_VERSION)
    if edition_id and mark.edition_id and mark.edition_id != edition_id:
        findings.say("intake-form-edition", source, mark.edition_id, current=edition_id)
