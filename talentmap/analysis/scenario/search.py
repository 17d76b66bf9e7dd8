"""A scenario's search on an edition: the budget sought, what it covers, what holds it back, how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talentmap.analysis.mismatch import dissimilarity
from talentmap.analysis.policy.grid import yearly_amounts
from talentmap.analysis.policy.open_posts import OpenPosts
from talentmap.analysis.scenario.programme import Limit, Programme, equal_shares, grouped_posts
from talentmap.analysis.scenario.solve import Optimum, coverage, solve
from talentmap.model.policy import PolicyItem
from talentmap.model.scenario import Search
from talentmap.model.taxonomy import Tier

Array = NDArray[np.float64]
_TIERS = tuple(Tier)


@dataclass(frozen=True, slots=True)
class Trial:
    """The optimum under other assumptions: what was changed, the optimum, heads covered by tier, money by tier."""

    name: tuple[str, str, float]
    """`weight` or `cost`, of which tier (empty: all), and the factor."""
    covered: Array
    money: Array
    objective: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found on an edition, beside the present budget. Arrays by tier are most elite first."""

    programme: Programme
    optimum: Optimum
    need: Array
    covered_now: Array
    covered: Array
    money_now: Array
    money: Array
    reallocation_now: float
    reallocation: float
    trials: tuple[Trial, ...]


def search(posts: OpenPosts, sought: Search, departments: Mapping[str, str], per_year: Mapping[str, float]) -> Found:
    """The budget that `sought` asks for. Infeasible where its limits leave none. Unit costs are assumptions."""
    programme = programme_of(posts, sought, departments, per_year)
    optimum = solve(programme, sought.minimise)
    money_now, money = programme.tier_shares @ programme.present, programme.tier_shares @ optimum.budgets
    return Found(
        programme=programme,
        optimum=optimum,
        need=programme.need,
        covered_now=coverage(programme, programme.present),
        covered=coverage(programme, optimum.budgets),
        money_now=money_now,
        money=money,
        reallocation_now=float(dissimilarity(money_now, programme.need)),
        reallocation=float(dissimilarity(money, programme.need)),
        trials=tuple(_trials(programme, sought)),
    )


def programme_of(
    posts: OpenPosts, sought: Search, departments: Mapping[str, str], per_year: Mapping[str, float]
) -> Programme:
    """The search as a linear programme.

    An item of unknown budget has 0 at present and keeps it, unless the search states its unit cost: nobody can say what
    money would do there.
    """
    items, limits = posts.items, sought.limits
    present = np.array([item.budget_cny or 0.0 for item in items])
    tiers = [[_TIERS.index(tier) for tier in item.tiers] for item in items]
    shares = equal_shares(tiers, len(_TIERS))
    kept = np.array([item.item_id in limits.kept for item in items])
    may_grow = np.array([item.budget_cny is not None or item.item_id in sought.unit_costs for item in items])
    growth = np.inf if limits.item_growth_at_most is None else 1 + limits.item_growth_at_most
    grown = present * growth if np.isfinite(growth) else np.full(len(items), np.inf)
    high = np.where(may_grow, np.where(present > 0, grown, np.inf), present)
    places = np.array([_TIERS.index(Tier(tier)) for tier in posts.lines["tier"]], dtype=np.intp)
    return Programme(
        item_ids=tuple(item.item_id for item in items),
        present=present,
        low=np.where(kept, present, present * (1 - limits.item_cut_at_most)),
        high=np.where(kept, present, high),
        total=float(present.sum()) if limits.total_cny is None else limits.total_cny,
        limits=tuple(_limits(items, sought, departments, shares)),
        posts=grouped_posts(posts.weighted, places, posts.decisions.accepted_by()),
        unit_costs=unit_costs(items, sought, per_year),
        weights=np.array([sought.weights.get(tier, 1.0) for tier in _TIERS]),
        tier_shares=shares,
    )


def unit_costs(items: Sequence[PolicyItem], sought: Search, per_year: Mapping[str, float]) -> Array:
    """Yuan a year by which each item covers one post: stated, else the middle of its promise, else its tiers' default.

    Infinite where none of them is known: nobody can say how many posts such an item covers.
    """
    return np.array([_unit_cost(item, sought, per_year) for item in items])


def _unit_cost(item: PolicyItem, sought: Search, per_year: Mapping[str, float]) -> float:
    if item.item_id in sought.unit_costs:
        return sought.unit_costs[item.item_id]
    known = [amount for amount in yearly_amounts(item, per_year) if amount]
    if known:
        return sum(known) / len(known)
    defaults = [sought.unit_cost_by_tier[tier] for tier in item.tiers if tier in sought.unit_cost_by_tier]
    return max(defaults, default=float("inf"))


def _limits(items: Sequence[PolicyItem], sought: Search, departments: Mapping[str, str], shares: Array) -> list[Limit]:
    found = []
    for department, bounds in sorted(sought.limits.departments.items()):
        own = np.array([float(departments[item.item_id] == department) for item in items])
        high = np.inf if bounds.at_most is None else bounds.at_most
        found.append(Limit(("department", department), own, bounds.at_least, high))
    for tier, floor in sought.limits.tier_at_least.items():
        found.append(Limit(("tier", tier.value), shares[_TIERS.index(tier)], floor))
    return found


def _trials(programme: Programme, sought: Search) -> list[Trial]:
    """Each tier's weight doubled and halved, and every unit cost a fifth lower and higher."""
    if sought.minimise != "uncovered_demand":
        return []
    changed: list[tuple[tuple[str, str, float], Programme]] = []
    for place, tier in enumerate(_TIERS):
        for factor in (0.5, 2.0):
            weights = programme.weights.copy()
            weights[place] *= factor
            changed.append((("weight", tier.value, factor), programme.weighted(weights)))
    changed += [(("cost", "", factor), programme.costing(factor)) for factor in (0.8, 1.2)]
    return [_trial(name, other, programme) for name, other in changed]


def _trial(name: tuple[str, str, float], changed: Programme, programme: Programme) -> Trial:
    optimum = solve(changed, "uncovered_demand")
    return Trial(
        name=name,
        covered=coverage(changed, optimum.budgets),
        money=programme.tier_shares @ optimum.budgets,
        objective=optimum.objective,
    )
