"""How far a figure could be off: its standard error from the replicates, and the 95% interval that follows.

Intervals are t intervals on the log scale (shares: the logit scale), with degrees of freedom from the enterprises that
a figure rests on. Percentiles of the replicates covered the truth in 89-92% of 500 simulated surveys, since need is
skewed and a few large answers carry both a total and its variance; these cover it in 94-96%
(`benchmarks/survey_coverage.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.special import expit, logit, stdtrit

from talentmap.model.change import Change

Array = NDArray[np.float64]
CONFIDENCE = 0.95
REACH_MAXIMUM = 10.0
"""An interval whose upper end lies further above its total than so many times tells nothing, and is not told."""
_EDGE = 1e-9


@dataclass(frozen=True, slots=True)
class Design:
    """What the sample says of its own precision: weight and stratum of each answer; answers and gaps of each stratum.

    A stratum in which all answered, or a single one did, says nothing of variance: its `missing` share is 0.
    """

    weights: Array
    strata: NDArray[np.int64]
    answered: Array
    missing: Array

    def degrees_of_freedom(self, amounts: csr_array) -> Array:
        """How many degrees of freedom the variance of each weighted total has; infinite where nothing varies.

        `amounts` is totals x answers. `(sum u²)² / sum u⁴` of the centred contributions u, each enterprise one
        component: Satterthwaite (1946), and Valliant and Rust (2010) for why kurtosis decides it in surveys.
        """
        weighted = csr_array(amounts * self.weights[None, :])
        places = np.arange(len(self.strata))
        gather = csr_array((np.ones(len(places)), (places, self.strata)), shape=(len(places), len(self.answered)))
        s1, s2, s3, s4 = ((weighted.power(k) @ gather).toarray() for k in (1, 2, 3, 4))
        n = self.answered
        mean = s1 / n
        squares = np.maximum(s2 - n * mean**2, 0.0)
        fourths = np.maximum(s4 - 4 * mean * s3 + 6 * mean**2 * s2 - 3 * n * mean**4, 0.0)
        variance = (self.missing * n / np.maximum(n - 1, 1) * squares).sum(axis=1)
        spread = (self.missing**2 * fourths).sum(axis=1)
        found: Array = np.divide(variance**2, spread, out=np.full(len(variance), np.inf), where=spread > 0)
        return np.maximum(found, 1.0)


def standard_error(values: ArrayLike, draws: Array) -> Array:
    """Root mean square distance of the replicates (last axis of `draws`) from the figure; nan ones are passed over."""
    squares = (draws - np.asarray(values, dtype=float)[..., None]) ** 2
    known = np.isfinite(squares)
    counted, total = known.sum(axis=-1), np.where(known, squares, 0.0).sum(axis=-1)
    mean: Array = np.divide(total, counted, out=np.full(total.shape, np.nan), where=counted > 0)
    return np.sqrt(mean)


def total_interval(values: ArrayLike, errors: ArrayLike, freedom: ArrayLike) -> tuple[Array, Array]:
    """The interval of totals that cannot be negative: `T exp(-+ t sqrt(ln(1 + CV²)))`; (0, 0) for a total of 0.

    nan where one or two enterprises carry the total and its variance, so that the ends would tell nothing.
    """
    totals, off = np.asarray(values, dtype=float), np.asarray(errors, dtype=float)
    variation = np.divide(off, totals, out=np.zeros_like(totals), where=totals > 0)
    reach = np.exp(_quantile(freedom) * np.sqrt(np.log1p(variation**2)))
    told = np.where(reach <= REACH_MAXIMUM, reach, np.nan)
    return totals / told, totals * told


def share_interval(values: ArrayLike, errors: ArrayLike, freedom: ArrayLike) -> tuple[Array, Array]:
    """The interval of shares, inside 0 and 1: `t` standard errors on the logit scale, `SE / (p (1 - p))` there."""
    shares, off = np.asarray(values, dtype=float), np.asarray(errors, dtype=float)
    inner = (shares > _EDGE) & (shares < 1 - _EDGE) & (off > 0)
    safe = np.where(inner, shares, np.nan)
    reach = _quantile(freedom) * off / (safe * (1 - safe))
    low, high = expit(logit(safe) - reach), expit(logit(safe) + reach)
    return np.where(inner, low, shares), np.where(inner, high, shares)


def _quantile(freedom: ArrayLike) -> Array:
    """The two-sided quantile of Student's t."""
    capped = np.minimum(np.asarray(freedom, dtype=float), 1e6)
    quantile: Array = stdtrit(capped, (1 + CONFIDENCE) / 2)
    return quantile


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the ends of its 95% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much a figure changed from one edition to the next, with its interval, and what may be said of it."""

    value: float
    low: float
    high: float

    @property
    def change(self) -> Change:
        """Up or down only where the interval leaves 0 out."""
        return Change.of(self.low, self.high)


def difference(before: Interval, after: Interval) -> Difference:
    """The change between two editions from what both published, the surveys taken as independent.

    Zou and Donner (2008): the distances of the two estimates from their own ends, squared and added, so that skewed
    intervals keep their skew. Enterprises that answer both years make the true interval narrower, never wider, as long
    as their answers go together.
    """
    value = after.value - before.value
    down = np.hypot(after.value - after.low, before.high - before.value)
    up = np.hypot(after.high - after.value, before.value - before.low)
    return Difference(value, float(value - down), float(value + up))
