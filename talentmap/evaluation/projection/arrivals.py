"""Who comes from elsewhere a year, and how many of them go again: dated events."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from talentmap.engine import Engine
from talentmap.evaluation.lifecycle.spells import INFLOW, moves, spells
from talentmap.model.projection import ProjectionRules
from talentmap.model.taxonomy import Tier

_YEARS = 3
"""Arrivals are those of so many years before the reference date, a year."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """`people`: those who came in the years before, by chain and tier; `loss`: which share of them goes in a year."""

    people: Mapping[tuple[str, str], int]
    years: int
    loss: Mapping[str, float]

    def loss_of(self, tier: str, settled: float) -> float:
        """The share of newcomers of the tier that goes in a year; that of the settled where events tell none."""
        return self.loss.get(tier, settled)


def arrivals(engine: Engine, rules: ProjectionRules, start: dt.date, people_minimum: int) -> Arrivals:
    """Arrivals and the losses among them, from EVENTS.

    A group of fewer than `people_minimum` is told with the tier's others: `("", tier)` holds what no chain is told of.
    """
    moved = moves(engine)
    if moved.empty:
        return Arrivals({}, _YEARS, {})
    return Arrivals(_counted(moved, start, people_minimum), _YEARS, _losses(moved, start, people_minimum, rules))


def _counted(moved: pd.DataFrame, start: dt.date, people_minimum: int) -> dict[tuple[str, str], int]:
    dates = pd.to_datetime(moved["date"])
    first = pd.Timestamp(start) - pd.DateOffset(years=_YEARS)
    came = moved[(moved["event"] == INFLOW) & (dates > first) & (dates <= pd.Timestamp(start))]
    counts = came.groupby(["chain_id", "tier"])["person_id"].nunique().reset_index()
    found: dict[tuple[str, str], int] = {}
    for chain, tier, count in counts.to_numpy():
        group = (str(chain), str(tier)) if chain and count >= people_minimum else ("", str(tier))
        found[group] = found.get(group, 0) + int(count)
    return {group: count for group, count in sorted(found.items()) if group[1] in set(Tier)}


def _losses(moved: pd.DataFrame, start: dt.date, people_minimum: int, rules: ProjectionRules) -> dict[str, float]:
    """One less the chance to stay a year under the tier's rate of leaving: those who left over the years observed."""
    known = moved[pd.to_datetime(moved["date"]) <= pd.Timestamp(start)]
    stays = spells(known, start)
    found = {}
    for tier in rules.losses:
        own = stays[stays["tier"] == tier]
        if int(own["left"].sum()) >= people_minimum:
            found[str(tier)] = 1 - math.exp(-float(own["left"].sum()) / (float(own["months"].sum()) / 12))
    return found
