"""What may be told of the changes since the edition before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Since:
    """changes: GAP_CHANGES of groups that may be told in both editions, rounded. moves: SHORTAGE_MOVES."""

    year: int
    changes: pd.DataFrame
    moves: pd.DataFrame
