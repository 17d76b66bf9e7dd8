"""Seeded chance: what is not sampled varies around what is assumed. Column 0 of every array is the assumption."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Array = NDArray[np.float64]


class Chance:
    """Factors of mean 1 and counts of Poisson kind, each stream under a name: another stream changes none."""

    def __init__(self, seed: int, draws: int) -> None:
        self._seed, self._draws = seed, draws

    @property
    def size(self) -> int:
        """Columns of an array: the assumption, and the draws."""
        return self._draws + 1

    def factors(self, name: str, spread: float, rows: int = 1) -> Array:
        """Lognormal factors with mean 1 and the relative standard deviation `spread`; rows x draws."""
        sigma = math.sqrt(math.log1p(spread**2))
        drawn: Array = np.ones((rows, self.size))
        drawn[:, 1:] = np.exp(sigma * self._stream(name).standard_normal((rows, self._draws)) - sigma**2 / 2)
        return drawn

    def normal(self, name: str, rows: int) -> Array:
        """Standard normal numbers, 0 in column 0; rows x draws."""
        found = np.zeros((rows, self.size))
        found[:, 1:] = self._stream(name).standard_normal((rows, self._draws))
        return found

    def counts(self, name: str, counted: Sequence[int]) -> Array:
        """Counts as they could be: gamma with the count as its mean and variance; 0 stays 0."""
        found = np.repeat(np.asarray(counted, dtype=float)[:, None], self.size, axis=1)
        stream = self._stream(name)
        for row, count in enumerate(counted):
            if count > 0:
                found[row, 1:] = stream.gamma(count, 1.0, self._draws)
        return found

    def amounts(self, name: str, values: Array, below: Array, above: Array) -> Array:
        """Amounts with `values` as medians, lognormal on either side, with that side's spread; rows x draws.

        Each row holds the quantiles of its distribution in a random order: the interval comes out as it was told.
        """
        found = np.repeat(values[:, None], self.size, axis=1)
        quantiles = np.tile(ndtri((np.arange(self._draws) + 0.5) / self._draws), (len(values), 1))
        drawn = self._stream(name).permuted(quantiles, axis=1)
        found[:, 1:] *= np.exp(np.where(drawn < 0, below[:, None], above[:, None]) * drawn)
        return found

    def _stream(self, name: str) -> np.random.Generator:
        return np.random.default_rng([self._seed, *name.encode()])
