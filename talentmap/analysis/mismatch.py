"""Structure measures: how far supply, or incentive money, lies from need. Formulas: docs/methods.md.

Every function takes one number a tier (or role), in any unit: shares are taken inside. Sources: Duncan & Duncan (1955)
and Jackman & Roper (1987) for the dissimilarity index; Sahin, Song, Topa & Violante (2014) for the mismatch index;
Theil (1967) for relative entropy; Kakwani (1977) for the concentration indices.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def shares(amounts: ArrayLike) -> Array:
    """`amounts` as shares of their total; all zero where the total is zero. The last axis is summed over."""
    values = np.asarray(amounts, dtype=float)
    total = values.sum(axis=-1, keepdims=True)
    divided: Array = np.divide(values, total, out=np.zeros_like(values), where=total > 0)
    return divided


def dissimilarity(a: ArrayLike, b: ArrayLike) -> Array:
    """`D(a, b) = 1/2 sum |a_i - b_i|` of shares, in [0, 1]: the share of one that must move to match the other.

    With incentive money and need it is the reallocation share. nan where one side has nothing: there is no structure
    to compare.
    """
    x, y = shares(a), shares(b)
    gap = np.abs(x - y).sum(axis=-1) / 2
    known: Array = np.where((x.sum(axis=-1) > 0) & (y.sum(axis=-1) > 0), gap, np.nan)
    return known


def mismatch(need: ArrayLike, supply: ArrayLike, elasticity: float = 0.5) -> float:
    """`M = 1 - sum v_i^a u_i^(1-a)`: the share of hires lost to mismatch, 0 when supply lies where need is.

    nan where need or supply is nothing.
    """
    v, u = shares(need), shares(supply)
    if not (v.any() and u.any()):
        return math.nan
    return float(1 - np.sum(v**elasticity * u ** (1 - elasticity)))


def relative_entropy(money: ArrayLike, need: ArrayLike) -> float:
    """`sum s_t ln(s_t / v_t)`: 0 when money follows need; infinite where money goes to a tier without need.

    nan where money or need is nothing.
    """
    s, v = shares(money), shares(need)
    if not (s.any() and v.any()):
        return math.nan
    return float(sum(a * (math.log(a / b) if b > 0 else math.inf) for a, b in zip(s, v, strict=True) if a > 0))


def concentration(amounts: Sequence[float], axis: Sequence[float]) -> float:
    """`C = 1 - sum (p_t - p_(t-1)) (L_t + L_(t-1))`, tiers given from least to most elite, `axis` their employment.

    Above 0: concentrated on the elite. The curve is cumulative `amounts` over cumulative `axis`. nan where either is
    nothing.
    """
    if not (shares(amounts).any() and shares(axis).any()):
        return math.nan
    p = np.concatenate([[0.0], np.cumsum(shares(axis))])
    curve = np.concatenate([[0.0], np.cumsum(shares(amounts))])
    return float(1 - np.sum(np.diff(p) * (curve[1:] + curve[:-1])))


def stage_balance(amounts: ArrayLike) -> float:
    """Entropy of the stage shares over its maximum: 1 when the four stages share alike, 0 when one has all.

    nan where no stage has anything.
    """
    x = shares(amounts)
    positive = x[x > 0]
    if not len(positive):
        return math.nan
    return float(-np.sum(positive * np.log(positive)) / math.log(len(x)))


def wilson(successes: float, n: float, z: float = 1.959964) -> tuple[float, float]:
    """The Wilson interval of a proportion; (0, 1) when nobody was asked. Source: Wilson (1927)."""
    if n <= 0:
        return 0.0, 1.0
    p = successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)
