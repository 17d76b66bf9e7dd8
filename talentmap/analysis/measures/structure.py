"""Structure measures across roles, tiers or districts: where need lies, and where supply lies against it.

All of them use shares, so that they are 0 when everything is equally short: a level (need, supply, gap) is always
printed beside them. Dissimilarity and the mismatch index themselves stand in `talentmap.analysis.mismatch`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from talentmap.analysis.measures.levels import ratio
from talentmap.analysis.mismatch import shares

Array = NDArray[np.float64]


class Theil(NamedTuple):
    """Theil's T and its two parts; `total = between + within`. Unit: nats."""

    total: float
    between: float
    within: float


def bias_corrected(estimate: float, draws: ArrayLike) -> float:
    """`2 D - mean(D*)`, not below 0: a dissimilarity without the part that chance alone gives small groups.

    D is biased upwards where few were asked, since every chance difference counts and none counts against another.
    `draws` are D under the bootstrap; missing ones are passed over, and without any the result is nan. Source: Efron &
    Tibshirani (1993), section 10.6.
    """
    known = np.asarray(draws, dtype=float)
    known = known[np.isfinite(known)]
    if not len(known) or not math.isfinite(estimate):
        return math.nan
    return max(0.0, 2 * estimate - float(known.mean()))


def location_quotient(here: ArrayLike, here_all: ArrayLike, region: ArrayLike, region_all: ArrayLike) -> Array:
    """`(V_ir / V_r) / (V_in / V_n)`: how many times as often district r asks for i as the whole region does.

    1 where the district asks for it as the region does; nan where the district or the region asks for nothing. Source:
    Isserman (1977), The location quotient approach.
    """
    return ratio(ratio(here, here_all), ratio(region, region_all))


def theil(amounts: ArrayLike, groups: Sequence[str]) -> Theil:
    """`T = sum s_i ln(N s_i)` over N roles, 0 when all are alike, and its parts between and within `groups`.

    Between: `sum_g S_g ln(S_g / (N_g / N))` with group shares S_g; within: `sum_g S_g T_g`. nan where there is nothing
    to share. Source: Theil (1967), Economics and Information Theory, chapter 4.
    """
    share = shares(amounts)
    if not share.any():
        return Theil(math.nan, math.nan, math.nan)
    names, place = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    members = np.asarray(np.bincount(place, minlength=len(names)), dtype=float)
    held = np.asarray(np.bincount(place, weights=share, minlength=len(names)), dtype=float)
    total = _divergence(share, np.full(len(share), 1 / len(share)))
    between = _divergence(held, members / len(share))
    return Theil(total, between, total - between)


def _divergence(observed: Array, even: Array) -> float:
    """`sum p ln(p / q)`; what has no share adds nothing."""
    positive = observed > 0
    return float(np.sum(observed[positive] * np.log(observed[positive] / even[positive])))
