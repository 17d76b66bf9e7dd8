"""Totals and medians by group, under the survey weights and under every bootstrap replicate of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from talentmap.analysis.measures.medians import ordered
from talentmap.analysis.survey.replicates import Replicates

Array = NDArray[np.float64]
Codes = NDArray[np.intp]
_BLOCK = 64
"""Replicates worked out at a time: lines x replicates must fit into memory."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Lines in groups 0 … size - 1, and the weights of their enterprises: the estimate's first, then the replicates'.

    `group_by` makes one. Results have a row a group and a column a set of weights, in the order of `weights`.
    """

    groups: Codes
    size: int
    rows: Codes
    weights: Array

    def replicates(self) -> Iterator[tuple[slice, Tally]]:
        """The same lines under a few replicates at a time, and which replicates these are, all of them in turn."""
        for start in range(0, self.weights.shape[1] - 1, _BLOCK):
            weights = self.weights[:, 1 + start : 1 + start + _BLOCK]
            yield slice(start, start + _BLOCK), Tally(self.groups, self.size, self.rows, weights)

    def estimate(self) -> Tally:
        """The same lines under the survey weights alone."""
        return Tally(self.groups, self.size, self.rows, self.weights[:, :1])

    def totals(self, amounts: Array) -> Array:
        """The weighted total of `amounts`, one a line, by group; a missing amount adds nothing."""
        known = np.flatnonzero(np.nan_to_num(amounts))
        cells = (self.groups[known], self.rows[known])
        by_enterprise = csr_array((amounts[known], cells), shape=(self.size, self.weights.shape[0]))
        return np.asarray(by_enterprise @ self.weights)

    def quantile(self, values: Array, heads: Array, q: float = 0.5) -> Array:
        """The quantile `q` of `values` by group, each line counted by its `heads` and weight; nan where nothing is."""
        known = np.flatnonzero(np.isfinite(values) & (np.nan_to_num(heads) > 0))
        weights = self.weights[self.rows[known]] * heads[known, None]
        return ordered(values[known], self.groups[known], self.size).quantile(weights, q)


def group_by(groups: Codes, size: int, lines: pd.DataFrame, replicates: Replicates) -> Tally:
    """A tally of `lines` (enterprise_id, weight) in `groups`.

    An enterprise without replicate weights has the weight of its line in each of them.
    """
    known = lines["enterprise_id"].map(replicates.rows)
    strangers = lines[known.isna()].drop_duplicates("enterprise_id")
    rows = {**replicates.rows, **{name: len(replicates.rows) + k for k, name in enumerate(strangers["enterprise_id"])}}
    estimate = np.ones(len(rows))
    places = lines["enterprise_id"].map(rows).to_numpy(dtype=np.intp)
    estimate[places] = lines["weight"].to_numpy(dtype=float)
    own = np.repeat(strangers["weight"].to_numpy(dtype=float)[:, None], replicates.weights.shape[1], axis=1)
    weights = np.column_stack([estimate, np.vstack([replicates.weights, own])])
    return Tally(groups.astype(np.intp), size, places, weights)
