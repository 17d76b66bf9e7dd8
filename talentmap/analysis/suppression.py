"""Secondary suppression: what else must be hidden so that sums give no hidden cell away.

Published cells stand in equations: a total and the members it is the sum of. An attacker who knows every shown cell
solves them for the hidden ones. While some hidden cell has only one solution, the smallest shown cell that stands in an
equation with it is hidden too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

Cell = tuple[str, ...]
Equation = tuple[Cell, ...]
"""A total, then its members."""
_NOTHING = 1e-9


def protect_sums(values: Mapping[Cell, float], equations: Sequence[Equation], hidden: Collection[Cell]) -> set[Cell]:
    """`hidden` and the further cells that must go with them; a cell that is 0 stays, for it hides nothing."""
    gone = set(hidden)
    hopeless: set[Cell] = set()
    while open_cells := exposed(equations, gone) - hopeless:
        cell = min(open_cells)
        beside = {other for equation in equations if cell in equation for other in equation}
        spare = [other for other in beside - gone if values[other] > 0]
        if spare:
            gone.add(min(spare, key=lambda other: (values[other], other)))
        else:
            hopeless.add(cell)
    return gone


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
