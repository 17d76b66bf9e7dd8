"""Structure measures: how far supply, or incentive money, lies from need. Formulas: docs/methods.md.

Every function takes one number a tier (or role), in any unit: shares are taken inside. Sources: Duncan & Duncan (1955)
and Jackman & Roper (1987) for the dissimilarity index; Sahin, Song, Topa & Violante (2014) for the mismatch index;
Theil (1967) for relative entropy; Kakwani (1977) for the concentration indices.
"""

from __future__ import annotations

import math

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


def entropy_parts(money: ArrayLike, need: ArrayLike) -> Array:
    """`s_t ln(s_t / v_t)`, one part a tier; nan where money goes to a tier without need. Source: Theil (1967)."""
    s, v = np.broadcast_arrays(shares(money), shares(need))
    quotient = np.divide(s, v, out=np.ones_like(s), where=(v > 0) & (s > 0))
    parts: Array = np.where((v > 0) | (s == 0), s * np.log(quotient), np.nan)
    return parts


def relative_entropy(money: ArrayLike, need: ArrayLike) -> Array:
    """`sum s_t ln(s_t / v_t)`: 0 when money follows need. The last axis is summed over.

    nan where money or need is nothing, and where money goes to a tier without need: no number says how far that is,
    `without_need` says where it is.
    """
    s, v = shares(money), shares(need)
    summed = entropy_parts(money, need).sum(axis=-1)
    known: Array = np.where((s.sum(axis=-1) > 0) & (v.sum(axis=-1) > 0), summed, np.nan)
    return known


def without_need(money: ArrayLike, need: ArrayLike) -> list[int]:
    """The positions of tiers that receive money and have no need."""
    s, v = np.asarray(money, dtype=float), np.asarray(need, dtype=float)
    return [int(place) for place in np.flatnonzero((s > 0) & (v <= 0))]


def concentration(amounts: ArrayLike, axis: ArrayLike) -> Array:
    """`C = 1 - sum (p_t - p_(t-1)) (L_t + L_(t-1))`, tiers given from least to most elite, `axis` their employment.

    Above 0: concentrated on the elite. The curve is cumulative `amounts` over cumulative `axis`; the last axis is
    summed over. nan where either is nothing.
    """
    x, p = shares(amounts), shares(axis)
    curve = np.cumsum(x, axis=-1)
    steps = p * (2 * curve - x)
    known: Array = np.where((x.sum(axis=-1) > 0) & (p.sum(axis=-1) > 0), 1 - steps.sum(axis=-1), np.nan)
    return known


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
