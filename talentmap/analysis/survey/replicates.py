"""Totals under every replicate of the survey, and the estimates with their intervals that follow from them.

For whoever needs an interval of a grouping:

    estimates = replicates.by(possible, ("chain_id", "tier"))      # need, with matching error
    estimates.keys, estimates.values                               # one row a group, and its weighted total
    low, high = estimates.interval()
    share = estimates.share_of(whole)                              # each row's share of the rows of `whole`

`replicates.estimates(groups, count, lines)` does the same for any column of lines whose groups are certain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from talentmap.analysis.survey.bootstrap import rescaled, variance_strata
from talentmap.analysis.survey.intervals import Design, share_interval, standard_error, total_interval
from talentmap.analysis.survey.possible import Possible
from talentmap.analysis.survey.raking import UNTOLD
from talentmap.analysis.survey.weighting import Weighting, Weights
from talentmap.model.thresholds import WeightRules

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
_BLOCK = 128
"""Replicates worked out at a time: what a block needs stays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Estimates:
    """Weighted totals of groups, a row each: their `keys`, values, and replicates (rows x replicates).

    `amounts` (rows x answers) are what each enterprise adds, unweighted.
    """

    keys: pd.DataFrame
    values: Array
    draws: Array
    amounts: csr_array
    design: Design

    def interval(self) -> tuple[Array, Array]:
        """The ends of the 95% intervals."""
        return total_interval(self.values, self.errors(), self.design.degrees_of_freedom(self.amounts))

    def errors(self) -> Array:
        """The standard errors."""
        return standard_error(self.values, self.draws)

    def share_of(self, whole: Estimates) -> Shares:
        """Each row over the one row of `whole`; nan where the whole is nothing."""
        values = _ratio(self.values, np.broadcast_to(whole.values, self.values.shape))
        draws = _ratio(self.draws, np.broadcast_to(whole.draws, self.draws.shape))
        scale = csr_array(np.nan_to_num(values)[:, None])
        linear = csr_array(self.amounts - scale @ whole.amounts)
        return Shares(values, draws, self.design.degrees_of_freedom(linear))


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of a whole, a row each, with their replicates and the degrees of freedom of their variance."""

    values: Array
    draws: Array
    freedom: Array

    def interval(self) -> tuple[Array, Array]:
        """The ends of the 95% intervals, inside 0 and 1."""
        return share_interval(self.values, standard_error(self.values, self.draws), self.freedom)


@dataclass(frozen=True, slots=True)
class Replicates:
    """Replicate weights, enterprises x replicates, and the row of each enterprise.

    An enterprise without a row stands for itself alone in each replicate.
    """

    rows: Mapping[str, int]
    weights: Array
    design: Design

    def totals(self, enterprises: pd.Series[str], amounts: pd.Series[float]) -> Array:
        """The weighted total of `amounts` under each replicate; zeros when there is nothing to add."""
        lines = pd.DataFrame({"enterprise_id": enterprises, "amount": amounts})
        draws: Array
        (draws,) = self.estimates(np.zeros(len(lines), dtype=np.int64), 1, lines).draws
        return draws

    def estimates(self, groups: Integers, count: int, lines: pd.DataFrame, amount: str = "amount") -> Estimates:
        """The total of the column `amount` of `lines` in each of the groups 0 … count - 1.

        `groups` holds the group of each line, or -1 for none. `lines` has `enterprise_id`; a missing amount adds
        nothing.
        """
        amounts, alone = self._amounts(groups, count, lines, amount)
        values = amounts @ self.design.weights + alone
        draws = amounts @ self.weights + alone[:, None]
        return Estimates(pd.DataFrame(index=range(count)), values, draws, amounts, self.design)

    def by(self, possible: Possible, keys: Sequence[str]) -> Estimates:
        """Need by `keys`, where the role of a line that may be another is drawn anew in each replicate.

        The values are those of the settled roles. One draw serves every grouping: any partition adds up in each
        replicate.
        """
        found, rows = possible.groups(keys), possible.rows
        count = len(found.keys)
        settled, certain = rows["is_settled"].to_numpy(dtype=bool), possible.is_certain
        amounts, alone = self._amounts(np.where(settled, found.codes, UNTOLD), count, rows, "headcount")
        of_certain, alone_certain = self._amounts(np.where(certain, found.codes, UNTOLD), count, rows, "headcount")
        draws = of_certain @ self.weights + alone_certain[:, None] + self._drawn(possible, found.codes, count)
        return Estimates(found.keys, amounts @ self.design.weights + alone, draws, amounts, self.design)

    def _amounts(self, groups: Integers, count: int, lines: pd.DataFrame, amount: str) -> tuple[csr_array, Array]:
        """What each enterprise adds to each group (groups x enterprises), and what enterprises without a row add."""
        place, heads = self._places(lines["enterprise_id"]), lines[amount].fillna(0).to_numpy(dtype=float)
        known, alone = (groups >= 0) & (place >= 0), (groups >= 0) & (place < 0)
        amounts = csr_array((heads[known], (groups[known], place[known])), shape=(count, len(self.rows)))
        beside = np.bincount(groups[alone], weights=heads[alone], minlength=count)
        return amounts, beside.astype(float)

    def drawn_rows(self, possible: Possible, wanted: NDArray[np.bool_]) -> Array:
        """What each `wanted` row of `possible` counts for in each replicate: its line's weighted headcount, or 0.

        The draw is that of `by`; rows of lines with a single possible role count for nothing here.
        """
        count = int(wanted.sum())
        codes = np.full(len(wanted), count, dtype=np.int64)
        codes[wanted] = np.arange(count)
        return self._drawn(possible, codes, count)

    def _drawn(self, possible: Possible, codes: Integers, count: int) -> Array:
        """Totals of the lines whose role is drawn, groups x replicates."""
        choices = possible.choices(codes, none=count)
        place = self._places(choices.enterprises)
        known = place >= 0
        draws = np.empty((count, self.weights.shape[1]))
        for start in range(0, draws.shape[1], _BLOCK):
            columns = slice(start, min(start + _BLOCK, draws.shape[1]))
            width = columns.stop - columns.start
            weights = np.where(known[:, None], self.weights[place, columns], 1.0) * choices.heads[:, None]
            cells = choices.draw(start, width) * width + np.arange(width)
            sums = np.bincount(cells.ravel(), weights=weights.ravel(), minlength=(count + 1) * width)
            draws[:, columns] = sums.reshape(count + 1, width)[:count]
        return draws

    def _places(self, enterprises: pd.Series[str]) -> Integers:
        return np.asarray(enterprises.map(self.rows).fillna(UNTOLD), dtype=np.int64)


def replicates_of(weighting: Weighting, weights: Weights, rules: WeightRules) -> Replicates:
    """Replicates of one kind of weights: resampled, then raked and trimmed anew in each, a block at a time."""
    factors = rescaled(weighting.cells, rules.bootstrap_replicates, rules.seed)
    result = np.empty_like(factors)
    for start in range(0, factors.shape[1], _BLOCK):
        columns = slice(start, start + _BLOCK)
        base = weighting.base[:, None] * factors[:, columns]
        result[:, columns] = weights.calibration.apply(base, rules).weights
    rows = {enterprise: row for row, enterprise in enumerate(weighting.answers.enterprises)}
    return Replicates(rows, result, _design(weighting, weights.values))


def _design(weighting: Weighting, weights: Array) -> Design:
    strata, populations = variance_strata(weighting.cells)
    names, places, counts = np.unique(np.array(strata, dtype=str), return_inverse=True, return_counts=True)
    answered = counts.astype(float)
    framed = np.array([populations[str(name)] for name in names], dtype=float)
    missing = np.where(answered > 1, 1 - answered / framed, 0.0)
    return Design(weights, places.astype(np.int64), answered, missing)


def _ratio(part: Array, whole: Array) -> Array:
    ratio: Array = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    return ratio
