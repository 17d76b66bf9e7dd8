"""Base weights brought to the frame: raked, then trimmed. A replicate is treated exactly as the weights are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from talentmap.analysis.survey.raking import UNTOLD, Bounds, Margin, Raked, rake
from talentmap.analysis.survey.trimming import Trimmed, trim
from talentmap.model.thresholds import WeightRules

Array = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Weights after raking and trimming (answers x replicates), and what raking and trimming came to."""

    weights: Array
    raked: Raked
    trimmed: Trimmed


@dataclass(frozen=True, slots=True)
class Calibration:
    """How weights of one kind are brought to the frame.

    Answers of one weighting cell, size class and district are one row, since raking moves them alike: `rows` holds the
    row of each answer, or -1 where it stays out of raking, `row_cells` the cell of each row. `sizes` are what an
    answer counts for, 1 or its employees; `fixed` is what the base weight of an answer is multiplied by beforehand.
    """

    rows: Integers
    row_cells: Integers
    sizes: Array
    fixed: Array
    margins: tuple[Margin, ...]
    bounds: Bounds

    def apply(self, base: Array, rules: WeightRules) -> Calibrated:
        """`base` (answers x replicates) raked and trimmed."""
        amounts = self._gathered(base)
        raked = rake(amounts, self.margins, self.bounds, rules.raking)
        trimmed = trim(amounts, raked.factors, self.row_cells, rules.trim)
        by_row = np.vstack([trimmed.factors, np.ones(base.shape[1])])
        return Calibrated(base * self.fixed[:, None] * by_row[self.rows], raked, trimmed)

    def _gathered(self, base: Array) -> Array:
        """Enterprises or people behind each row, in each replicate."""
        free = np.flatnonzero(self.rows != UNTOLD)
        shape = (len(self.row_cells), len(self.rows))
        gathered: Array = csr_array((self.sizes[free], (self.rows[free], free)), shape=shape) @ base
        return gathered
