"""Workbooks as this tool writes them: text stays text, and nothing lies in a temporary file on the way."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

_TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def new_workbook(path: Path, **options: object) -> xlsxwriter.Workbook:
    """A workbook to be filled and written to `path` as it is closed; further `options` are those of xlsxwriter."""
    return xlsxwriter.Workbook(str(path), {**_TEXT_STAYS_TEXT, "in_memory": True, **options})
