"""How the white paper is set: by which engine and in which style."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PdfEngine(StrEnum):
    """What sets the PDF."""

    WEASYPRINT = "weasyprint"
    TYPST = "typst"


class Style(StrEnum):
    """How it looks: a statistical report, or an official document after GB/T 9704, without or with the red head."""

    REPORT = "report"
    GONGWEN = "gongwen"
    GONGWEN_RED = "gongwen-red"


@dataclass(frozen=True, slots=True)
class Typesetting:
    """Engine and style of an edition's white paper."""

    engine: PdfEngine = PdfEngine.WEASYPRINT
    style: Style = Style.REPORT
