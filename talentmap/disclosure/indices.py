"""What an index across roles or tiers tells of the amounts it is made of.

An index is no sum, but one equation in the amounts of all its cells: beside two hidden cells of a known sum it gives
both away. Whoever knows the formula and most of the cells can solve it near the truth, where the index is as good as
the plane that touches it there (Newton's method): so a linear program may hold it like any other figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from talentmap.disclosure.lattice import Form, Limit, add

Array = NDArray[np.float64]
_BLUNT = 1e-3
"""A share below this is taken as this where a slope would be infinite: what prints 0 may be a little more."""


@dataclass(frozen=True, slots=True)
class Slopes:
    """An index, and how it changes with each share of need and of supply."""

    value: float
    by_need: Array
    by_supply: Array


def dissimilarity(need: Array, supply: Array) -> Slopes:
    """`1/2 sum |v - u|`. Source: Duncan & Duncan (1955)."""
    side = np.sign(need - supply) / 2
    return Slopes(float(np.abs(need - supply).sum() / 2), side, -side)


def mismatch(need: Array, supply: Array, elasticity: float) -> Slopes:
    """`1 - sum v^a u^(1-a)`. Source: Sahin, Song, Topa & Violante (2014)."""
    v, u = np.maximum(need, _BLUNT), np.maximum(supply, _BLUNT)
    value = 1 - float(np.sum(need**elasticity * supply ** (1 - elasticity)))
    by_need = -elasticity * v ** (elasticity - 1) * supply ** (1 - elasticity)
    by_supply = -(1 - elasticity) * need**elasticity * u**-elasticity
    return Slopes(value, by_need, by_supply)


def theil(need: Array, supply: Array) -> Slopes:
    """`sum v ln(N v)` over N cells. Source: Theil (1967)."""
    told = need[need > 0]
    slopes = np.log(len(need) * np.maximum(need, _BLUNT)) + 1
    return Slopes(float(np.sum(told * np.log(len(need) * told))), slopes, np.zeros(len(supply)))


INDICES: Mapping[str, Callable[[Array, Array], Slopes]] = {
    "dissimilarity": dissimilarity,
    **{f"mismatch_0{tenths}": partial(mismatch, elasticity=tenths / 10) for tenths in (3, 5, 7)},
    "theil": theil,
}
"""The indices that can be worked out again from their cells; intervals and corrections rest on replicates as well."""
_OF_NEED = ("theil",)


@dataclass(frozen=True, slots=True)
class Tangent:
    """An index as a form over the finest cells: equal to it at the truth but for `offset`, and near it elsewhere."""

    form: Form
    value: float
    offset: float

    def limit(self, printed: float, half: float) -> Limit:
        """What the index tells, printed to within `half`."""
        return Limit(self.form, printed - half - self.offset, printed + half - self.offset)


def tangent(name: str, needs: Sequence[tuple[Form, float]], supplies: Sequence[tuple[Form, float]]) -> Tangent | None:
    """The index of these cells, each with its form and amount; None where a side that it compares has nothing."""
    amounts = [np.array([amount for _, amount in side], dtype=float) for side in (needs, supplies)]
    if not all(side.sum() > 0 for side in (amounts[:1] if name in _OF_NEED else amounts)):
        return None
    slopes = INDICES[name](*(side / (side.sum() or 1.0) for side in amounts))
    factors = [_by_amount(by, side) for by, side in zip((slopes.by_need, slopes.by_supply), amounts, strict=True)]
    parts = [
        (form, float(factor))
        for side, by in zip((needs, supplies), factors, strict=True)
        for (form, _), factor in zip(side, by, strict=True)
    ]
    flat = float(sum(by @ side for by, side in zip(factors, amounts, strict=True)))
    return Tangent(add(*parts), slopes.value, slopes.value - flat)


def _by_amount(slopes: Array, amounts: Array) -> Array:
    """Slopes by share turned into slopes by amount: more of one cell makes every other share smaller."""
    total = amounts.sum() or 1.0
    turned: Array = (slopes - slopes @ (amounts / total)) / total
    return turned
