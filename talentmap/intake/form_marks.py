"""How a workbook made from our form is recognised: a very hidden sheet that names form, version, chain and edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talentmap.intake.grid import Sheet, text_of

MARK_SHEET = "_talentmap"
LISTS_SHEET = "_lists"
FORM_ID = "talentmap-form"
FORM_VERSION = "1"
INSTRUCTIONS = "填写说明 Instructions"
ENTERPRISE = "企业信息 Enterprise"
DEMAND_SHEET = "需求 Demand"
PAINS_SHEET = "痛点 Pain points"


@dataclass(frozen=True, slots=True)
class FormMark:
    """What the hidden sheet says, and the sheets of the form that hold no answers."""

    version: str
    chain_id: str
    edition_id: str
    own_sheets: frozenset[str] = frozenset({MARK_SHEET, LISTS_SHEET, INSTRUCTIONS})


def form_mark(sheets: Sequence[Sheet]) -> FormMark | None:
    """The mark of our form, None for a firm's own table."""
    sheet = next((sheet for sheet in sheets if sheet.name == MARK_SHEET), None)
    if sheet is None:
        return None
    said = {text_of(row.cell(0)): text_of(row.cell(1)) for row in sheet.rows}
    if said.get("form") != FORM_ID:
        return None
    return FormMark(said.get("version", ""), said.get("chain", ""), said.get("edition", ""))
