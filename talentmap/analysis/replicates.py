"""Bootstrap totals: one statistic under every replicate of the survey weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Replicates:
    """Replicate weights, enterprises x replicates, and the row of each enterprise."""

    rows: Mapping[str, int]
    weights: Array

    def totals(self, enterprises: pd.Series[str], amounts: pd.Series[float]) -> Array:
        """The weighted total of `amounts` under each replicate; zeros when there is nothing to add.

        An enterprise without replicate weights stands for itself alone in each of them.
        """
        positions = enterprises.map(self.rows)
        known = positions.notna()
        by_enterprise = np.bincount(
            positions[known].astype(int), weights=amounts[known].astype(float), minlength=self.weights.shape[0]
        )
        totals: Array = by_enterprise @ self.weights + float(amounts[~known].sum())
        return totals
