"""How likely a pair is one person, learned from the pairs themselves: nobody has to say who is who.

Fellegi and Sunter (1969): of two kinds of pairs, one person and two, each shows its own shares of agree, near and
differ on every item, the items taken as independent within a kind. The shares and the size of the kinds are those that
make the counted patterns likeliest, found by expectation and maximisation (Dempster, Laird and Rubin 1977; Winkler
1988) from the points of `talentmap.linkage.comparison` as a start. What is unknown says nothing. Everything is a
function of the sorted patterns and their counts, so that the order of records never matters.
"""

from __future__ import annotations

import numpy as np

ROUNDS = 500
SETTLED = 1e-9
ENOUGH = 200
"""Pairs of each kind, by the points, below which nothing can be learned and the points decide."""

_LEVELS = (1, 2, 3)
_PRIOR = 0.5
_DECIMALS = 6


def probabilities(patterns: np.ndarray, counts: np.ndarray, linking: np.ndarray) -> np.ndarray | None:
    """The probability of one person for each row of `patterns` (verdict levels by item); None where too few tell.

    `linking` says which patterns link by their points. Where what is learned contradicts itself (an item on which
    disagreement would speak for one person), None as well.
    """
    if min(counts[linking].sum(), counts[~linking].sum()) < ENOUGH:
        return None
    sure = np.where(linking, 0.99, 0.01)
    for _ in range(ROUNDS):
        weights, share = _shares(patterns, counts, sure)
        odds = _bits(patterns, weights) + np.log2(share / (1 - share))
        found = 1 / (1 + np.exp2(-np.clip(odds, -60, 60)))
        done = float(np.abs(found - sure).max()) < SETTLED
        sure = found
        if done:
            break
    sensible = bool((weights[:, _LEVELS.index(3)] > weights[:, _LEVELS.index(1)]).all())
    return np.round(sure, _DECIMALS) if sensible else None


def _shares(patterns: np.ndarray, counts: np.ndarray, sure: np.ndarray) -> tuple[np.ndarray, float]:
    """Bits that each level of each item speaks for one person, and the share of such pairs."""
    kinds = np.stack([sure * counts, (1 - sure) * counts])
    weights = np.zeros((patterns.shape[1], len(_LEVELS)))
    for item in range(patterns.shape[1]):
        seen = np.stack([kinds[:, patterns[:, item] == level].sum(axis=1) for level in _LEVELS], axis=1) + _PRIOR
        shares = seen / seen.sum(axis=1, keepdims=True)
        weights[item] = np.log2(shares[0] / shares[1])
    return weights, float(np.clip(kinds[0].sum() / counts.sum(), 1e-9, 1 - 1e-9))


def _bits(patterns: np.ndarray, weights: np.ndarray) -> np.ndarray:
    bits = np.zeros(len(patterns))
    for item in range(patterns.shape[1]):
        known = patterns[:, item] > 0
        bits[known] += weights[item, patterns[known, item] - 1]
    return bits
