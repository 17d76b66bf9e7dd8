"""What the analysis says of policy before anything is hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class PolicyFindings:
    """One frame a table of `talentmap.tables.policy`, under the table's name."""

    item_reach: pd.DataFrame
    item_refusals: pd.DataFrame
    uncovered: pd.DataFrame
    money_against_need: pd.DataFrame
    stage_mismatch: pd.DataFrame
    gates: pd.DataFrame
    money_flow: pd.DataFrame
    silos: pd.DataFrame
    overlaps: pd.DataFrame
    handovers: pd.DataFrame
