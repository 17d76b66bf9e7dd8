"""Need counted: any part of the open posts as a weighted total, with its replicates and what it rests on."""

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


@dataclass(frozen=True)
class OpenPosts:
    """Open posts of known tier, what the items say of them, and the weights that count them."""

    lines: pd.DataFrame
    items: tuple[PolicyItem, ...]
    replicates: Replicates

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
        answers = len(self.replicates.rows)
        heads, alone = np.zeros((len(chosen), answers)), np.zeros(len(chosen))
        enterprises, top = np.zeros(len(chosen), dtype=np.int64), np.zeros(len(chosen))
        for row, flags in enumerate(chosen):
            known, unknown = flags & (self._answers >= 0), flags & (self._answers < 0)
            heads[row] = np.bincount(self._answers[known], weights=self.heads[known], minlength=answers)
            alone[row] = self.heads[unknown].sum()
            amounts = np.bincount(self._enterprises[flags], weights=self.weighted[flags])
            enterprises[row], top[row] = (amounts > 0).sum(), amounts.max(initial=0.0)
        design = self.replicates.design
        totals = heads @ design.weights + alone
        return Counts(
            totals=totals,
            draws=heads @ self.replicates.weights + alone[:, None],
            enterprises=enterprises,
            top_shares=np.nan_to_num(divided(top, totals)),
            heads=heads,
            design=design,
        )


def open_posts(posts: pd.DataFrame, items: Sequence[PolicyItem], replicates: Replicates) -> OpenPosts:
    """The rows of POSTS that have a tier; of the others nobody knows for whom an item would have to be."""
    tiered = posts[posts["tier"] != ""].reset_index(drop=True)
    return OpenPosts(tiered, tuple(items), replicates)


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
