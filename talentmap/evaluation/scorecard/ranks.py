"""Ranks by weighted scores, and how far they hang on the weights.

Weights are drawn evenly over all that add up to 1 (Dirichlet with every parameter 1), for each department its own: what
holds under nearly all of them does not hang on the choice. Source: OECD and JRC, Handbook on constructing composite
indicators (2008), step 7; Saisana, Saltelli and Tarantola (2005), J. R. Stat. Soc. A 168(2). What is not known is drawn
evenly between 0 and 1, so a department with gaps gets a wide range, never silently a lower rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_RANGE = (0.05, 0.95)
_EQUAL = 1e-12
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one of several stands: score and rank by the weights given, the range of 90% of draws, share kept."""

    score: float
    rank: int
    low: int
    high: int
    kept: float


def weighted(scores: Numbers, weights: Numbers) -> float:
    """The mean of the scores that are known, by their weights; nan where none is."""
    known = ~np.isnan(scores)
    total = float(weights[known].sum())
    return float(scores[known] @ weights[known]) / total if total > 0 else float("nan")


def standings(scores: Sequence[Numbers], weights: Sequence[Numbers], draws: int, seed: int) -> list[Standing]:
    """The standing of each; every one has a score that is known. Equal scores share the better rank."""
    own = np.array([weighted(one, by) for one, by in zip(scores, weights, strict=True)])
    ranks = _ranks(own[None, :])[0]
    dice = np.random.default_rng(seed)
    drawn = _ranks(np.stack([_drawn(one, draws, dice) for one in scores], axis=1)) if len(scores) else ranks[None, :]
    ends = np.quantile(drawn, _RANGE, axis=0, method="inverted_cdf") if len(scores) else np.empty((2, 0))
    kept = (drawn == ranks).mean(axis=0)
    return [
        Standing(float(own[at]), int(ranks[at]), int(ends[0, at]), int(ends[1, at]), float(kept[at]))
        for at in range(len(scores))
    ]


def _drawn(scores: Numbers, draws: int, dice: np.random.Generator) -> Numbers:
    """A score for each draw of weights, and of what is not known."""
    weights = dice.dirichlet(np.ones(len(scores)), draws)
    filled = np.where(np.isnan(scores), dice.random((draws, len(scores))), scores)
    found: Numbers = (weights * filled).sum(axis=1)
    return found


def _ranks(scores: Numbers) -> NDArray[np.int64]:
    """Ranks along the rows, the highest first: 1 and as many as are higher by more than rounding."""
    higher: NDArray[np.int64] = (scores[:, None, :] > scores[:, :, None] + _EQUAL).sum(axis=2) + 1
    return higher
