"""Need counted: any part of the open posts as a weighted total, with its replicates and what it rests on.

A post whose role may be another stands in `lines` once for each role that it may have. Only the settled one counts in
totals; in each replicate one of them is drawn, as for every other figure of need, so that intervals hold the error of
matching beside that of the survey.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import stdtrit

from talentmap.analysis.policy.subjects import post_profiles
from talentmap.analysis.survey.intervals import Design, standard_error, total_interval
from talentmap.analysis.survey.possible import Possible
from talentmap.analysis.survey.replicates import Replicates, Shares
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Stage
from talentmap.policy.eligibility import Decisions, decide, rule_book

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ends = tuple[float | None, float | None]
"""The ends of a 95% interval."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Several weighted totals at once, a row each, and what they rest on.

    `draws` are rows x replicates; `heads` are rows x answers of the survey, unweighted.
    """

    totals: Array
    draws: Array
    enterprises: NDArray[np.int64]
    top_shares: Array
    heads: Array
    design: Design

    @property
    def total(self) -> float:
        """The total of a single row."""
        return float(self.totals[0])

    def interval(self) -> tuple[Array, Array]:
        """The ends of the 95% intervals."""
        return total_interval(self.totals, standard_error(self.totals, self.draws), self.freedom(self.heads))

    def share_of(self, whole: Counts) -> Shares:
        """Each row over the same row of `whole`, or over its only row; nan where the whole is nothing."""
        values = divided(self.totals, whole.totals)
        linear = self.heads - np.nan_to_num(values)[:, None] * whole.heads
        return Shares(values, divided(self.draws, whole.draws), self.freedom(linear))

    def freedom(self, linear: Array) -> Array:
        """Degrees of freedom of weighted totals of `linear` (rows x answers)."""
        return self.design.degrees_of_freedom(csr_array(linear))


@dataclass(frozen=True, slots=True)
class Drawn:
    """Lines of which one is drawn in each replicate: where they stand, and what each counts for (lines x replicates).

    They count in replicates by these draws alone. The last `others` of all lines are what a post may be besides.
    """

    places: NDArray[np.int64]
    draws: Array
    others: int


@dataclass(frozen=True)
class OpenPosts:
    """Open posts of known tier, what the items say of them, and the weights that count them.

    `drawn` says of which lines the role may be another; without it every role is taken as certain.
    """

    lines: pd.DataFrame
    items: tuple[PolicyItem, ...]
    replicates: Replicates
    drawn: Drawn | None = None

    @cached_property
    def decisions(self) -> Decisions:
        """Every item's verdict on every post."""
        return decide(rule_book(self.items), post_profiles(self.lines))

    @cached_property
    def heads(self) -> Array:
        """Posts open now, by line."""
        return self.lines["headcount"].fillna(0).to_numpy(dtype=float)

    @cached_property
    def weighted(self) -> Array:
        """Posts open now times the weight of their enterprise."""
        weighted: Array = self.heads * self.lines["weight"].to_numpy(dtype=float)
        return weighted

    @cached_property
    def _answers(self) -> NDArray[np.int64]:
        """The answer of the survey behind each line; -1 for one without replicates, which stands for itself alone."""
        return np.asarray(self.lines["enterprise_id"].map(self.replicates.rows).fillna(-1), dtype=np.int64)

    @cached_property
    def _enterprises(self) -> NDArray[np.int64]:
        return np.asarray(pd.factorize(self.lines["enterprise_id"])[0], dtype=np.int64)

    @cached_property
    def settled(self) -> Flags:
        """The lines that are posts, and not what a post may be besides."""
        return np.arange(len(self.lines)) < len(self.lines) - (self.drawn.others if self.drawn else 0)

    def where(self, column: str, value: str) -> Flags:
        """The lines with that value; all lines for the empty value."""
        if not value:
            return np.ones(len(self.lines), dtype=bool)
        return np.asarray(self.lines[column] == value)

    def accepted(self, stage: Stage | None = None) -> Flags:
        """The lines that some item accepts: of one stage, or of any."""
        return self._some([self.decisions.eligible(item) for item in self.of_stage(stage)])

    def undecided(self, stage: Stage | None = None) -> Flags:
        """The lines that no item of the stage accepts, and some might if more were known."""
        unknown = self._some([self.decisions.unknown(item) for item in self.of_stage(stage)])
        return unknown & ~self.accepted(stage)

    def of_stage(self, stage: Stage | None) -> list[int]:
        """The positions of the items of a stage; of all items for None."""
        return [position for position, item in enumerate(self.items) if stage in (None, item.stage)]

    def _some(self, bits: Sequence[NDArray[np.uint8]]) -> Flags:
        if not bits:
            return np.zeros(len(self.lines), dtype=bool)
        return self.decisions.flags(reduce(np.bitwise_or, bits))

    def count(self, chosen: Flags) -> Counts:
        """The need of the chosen lines, one row."""
        return self.counts([chosen])

    def counts(self, chosen: Sequence[Flags]) -> Counts:
        """The need of several choices of lines, a row each."""
        heads, totals, draws = self._heads(chosen), self._alone(chosen), self._draws(chosen)
        totals += heads @ self.replicates.design.weights
        amounts = [np.bincount(self._enterprises[flags], weights=self.weighted[flags]) for flags in chosen]
        top = np.array([each.max(initial=0.0) for each in amounts])
        return Counts(
            totals=totals,
            draws=draws,
            enterprises=np.array([(each > 0).sum() for each in amounts], dtype=np.int64),
            top_shares=np.nan_to_num(divided(top, totals)),
            heads=heads,
            design=self.replicates.design,
        )

    def _draws(self, chosen: Sequence[Flags]) -> Array:
        """Totals under each replicate (choices x replicates)."""
        if self.drawn is None:
            certain, of_drawn = chosen, np.zeros(1)
        else:
            is_drawn = np.bincount(self.drawn.places, minlength=len(self.lines)) > 0
            certain = [flags & ~is_drawn for flags in chosen]
            members = np.zeros((len(chosen), len(self.drawn.places)))
            for row, flags in enumerate(chosen):
                members[row] = flags[self.drawn.places]
            of_drawn = members @ self.drawn.draws
        draws: Array = self._heads(certain) @ self.replicates.weights + self._alone(certain)[:, None] + of_drawn
        return draws

    def _heads(self, chosen: Sequence[Flags]) -> Array:
        """Posts of each choice by answer of the survey."""
        heads = np.zeros((len(chosen), len(self.replicates.rows)))
        for row, flags in enumerate(chosen):
            known = flags & (self._answers >= 0)
            heads[row] = np.bincount(self._answers[known], weights=self.heads[known], minlength=heads.shape[1])
        return heads

    def _alone(self, chosen: Sequence[Flags]) -> Array:
        """Posts of each choice of enterprises without replicates."""
        return np.array([self.heads[flags & (self._answers < 0)].sum() for flags in chosen], dtype=float)


