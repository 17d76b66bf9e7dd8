"""What a recommendation would change, tried out: the items altered as it says, the figure before and after.

A trial alters as little as can be said in one sentence. It shows a direction and a size, never a forecast: nobody moves
and nobody applies more often because of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from talentmap.analysis.mismatch import dissimilarity, shares, stage_balance
from talentmap.analysis.policy.grid import budgets
from talentmap.analysis.policy.money import TierNeed
from talentmap.analysis.policy.open_posts import Ends, OpenPosts
from talentmap.analysis.policy.uncovered import uncovered_share
from talentmap.model.policy import PolicyItem
from talentmap.model.recommendation import Trial
from talentmap.model.rule import LADDERS, AtLeast, Clause, parse_rule, rule_text, step_name
from talentmap.model.taxonomy import Stage, Tier

MOVED = 0.1
"""The share of a budget that a trial moves."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial: the figure that it changes, before and after (with interval), what was altered, and which items."""

    measure: str
    before: float
    after: float
    ends: Ends = (None, None)
    altered: Mapping[str, str | float] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    clause: str = ""


def try_out(trial: Trial, posts: OpenPosts, need: TierNeed, tier: Tier, stage: Stage | None) -> Tried | None:
    """The trial of a recommendation for one tier (and stage); None where there is nothing to try."""
    if trial == "fill_cell":
        return None if stage is None else _fill_cell(posts, tier, stage)
    if trial == "relax_clause":
        return relax_clause(posts, tier)
    found: Callable[[OpenPosts, TierNeed, Tier], Tried | None] = _MONEY[trial]
    return found(posts, need, tier)


def relax_clause(posts: OpenPosts, tier: Tier) -> Tried | None:
    """The field whose floor, one step lower in every item of the tier, leaves fewest of its posts uncovered."""
    before, _ = uncovered_share(posts, tier.value)
    best: Tried | None = None
    for clause in _floors(posts.items, tier):
        altered = [_relaxed(item, clause) if tier in item.tiers else item for item in posts.items]
        after, ends = uncovered_share(_with(posts, altered), tier.value)
        if after < (best.after if best else before) - 1e-12:
            step = step_name(clause.field, clause.value - 1)
            changed = tuple(a.item_id for a, b in zip(posts.items, altered, strict=True) if a is not b)
            best = Tried(
                "uncovered_share",
                before,
                after,
                ends,
                {"field": clause.field, "to": step},
                changed,
                rule_text([clause]),
            )
    return best


def _floors(items: Sequence[PolicyItem], tier: Tier) -> list[AtLeast]:
    """The floors on ladders that items of the tier set, each once, in order."""
    clauses = [clause for item in items if tier in item.tiers for clause in parse_rule(item.rule)]
    floors = {
        clause for clause in clauses if isinstance(clause, AtLeast) and clause.field in LADDERS and clause.value >= 1
    }
    return sorted(floors, key=lambda clause: (clause.field, clause.value))


def _relaxed(item: PolicyItem, clause: Clause) -> PolicyItem:
    """The item with that very clause one step lower; the same item where it does not have it."""
    own = parse_rule(item.rule)
    if clause not in own or not isinstance(clause, AtLeast):
        return item
    lower = [AtLeast(clause.field, clause.value - 1) if each == clause else each for each in own]
    return item.model_copy(update={"rule": rule_text(lower)})


def _fill_cell(posts: OpenPosts, tier: Tier, stage: Stage) -> Tried:
    before, _ = uncovered_share(posts, tier.value, stage)
    new = PolicyItem(
        item_id="trial", doc_id="trial", clause="-", title_zh="试算", title_en="Trial", stage=stage, tiers=(tier,),
        instrument="trial",
    )  # fmt: skip
    after, ends = uncovered_share(_with(posts, [*posts.items, new]), tier.value, stage)
    return Tried("uncovered_share", before, after, ends)


def _with(posts: OpenPosts, items: Sequence[PolicyItem]) -> OpenPosts:
    return replace(posts, items=tuple(items))


def _shift_money(posts: OpenPosts, need: TierNeed, tier: Tier) -> Tried | None:
    """A tenth of this tier's budget to the tiers that have less money than need, in proportion to what they lack."""
    place, money, apart = _apart(posts, need, tier)
    lacking = np.maximum(apart, 0.0)
    if apart[place] >= 0 or not lacking.any():
        return None
    moved = money[place] * MOVED
    return _reallocated(need, money, money + moved * (lacking / lacking.sum() - _unit(place)), moved)


def _raise_money(posts: OpenPosts, need: TierNeed, tier: Tier) -> Tried | None:
    """A tenth of the budgets above their share of need, to this tier, up to its share."""
    place, money, apart = _apart(posts, need, tier)
    above = np.where(apart < 0, money, 0.0) * MOVED
    if apart[place] <= 0 or not above.any():
        return None
    moved = min(float(above.sum()), float(apart[place] * money.sum()))
    return _reallocated(need, money, money + moved * (_unit(place) - above / above.sum()), moved)


def _apart(posts: OpenPosts, need: TierNeed, tier: Tier) -> tuple[int, np.ndarray, np.ndarray]:
    """The tier's place, money by tier, and share of need less share of money."""
    money = budgets(posts.items).sum(axis=0)
    return list(Tier).index(tier), money, shares(need.totals) - shares(money)


def _unit(place: int) -> np.ndarray:
    unit: np.ndarray = np.eye(len(Tier))[place]
    return unit


def _reallocated(need: TierNeed, money: np.ndarray, changed: np.ndarray, moved: float) -> Tried:
    return Tried(
        "reallocation_share",
        float(dissimilarity(money, need.totals)),
        float(dissimilarity(changed, need.totals)),
        need.interval(lambda v: dissimilarity(changed, v), "share"),
        {"moved": moved},
    )


def _spread_stages(posts: OpenPosts, need: TierNeed, tier: Tier) -> Tried | None:
    """A tenth of the tier's money for attraction to its other stages, equally: the balance of its stages."""
    money = budgets(posts.items)[:, list(Tier).index(tier)]
    attract = list(Stage).index(Stage.ATTRACT)
    moved = money[attract] * MOVED
    if not moved:
        return None
    others = np.where(np.arange(len(money)) == attract, -1.0, 1 / (len(money) - 1))
    return Tried(
        "stage_balance", stage_balance(money), stage_balance(money + moved * others), altered={"moved": float(moved)}
    )


_MONEY: Mapping[Trial, Callable[[OpenPosts, TierNeed, Tier], Tried | None]] = {
    "shift_money": _shift_money,
    "raise_money": _raise_money,
    "spread_stages": _spread_stages,
}
