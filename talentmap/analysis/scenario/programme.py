"""The search for a budget as a linear programme: what is sought, within which limits, under which assumptions.

Coverage is limited by money: an item covers at most budget / unit cost of the posts that it accepts, and a post is
covered once. Both are stated assumptions: what one post costs and that money is all that is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Posts:
    """Open posts in groups that every item treats alike: heads, tier (0 most elite … 3), items that accept them."""

    heads: Array
    tiers: NDArray[np.intp]
    accepts: Flags
    """Groups x items."""


@dataclass(frozen=True, slots=True)
class Limit:
    """`low <= coefficients @ budgets <= high`, with the name under which it is told."""

    name: tuple[str, str]
    coefficients: Array
    low: float = 0.0
    high: float = np.inf


@dataclass(frozen=True, slots=True)
class Programme:
    """Budgets by item: the present ones, the bounds of each, and limits on sums of them."""

    item_ids: tuple[str, ...]
    present: Array
    low: Array
    high: Array
    total: float
    """All budgets together: at most this, and exactly this where shares of it are sought."""
    limits: tuple[Limit, ...]
    posts: Posts
    unit_costs: Array
    """Yuan a post; infinite for an item that covers nobody."""
    weights: Array
    """What covering a post counts, by tier."""
    tier_shares: Array
    """Tiers x items: an item's money split equally over its tiers."""

    @property
    def need(self) -> Array:
        """Heads by tier."""
        need: Array = np.bincount(self.posts.tiers, weights=self.posts.heads, minlength=len(self.weights)).astype(float)
        return need

    def weighted(self, weights: Array) -> Programme:
        """The same with other weights of tiers."""
        return replace(self, weights=weights)

    def costing(self, factor: float) -> Programme:
        """The same with every unit cost multiplied."""
        return replace(self, unit_costs=self.unit_costs * factor)

    def held_at(self, budgets: Array) -> Programme:
        """The same with every budget held there, and no other limit."""
        return replace(self, low=budgets, high=budgets, limits=(), total=float(budgets.sum()))

    @property
    def covering(self) -> Flags:
        """Groups x items: who could be covered by whom."""
        return self.posts.accepts & np.isfinite(self.unit_costs)


def grouped_posts(heads: Array, tiers: NDArray[np.intp], accepted: Flags) -> Posts:
    """Posts (lines x items) with those that have one tier and are accepted alike put together; empty ones left out."""
    keys = np.column_stack([tiers.astype(np.uint8), np.packbits(accepted, axis=1)])
    distinct, first, places = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    summed = np.bincount(places.ravel(), weights=heads, minlength=len(distinct)).astype(float)
    kept = summed > 0
    return Posts(summed[kept], tiers[first][kept], accepted[first][kept])


def equal_shares(tiers_of_items: Sequence[Sequence[int]], tiers: int) -> Array:
    """Tiers x items: 1 / number of its tiers for each tier that an item serves."""
    shares = np.zeros((tiers, len(tiers_of_items)))
    for item, served in enumerate(tiers_of_items):
        shares[list(served), item] = 1 / len(served)
    return shares