def open_posts(
    posts: pd.DataFrame, items: Sequence[PolicyItem], replicates: Replicates, possible: Possible | None = None
) -> OpenPosts:
    """The rows of POSTS that have a tier; of the others nobody knows for whom an item would have to be.

    `possible` says what each post may be besides; without it every role is taken as certain.
    """
    tiered = posts[posts["tier"] != ""].reset_index(drop=True)
    if possible is None:
        return OpenPosts(tiered, tuple(items), replicates)
    drawn = _matters(possible)
    rows = possible.rows[drawn]
    settled = rows["is_settled"].to_numpy(dtype=bool)
    others = _others(tiered, rows[~settled])
    places = np.empty(len(rows), dtype=np.int64)
    places[settled] = pd.Index(tiered["line_id"]).get_indexer(rows["line_id"][settled])
    places[~settled] = len(tiered) + np.arange(len(others))
    lines = pd.concat([tiered, others], ignore_index=True)
    return OpenPosts(
        lines, tuple(items), replicates, Drawn(places, replicates.drawn_rows(possible, drawn), len(others))
    )


def _matters(possible: Possible) -> Flags:
    """The rows of lines whose possible roles lie in several tiers or chains: elsewhere it is one whichever is drawn."""
    of_line = possible.rows.groupby("line")
    several = of_line[["tier", "chain_id"]].transform("nunique") > 1
    return several.any(axis=1).to_numpy(dtype=bool)


def _others(posts: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Each of `rows`, a role that one of `posts` may have besides, as a post without anybody."""
    posts = posts.set_index("line_id").loc[rows["line_id"]].reset_index()
    named = {name: rows[name].to_numpy() for name in ("role_id", "chain_id", "segment_id", "tier")}
    return posts.assign(headcount=0.0, **named)


def percentiles(draws: Array) -> Ends:
    """The 95% percentile interval of a figure over its replicates; (None, None) where none of them gives one."""
    known = draws[np.isfinite(draws)]
    if not len(known):
        return None, None
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def around(value: float, draws: Array, freedom: float) -> Ends:
    """`value` with t standard errors on either side; (None, None) where no replicate gives the figure."""
    known = draws[np.isfinite(draws)]
    if not len(known) or not np.isfinite(value):
        return None, None
    reach = float(stdtrit(min(freedom, 1e6), 0.975) * standard_error(value, known))
    return value - reach, value + reach


def share_ends(shares: Shares) -> list[Ends]:
    """The interval of each share; (None, None) where there is no whole to share."""
    known = np.isfinite(shares.values)
    found: list[Ends] = [(None, None)] * len(known)
    if known.any():
        low, high = Shares(shares.values[known], shares.draws[known], shares.freedom[known]).interval()
        for row, place in enumerate(np.flatnonzero(known).tolist()):
            found[place] = (float(low[row]), float(high[row]))
    return found


def ends(interval: tuple[Array, Array], row: int = 0) -> Ends:
    """One row of an interval; None for an end that is not known."""
    low, high = (float(side[row]) for side in interval)
    return (None if np.isnan(low) else low, None if np.isnan(high) else high)


def divided(part: Array, whole: Array) -> Array:
    """`part / whole` element by element; nan where the whole is nothing."""
    part, whole = np.broadcast_arrays(np.asarray(part, dtype=float), np.asarray(whole, dtype=float))
    result: Array = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return result


def share(part: float, whole: float) -> float:
    """`part / whole`; nan where the whole is nothing."""
    return float(part / whole) if whole > 0 else float("nan")
