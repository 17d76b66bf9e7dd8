"""Satisfaction: scores by item, stage and tier, and which items only annoy when poor or please when good.

Penalty-reward contrast analysis (Brandt 1987; Matzler & Sauerwein 2002), after Herzberg's two factors: overall
satisfaction is regressed on a mark for a low and a mark for a high score of every item. An item whose low score costs
and whose high score gains nothing is hygiene; the reverse is a motivator; both: performance; neither: indifferent.
Effects count when all of them together hold at 5% (Holm): among many items some would seem to matter by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from talentmap.catalog.service_items import ServiceItem
from talentmap.evaluation.intervals import mean_of
from talentmap.evaluation.service.regression import holm, least_squares
from talentmap.model.taxonomy import Stage, Tier
from talentmap.model.thresholds import EvaluationRules
from talentmap.tables.evaluation import SATISFACTION, SATISFACTION_DRIVERS

OVERALL = "overall"
HYGIENE, MOTIVATOR, PERFORMANCE, INDIFFERENT = "hygiene", "motivator", "performance", "indifferent"
IMPROVE, KEEP, MONITOR, ENOUGH = "improve", "keep", "monitor", "enough"
Items = Mapping[str, ServiceItem]
_SURE = 0.05


def satisfaction(answers: pd.DataFrame, items: Items, rules: EvaluationRules) -> pd.DataFrame:
    """The table SATISFACTION. The score of a stage is the mean of a person's scores of its items."""
    rows = []
    for tier in ("", *Tier):
        own = answers if not tier else answers[answers["tier"] == tier]
        for stage in Stage:
            mine = [item for item in items if items[item].stage == stage]
            rows += [_scores(stage, item, tier, own[item], rules) for item in mine]
            if mine:
                rows.append(_scores(stage, "", tier, own[mine].mean(axis=1), rules))
        rows.append(_scores("", OVERALL, tier, own[OVERALL], rules))
    return pd.DataFrame([row for row in rows if row["answers"]], columns=list(SATISFACTION.names))


def _scores(stage: str, item: str, tier: str, scores: pd.Series[float], rules: EvaluationRules) -> dict[str, Any]:
    known = scores.dropna()
    mean = mean_of(known)
    return {
        "stage": str(stage),
        "item": item,
        "tier": str(tier),
        "answers": len(known),
        "mean": mean.value,
        "mean_low": mean.low,
        "mean_high": mean.high,
        "dissatisfied": float((known <= rules.low_score).mean()) if len(known) else np.nan,
    }


def satisfaction_drivers(answers: pd.DataFrame, items: Items, rules: EvaluationRules) -> pd.DataFrame:
    """The table SATISFACTION_DRIVERS: over all, and by tier where there are answers enough; may be without rows."""
    rows = [
        row
        for tier in ("", *Tier)
        for row in _drivers(answers if not tier else answers[answers["tier"] == tier], items, rules, str(tier))
    ]
    return pd.DataFrame(rows, columns=list(SATISFACTION_DRIVERS.names))


def _drivers(answers: pd.DataFrame, items: Items, rules: EvaluationRules, tier: str) -> Iterator[dict[str, Any]]:
    names = list(items)
    complete = answers.dropna(subset=[*names, OVERALL])
    scores = complete[names].to_numpy(dtype=float)
    marks = np.column_stack([scores <= rules.low_score, scores >= rules.high_score]).astype(float)
    # A mark that nearly nobody or nearly everybody bears tells nothing.
    told = np.minimum(marks.sum(axis=0), len(marks) - marks.sum(axis=0)) >= rules.answers_per_side
    if len(complete) < rules.answers_per_term * (int(told.sum()) + 1):
        return
    fit = least_squares(np.column_stack([np.ones(len(marks)), marks[:, told]]), complete[OVERALL].to_numpy(dtype=float))
    if fit is None:
        return
    found = np.full((3, marks.shape[1]), np.nan)
    found[:, told] = np.vstack([fit.coefficients, fit.low, fit.high])[:, 1:]
    sure = np.zeros(marks.shape[1], dtype=bool)
    sure[told] = holm(fit.p_values[1:]) < _SURE
    penalties, rewards = found[:, : len(names)], found[:, len(names) :]
    costs, gains = sure[: len(names)], sure[len(names) :]
    importance = np.nan_to_num(rewards[0]) - np.nan_to_num(penalties[0])
    means = scores.mean(axis=0)
    for place, name in enumerate(names):
        penalty, reward = penalties[:, place], rewards[:, place]
        yield {
            "tier": tier,
            "item": name,
            "stage": str(items[name].stage),
            "answers": len(complete),
            **dict(zip(("penalty", "penalty_low", "penalty_high"), map(float, penalty), strict=True)),
            **dict(zip(("reward", "reward_low", "reward_high"), map(float, reward), strict=True)),
            "kind": kind_of(bool(costs[place] and penalty[0] < 0), bool(gains[place] and reward[0] > 0)),
            "importance": float(importance[place]),
            "mean": float(means[place]),
            "quadrant": quadrant_of(importance[place] >= importance.mean(), means[place] >= means.mean()),
        }


def kind_of(costs: bool, gains: bool) -> str:
    """What an item is whose low score surely costs, and whose high score surely gains, or not."""
    if costs and gains:
        return PERFORMANCE
    return HYGIENE if costs else MOTIVATOR if gains else INDIFFERENT


def quadrant_of(is_important: bool, is_good: bool) -> str:
    """The field of the importance-performance grid (Martilla & James 1977), cut at the means over the items."""
    if is_important:
        return KEEP if is_good else IMPROVE
    return ENOUGH if is_good else MONITOR


def told_items(header: Sequence[str], items: Items) -> Items:
    """The items that a file asks about, in the catalog's order."""
    return {name: item for name, item in items.items() if name in header}
