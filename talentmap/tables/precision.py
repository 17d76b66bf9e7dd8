"""The precision in which figures leave the bureau, by unit: what is hidden must stay hidden at just this precision."""

from __future__ import annotations

import math
from collections.abc import Mapping

DECIMALS: Mapping[str, int] = {
    "people": 0,
    "0-1": 4,
    "0-3": 2,
    "ratio": 2,
    "months": 1,
    "yuan/month": -1,
    "yuan": 0,
    "share": 4,
    "index": 4,
    "nats": 4,
}
"""Decimals of a value in each unit; headcounts of protected tables are rounded further, to `disclosure.rounding`."""


def decimals_of(unit: str) -> int:
    """The decimals in which a value of `unit` is printed."""
    return DECIMALS.get(unit, 4)


def half_up(value: float, decimals: int) -> float:
    """`value` rounded half away from zero, on its shortest decimal form: 0.125 gives 0.13."""
    scale = 10.0**decimals
    rounded = math.floor(abs(value) * scale + 0.5 + 1e-9) / scale
    return math.copysign(rounded, value) if rounded else 0.0


def half_up_to(value: float, base: int) -> float:
    """`value` rounded half-up to a multiple of `base`: 42.5 gives 45, -2.5 gives 0."""
    return math.floor(value / base + 0.5) * base + 0.0
