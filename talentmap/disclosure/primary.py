"""Primary rules: which figures rest on too few answers to be shown, and how closely a reader may come to them.

Enterprises: at least `enterprises_minimum`, none above `dominance` of the total ((1, k) dominance rule), and the second
largest may not be able to tell the largest within `p_percent` of it (p% rule); it is the p% rule that holds against a
competitor who is in the cell himself. Sources: Hundepool et al., Statistical Disclosure Control (2012), sections 4.2
and 4.3; methods.md section 6. People: at least `people_minimum`.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.disclosure.lattice import Form, Lattice
from talentmap.disclosure.microdata import Microdata
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.cuts import BLOCKS, Stated

Array = NDArray[np.float64]
FEW, DOMINANT, SECOND, THIN, EXTREME = "few", "dominant", "second", "thin", "extreme"
"""Reasons: few enterprises, one dominates, the second largest could tell, few people, a quantile at the edge."""
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Standing:
    """What a figure rests on: how many contribute, how much the largest does, and why that is unsafe, if it is."""

    contributors: int
    largest: float
    reason: str = ""


def standing(amounts: Array, rules: DisclosureRules) -> Standing:
    """The standing of a figure that adds up these contributions of enterprises, in any order."""
    ordered = np.sort(amounts[amounts > _NOTHING])[::-1]
    if not len(ordered):
        return Standing(0, 0.0)
    total, largest = float(ordered.sum()), float(ordered[0])
    rest = total - float(ordered[:2].sum())
    if len(ordered) < rules.enterprises_minimum:
        reason = FEW
    elif largest > rules.dominance * total + _NOTHING:
        reason = DOMINANT
    elif rest < rules.p_percent * largest - _NOTHING:
        reason = SECOND
    else:
        reason = ""
    return Standing(len(ordered), largest, reason)


def people_standing(people: int, rules: DisclosureRules) -> Standing:
    """The standing of a figure that counts this many people."""
    return Standing(people, float(people), THIN if 0 < people < rules.people_minimum else "")


class Contributions:
    """Who contributes how much to any form of a lattice."""

    def __init__(self, lattice: Lattice, data: Microdata) -> None:
        enterprises = sorted(data.lines["enterprise_id"].unique())
        self._at = {enterprise: row for row, enterprise in enumerate(enterprises)}
        self._shares: dict[int, list[tuple[int, float]]] = {}
        self._people: dict[int, int] = {}
        for measure, block in lattice.blocks:
            keys = list(BLOCKS[block])
            if measure == "supply":
                counts = data.supply.groupby(keys, sort=True)["people"].sum().reset_index()
                for *base, people in counts.itertuples(index=False, name=None):
                    self._people[lattice.column(measure, block, tuple(base))] = int(people)
            else:
                sums = data.lines.groupby([*keys, "enterprise_id"], sort=True)[measure].sum().reset_index()
                for *base, enterprise, amount in sums.itertuples(index=False, name=None):
                    column = lattice.column(measure, block, tuple(base))
                    self._shares.setdefault(column, []).append((self._at[enterprise], amount))

    def amounts(self, form: Form) -> Array:
        """The contribution of each enterprise to a form of measures that enterprises answer."""
        total = np.zeros(len(self._at))
        for column, factor in form.items():
            for enterprise, amount in self._shares.get(column, ()):
                total[enterprise] += factor * amount
        return total

    def by_name(self, form: Form) -> dict[str, float]:
        """The enterprises that contribute to a form, with how much."""
        amounts = self.amounts(form)
        return {name: float(amounts[at]) for name, at in self._at.items() if amounts[at] > _NOTHING}

    def people(self, form: Form, amount: float) -> int:
        """The fewest people who can stand behind a form of supply: those of its largest cell, and one a unit of it."""
        largest = max((self._people.get(column, 0) for column, factor in form.items() if factor > 0), default=0)
        return max(largest, int(np.ceil(amount - _NOTHING)))


def stated_standings(
    lines: pd.DataFrame, keys: Sequence[str], stated: Stated, rules: DisclosureRules
) -> dict[Hashable, Standing]:
    """The standing, cell by cell, of a figure that rests on the lines which state certain answers."""
    told = lines.dropna(subset=list(stated.columns))
    if told.empty:
        return {}
    if stated.quantile is None:
        return _quotients(told, keys, stated, rules)
    told = told[told["need"] > 0].sort_values(stated.columns[-1], kind="stable")
    found: dict[Hashable, Standing] = {}
    for cell, rows in told.groupby(list(keys), sort=True).indices.items():
        enterprises = told["enterprise_id"].to_numpy()[rows]
        values = told[stated.columns[-1]].to_numpy(dtype=float)[rows]
        found[cell] = _quantile_standing(enterprises, values, told["need"].to_numpy()[rows], stated.quantile, rules)
    return found


def _quantile_standing(
    enterprises: NDArray[np.object_], values: Array, weights: Array, quantile: float, rules: DisclosureRules
) -> Standing:
    """The standing of a weighted quantile of ascending `values`: whoever is alone at its edge would see his own."""
    count = len(set(enterprises))
    if count < rules.enterprises_minimum:
        return Standing(count, 0.0, FEW)
    reached = weights.cumsum()
    value = values[int(np.searchsorted(reached, quantile * reached[-1]))]
    sides = (len(set(enterprises[values <= value])), len(set(enterprises[values >= value])))
    return Standing(count, 0.0, EXTREME if min(sides) < rules.quantile_side_minimum else "")


def _quotients(
    told: pd.DataFrame, keys: Sequence[str], stated: Stated, rules: DisclosureRules
) -> dict[Hashable, Standing]:
    """A quotient rests on its denominator: who makes up nearly all of it could read his own quotient off."""
    weighted = told.assign(amount=told[stated.columns[-1]] * told["weight"])
    sums = weighted.groupby([*keys, "enterprise_id"], sort=True)["amount"].sum().reset_index()
    amounts = sums["amount"].to_numpy(dtype=float)
    cells = sums.groupby(list(keys), sort=True).indices
    return {cell: standing(amounts[rows], rules) for cell, rows in cells.items()}
