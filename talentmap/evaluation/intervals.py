"""95% intervals of shares and means."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

_Z = 1.959963984540054
_UPPER = 0.975


class Interval(NamedTuple):
    """A figure and the ends of its 95% interval; nan where nothing tells them."""

    value: float
    low: float
    high: float


UNKNOWN = Interval(math.nan, math.nan, math.nan)


def share_of(part: int, whole: int) -> Interval:
    """`part` of `whole` with Wilson's interval (1927), which holds for few cases and for shares near 0 and 1."""
    if whole == 0:
        return UNKNOWN
    share, squared = part / whole, _Z**2 / whole
    middle = (share + squared / 2) / (1 + squared)
    half = _Z * math.sqrt(share * (1 - share) / whole + squared / (4 * whole)) / (1 + squared)
    return Interval(share, 0.0 if part == 0 else middle - half, 1.0 if part == whole else middle + half)


def mean_of(values: ArrayLike) -> Interval:
    """The mean with Student's interval; without ends for fewer than two values."""
    known = np.asarray(values, dtype=float)
    if not len(known):
        return UNKNOWN
    mean = float(known.mean())
    if len(known) < 2:
        return Interval(mean, math.nan, math.nan)
    half = float(stdtrit(len(known) - 1, _UPPER)) * float(known.std(ddof=1)) / math.sqrt(len(known))
    return Interval(mean, mean - half, mean + half)
