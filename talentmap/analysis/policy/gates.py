"""Elite gates: how much of the money and of the clauses asks for a doctorate, a professor or a provincial honour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from talentmap.analysis.mismatch import wilson
from talentmap.analysis.policy.open_posts import Flags, OpenPosts, share, share_ends
from talentmap.analysis.policy.subjects import post_profiles
from talentmap.model.policy import PolicyItem
from talentmap.model.rule import GATES as RULES
from talentmap.model.rule import LADDERS, gates_of
from talentmap.policy.profiles import Coded, rank
from talentmap.tables.policy import GATES

ANY = "any"


def gates(posts: OpenPosts) -> pd.DataFrame:
    """The table GATES: one row a gate and one for any of them, with the share of need whose posts ask for as much."""
    passed_by = {gate: passing(posts, gate) for gate in (*RULES, ANY)}
    everything = posts.count(np.ones(len(posts.lines), dtype=bool))
    budget = sum(item.budget_cny or 0.0 for item in posts.items)
    rows = []
    for gate, flags in passed_by.items():
        items = gated(posts.items, gate)
        held = posts.count(flags)
        passed = held.share_of(everything)
        low, high = share_ends(passed)[0]
        rows.append(
            _of_register(gate, items, len(posts.items), budget)
            | {
                "passing": held.total,
                "passing_share": passed.values[0],
                "passing_share_low": low,
                "passing_share_high": high,
                "enterprises": held.enterprises[0],
                "top_share": held.top_shares[0],
            }
        )
    return pd.DataFrame(rows, columns=list(GATES.names))


def gated(items: Sequence[PolicyItem], gate: str) -> list[PolicyItem]:
    """The items that set a gate (`any`: one of them)."""
    return [item for item in items if (gates_of(item.rule) if gate == ANY else gate in gates_of(item.rule))]


def _of_register(gate: str, items: Sequence[PolicyItem], number: int, budget: float) -> dict[str, Any]:
    low, high = wilson(len(items), number)
    own = sum(item.budget_cny or 0.0 for item in items)
    return {
        "gate": gate,
        "items": len(items),
        "item_share": share(len(items), number),
        "item_share_low": low,
        "item_share_high": high,
        "budget_cny": own,
        "money_share": share(own, budget),
    }


def passing(posts: OpenPosts, gate: str) -> Flags:
    """The posts that ask for as much as a gate does (`any`: as one of them does)."""
    if gate == ANY:
        passed: Flags = np.logical_or.reduce([passing(posts, each) for each in RULES])
        return passed
    field, step = RULES[gate]
    column = post_profiles(posts.lines).columns[field]
    assert isinstance(column, Coded)  # noqa: S101 - ladders are words
    enough = np.array([*(rank(field, word) >= LADDERS[field].index(step) for word in column.words), False])
    return enough[column.codes]
