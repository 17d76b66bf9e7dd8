"""Incentive money against need: shares, quotients and money per post by tier, over all stages and at each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.analysis.mismatch import (
    concentration,
    dissimilarity,
    entropy_parts,
    relative_entropy,
    shares,
    wilson,
    without_need,
)
from talentmap.analysis.policy.grid import budgets
from talentmap.analysis.policy.open_posts import (
    Counts,
    Ends,
    OpenPosts,
    around,
    divided,
    ends,
    percentiles,
    share,
    share_ends,
)
from talentmap.analysis.policy.reach import People
from talentmap.analysis.survey.intervals import share_interval, standard_error, total_interval
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Stage, Tier
from talentmap.tables.policy import MONEY_AGAINST_NEED, STAGE_MISMATCH

Array = NDArray[np.float64]
_STAGES: tuple[Stage | None, ...] = (None, *Stage)
_TIERS = tuple(Tier)


Measure = Callable[[Array], Array]
"""A figure of need by tier (last axis, most elite first)."""
Scale = Literal["share", "ratio", "plain"]
_STEP = 1e-4


class TierNeed:
    """Need by tier, most elite first: totals (4), replicates (replicates x 4), and what they rest on."""

    def __init__(self, posts: OpenPosts) -> None:
        self.counts: Counts = posts.counts([posts.where("tier", tier.value) for tier in _TIERS])
        self.everybody: Counts = posts.count(np.ones(len(posts.lines), dtype=bool))
        self.totals: Array = self.counts.totals
        self.draws: Array = self.counts.draws.T

    def interval(self, measure: Measure, scale: Scale) -> Ends:
        """The interval of a figure that follows from need by tier.

        Its standard error is that of its replicates; its degrees of freedom are those of its linear approximation, by
        differences. Shares are taken on the logit scale, ratios on the log scale, others as they are.
        """
        value, draws = float(measure(self.totals)), np.asarray(measure(self.draws), dtype=float)
        freedom = float(self.counts.freedom(self.linear(measure)[None, :])[0])
        known = draws[np.isfinite(draws)]
        if scale == "plain" or not len(known) or not np.isfinite(value):
            return around(value, draws, freedom)
        of_scale = share_interval if scale == "share" else total_interval
        return ends(of_scale(np.array([value]), standard_error([value], known[None, :]), np.array([freedom])))

    def linear(self, measure: Measure) -> Array:
        """What each answer adds to a figure for small changes of need."""
        steps = np.diag(np.where(self.totals > 0, self.totals * _STEP, 1.0))
        slopes = (measure(self.totals + steps) - measure(self.totals - steps)) / (2 * steps.diagonal())
        linear: Array = np.nan_to_num(slopes) @ self.counts.heads
        return linear


def money_of(items: Sequence[PolicyItem], stage: Stage | None) -> Array:
    """Budget by tier at one stage, or over all stages for None."""
    money = budgets(items)
    by_tier: Array = money.sum(axis=0) if stage is None else money[list(Stage).index(stage)]
    return by_tier


def money_against_need(posts: OpenPosts, people: People, need: TierNeed) -> pd.DataFrame:
    """The table MONEY_AGAINST_NEED."""
    rows = [row for stage in _STAGES for row in _of_stage(posts, people, need, stage)]
    return pd.DataFrame(rows, columns=list(MONEY_AGAINST_NEED.names))


def _of_stage(posts: OpenPosts, people: People, need: TierNeed, stage: Stage | None) -> list[dict[str, Any]]:
    money = money_of(posts.items, stage)
    s, v = shares(money), shares(need.totals)
    quotients, per_post = divided(s, v), divided(money, need.totals)
    of_need, of_share = need.counts.interval(), share_ends(need.counts.share_of(need.everybody))
    parts = entropy_parts(money, need.totals)
    rows = []
    for place, tier in enumerate(_TIERS):
        eligible = _eligible_people(posts, people, stage, tier)
        need_low, need_high = ends(of_need, place)
        share_low, share_high = of_share[place]
        rows.append(
            {
                "stage": stage.value if stage else "",
                "tier": tier.value,
                "need": need.totals[place],
                "need_low": need_low,
                "need_high": need_high,
                "need_share": v[place] if v.any() else None,
                "items": sum(tier in posts.items[item].tiers for item in posts.of_stage(stage)),
                "budget_cny": money[place],
                "money_share": s[place] if s.any() else None,
                "quotient": quotients[place] if s.any() else None,
                "quotient_low": _over(s[place], share_high) if s.any() else None,
                "quotient_high": _over(s[place], share_low) if s.any() else None,
                "per_post": per_post[place],
                "per_post_low": _over(money[place], need_high),
                "per_post_high": _over(money[place], need_low),
                "people": eligible,
                "per_person": money[place] / eligible if eligible else None,
                "entropy_part": parts[place],
            }
        )
    return rows


def _over(amount: float, whole: float | None) -> float | None:
    return amount / whole if whole else None


def _eligible_people(posts: OpenPosts, people: People, stage: Stage | None, tier: Tier) -> int:
    """Registered people whom some item of the stage accepts that serves the tier."""
    serving = [people.decisions.eligible(item) for item in posts.of_stage(stage) if tier in posts.items[item].tiers]
    if not serving:
        return 0
    of_tier = _of_tier(people, tier)
    return people.count(reduce(np.bitwise_or, serving) & of_tier)


def _of_tier(people: People, tier: Tier) -> NDArray[np.uint8]:
    return np.packbits(people.tiers == tier.value)


def stage_mismatch(posts: OpenPosts, people: People, need: TierNeed, employed: Array) -> pd.DataFrame:
    """The table STAGE_MISMATCH. `employed` is employment by tier, most elite first: the axis of the curves."""
    whole = budgets(posts.items).sum()
    parts = stage_entropy_parts(posts.items, need.totals)
    rows = [_stage_row(posts, people, need, employed, stage) | {"entropy_part": parts[stage]} for stage in _STAGES]
    for row in rows:
        row["money_share"] = row["budget_cny"] / whole if whole else None
    return pd.DataFrame(rows, columns=list(STAGE_MISMATCH.names))


def _stage_row(
    posts: OpenPosts, people: People, need: TierNeed, employed: Array, stage: Stage | None
) -> dict[str, Any]:
    own = [posts.items[item] for item in posts.of_stage(stage)]
    money = money_of(posts.items, stage)
    item_low, item_high = wilson(len(own), len(posts.items))
    moved_low, moved_high = need.interval(lambda v: dissimilarity(money, v), "share")
    entropy_low, entropy_high = need.interval(lambda v: relative_entropy(money, v), "ratio")
    elite = elite_measures(money, need, employed)
    wrong, wrong_draws = wrong_reach(posts, people, stage)
    wrong_low, wrong_high = percentiles(wrong_draws)
    return {
        "stage": stage.value if stage else "",
        "items": len(own),
        "items_without_budget": sum(item.budget_cny is None for item in own),
        "item_share": share(len(own), len(posts.items)),
        "item_share_low": item_low,
        "item_share_high": item_high,
        "budget_cny": float(money.sum()),
        "paid_cny": sum(item.paid_cny or 0.0 for item in own),
        "reallocation": float(dissimilarity(money, need.totals)),
        "reallocation_low": moved_low,
        "reallocation_high": moved_high,
        "entropy": float(relative_entropy(money, need.totals)),
        "entropy_low": entropy_low,
        "entropy_high": entropy_high,
        "no_need": "|".join(_TIERS[place].value for place in without_need(money, need.totals)),
        **elite,
        "wrong_reach": wrong,
        "wrong_reach_low": wrong_low,
        "wrong_reach_high": wrong_high,
    }


def elite_measures(money: Array, need: TierNeed, employed: Array) -> dict[str, float | None]:
    """Concentration of money on the elite and the Kakwani-type index, with its interval."""
    least_first = slice(None, None, -1)
    axis = employed[least_first]
    of_money = float(concentration(money[least_first], axis))
    of_need = float(concentration(need.totals[least_first], axis))
    low, high = need.interval(lambda v: of_money - concentration(v[..., least_first], axis), "plain")
    return {"concentration": of_money, "kakwani": of_money - of_need, "kakwani_low": low, "kakwani_high": high}


def stage_entropy_parts(items: Sequence[PolicyItem], need: Array) -> dict[Stage | None, float]:
    """The stages' parts `sum_t s_kt ln(s_t / v_t)` of the relative entropy: they add up to the whole (stage None)."""
    money = budgets(items)
    by_tier = money.sum(axis=0)
    parts = entropy_parts(by_tier, need)
    per_share = np.divide(parts, shares(by_tier), out=np.zeros_like(parts), where=by_tier > 0)
    joint = shares(money.ravel()).reshape(money.shape)
    of_stage: dict[Stage | None, float] = {
        stage: float((joint[place] * per_share).sum()) for place, stage in enumerate(Stage)
    }
    return of_stage | {None: float(parts.sum())}


def wrong_reach(posts: OpenPosts, people: People, stage: Stage | None) -> tuple[float, Array]:
    """The share of money whose accepted group has no gap, and its replicates.

    An item's group is whom its rule accepts: open posts on one side, on the other registered people who are available
    and surely accepted. It has no gap where those people are at least as many as the posts. nan without money.
    """
    money, free, free_draws = 0.0, 0.0, np.zeros(posts.replicates.weights.shape[1])
    for item in posts.of_stage(stage):
        budget = posts.items[item].budget_cny or 0.0
        accepted = posts.count(posts.decisions.flags(posts.decisions.eligible(item)))
        supply = people.count_available(people.decisions.eligible(item))
        money += budget
        free += budget * (accepted.total <= supply)
        free_draws += budget * (accepted.draws[0] <= supply)
    return share(free, money), free_draws / money if money else np.full_like(free_draws, np.nan)
