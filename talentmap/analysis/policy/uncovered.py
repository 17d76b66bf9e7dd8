"""Uncovered demand: open posts that no incentive item accepts, by chain, tier and stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from talentmap.analysis.policy.open_posts import Ends, Flags, OpenPosts, ends, share_ends
from talentmap.model.taxonomy import Stage, Tier
from talentmap.tables.policy import UNCOVERED

_STAGES: tuple[Stage | None, ...] = (None, *Stage)


def uncovered(posts: OpenPosts) -> pd.DataFrame:
    """The table UNCOVERED: chains x tiers x stages, an empty word meaning all. Groups without a post are left out.

    A post is uncovered at a stage where no item of that stage surely accepts it: what cannot be told counts as
    uncovered, `undecided` says how much that is, and intervals begin where none of it is.
    """
    groups = {
        (chain, tier): posts.where("chain_id", chain) & posts.where("tier", tier)
        for chain in ("", *sorted(set(posts.lines["chain_id"])))
        for tier in ("", *(tier.value for tier in Tier))
    }
    filled = {key: flags for key, flags in groups.items() if (flags & posts.settled).any()}
    rows = [row for stage in _STAGES for row in _rows(posts, filled, stage)]
    return pd.DataFrame(rows, columns=list(UNCOVERED.names))


def _rows(posts: OpenPosts, groups: Mapping[tuple[str, str], Flags], stage: Stage | None) -> Iterator[dict[str, Any]]:
    accepted, undecided = posts.accepted(stage), posts.undecided(stage)
    need = posts.counts(list(groups.values()))
    left = posts.counts([flags & ~accepted for flags in groups.values()])
    surely = posts.counts([flags & ~accepted & ~undecided for flags in groups.values()])
    covered = posts.counts([flags & accepted for flags in groups.values()])
    shares = left.share_of(need)
    highest, lowest = left.interval(), surely.interval()
    share_highest, share_lowest = share_ends(shares), share_ends(surely.share_of(need))
    for row, (chain, tier) in enumerate(groups):
        flags = groups[chain, tier]
        yield {
            "chain_id": chain,
            "tier": tier,
            "stage": stage.value if stage else "",
            "need": need.totals[row],
            "uncovered": left.totals[row],
            "uncovered_low": ends(lowest, row)[0],
            "uncovered_high": ends(highest, row)[1],
            "share": shares.values[row],
            "share_low": share_lowest[row][0],
            "share_high": share_highest[row][1],
            "undecided": float(posts.weighted[flags & undecided].sum()),
            "enterprises": left.enterprises[row],
            "top_share": left.top_shares[row],
            "enterprises_covered": covered.enterprises[row],
            "top_share_covered": covered.top_shares[row],
        }


def uncovered_share(posts: OpenPosts, tier: str = "", stage: Stage | None = None) -> tuple[float, Ends]:
    """The uncovered share of one tier (empty: all) at one stage (None: any), with its interval.

    The interval begins where nothing that cannot be told is uncovered, and ends where all of it is.
    """
    group = posts.where("tier", tier)
    left = group & ~posts.accepted(stage)
    need = posts.count(group)
    shares, surely = (posts.count(flags).share_of(need) for flags in (left, left & ~posts.undecided(stage)))
    return float(shares.values[0]), (share_ends(surely)[0][0], share_ends(shares)[0][1])
