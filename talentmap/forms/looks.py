"""How a form looks: one palette and one set of cell formats for every sheet."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from talentmap.forms.questions import Part, Question
from talentmap.model.problem import Severity

INK, SOFT, LINE, PAPER = "#1B2830", "#5B6B75", "#C9D3D8", "#F4F7F8"
ACCENT = "#17596F"
PARTS = {
    Part.FIRM: "#17596F",
    Part.POST: "#17596F",
    Part.NUMBERS: "#2E6B4F",
    Part.HIRING: "#6A5A1E",
    Part.WANTED: "#4B4A86",
    Part.OFFER: "#7A4A2B",
}
TINTS = {Severity.ERROR: "#F8CFC6", Severity.WARNING: "#FDE9B8", Severity.NOTE: "#E3EDF1"}
_FONTS = {"zh": "Microsoft YaHei", "en": "Arial"}


class Looks:
    """Cell formats by what they are for, each made once."""

    def __init__(self, book: Workbook, language: str) -> None:
        self._book = book
        self._base: dict[str, Any] = {
            "font_name": _FONTS[language],
            "font_size": 10,
            "font_color": INK,
            "valign": "vcenter",
        }
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        """The plain look with these properties besides."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**self._base, **properties})
        return self._made[key]

    def head(self, part: Part) -> Format:
        """A header cell in the colour of its part."""
        return self.of(
            bold=True, text_wrap=True, align="center", border=1, border_color=LINE, bg_color=PARTS[part],
            font_color="#FFFFFF",
        )  # fmt: skip

    def cell(self, question: Question, severity: Severity | None = None) -> Format:
        """A cell to answer in: text stays text, numbers are numbers, a problem tints it."""
        return self.box(severity, **_shape(question))

    def entry(self, question: Question) -> Format:
        """A column's cells below the ruled ones."""
        return self.of(**_shape(question))

    def box(self, severity: Severity | None = None, **properties: Any) -> Format:
        """A bordered cell, tinted where something is wrong with it."""
        tint = {"bg_color": TINTS[severity]} if severity else {}
        return self.of(border=1, border_color=LINE, **properties, **tint)


def _shape(question: Question) -> dict[str, Any]:
    if question.is_number:
        return {"num_format": "General", "align": "right"}
    return {"num_format": "@", "text_wrap": True}
