"""The money of the register by stage and tier, and what one recipient is promised in a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from talentmap.engine import Engine
from talentmap.model.policy import PolicyItem
from talentmap.model.rule import asks_for_elite
from talentmap.model.taxonomy import Stage, Tier
from talentmap.tables.analysis import INCENTIVES

Array = NDArray[np.float64]


def incentives(engine: Engine, items: Sequence[PolicyItem]) -> pd.DataFrame:
    """The table INCENTIVES, stored and returned: every tier x stage cell, empty ones with zeros."""
    grid = incentive_grid(items)
    engine.write(INCENTIVES, pa.Table.from_pandas(grid, schema=INCENTIVES.arrow_schema, preserve_index=False))
    return grid


def incentive_grid(items: Sequence[PolicyItem]) -> pd.DataFrame:
    """The table INCENTIVES of `items`."""
    rows = []
    for tier, stage in product(Tier, Stage):
        named = [item for item in items if tier in item.tiers and item.stage is stage]
        rows.append(
            {
                "tier": tier.value,
                "stage": stage.value,
                "items": len(named),
                "budget_cny": sum((item.budget_cny or 0) / len(item.tiers) for item in named),
                "paid_cny": sum((item.paid_cny or 0) / len(item.tiers) for item in named),
                "elite_items": sum(asks_for_elite(item.rule) for item in named),
            }
        )
    return pd.DataFrame(rows, columns=list(INCENTIVES.names))


def budgets(items: Sequence[PolicyItem]) -> Array:
    """Budget by stage and tier (4 x 4, in the order of `Stage` and `Tier`), an item of several tiers split equally."""
    stages, tiers = list(Stage), list(Tier)
    money = np.zeros((len(stages), len(tiers)))
    for item in items:
        for tier in item.tiers:
            money[stages.index(item.stage), tiers.index(tier)] += (item.budget_cny or 0.0) / len(item.tiers)
    return money


def yearly_amounts(item: PolicyItem, per_year: Mapping[str, float]) -> tuple[float | None, float | None]:
    """What one recipient is promised in a year, lowest and highest, in yuan; None where the text does not say.

    `per_year` says how often an amount of each basis falls due in a year; a basis that it lacks (in kind, unstated, a
    percentage) promises no known amount.
    """
    times = per_year.get(item.amount_basis)
    if times is None:
        return None, None
    low = None if item.amount_low is None else item.amount_low * times
    high = None if item.amount_high is None else item.amount_high * times
    return low, high
