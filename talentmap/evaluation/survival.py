"""How long things last when some have not ended yet: Kaplan-Meier with Greenwood's variance and log-log intervals.

Kaplan & Meier (1958); Greenwood (1926); Kalbfleisch & Prentice (1980) for the interval, which stays within 0 and 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
_Z = 1.959963984540054
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Survival:
    """The share that outlasts a time, the ends of its 95% interval (nan where nothing tells them), those at risk then.

    `share` is nan where nobody was observed for that long.
    """

    share: float
    low: float
    high: float
    at_risk: int


@dataclass(frozen=True, slots=True)
class Curve:
    """A survival curve: `share` holds from each of `times` to the next; `greenwood` is the sum of d / (n (n - d))."""

    times: Array
    share: Array
    greenwood: Array
    durations: Array

    def at(self, time: float) -> Survival:
        """What is left after `time`."""
        at_risk = len(self.durations) - int(np.searchsorted(self.durations, time, side="left"))
        step = int(np.searchsorted(self.times, time, side="right")) - 1
        share = 1.0 if step < 0 else float(self.share[step])
        if not len(self.durations) or (at_risk == 0 and share > 0):
            return Survival(math.nan, math.nan, math.nan, at_risk)
        if share >= 1 or share <= 0:
            return Survival(share, math.nan, math.nan, at_risk)
        return Survival(share, *_log_log(share, float(self.greenwood[step])), at_risk)

    def quantile(self, probability: float) -> float:
        """The time within which `probability` of them end; nan where the observation is too short to tell."""
        reached = np.flatnonzero(self.share <= 1 - probability + _ROUNDING)
        return float(self.times[reached[0]]) if len(reached) else math.nan


def kaplan_meier(durations: ArrayLike, ended: ArrayLike) -> Curve:
    """The curve of things that lasted `durations` and had `ended` by then, or were still going on."""
    lasted, over = np.asarray(durations, dtype=float), np.asarray(ended, dtype=bool)
    if len(lasted) and (np.isnan(lasted).any() or lasted.min() < 0):
        raise ValueError("a duration is negative or not known")
    times, ends = np.unique(lasted[over], return_counts=True)
    ordered = np.sort(lasted)
    at_risk: Array = (len(ordered) - np.searchsorted(ordered, times, side="left")).astype(np.float64)
    left: Array = at_risk - ends
    share: Array = np.cumprod(left / at_risk, dtype=np.float64)
    with np.errstate(divide="ignore"):
        greenwood: Array = np.cumsum(ends / (at_risk * left))
    return Curve(times, share, greenwood, ordered)


def _log_log(share: float, greenwood: float) -> tuple[float, float]:
    spread = _Z * math.sqrt(greenwood) / abs(math.log(share))
    return share ** math.exp(spread), share ** math.exp(-spread)
