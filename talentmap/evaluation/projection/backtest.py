"""The model on the edition before: what it would have said of this one, beside what this one found.

It starts from last year's stocks with the arrivals and classes that were known then; ages and plans are this year's,
for an archive keeps neither. Only gaps that both editions may tell are compared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from talentmap.evaluation.projection.rates import Rates
from talentmap.evaluation.projection.scenarios import projection
from talentmap.evaluation.projection.units import Units, units_of
from talentmap.model.projection import ProjectionRules
from talentmap.tables.outlook import BACKTEST

_KEYS = ["chain_id", "tier"]


@dataclass(frozen=True, slots=True)
class Past:
    """The edition before: its year, its GROUP_BALANCE, and the gaps that may be told of both.

    `told` has chain_id, tier, gap_before, gap_after.
    """

    year: int
    groups: pd.DataFrame
    told: pd.DataFrame


def backtest(
    past: Past, today: dt.date, rules: ProjectionRules, rates_on: Callable[[Units, dt.date], Rates]
) -> pd.DataFrame | None:
    """The table BACKTEST; None where no gap may be told of both, or the editions lie further apart than the horizon.

    `rates_on` gives the rates of units on a day.
    """
    years = today.year - past.year
    start = (pd.Timestamp(today) - pd.DateOffset(years=years)).date()
    units = units_of(_no_roles(), past.groups.fillna({"chain_id": "", "tier": ""}))
    if not 1 <= years <= rules.years or units.frame.empty:
        return None
    ahead = projection(units, rates_on(units, start), rules, start)
    chosen = ahead[(ahead["scenario"] == rules.scenarios[0].id) & (ahead["years_ahead"] == years)]
    told = past.told[[*_KEYS, "gap_before", "gap_after"]].fillna({"chain_id": "", "tier": ""})
    found = told.merge(chosen[[*_KEYS, "gap", "gap_low", "gap_high"]].dropna(), on=_KEYS)
    if found.empty:
        return None
    inside = found["gap_after"].between(found["gap_low"], found["gap_high"]).astype(np.int64)
    named = {"gap": "projected", "gap_low": "projected_low", "gap_high": "projected_high", "gap_after": "found"}
    return found.rename(columns=named).assign(inside=inside).sort_values(_KEYS, ignore_index=True)[list(BACKTEST.names)]


def _no_roles() -> pd.DataFrame:
    return pd.DataFrame(columns=["chain_id", "tier", "role_id", "need", "need_low", "need_high", "supply", "employed"])
