"""The headline figures of policy against need, with their intervals."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from talentmap.analysis.mismatch import stage_balance
from talentmap.analysis.policy.gates import ANY
from talentmap.analysis.policy.grid import budgets
from talentmap.analysis.policy.open_posts import OpenPosts, share
from talentmap.analysis.policy.uncovered import uncovered_share
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Stage, Tier

Figure = tuple[str, float, float | None, float | None, str]
"""Indicator, value, lower and upper end of its interval, unit."""


def policy_figures(posts: OpenPosts, stages: pd.DataFrame, gates: pd.DataFrame) -> list[Figure]:
    """The figures of INDICATORS that speak of policy. `stages` is STAGE_MISMATCH, `gates` is GATES."""
    share_uncovered, uncovered_ends = uncovered_share(posts)
    by_stage = {row["stage"]: row for row in stages.to_dict("records")}
    whole, attract = by_stage[""], by_stage[Stage.ATTRACT.value]
    elite = next(row for row in gates.to_dict("records") if row["gate"] == ANY)
    undecided = float(posts.weighted[posts.undecided()].sum())
    return [
        ("uncovered_demand", share_uncovered, *uncovered_ends, "share"),
        ("undecided_demand", share(undecided, float(posts.weighted.sum())), None, None, "share"),
        _figure("reallocation_share", whole, "reallocation", "share"),
        ("budget", whole["budget_cny"], None, None, "yuan"),
        ("attract_money_share", _known(attract["money_share"]), None, None, "share"),
        _figure("attract_item_share", attract, "item_share", "share"),
        ("scientist_money_share", scientist_share(posts.items), None, None, "share"),
        ("elite_money_share", elite["money_share"], None, None, "share"),
        _figure("elite_item_share", elite, "item_share", "share"),
        _figure("elite_need_share", elite, "passing_share", "share"),
        _figure("relative_entropy", whole, "entropy", "nats"),
        ("concentration_money", whole["concentration"], None, None, "index"),
        ("concentration_need", whole["concentration"] - whole["kakwani"], None, None, "index"),
        _figure("kakwani", whole, "kakwani", "index"),
        _figure("wrong_reach", whole, "wrong_reach", "share"),
        ("stage_balance", stage_balance(budgets(posts.items).sum(axis=1)), None, None, "index"),
        ("stage_balance_items", stage_balance(item_counts(posts.items)), None, None, "index"),
    ]


def _figure(name: str, row: Mapping[Hashable, Any], column: str, unit: str) -> Figure:
    low, high = row[f"{column}_low"], row[f"{column}_high"]
    return (name, _known(row[column]), None if pd.isna(low) else low, None if pd.isna(high) else high, unit)


def _known(value: float | None) -> float:
    return math.nan if value is None else float(value)


def scientist_share(items: Sequence[PolicyItem]) -> float:
    """The share of all budgets that goes to the scientist tier."""
    money = budgets(items).sum(axis=0)
    return share(float(money[list(Tier).index(Tier.SCIENTIST)]), float(money.sum()))


def item_counts(items: Sequence[PolicyItem]) -> np.ndarray:
    """Items by stage, in the order of `Stage`."""
    return np.array([sum(item.stage is stage for item in items) for stage in Stage], dtype=float)
