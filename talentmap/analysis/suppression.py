"""Secondary suppression: what else must be hidden so that sums give no hidden cell away.

Published cells stand in equations: a total and the members it is the sum of. An attacker who knows every shown cell
solves them for the hidden ones. While some hidden cell has only one solution, a shown cell that stands in an equation
with it is hidden too: a part rather than a total, and the smallest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain

import numpy as np

Cell = tuple[str, ...]
Equation = tuple[Cell, ...]
"""A total, then its members."""
_NOTHING = 1e-9


def protect_sums(values: Mapping[Cell, float], equations: Sequence[Equation], hidden: Collection[Cell]) -> set[Cell]:
    """`hidden` and the further cells that must go with them; a cell that is 0 stays, for it hides nothing."""
    gone = set(hidden)
    heights = _heights(equations)
    hopeless: set[Cell] = set()
    while open_cells := exposed(equations, gone) - hopeless:
        telling = [equation for equation in equations if len(gone.intersection(equation)) == 1]
        told = open_cells.intersection(chain.from_iterable(telling))
        cell = min(told or open_cells)
        holding = [equation for equation in (telling if told else equations) if cell in equation]
        spare = {other for equation in holding for other in equation if values[other] > 0} - gone
        if spare:
            gone.add(min(spare, key=lambda other: (heights.get(other, 0), values[other], other)))
        else:
            hopeless.add(cell)
    return gone


def _heights(equations: Sequence[Equation]) -> Mapping[Cell, int]:
    """How many sums lie below each total; parts that are no total themselves are left out."""
    heights: dict[Cell, int] = {}
    for _ in equations:
        before = dict(heights)
        for total, *members in equations:
            below = max((heights.get(member, 0) for member in members), default=0)
            heights[total] = max(heights.get(total, 0), below + 1)
        if heights == before:
            break
    return heights


def exposed(equations: Sequence[Equation], hidden: Collection[Cell]) -> set[Cell]:
    """The hidden cells that the equations determine when every other cell is known."""
    unknown = sorted(hidden)
    column = {cell: position for position, cell in enumerate(unknown)}
    system = np.zeros((len(equations), len(unknown)))
    for row, (total, *members) in enumerate(equations):
        for cell, sign in ((total, 1.0), *((member, -1.0) for member in members)):
            if cell in column:
                system[row, column[cell]] = sign
    if not system.any():
        return set()
    _, singular, directions = np.linalg.svd(system)
    free = directions[int((singular > _NOTHING).sum()) :]
    fixed = (np.abs(free) < _NOTHING).all(axis=0)
    return {cell for cell, is_fixed in zip(unknown, fixed.tolist(), strict=True) if is_fixed}
