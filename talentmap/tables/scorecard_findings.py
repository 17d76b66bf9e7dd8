"""What the scorecard hands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Scorecard:
    """scorecard: SCORECARD. scorecard_ranks: SCORECARD_RANKS. Made of protected tables, so nothing in it is hidden."""

    scorecard: pd.DataFrame
    scorecard_ranks: pd.DataFrame
