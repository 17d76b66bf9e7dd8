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
    uncovered, and `undecided` says how much that is.
    """
    groups = {
        (chain, tier): posts.where("chain_id", chain) & posts.where("tier", tier)
        for chain in ("", *sorted(set(posts.lines["chain_id"])))
        for tier in ("", *(tier.value for tier in Tier))
    }
    filled = {key: flags for key, flags in groups.items() if flags.any()}
    rows = [row for stage in _STAGES for row in _rows(posts, filled, stage)]
    return pd.DataFrame(rows, columns=list(UNCOVERED.names))


def _rows(posts: OpenPosts, groups: Mapping[tuple[str, str], Flags], stage: Stage | None) -> Iterator[dict[str, Any]]:
    accepted, undecided = posts.accepted(stage), posts.undecided(stage)
    need = posts.counts(list(groups.values()))
    left = posts.counts([flags & ~accepted for flags in groups.values()])
    covered = posts.counts([flags & accepted for flags in groups.values()])
    shares = left.share_of(need)
    intervals, share_intervals = left.interval(), share_ends(shares)
    for row, ((chain, tier), flags) in enumerate(groups.items()):
        low, high = ends(intervals, row)
        share_low, share_high = share_intervals[row]
        yield {
            "chain_id": chain,
            "tier": tier,
            "stage": stage.value if stage else "",
            "need": need.totals[row],
            "uncovered": left.totals[row],
            "uncovered_low": low,
            "uncovered_high": high,
            "share": shares.values[row],
            "share_low": share_low,
            "share_high": share_high,
            "undecided": float(posts.weighted[flags & undecided].sum()),
            "enterprises": left.enterprises[row],
            "top_share": left.top_shares[row],
            "enterprises_covered": covered.enterprises[row],
            "top_share_covered": covered.top_shares[row],
        }


def uncovered_share(posts: OpenPosts, tier: str = "", stage: Stage | None = None) -> tuple[float, Ends]:
    """The uncovered share of one tier (empty: all) at one stage (None: any), with its interval."""
    group = posts.where("tier", tier)
    shares = posts.count(group & ~posts.accepted(stage)).share_of(posts.count(group))
    return float(shares.values[0]), share_ends(shares)[0]
