"""Raking: weights brought to known margins by iterative proportional fitting, within bounds, many replicates at once.

Sources: Deming and Stephan (1940) for the fitting; Deville and Särndal (1992) for bounds on how far a weight may move;
Izrael, Battaglia and Frankel (2009) for keeping the bounds within the rounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from talentmap.model.thresholds import RakingRules

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
UNTOLD = -1


@dataclass(frozen=True, slots=True)
class Margin:
    """A known margin: the group of each row (-1 where it is not told), and what each named group should add up to."""

    name: str
    names: tuple[str, ...]
    groups: Integers
    targets: Array


@dataclass(frozen=True, slots=True)
class Raked:
    """What raking came to: a factor for each row and replicate, rounds used, and the largest relative miss."""

    factors: Array
    rounds: int
    largest_miss: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far the factor of each row may go: rows x 1."""

    lowest: Array
    highest: Array


def rake(amounts: Array, margins: Sequence[Margin], bounds: Bounds, rules: RakingRules) -> Raked:
    """Factors that bring `amounts` (rows x replicates) to the margins, each within its bounds.

    The first margin sets the level; every further one sets the shares of its groups among the rows that tell theirs. A
    group in which a replicate has nothing stays as it is. Replicates that no longer move are set aside, so that a slow
    one does not hold up the rest.
    """
    factors = np.ones_like(amounts)
    fits = [_Fit(margin, is_level=position == 0) for position, margin in enumerate(margins)]
    moving = np.arange(amounts.shape[1]) if fits else np.arange(0)
    rounds = 0
    while len(moving) and rounds < rules.rounds:
        rounds += 1
        before = factors[:, moving]
        now, base = before, amounts[:, moving]
        for fit in fits:
            now = np.clip(now * fit.step(base * now), bounds.lowest, bounds.highest)
        factors[:, moving] = now
        moving = moving[np.abs(now - before).max(axis=0, initial=0.0) > rules.tolerance]
    misses = [fit.miss(amounts * factors) for fit in fits]
    return Raked(factors, rounds, max(misses, default=0.0))


class _Fit:
    """One margin made ready: the sums by group as a sparse product, so that no order of addition ever changes."""

    def __init__(self, margin: Margin, *, is_level: bool) -> None:
        told = np.flatnonzero(margin.groups != UNTOLD)
        groups = margin.groups[told]
        shape = (len(margin.targets), len(margin.groups))
        self._sum = csr_array((np.ones(len(told)), (groups, told)), shape=shape)
        self._targets = margin.targets[:, None]
        self._is_level = is_level
        self._places = np.where(margin.groups == UNTOLD, len(margin.targets), margin.groups)

    def step(self, weighted: Array) -> Array:
        """The factor of each row that puts its group right."""
        by_group = self._ratios(weighted)
        return np.vstack([by_group, np.ones(by_group.shape[1])])[self._places]

    def miss(self, weighted: Array) -> float:
        """The largest relative distance of a group from its target, over all replicates."""
        return float(np.abs(self._ratios(weighted) - 1).max(initial=0.0))

    def _ratios(self, weighted: Array) -> Array:
        sums: Array = self._sum @ weighted
        goals = self._targets
        if not self._is_level:
            goals = goals * (sums.sum(axis=0) / max(float(goals.sum()), 1e-300))
        ratios: Array = np.divide(goals, sums, out=np.ones_like(sums), where=(sums > 0) & (goals > 0))
        return ratios
