"""Which incentive items accept which open posts, as demanded.

What belongs to a person and not to a post (age, contract length, years since graduation) is taken as met: the post
could be filled by somebody who meets it. What a post does not state (title, skill level) counts as the lowest step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from talentmap.model.policy import PolicyItem
from talentmap.model.rule import LADDERS, AtLeast, AtMost, Clause, parse_rule

Column = NDArray[np.object_] | NDArray[np.float64]
Accepted = NDArray[np.bool_]
PERSONAL = ("age", "contract_years", "graduation_years")


def ladder_ranks(field: str, steps: Sequence[str]) -> NDArray[np.float64]:
    """The rank of each step on its ladder; what is empty or unknown ranks lowest."""
    ladder = {step: float(rank) for rank, step in enumerate(LADDERS[field])}
    return np.array([ladder.get(step, 0.0) for step in steps])


def accepting(items: Sequence[PolicyItem], posts: Mapping[str, Column], size: int) -> Accepted:
    """A matrix posts x items: True where the item's rule accepts the post.

    `posts` holds one column a rule field: ranks for ladders (see `ladder_ranks`), numbers with nan for unknown, text
    for sets. An item whose tiers leave out the post's tier does not accept it, whatever its rule says.
    """
    accepted = np.ones((size, len(items)), dtype=bool)
    for position, item in enumerate(items):
        accepted[:, position] = np.isin(posts["tier"], [tier.value for tier in item.tiers])
        for clause in parse_rule(item.rule):
            if clause.field not in PERSONAL:
                accepted[:, position] &= _holds(clause, posts[clause.field])
    return accepted


def _holds(clause: Clause, column: Column) -> Accepted:
    if isinstance(clause, AtLeast):
        return np.asarray(np.nan_to_num(column.astype(float), nan=-np.inf) >= clause.value)
    if isinstance(clause, AtMost):
        return np.asarray(np.nan_to_num(column.astype(float), nan=np.inf) <= clause.value)
    return np.isin(column, sorted(clause.values))
