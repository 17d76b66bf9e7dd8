"""Trimming: a weight far above its cell's mean is cut, and what is cut off goes to the others of the cell.

Source: Potter (1990), trimming with the excess given back, so that the cell's total stays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
_ROUNDS = 10
"""Giving back may lift others over the limit: each round cuts those."""


@dataclass(frozen=True, slots=True)
class Trimmed:
    """Factors after trimming (rows x replicates) and which of them were cut."""

    factors: Array
    is_cut: NDArray[np.bool_]


def trim(amounts: Array, factors: Array, cells: Integers, limit: float) -> Trimmed:
    """`factors` none of which is above `limit` times its cell's mean; `amounts x factors` of a cell add up as before.

    All answers of a cell have one base weight, so a limit on the factor is a limit on the weight.
    """
    if not len(cells):
        return Trimmed(factors, np.zeros(factors.shape, dtype=bool))
    gather = csr_array((np.ones(len(cells)), (cells, np.arange(len(cells)))))
    totals, sizes = gather @ (amounts * factors), gather @ amounts
    caps = limit * np.divide(totals, sizes, out=np.ones_like(totals), where=sizes > 0)[cells]
    trimmed, is_cut = factors, np.zeros(factors.shape, dtype=bool)
    for _ in range(_ROUNDS):
        over = trimmed > caps * (1 + 1e-9)
        if not over.any():
            break
        is_cut |= over
        trimmed = np.where(is_cut, caps, trimmed)
        kept = gather @ (amounts * trimmed * is_cut)
        free = gather @ (amounts * trimmed * ~is_cut)
        lift = np.divide(totals - kept, free, out=np.ones_like(totals), where=free > 0)[cells]
        trimmed = np.where(is_cut, trimmed, trimmed * lift)
    return Trimmed(trimmed, is_cut)
