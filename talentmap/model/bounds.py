"""Figures that are known only within bounds: more than 10,000 left, fewer than 1,000 came; arithmetic keeps them so.

Interval arithmetic after Moore (1966), with ends that may be open: nothing that is unknown turns into a number.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_PLAIN = r"(\d+(?:\.\d+)?)\s*(万|亿|%|‰)?"
_NUMBER = re.compile(_PLAIN)
_RANGE = re.compile(rf"{_PLAIN}\s*(?:-|–|—|~|～|至|到|to)\s*{_PLAIN}")
_OVER = re.compile(rf"(?:>|＞|超过?|多于|大于|高于|逾|more than|over|above)\s*{_PLAIN}|{_PLAIN}\s*(?:多|余|以外)")
_UNDER = re.compile(rf"(?:<|＜|不足|不到|少于|小于|低于|未满|less than|fewer than|under|below)\s*{_PLAIN}")
_AT_LEAST = re.compile(rf"(?:>=|≥|不少于|不低于|至少|at least)\s*{_PLAIN}|{_PLAIN}\s*(?:\+|及?以上|or more)")
_AT_MOST = re.compile(
    rf"(?:<=|≤|不超过|不多于|至多|最多|at most|up to)\s*{_PLAIN}|{_PLAIN}\s*(?:及?以下|以内|or less|or fewer)"
)
_HIGHEST = 1e15  # a figure that is larger was not printed by anybody
_UNITS = {"": 1.0, "万": 1e4, "亿": 1e8, "%": 0.01, "‰": 0.001}


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers from `low` to `high`; an open end does not belong to them. A single number has equal, closed ends."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"the lower bound {self.low:g} lies above the upper bound {self.high:g}")
        if self.low == self.high and (self.low_open or self.high_open):
            raise ValueError(f"nothing lies between {self.low:g} and {self.high:g}")

    @property
    def is_exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    @property
    def exact(self) -> float | None:
        """The number, where it is one."""
        return self.low if self.is_exact else None

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(
            self.low + other.low,
            self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __neg__(self) -> Bounds:
        return Bounds(-self.high, -self.low, self.high_open, self.low_open)

    def __sub__(self, other: Bounds) -> Bounds:
        return self + -other

    def __mul__(self, other: Bounds) -> Bounds:
        """The product; both must not be negative."""
        if self.low < 0 or other.low < 0:
            raise ValueError("only figures that are not negative are multiplied")
        high = 0.0 if 0 in (self.high, other.high) else self.high * other.high
        return _of_ends(
            (self.low * other.low, self.low_open or other.low_open), (high, self.high_open or other.high_open)
        )

    def __truediv__(self, other: Bounds) -> Bounds:
        """The ratio; both must not be negative. A divisor that may be 0 leaves it without an upper bound."""
        if self.low < 0 or other.low < 0:
            raise ValueError("only figures that are not negative are divided")
        if other.high == 0:
            raise ZeroDivisionError("the divisor is 0")
        low = 0.0 if math.isinf(other.high) else self.low / other.high
        high = math.inf if other.low == 0 else self.high / other.low
        return _of_ends(
            (low, self.low_open or other.high_open or math.isinf(other.high)),
            (high, self.high_open or other.low_open or math.isinf(high)),
        )

    def scaled(self, factor: float) -> Bounds:
        """`factor` times it; the factor must not be negative."""
        return self * number(factor)

    def surely_below(self, limit: float) -> bool:
        """Whether every number within it lies below `limit`."""
        return self.high < limit or (self.high == limit and self.high_open)

    def surely_above(self, limit: float) -> bool:
        """Whether every number within it lies above `limit`."""
        return self.low > limit or (self.low == limit and self.low_open)


def _of_ends(low: tuple[float, bool], high: tuple[float, bool]) -> Bounds:
    """Bounds with ends that rounding or a 0 may have brought together."""
    if low[0] == high[0]:
        return Bounds(low[0], high[0])
    return Bounds(low[0], high[0], low[1], high[1])


def number(value: float) -> Bounds:
    """Exactly `value`."""
    return Bounds(value, value)


def over(value: float) -> Bounds:
    """More than `value`."""
    return Bounds(value, math.inf, low_open=True, high_open=True)


def under(value: float) -> Bounds:
    """Not negative, and less than `value`."""
    return Bounds(0.0, value, high_open=True)


def read_bounds(text: str) -> Bounds:
    """What a printed figure tells: 1200, >10000, 不足1000, 1000-1200, 1.2万, 65.5%. ValueError where it tells none.

    A word of vagueness that gives no bound (约, about) makes no figure exact: it is a fault, not a number.
    """
    plain = text.strip().replace(",", "").replace("，", "").lower()
    for pattern, made in ((_RANGE, None), (_OVER, "over"), (_UNDER, "under"), (_AT_LEAST, "least"), (_AT_MOST, "most")):
        if found := pattern.fullmatch(plain):
            return _read(found, made)
    if found := _NUMBER.fullmatch(plain):
        return number(_value(found[1], found[2]))
    raise ValueError(f"{text!r} tells no number and no bound")


def _read(found: re.Match[str], made: str | None) -> Bounds:
    if made is None:
        low, high = _value(found[1], found[2] or found[4]), _value(found[3], found[4])
        return Bounds(low, high)
    groups = found.groups()
    place = 0 if groups[0] is not None else 2
    value = _value(groups[place] or "", groups[place + 1])
    if made == "over":
        return over(value)
    if made == "under":
        return under(value)
    return Bounds(value, math.inf, high_open=True) if made == "least" else Bounds(0.0, value)


def _value(digits: str, unit: str | None) -> float:
    value = float(digits) * _UNITS[unit or ""]
    if value > _HIGHEST:
        raise ValueError(f"{value:g} is beyond what a figure can be")
    return value


def print_bounds(bounds: Bounds, decimals: int = 0) -> str:
    """The figure as print shows it: 1,200; > 10,000; < 0.10; 1,000–1,200; unknown where nothing bounds it."""
    low, high = (f"{end:,.{decimals}f}" for end in (bounds.low, bounds.high))
    if bounds.is_exact:
        return low
    if math.isinf(bounds.high):
        if bounds.low == 0 and not bounds.low_open:
            return "?"
        return f"> {low}" if bounds.low_open else f"≥ {low}"
    if bounds.low <= 0:
        return f"< {high}" if bounds.high_open else f"≤ {high}"
    return f"{low}–{high}"
