"""Replicate base weights: the rescaled bootstrap of Rao and Wu (1988) with finite-population correction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from talentmap.analysis.survey.cells import Cells

Array = NDArray[np.float64]
ALONE = "alone"


def rescaled(cells: Cells, replicates: int, seed: int) -> Array:
    """What base weights are multiplied by in each replicate, answers x replicates; mean 1, never negative.

    `1 - l + l (n/m) r` with `l = sqrt(m (1 - f)/(n - 1))`, where m = n - 1 of the n answers of a stratum are drawn and
    r says how often each was. A stratum in which all answered does not vary at all.
    """
    rng = np.random.default_rng(seed)
    factors = np.ones((len(cells.of_answers), replicates))
    strata, populations = variance_strata(cells)
    members: dict[str, list[int]] = {}
    for position, stratum in enumerate(strata):
        members.setdefault(stratum, []).append(position)
    for stratum in sorted(members):
        rows = members[stratum]
        n, population = len(rows), populations[stratum]
        if n < 2 or population <= n:
            continue
        m = n - 1
        scale = np.sqrt(m * (1 - n / population) / (n - 1))
        drawn = rng.multinomial(m, np.full(n, 1 / n), size=replicates).T
        factors[rows] = 1 - scale + scale * (n / m) * drawn
    return factors


def variance_strata(cells: Cells) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """The stratum that each answer is drawn from, and the enterprises behind each stratum: the weighting cells.

    A single answer that stands for several says nothing of how they vary: such cells are drawn from together, and a
    lone one together with the largest cell of its chain that varies. Source: Wolter (2007), collapsed strata, which
    overstate the variance rather than hide it.
    """
    answered, populations = cells.answered, Counter(cells.populations)
    varying = {cell for cell in answered if populations[cell] > answered[cell]}
    single = sorted(cell for cell in varying if answered[cell] == 1)
    merged = dict.fromkeys(single, ALONE) if len(single) > 1 else _beside(single, varying, answered)
    for cell, stratum in merged.items():
        populations[stratum] += populations[cell]
    return tuple(merged.get(cell, cell) for cell in cells.of_answers), populations


def _beside(single: list[str], varying: set[str], answered: Mapping[str, int]) -> dict[str, str]:
    found = {}
    for cell in single:
        chain = cell.partition(":")[0]
        others = [one for one in varying - {cell} if one.partition(":")[0] == chain]
        if others:
            found[cell] = max(others, key=lambda one: (answered[one], one))
    return found
