"""Stage 1, intake: whatever enterprises submit becomes clean demand lines, and every fault is said with its cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talentmap.intake.take_in import Intake, survey_files, take_in

if TYPE_CHECKING:
    from pathlib import Path

    from talentmap.model.taxonomy import Catalog

__all__ = ["Intake", "survey_files", "take_in", "write_csv_form", "write_form"]


def write_form(path: Path, catalog: Catalog, chain_id: str, edition_id: str) -> None:
    """Write the XLSX form of a chain; see `talentmap.intake.form`."""
    from talentmap.intake import form  # noqa: PLC0415 - xlsxwriter is only needed where a form is written

    form.write_form(path, catalog, chain_id, edition_id)


def write_csv_form(path: Path, catalog: Catalog, chain_id: str) -> None:
    """Write the questions of a chain's form as CSV; see `talentmap.intake.form`."""
    from talentmap.intake import form  # noqa: PLC0415 - xlsxwriter is only needed where a form is written

    form.write_csv_form(path, catalog, chain_id)
