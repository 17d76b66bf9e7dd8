"""Which recommendations the figures of a tier trigger; the sentences stand in the templates."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from talentmap.model.taxonomy import Stage
from talentmap.publish.book import Book

Advice = Mapping[str, Any]
_FAR = 1.5  # a share of money is off when it differs from the share of need by this factor
_UNREACHED = 0.3
_ATTRACT_HEAVY = 0.6
_ROLES_NAMED = 3


def advice_by_tier(book: Book) -> Mapping[str, Sequence[Advice]]:
    """The triggered rules of each tier with their figures, in the order in which they are printed."""
    return {tier["tier"]: list(_advice(tier, book)) or [{"rule": "balanced"}] for tier in book.tiers}


def _advice(tier: Advice, book: Book) -> Iterator[Advice]:
    yield from _balance(tier, book)
    if book.has_policy:
        yield from _money(tier, book)
        yield from _stages(tier, book)


def _balance(tier: Advice, book: Book) -> Iterator[Advice]:
    if tier["need_status"] or tier["supply_status"]:
        return
    figures = {"need": tier["need"], "supply": tier["supply"], "gap": tier["gap"]}
    roles = [role["role"] for role in book.short_roles if role["tier"] == tier["tier"]][:_ROLES_NAMED]
    if tier["gap"] > 0 and roles:
        yield {"rule": "shortage", "roles": roles, **figures}
    elif tier["gap"] < 0:
        yield {"rule": "surplus", **figures}


def _money(tier: Advice, book: Book) -> Iterator[Advice]:
    if tier["uncovered_share"] > _UNREACHED:
        yield {"rule": "uncovered", "tier": tier["tier"], "share": tier["uncovered_share"]}
    need_share, money_share = tier["need_share"], tier["money_share"]
    if math.isnan(need_share) or math.isnan(money_share):
        return
    excess = abs(money_share - need_share) * sum(each["budget_cny"] for each in book.tiers)
    figures = {
        "need_share": need_share,
        "money_share": money_share,
        "excess": excess,
        "per_post": tier["money_per_post"],
    }
    if money_share > need_share * _FAR:
        yield {"rule": "overfunded", **figures}
    elif need_share > money_share * _FAR:
        yield {"rule": "underfunded", **figures}


def _stages(tier: Advice, book: Book) -> Iterator[Advice]:
    empty = [stage for name, stage in book.empty_cells if name == tier["tier"]]
    if empty:
        yield {"rule": "empty", "tier": tier["tier"], "stages": [book.catalog.stages[stage] for stage in empty]}
    if tier["budget_cny"] > 0:
        share = book.grid[tier["tier"], Stage.ATTRACT.value]["budget_cny"] / tier["budget_cny"]
        if share > _ATTRACT_HEAVY:
            yield {"rule": "attract_heavy", "share": share}
