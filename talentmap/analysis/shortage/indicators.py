"""The six indicators of the shortage grade and the facts behind the kind of shortage, of all roles in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.analysis.measures.levels import (
    need_growth,
    offer_premium,
    ratio,
    skill_shortage_density,
    suitability_gap,
)
from talentmap.analysis.measures.tally import Tally
from talentmap.model.thresholds import GradeIndicator

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


class RoleLines:
    """What the demand lines of each role say, ready to be added up under any weights of `tally`.

    An amount is 0 on lines that do not count. A figure that fewer than `few` enterprises of a role state is not known:
    their lines do not count.
    """

    def __init__(self, lines: pd.DataFrame, tally: Tally, few: int) -> None:
        self.lines, self.tally, self.few = lines, tally, few

    def number(self, name: str) -> Array:
        """A column of numbers, nan where the line does not say."""
        return self.lines[name].to_numpy(dtype=float)

    @cached_property
    def heads(self) -> Array:
        """Posts open now."""
        return np.nan_to_num(self.number("headcount"))

    def stating(self, *names: str) -> Flags:
        """The lines that state all of the columns, in roles where enough enterprises do."""
        stated = np.logical_and.reduce([np.isfinite(self.number(name)) for name in names])
        pairs = pd.DataFrame({"role": self.tally.groups[stated], "row": self.tally.rows[stated]}).drop_duplicates()
        told = np.bincount(pairs["role"], minlength=self.tally.size) >= self.few
        return np.asarray(stated & told[self.tally.groups])

    def stated(self, amount: str, *beside: str) -> Array:
        """The amounts of a column on the lines that state it and all those `beside` it."""
        return np.where(self.stating(amount, *beside), self.number(amount), 0.0)

    def hard_for(self, kind: str) -> Array:
        """The open posts that are hard to fill for a reason of that kind."""
        named = self.lines["hard_kinds"].str.split("|").map(lambda kinds: kind in kinds)
        return np.asarray(self.heads * named.to_numpy(dtype=bool))

    def of_kind(self, *kinds: str) -> Array:
        """The open posts whose need is of one of these kinds."""
        return np.asarray(self.heads * self.lines["need_kind"].isin(kinds).to_numpy(dtype=bool))

    @cached_property
    def hiring(self) -> Mapping[str, Array]:
        """The amounts and counted heads that the indicators are made of, by name."""
        return {
            "filled": self.stated("filled", "advertised"),
            "advertised_of_filled": self.stated("advertised", "filled"),
            "suitable": self.stated("suitable", "advertised"),
            "advertised_of_suitable": self.stated("advertised", "suitable"),
            "skill_short": self.heads * self.lines["skill_short"].to_numpy(dtype=bool),
            "waiting": self.heads * self.stating("months_open"),
            "paid": self.heads * self.stating("pay_mid"),
        }


def indicators(
    roles: RoleLines, tally: Tally, need: Array, supply: Array, market_pay: Array
) -> dict[GradeIndicator, Array]:
    """The six indicators, roles x the weights of `tally`; `need` has that shape, `supply` and `market_pay` one a role.

    Without registered supply the tightness is infinite here, so that it scores; it is never printed so.
    """
    available = supply[:, None]
    amounts = roles.hiring
    sums = {name: tally.totals(amounts[name]) for name in amounts if name not in ("waiting", "paid")}
    offered = tally.quantile(roles.number("pay_mid"), amounts["paid"])
    return {
        "tightness": np.where(available > 0, ratio(need, available), np.where(need > 0, np.inf, np.nan)),
        "fill_rate": ratio(sums["filled"], sums["advertised_of_filled"]),
        "suitable_per_post": ratio(sums["suitable"], sums["advertised_of_suitable"]),
        "months_open": tally.quantile(roles.number("months_open"), amounts["waiting"]),
        "skill_shortage_density": skill_shortage_density(sums["skill_short"], tally.totals(roles.heads)),
        "offer_premium": offer_premium(offered, market_pay[:, None]),
    }


def kind_facts(roles: RoleLines) -> dict[str, Array]:
    """What tells the kinds of shortage apart, by role, under the survey weights."""

    def total(amounts: Array) -> Array:
        return roles.tally.estimate().totals(amounts)[:, 0]

    need = total(roles.heads)
    applicants = ("qualified", "suitable", "advertised")
    return {
        "qualified_per_post": ratio(
            total(roles.stated("qualified", "advertised")), total(roles.stated("advertised", "qualified"))
        ),
        "suitability_gap": suitability_gap(*(total(roles.stated(name, *applicants)) for name in applicants)),
        "need_growth": need_growth(
            total(roles.stated("headcount_12m", "headcount")), total(roles.stated("headcount", "headcount_12m"))
        ),
        "replacement_share": ratio(
            total(roles.of_kind("replacement")), total(roles.of_kind("new", "replacement", "both"))
        ),
        "long_training_share": ratio(total(roles.hard_for("supply")), need),
        "quits_share": ratio(total(roles.hard_for("retention")), need),
    }
