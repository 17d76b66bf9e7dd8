"""By what a workbook made from our form is known: its sheets, and a very hidden one that names form and edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MARK_SHEET = "_talentmap"
LISTS_SHEET = "_lists"
FORM_ID = "talentmap-form"
FORM_VERSION = "2"
INSTRUCTIONS = "填写说明 Instructions"
ENTERPRISE_SHEET = "企业信息 Enterprise"
DEMAND_SHEET = "需求 Demand"
PAINS_SHEET = "痛点 Pain points"
INCENTIVES_SHEET = "政策 Incentives"
PROBLEMS_SHEET = "问题 Problems"
OWN_SHEETS = frozenset({MARK_SHEET, LISTS_SHEET, INSTRUCTIONS, PROBLEMS_SHEET})
"""Sheets of the form that hold no answers."""


@dataclass(frozen=True, slots=True)
class FormMark:
    """Which form it is; `chain_id` is empty for a form that serves every chain."""

    edition_id: str
    chain_id: str
    version: str = FORM_VERSION

    @property
    def is_present(self) -> bool:
        """True for the version that this program writes."""
        return self.version == FORM_VERSION

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The mark as the hidden sheet holds it."""
        return ("form", FORM_ID), ("version", self.version), ("chain", self.chain_id), ("edition", self.edition_id)

    def small_print(self) -> str:
        """The mark as people see it."""
        return " · ".join(filter(None, (FORM_ID, f"v{self.version}", self.edition_id, self.chain_id)))


def mark_of(pairs: Mapping[str, str]) -> FormMark | None:
    """The mark that a hidden sheet's pairs make; None where they are not our form's."""
    if pairs.get("form") != FORM_ID:
        return None
    return FormMark(pairs.get("edition", ""), pairs.get("chain", ""), pairs.get("version", ""))
