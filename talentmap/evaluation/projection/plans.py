"""What enterprises plan: posts that they want within 12 months and three years beyond those open now.

A plan that replaces people who leave adds no employment: losses are on the people's side of the account. What the kind
of need says of each line decides which share adds (`plans.new_share` in projection.yaml).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.engine import Engine
from talentmap.evaluation.projection.units import groups_around
from talentmap.model.projection import Plans
from talentmap.tables.analysis import POSTS
from talentmap.tables.survey import DEMAND

Array = NDArray[np.float64]
_STATED = (1, 3)
"""The years ahead for which the survey asks."""


@dataclass(frozen=True, slots=True)
class Growth:
    """New posts by group, as multiples of the posts open now, after one year and after three."""

    known: Mapping[tuple[str, str], tuple[float, float]]

    def of(self, chain_id: str, tier: str, years: int) -> Array:
        """New posts over open posts at the end of year 0, 1, …; beyond the third year the last pace goes on."""
        stated = next((self.known[key] for key in groups_around(chain_id, tier) if key in self.known), (0.0, 0.0))
        first, third = _STATED
        pace = (stated[1] - stated[0]) / (third - first)
        ahead = np.arange(years + 1, dtype=float)
        beyond = np.maximum(ahead - third, 0.0) * pace
        found: Array = np.interp(ahead, [0, first, third], [0.0, *stated]) + beyond
        return found


def growth(engine: Engine, rules: Plans, dominance: float) -> Growth:
    """The plans of DEMAND under the weights of POSTS, by chain and tier and wider groups.

    A group rests on enough enterprises, none of which holds more than `dominance` of the posts planned.
    """
    lines = _planned(engine, rules)
    known = {}
    for keys in (("chain_id", "tier"), ("tier",), ()):
        named = lines.assign(**{key: "" for key in ("chain_id", "tier") if key not in keys})
        for (chain, tier), own in named.groupby(["chain_id", "tier"], sort=True):
            largest = own.groupby("enterprise_id")["later"].sum().abs().max() / max(own["later"].abs().sum(), 1e-9)
            enough = own["enterprise_id"].nunique() >= rules.enterprises_minimum and largest <= dominance
            if enough and own["open"].sum() > 0:
                known[str(chain), str(tier)] = _multiples(own)
    return Growth(known)


def _planned(engine: Engine, rules: Plans) -> pd.DataFrame:
    """Lines that state posts now, in 12 months and in three years, and whose number was taken at face value."""
    names = ["line_id", "headcount", "headcount_12m", "headcount_3y"]
    stated = engine.read(DEMAND).select(names).to_pandas().dropna()
    posts = engine.read(POSTS).to_pandas()
    placed = posts[["line_id", "enterprise_id", "chain_id", "tier", "weight", "headcount", "need_kind"]]
    lines = placed.merge(stated, on="line_id", suffixes=("", "_stated"))
    lines = lines[lines["headcount"] == lines["headcount_stated"]]
    adds = lines["need_kind"].replace("", "unstated").map(dict(rules.new_share)).astype(float) * lines["weight"]
    planned: pd.DataFrame = lines.assign(
        tier=lines["tier"].replace("", "unknown"),
        open=lines["headcount"] * lines["weight"],
        soon=(lines["headcount_12m"] - lines["headcount"]) * adds,
        later=(lines["headcount_3y"] - lines["headcount"]) * adds,
    )
    return planned


def _multiples(own: pd.DataFrame) -> tuple[float, float]:
    posts = float(own["open"].sum())
    return float(own["soon"].sum()) / posts, float(own["later"].sum()) / posts
