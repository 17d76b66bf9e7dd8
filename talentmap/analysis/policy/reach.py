"""Whom each item accepts, and which of its clauses refuses whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.analysis.policy.open_posts import OpenPosts
from talentmap.analysis.policy.subjects import PeopleProfiles
from talentmap.model.rule import clause_text
from talentmap.policy.eligibility import Bits, Decisions, decide
from talentmap.policy.profiles import Coded
from talentmap.tables.policy import ITEM_REACH, ITEM_REFUSALS


class People:
    """Registered people and what the items say of them."""

    def __init__(self, posts: OpenPosts, people: PeopleProfiles) -> None:
        self.decisions: Decisions = decide(posts.decisions.book, people.profiles)
        self.people, self.available = people.people, people.available
        tiers = people.profiles.columns["tier"]
        self.tiers = np.array([*tiers.words, ""])[tiers.codes] if isinstance(tiers, Coded) else np.array([])

    def count(self, bits: Bits) -> int:
        """People in the chosen profiles."""
        return _sum(self.decisions, bits, self.people)

    def count_available(self, bits: Bits) -> int:
        """Those of them who seek work, graduate or return."""
        return _sum(self.decisions, bits, self.available)


def _sum(decisions: Decisions, bits: Bits, amounts: NDArray[np.int64]) -> int:
    return int(amounts[decisions.flags(bits)].sum())


def item_reach(posts: OpenPosts, people: People) -> pd.DataFrame:
    """The table ITEM_REACH: need and people that each item accepts, and those of whom too little is known."""
    rows = []
    for position, item in enumerate(posts.items):
        accepted = posts.count(posts.decisions.flags(posts.decisions.eligible(position)))
        unknown = posts.decisions.flags(posts.decisions.unknown(position))
        yes, perhaps = people.decisions.eligible(position), people.decisions.unknown(position)
        rows.append(
            {
                "item_id": item.item_id,
                "need": accepted.total,
                "enterprises": accepted.enterprises[0],
                "top_share": accepted.top_shares[0],
                "need_unknown": float(posts.weighted[unknown].sum()),
                "people": people.count(yes),
                "people_unknown": people.count(perhaps),
                "available": people.count_available(yes),
                "available_unknown": people.count_available(perhaps),
            }
        )
    return pd.DataFrame(rows, columns=list(ITEM_REACH.names))


def item_refusals(posts: OpenPosts, people: People) -> pd.DataFrame:
    """The table ITEM_REFUSALS: each clause of each item's rule, among posts and people of the item's tiers."""
    rows = [row for position in range(len(posts.items)) for row in _refusals(posts, people, position)]
    return pd.DataFrame(rows, columns=list(ITEM_REFUSALS.names))


def _refusals(posts: OpenPosts, people: People, position: int) -> Iterator[dict[str, Any]]:
    book = posts.decisions.book
    of_people = {clause: (by, alone) for clause, by, alone in people.decisions.refusals(position)}
    named = people.decisions.holds[book.members[position][0]]  # an item's tiers are its first clause
    served = posts.decisions.holds[book.members[position][0]]
    for clause, refused, alone in list(posts.decisions.refusals(position))[1:]:
        alone_count = posts.count(posts.decisions.flags(alone & served))
        people_refused, people_alone = of_people[clause]
        yield {
            "item_id": book.item_ids[position],
            "clause": clause_text(book.clauses[clause]),
            "field": book.clauses[clause].field,
            "need": float(posts.weighted[posts.decisions.flags(refused & served)].sum()),
            "need_alone": alone_count.total,
            "enterprises_alone": alone_count.enterprises[0],
            "top_share_alone": alone_count.top_shares[0],
            "people": people.count(people_refused & named),
            "people_alone": people.count(people_alone & named),
        }
