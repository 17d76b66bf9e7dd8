"""Silos: who holds which cell, which items overlap or contradict each other, and where the chain of stages breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from talentmap.analysis.policy.open_posts import OpenPosts, share_ends
from talentmap.analysis.policy.reach import People
from talentmap.model.admission import admission_of
from talentmap.model.policy import PolicyItem
from talentmap.model.rule import asks_for_elite
from talentmap.model.taxonomy import Stage, Tier
from talentmap.model.thresholds import StageName
from talentmap.policy.eligibility import Bits, Decisions
from talentmap.tables.policy import HANDOVERS, OVERLAPS, SILOS

Departments = Mapping[str, str]
"""The department of each item, by item id."""


def silos(items: Sequence[PolicyItem], departments: Departments) -> pd.DataFrame:
    """The table SILOS: items and money by department, stage and tier."""
    cells: dict[tuple[str, Stage, Tier], list[PolicyItem]] = {}
    for item in items:
        for tier in item.tiers:
            cells.setdefault((departments[item.item_id], item.stage, tier), []).append(item)
    order = {member: place for members in (Stage, Tier) for place, member in enumerate(members)}
    rows = [
        {
            "department_id": department,
            "stage": stage.value,
            "tier": tier.value,
            "items": len(own),
            "budget_cny": sum((item.budget_cny or 0.0) / len(item.tiers) for item in own),
            "elite_items": sum(asks_for_elite(item.rule) for item in own),
        }
        for (department, stage, tier), own in sorted(
            cells.items(), key=lambda cell: (cell[0][0], order[cell[0][1]], order[cell[0][2]])
        )
    ]
    return pd.DataFrame(rows, columns=list(SILOS.names))


def overlaps(posts: OpenPosts, departments: Departments) -> pd.DataFrame:
    """The table OVERLAPS: pairs of items of one stage, tier and instrument that one person can meet at once."""
    rows = [
        row
        for (first, one), (second, other) in combinations(enumerate(posts.items), 2)
        if one.stage is other.stage and one.instrument == other.instrument
        for row in _overlap(posts, (first, one), (second, other), departments)
    ]
    return pd.DataFrame(rows, columns=list(OVERLAPS.names))


def _overlap(
    posts: OpenPosts, one: tuple[int, PolicyItem], other: tuple[int, PolicyItem], departments: Departments
) -> Iterator[dict[str, Any]]:
    (first, a), (second, b) = one, other
    tiers = [tier for tier in Tier if tier in a.tiers and tier in b.tiers]
    mine, theirs = admission_of(a.rule, tiers), admission_of(b.rule, tiers)
    if not tiers or not mine.overlaps(theirs):
        return
    both = posts.count(posts.decisions.flags(posts.decisions.eligible(first) & posts.decisions.eligible(second)))
    fields = mine.differences(theirs)
    yield {
        "item_id": a.item_id,
        "other_id": b.item_id,
        "stage": a.stage.value,
        "tiers": "|".join(tier.value for tier in tiers),
        "instrument": a.instrument,
        "kind": _kind(a, b, bool(fields), mine.within(theirs) or theirs.within(mine)),
        "fields": "|".join(fields),
        "departments": "|".join(sorted({departments[a.item_id], departments[b.item_id]})),
        "need": both.total,
        "enterprises": both.enterprises[0],
        "top_share": both.top_shares[0],
    }


def _kind(a: PolicyItem, b: PolicyItem, differ: bool, nested: bool) -> str:
    if differ:
        return "nested" if nested else "overlapping"
    amounts = [(item.amount_low, item.amount_high, item.amount_basis) for item in (a, b)]
    return "duplicate" if amounts[0] == amounts[1] else "amount"


def handovers(
    posts: OpenPosts, people: People, later: Mapping[StageName, Sequence[StageName]], weak_below: float
) -> pd.DataFrame:
    """The table HANDOVERS: for each item and each later stage, who of those it accepts is accepted there too.

    `later` names the stages that follow each stage; an item whose accepted posts meet no item there is broken off, one
    that hands on less than `weak_below` of them is weak.
    """
    follow = {Stage(stage): [Stage(name) for name in names] for stage, names in later.items()}
    steps = [
        (position, stages)
        for position, item in enumerate(posts.items)
        for stages in _following(follow.get(item.stage, []))
    ]
    own = [posts.decisions.eligible(position) for position, _ in steps]
    met = [_union(posts.decisions, _items_of(posts, stages)) for _, stages in steps]
    accepted = posts.counts([posts.decisions.flags(bits) for bits in own])
    handed = posts.counts([posts.decisions.flags(bits & later) for bits, later in zip(own, met, strict=True)])
    shares = handed.share_of(accepted)
    rows = [
        {
            **_people_handed(posts, people, position, stages),
            "need": accepted.totals[row],
            "handed": handed.totals[row],
            "share": shares.values[row],
            "share_low": low,
            "share_high": high,
            "enterprises": handed.enterprises[row],
            "top_share": handed.top_shares[row],
            "verdict": _verdict(accepted.totals[row], handed.totals[row], weak_below),
        }
        for row, ((position, stages), (low, high)) in enumerate(zip(steps, share_ends(shares), strict=True))
    ]
    return pd.DataFrame(rows, columns=list(HANDOVERS.names))


def _following(stages: list[Stage]) -> list[list[Stage]]:
    """All the later stages together, then each of them; a single one only once."""
    return [stages, *([stage] for stage in stages)] if len(stages) > 1 else [stages] if stages else []


def _items_of(posts: OpenPosts, stages: Sequence[Stage]) -> list[int]:
    return [place for stage in stages for place in posts.of_stage(stage)]


def _people_handed(posts: OpenPosts, people: People, position: int, stages: Sequence[Stage]) -> dict[str, Any]:
    own = people.decisions.eligible(position)
    met = _union(people.decisions, _items_of(posts, stages))
    return {
        "item_id": posts.items[position].item_id,
        "stage": posts.items[position].stage.value,
        "next_stage": stages[0].value if len(stages) == 1 else "",
        "people": people.count(own),
        "people_handed": people.count(own & met),
    }


def _union(decisions: Decisions, items: Sequence[int]) -> Bits:
    nobody: Bits = np.zeros(-(-decisions.size // 8), dtype=np.uint8)
    return reduce(np.bitwise_or, (decisions.eligible(item) for item in items), nobody)


def _verdict(need: float, handed: float, weak_below: float) -> str:
    if need <= 0:
        return "none"
    if handed <= 0:
        return "broken"
    return "weak" if handed / need < weak_below else "joined"
