"""Before against after: every figure that a scenario changes, with the interval of the change.

Both sides are counted under the same replicates, so that the interval of a change is that of the difference and not of
two surveys. A change whose interval covers 0 is no clear change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from talentmap.analysis.mismatch import concentration, dissimilarity, stage_balance
from talentmap.analysis.policy.gates import ANY
from talentmap.analysis.policy.grid import budgets
from talentmap.analysis.policy.headline import item_counts, scientist_share
from talentmap.analysis.policy.incentives import Evidence
from talentmap.analysis.policy.money import Measure, TierNeed, money_of, wrong_reach
from talentmap.analysis.policy.open_posts import Ends, OpenPosts, around, divided, percentiles
from talentmap.analysis.survey.intervals import Design
from talentmap.model.taxonomy import Stage, Tier
from talentmap.tables.policy_findings import PolicyFindings
from talentmap.tables.what_if import CELLS, FIGURES, PAIRS, WhatIf

Array = NDArray[np.float64]
Key = tuple[str, str, str, str]
"""Figure, chain, tier, stage; empty: all."""
_STAGES: tuple[Stage | None, ...] = (None, *Stage)


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure on one side: its value, its replicates where it varies, its unit, and the enterprises it rests on."""

    value: float
    unit: str
    draws: Array | None = None
    linear: Array | None = None
    """What each answer of the survey adds to it for small changes; None: nothing is known of its spread."""
    enterprises: int | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the comparison."""

    evidence: Evidence
    findings: PolicyFindings


def difference(before: Side, after: Side, enterprises_minimum: int) -> WhatIf:
    """Every figure on both sides; one that rests on too few enterprises on either is hidden (status c)."""
    old, new = dict(_readings(before)), dict(_readings(after))
    design = before.evidence.posts.replicates.design
    rows = [_row(key, old[key], new[key], design, enterprises_minimum) for key in old if key in new]
    return WhatIf(
        figures=pd.DataFrame(rows, columns=list(FIGURES)),
        cells=_cells(before.evidence.posts, after.evidence.posts),
        pairs=_came_and_went(before.findings.overlaps, after.findings.overlaps),
        handovers=_verdicts(before.findings.handovers, after.findings.handovers),
        sought=None,
    )


def _row(key: Key, old: Reading, new: Reading, design: Design, minimum: int) -> tuple[object, ...]:
    few = any(side.enterprises is not None and 0 < side.enterprises < minimum for side in (old, new))
    if few:
        return (*key, old.unit, None, None, None, None, None, "c")
    change = new.value - old.value
    return (*key, old.unit, old.value, new.value, change, *_interval(old, new, change, design), "")


def _interval(old: Reading, new: Reading, change: float, design: Design) -> Ends:
    if old.draws is None or new.draws is None:
        return None, None
    draws = new.draws - old.draws
    if old.linear is None or new.linear is None:
        return percentiles(draws)
    return around(change, draws, float(design.degrees_of_freedom(csr_array((new.linear - old.linear)[None, :]))[0]))


def _readings(side: Side) -> Iterator[tuple[Key, Reading]]:
    posts = side.evidence.posts
    need = TierNeed(posts)
    yield from _uncovered(posts)
    yield from _money(posts, need, side.evidence)
    yield from _register(side)


def _uncovered(posts: OpenPosts) -> Iterator[tuple[Key, Reading]]:
    chains = sorted(set(posts.lines["chain_id"][posts.settled]))
    tiers = [tier.value for tier in Tier]
    groups = [("", tier) for tier in ("", *tiers)] + [(chain, "") for chain in chains]
    masks = [posts.where("chain_id", chain) & posts.where("tier", tier) for chain, tier in groups]
    whole = posts.counts(masks)
    for stage in _STAGES:
        accepted = posts.accepted(stage)
        left, covered = (posts.counts([mask & flags for mask in masks]) for flags in (~accepted, accepted))
        shares = left.share_of(whole)
        linear = divided(left.heads - np.nan_to_num(shares.values)[:, None] * whole.heads, whole.totals[:, None])
        for row, (chain, tier) in enumerate(groups):
            place = (chain, tier, stage.value if stage else "")
            told = [int(side.enterprises[row]) for side in (left, covered) if side.enterprises[row]]
            few = min(told, default=0)
            value = float(shares.values[row])
            yield ("uncovered_share", *place), Reading(value, "share", shares.draws[row], linear[row], few)
            yield (
                ("uncovered", *place),
                Reading(float(left.totals[row]), "people", left.draws[row], left.heads[row], few),
            )


def _money(posts: OpenPosts, need: TierNeed, evidence: Evidence) -> Iterator[tuple[Key, Reading]]:
    for stage in _STAGES:
        where = ("", "", stage.value if stage else "")
        money = money_of(posts.items, stage)
        yield ("budget", *where), Reading(float(money.sum()), "yuan")
        yield ("reallocation_share", *where), _measured(need, "share", partial(dissimilarity, money))
        wrong, draws = wrong_reach(posts, evidence.people, stage)
        yield ("wrong_reach", *where), Reading(wrong, "share", draws)
    by_tier = money_of(posts.items, None)
    for tier, amount in zip(Tier, by_tier, strict=True):
        yield ("budget", "", tier.value, ""), Reading(float(amount), "yuan")
    axis = np.array([evidence.employed.get(tier.value, 0.0) for tier in Tier])[::-1]
    of_money = float(concentration(by_tier[::-1], axis))
    yield ("kakwani", "", "", ""), _measured(need, "index", lambda v: of_money - concentration(v[..., ::-1], axis))


def _measured(need: TierNeed, unit: str, measure: Measure) -> Reading:
    value, draws = float(measure(need.totals)), np.asarray(measure(need.draws))
    return Reading(value, unit, draws, need.linear(measure))


def _register(side: Side) -> Iterator[tuple[Key, Reading]]:
    items, findings = side.evidence.posts.items, side.findings
    (elite,) = findings.gates[findings.gates["gate"] == ANY]["money_share"]
    handed = findings.handovers[findings.handovers["next_stage"] == ""]["verdict"]
    figures: Mapping[str, tuple[float, str]] = {
        "items": (float(len(items)), "items"),
        "stage_balance": (stage_balance(budgets(items).sum(axis=1)), "index"),
        "stage_balance_items": (stage_balance(item_counts(items)), "index"),
        "scientist_money_share": (scientist_share(items), "share"),
        "elite_money_share": (float(elite), "share"),
        "empty_cells": (float(len(empty_cells(side.evidence.posts))), "cells"),
        "overlaps": (float(len(findings.overlaps)), "pairs"),
        "broken_handovers": (float((handed == "broken").sum()), "items"),
    }
    for name, (value, unit) in figures.items():
        yield (name, "", "", ""), Reading(value, unit)


def empty_cells(posts: OpenPosts) -> set[tuple[str, str]]:
    """The (tier, stage) cells that no item serves."""
    served = {(tier, item.stage) for item in posts.items for tier in item.tiers}
    return {(tier.value, stage.value) for tier in Tier for stage in Stage if (tier, stage) not in served}


def _cells(before: OpenPosts, after: OpenPosts) -> pd.DataFrame:
    old, new = empty_cells(before), empty_cells(after)
    rows = [(*cell, "filled") for cell in sorted(old - new)] + [(*cell, "emptied") for cell in sorted(new - old)]
    return pd.DataFrame(rows, columns=list(CELLS))


def _came_and_went(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    key = ["item_id", "other_id", "kind"]
    old, new = (set(side[key].itertuples(index=False, name=None)) for side in (before, after))
    rows = [(*pair, "came") for pair in sorted(new - old)] + [(*pair, "went") for pair in sorted(old - new)]
    return pd.DataFrame(rows, columns=list(PAIRS))


def _verdicts(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    key = ["item_id", "next_stage"]
    joined = before[[*key, "verdict"]].merge(
        after[[*key, "verdict"]], on=key, how="outer", suffixes=("_before", "_after")
    )
    joined = joined.fillna({"verdict_before": "", "verdict_after": ""})
    changed = joined[joined["verdict_before"] != joined["verdict_after"]]
    return changed.sort_values(key, kind="stable").reset_index(drop=True)
