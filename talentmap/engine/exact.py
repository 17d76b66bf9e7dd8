"""Sums of fractions that come out the same whatever the order of rows, the number of threads, or the engine.

Floating-point addition is not associative: two threads that add the same weights in another order end a few units of
the last place apart. So fractions are summed as whole numbers of billionths: each is rounded once (half away from
zero, which DuckDB, Spark and `oracle` agree on), the whole numbers are added without any error, and the sum is
divided once. A single value is off by half a billionth at most; a sum may reach nine billion in size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import narwhals as nw

BILLION = 1e9


def exact_sum(amounts: nw.Expr) -> nw.Expr:
    """The sum of `amounts` to the billionth, for `agg` and `select`; nulls are passed over, null where all are."""
    return (amounts * BILLION).round().cast(nw.Int64).sum().cast(nw.Float64) / BILLION


def oracle(amounts: Iterable[float | None]) -> float:
    """What `exact_sum` must give, in plain Python; 0 where there is nothing to add."""
    return sum(_billionths(amount) for amount in amounts if amount is not None) / BILLION


def _billionths(amount: float) -> int:
    scaled = amount * BILLION
    return int(math.copysign(math.floor(abs(scaled) + 0.5), scaled))
