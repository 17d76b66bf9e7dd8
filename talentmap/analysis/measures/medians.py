"""Weighted quantiles by group, under one set of weights or under many at once, and the product-limit median."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
_TIE = 1e-9
"""Share of a group's weight by which sums of weights may differ and still count as equal."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """Known values in the order of their groups, lowest first, with where each group begins."""

    lines: NDArray[np.intp]
    values: Array
    groups: NDArray[np.intp]
    starts: NDArray[np.intp]
    size: int

    def quantile(self, weights: Array, q: float = 0.5) -> Array:
        """The weighted quantile `q` of each group, nan for a group without weight.

        `weights` holds one row a line, in the order that `ordered` was given, and may have a column a replicate. The
        quantile is the smallest value at which the weights reach the share q of their total.
        """
        result = np.full((self.size, *weights.shape[1:]), np.nan)
        if not len(self.lines):
            return result
        reached = np.cumsum(weights[self.lines], axis=0)
        before = np.zeros_like(reached[self.starts])
        before[1:] = reached[self.starts[1:] - 1]
        counts = np.diff(np.append(self.starts, len(self.lines)))
        reached -= np.repeat(before, counts, axis=0)
        totals = reached[self.starts + counts - 1]
        slack = _TIE * totals
        below = (reached < np.repeat(q * totals - slack, counts, axis=0)) | (
            reached <= np.repeat(slack, counts, axis=0)
        )
        steps = np.add.reduceat(below, self.starts, axis=0, dtype=np.intp)
        steps = np.minimum(steps, (counts - 1).reshape(-1, *[1] * (weights.ndim - 1)))
        found = self.values[self.starts.reshape(steps.shape[0], *[1] * (weights.ndim - 1)) + steps]
        result[self.groups] = np.where(totals > 0, found, np.nan)
        return result


def ordered(values: ArrayLike, groups: ArrayLike, size: int) -> Ordered:
    """`values` made ready for quantiles by group; `groups` are 0 … size - 1, a negative one belongs to no group."""
    numbers, places = np.asarray(values, dtype=float), np.asarray(groups, dtype=np.intp)
    known = np.flatnonzero(np.isfinite(numbers) & (places >= 0))
    lines = known[np.lexsort((numbers[known], places[known]))]
    present, starts = np.unique(places[lines], return_index=True)
    return Ordered(lines, numbers[lines], present.astype(np.intp), starts.astype(np.intp), size)


def weighted_quantile(values: ArrayLike, weights: ArrayLike, q: float = 0.5) -> float:
    """The smallest value at which the weights reach the share `q` of their total; nan when nothing has weight."""
    numbers = np.asarray(values, dtype=float)
    everyone = ordered(numbers, np.zeros(len(numbers), dtype=np.intp), 1)
    return float(everyone.quantile(np.asarray(weights, dtype=float), q)[0])


def open_time(months: ArrayLike, weights: ArrayLike, ended: ArrayLike | None = None) -> float:
    """The median months open of posts, each counted by `weights`; `ended` tells which are filled by now.

    With ends known it is the product-limit median, in which a post still open counts until its last known month and no
    longer (Kaplan & Meier 1958); nan when fewer than half have ended. Where no end is known, as in a survey that asks
    about open posts alone, that median does not exist: the figure is then the median months that they have been open
    so far, a lower bound of the time to fill, and is printed as "open so far". Source of the indicator: German Federal
    Employment Agency, vacancy duration.
    """
    times, heads = np.asarray(months, dtype=float), np.asarray(weights, dtype=float)
    over = np.zeros(len(times), dtype=bool) if ended is None else np.asarray(ended, dtype=bool)
    known = np.isfinite(times) & (heads > 0)
    if not (over & known).any():
        return weighted_quantile(times[known], heads[known])
    distinct, place = np.unique(times[known], return_inverse=True)
    leaving = np.bincount(place, weights=heads[known])
    at_risk = leaving[::-1].cumsum()[::-1]
    filled = np.bincount(place, weights=heads[known] * over[known])
    staying = np.cumprod(1 - filled / at_risk)
    half = np.flatnonzero(staying <= 0.5 + _TIE)
    return float(distinct[half[0]]) if len(half) else float("nan")
