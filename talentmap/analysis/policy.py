"""Incentive policy set against need: money by tier and stage, and the headline measures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from talentmap.analysis.mismatch import concentration, dissimilarity, mismatch, relative_entropy, stage_balance
from talentmap.analysis.replicates import Replicates
from talentmap.analysis.weights import percentile_interval
from talentmap.engine import Engine
from talentmap.model.policy import PolicyItem
from talentmap.model.rule import asks_for_elite
from talentmap.model.taxonomy import Stage, Tier
from talentmap.tables.analysis import INCENTIVES, INDICATORS


def incentives(engine: Engine, items: Sequence[PolicyItem]) -> pd.DataFrame:
    """The table INCENTIVES, stored and returned: every tier x stage cell, empty ones with zeros."""
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
    grid = pd.DataFrame(rows, columns=list(INCENTIVES.names))
    engine.write(INCENTIVES, pa.Table.from_pandas(grid, schema=INCENTIVES.arrow_schema, preserve_index=False))
    return grid


def indicators(
    engine: Engine, posts: pd.DataFrame, groups: pd.DataFrame, grid: pd.DataFrame, replicates: Replicates
) -> pd.DataFrame:
    """The table INDICATORS, stored and returned: the headline figures of the edition with their intervals."""
    figures = [*_level_figures(posts, groups, replicates)]
    if grid["budget_cny"].sum() > 0:
        figures += _policy_figures(posts, groups, grid, replicates)
    stored = pd.DataFrame(figures, columns=list(INDICATORS.names))
    engine.write(INDICATORS, pa.Table.from_pandas(stored, schema=INDICATORS.arrow_schema, preserve_index=False))
    return stored


Figure = tuple[str, float, float | None, float | None, str]


def _level_figures(posts: pd.DataFrame, groups: pd.DataFrame, replicates: Replicates) -> list[Figure]:
    total = groups[(groups["chain_id"] == "") & (groups["tier"] == "")].iloc[0]
    tiers = _by_tier(groups)
    draws = _tier_draws(posts, replicates)
    supply = tiers["supply"].to_numpy(dtype=float)
    return [
        ("need", total["need"], total["need_low"], total["need_high"], "people"),
        ("supply", total["supply"], None, None, "people"),
        ("employed", total["employed"], None, None, "people"),
        ("unplaced_share", _share(total["unplaced"], total["need"]), None, None, "share"),
        _interval("tier_dissimilarity", dissimilarity(tiers["need"], supply), dissimilarity(draws.T, supply), "share"),
        ("tier_mismatch", mismatch(tiers["need"], supply), None, None, "index"),
        _interval(
            "skilled_need_share",
            _share(float(tiers["need"].loc[["engineer", "technician"]].sum()), float(tiers["need"].sum())),
            _divided(draws[[1, 2]].sum(axis=0), draws.sum(axis=0)),
            "share",
        ),
    ]


def _policy_figures(
    posts: pd.DataFrame, groups: pd.DataFrame, grid: pd.DataFrame, replicates: Replicates
) -> list[Figure]:
    tiers = _by_tier(groups)
    need = tiers["need"].to_numpy(dtype=float)
    money = grid.groupby("tier")["budget_cny"].sum().reindex([tier.value for tier in Tier]).to_numpy(dtype=float)
    by_stage = grid.groupby("stage")["budget_cny"].sum().reindex([stage.value for stage in Stage]).to_numpy(dtype=float)
    tiered = posts[posts["tier"] != ""]
    heads = tiered["headcount"].fillna(0)
    uncovered = tiered["accepting_items"] == 0
    draws = replicates.totals(tiered["enterprise_id"], heads)
    uncovered_draws = replicates.totals(tiered["enterprise_id"], heads.where(uncovered, 0))
    weighted = heads * tiered["weight"]
    axis = tiers["employed"].to_numpy(dtype=float)[::-1]
    c_money, c_need = (
        concentration(money[::-1].tolist(), axis.tolist()),
        concentration(need[::-1].tolist(), axis.tolist()),
    )
    return [
        _interval(
            "uncovered_demand",
            _share(float(weighted[uncovered].sum()), float(weighted.sum())),
            _divided(uncovered_draws, draws),
            "share",
        ),
        _interval(
            "reallocation_share",
            dissimilarity(money, need),
            dissimilarity(_tier_draws(posts, replicates).T, money),
            "share",
        ),
        ("budget", float(money.sum()), None, None, "yuan"),
        ("attract_money_share", _share(by_stage[0], by_stage.sum()), None, None, "share"),
        ("scientist_money_share", _share(money[0], money.sum()), None, None, "share"),
        ("relative_entropy", relative_entropy(money, need), None, None, "nats"),
        ("concentration_money", c_money, None, None, "index"),
        ("concentration_need", c_need, None, None, "index"),
        ("kakwani", c_money - c_need, None, None, "index"),
        ("stage_balance", stage_balance(by_stage), None, None, "index"),
    ]


def _by_tier(groups: pd.DataFrame) -> pd.DataFrame:
    """The region's balance by tier, most elite first; a tier without need or supply has zeros."""
    rows = groups[(groups["chain_id"] == "") & groups["tier"].isin([tier.value for tier in Tier])]
    measures = ["need", "supply", "employed"]
    return rows.set_index("tier")[measures].reindex([tier.value for tier in Tier]).fillna(0.0)


def _tier_draws(posts: pd.DataFrame, replicates: Replicates) -> np.ndarray:
    heads = posts["headcount"].fillna(0)
    return np.array(
        [replicates.totals(posts["enterprise_id"], heads.where(posts["tier"] == tier.value, 0)) for tier in Tier]
    )


def _interval(name: str, value: Any, draws: np.ndarray, unit: str) -> Figure:
    if not np.isfinite(draws).any():
        return (name, float(value), None, None, unit)
    low, high = percentile_interval(draws)
    return (name, float(value), low, high, unit)


def _divided(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """`part / whole` in each replicate; nan where the whole is nothing."""
    divided: np.ndarray = np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)
    return divided


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else float("nan")
