"""Level measures: how much is missing, in one cell or in many at once.

Every function takes numbers or arrays of one shape and gives an array of that shape; nan means not known, and what
cannot be worked out is nan, never 0 and never infinite.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
RETIRING_FROM_AGE = 55
_RETIRING_WITHIN_YEARS = 5


def ratio(part: ArrayLike, whole: ArrayLike) -> Array:
    """`part / whole`; nan where the whole is nothing or not known."""
    above, below = np.broadcast_arrays(np.asarray(part, dtype=float), np.asarray(whole, dtype=float))
    divided: Array = np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0)
    return divided


def gap(need: ArrayLike, supply: ArrayLike) -> Array:
    """`V - U`, people; below 0 where supply is larger. Always printed beside V and U."""
    difference: Array = np.asarray(need, dtype=float) - np.asarray(supply, dtype=float)
    return difference


def tightness(need: ArrayLike, supply: ArrayLike) -> Array:
    """`V / U`: open posts per available person. nan where U = 0: that prints "no registered supply", not infinity."""
    return ratio(need, supply)


def excess_demand(need: ArrayLike, supply: ArrayLike) -> Array:
    """Excess demand ratio `(V - U) / (V + U)`, in [-1, 1]: 1 when nobody is available, -1 when nobody is needed."""
    return ratio(gap(need, supply), np.add(need, supply))


def vacancy_rate(need: ArrayLike, employed: ArrayLike) -> Array:
    """`V / (E + V)`, in [0, 1]: open posts among all posts of the role. Source: Eurostat, job vacancy rate."""
    return ratio(need, np.add(employed, need))


def fill_rate(filled: ArrayLike, advertised: ArrayLike) -> Array:
    """Posts filled / posts advertised in 12 months. Source: Jobs and Skills Australia, Survey of Employers."""
    return ratio(filled, advertised)


def skill_shortage_density(skill_short: ArrayLike, need: ArrayLike) -> Array:
    """Posts hard to fill for lack of skills, experience or certificates / posts, in [0, 1].

    Source: UK Employer Skills Survey, skill-shortage vacancies.
    """
    return ratio(skill_short, need)


def suitability_gap(qualified: ArrayLike, suitable: ArrayLike, advertised: ArrayLike) -> Array:
    """Qualified less suitable applicants per advertised post: people who have the papers and are still turned down.

    Source: Jobs and Skills Australia, Survey of Employers who have Recently Advertised.
    """
    return ratio(qualified, advertised) - ratio(suitable, advertised)


def offer_premium(offered: ArrayLike, market: ArrayLike) -> Array:
    """Median pay offered / median pay registered - 1; below 0 where enterprises offer less than the role earns."""
    return ratio(offered, market) - 1


def need_growth(need_year: ArrayLike, need: ArrayLike) -> Array:
    """Need within 12 months / need now - 1; the first includes the second."""
    return ratio(need_year, need) - 1


def replacement_need(employed: ArrayLike, share_aged: ArrayLike, quits: ArrayLike | None = None) -> Array:
    """`E x share aged 55 and over / 5 + quits`: people a year who must be replaced before any growth.

    Those of 55 and over are taken to leave evenly over five years. `quits` are people a year; where nobody counted
    them they are left out, and the figure is retirement alone. Source: Employment and Social Development Canada,
    Canadian Occupational Projection System.
    """
    retiring = np.asarray(employed, dtype=float) * np.asarray(share_aged, dtype=float) / _RETIRING_WITHIN_YEARS
    replaced: Array = retiring if quits is None else retiring + np.asarray(quits, dtype=float)
    return replaced


def skill_gap(gaps: ArrayLike, weights: ArrayLike) -> Array:
    """`sum over roles r of gap_r x weight_rk`, one value a skill k; `weights` is roles x skills, 1 for a must.

    People who lack the skill, each counted by how much their role needs it. Source: OECD Skills for Jobs, occupation
    gaps mapped to skills.
    """
    return np.asarray(np.asarray(weights, dtype=float).T @ np.asarray(gaps, dtype=float))
