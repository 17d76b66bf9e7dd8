"""How sure a figure is, told from its bootstrap draws: the quality letter, and the probability of standing on top."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from talentmap.analysis.measures.levels import ratio

Array = NDArray[np.float64]
LETTERS = ("A", "B", "C", "D", "E", "F")
_LIMITS = (0.05, 0.10, 0.15, 0.25, 0.35)


def quality_letters(estimates: ArrayLike, errors: ArrayLike) -> list[str]:
    """A-F by the coefficient of variation of each estimate, up to 5, 10, 15, 25 and 35%; empty for 0.

    The letters are this catalog's own, after the practice of marking estimates by their CV (Statistics Canada).
    """
    cv = np.atleast_1d(ratio(errors, estimates))
    return ["" if np.isnan(one) else LETTERS[int(np.searchsorted(_LIMITS, one - 1e-12))] for one in cv]


def share_on_top(draws: ArrayLike, places: int = 10) -> Array:
    """P(top `places`): the share of replicates in which each row is among the largest that are above 0.

    `draws` is rows x replicates. Rows that tie for the last place are all counted, so that no order of rows decides.
    """
    values = np.asarray(draws, dtype=float)
    if not values.size:
        return np.zeros(values.shape[0])
    rank = min(places, values.shape[0])
    last = np.partition(values, values.shape[0] - rank, axis=0)[values.shape[0] - rank]
    on_top: Array = ((values >= last) & (values > 0)).mean(axis=1)
    return on_top
