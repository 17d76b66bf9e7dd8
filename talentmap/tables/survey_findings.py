"""What the analysis says of the survey itself, before anything is hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class SurveyFindings:
    """quality (SURVEY_QUALITY), balance (SURVEY_BALANCE), edits (EDITS_SUMMARY), sensitivity (SENSITIVITY)."""

    quality: pd.DataFrame
    balance: pd.DataFrame
    edits: pd.DataFrame
    sensitivity: pd.DataFrame
