"""Figures as each language prints them. A hidden value prints `c`, an unknown one `–`; neither ever prints as 0."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from talentmap.tables.protected import CONFIDENTIAL

UNKNOWN = "–"
Figure = float | int | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Prints figures in one language (`zh` or `en`)."""

    lang: str

    def heads(self, value: Figure, status: str = "") -> str:
        """A headcount: 1,235."""
        return self._missing(value, status) or f"{_half_up(value, 0):,}"

    def difference(self, value: Figure, status: str = "") -> str:
        """A signed headcount with a true minus: +120, −35."""
        missing = self._missing(value, status)
        if missing or value is None:
            return missing
        rounded = _half_up(value, 0)
        return f"+{rounded:,}" if rounded > 0 else f"−{abs(rounded):,}" if rounded < 0 else "0"

    def percent(self, value: Figure, places: int = 0, status: str = "") -> str:
        """A share of one as a percentage: 62%."""
        missing = self._missing(value, status)
        return missing or f"{_half_up((value or 0) * 100, places)}%"

    def percent_range(self, low: Figure, high: Figure) -> str:
        """An interval of shares: 55–68%."""
        missing = self._missing(low, "") or self._missing(high, "")
        return missing or f"{_half_up((low or 0) * 100, 0)}–{_half_up((high or 0) * 100, 0)}%"

    def range(self, low: Figure, high: Figure, status: str = "") -> str:
        """An interval of headcounts: 310–420."""
        missing = self._missing(low, status) or self._missing(high, status)
        if missing:
            return missing
        ends = [f"{_half_up(end, 0):,}" for end in (low, high)]
        return ends[0] if ends[0] == ends[1] else "–".join(ends)

    def difference_range(self, low: Figure, high: Figure) -> str:
        """An interval of signed headcounts, whose ends may be negative: −35 to 120."""
        missing = self._missing(low, "") or self._missing(high, "")
        ends = [f"{_half_up(end, 0):,}".replace("-", "−") for end in (low, high)]
        return missing or (ends[0] if ends[0] == ends[1] else ("至" if self.lang == "zh" else " to ").join(ends))

    def ratio(self, value: Figure, status: str = "", places: int = 1) -> str:
        """A ratio: 2.3."""
        return self._missing(value, status) or _signed(_half_up(value, places))

    def times(self, value: Figure, status: str = "") -> str:
        """How many times over, to two figures: 18, 1.1, 0.32."""
        return self._missing(value, status) or str(_half_up(value, _two_figures(value)))

    def times_range(self, low: Figure, high: Figure) -> str:
        """An interval of multiples: 13–25, 0.30–0.34."""
        missing = self._missing(low, "") or self._missing(high, "")
        return missing or f"{self.times(low)}–{self.times(high)}"

    def ratio_range(self, low: Figure, high: Figure, places: int = 1) -> str:
        """An interval of ratios, whose ends may be negative: −0.7 to −0.4."""
        missing = self._missing(low, "") or self._missing(high, "")
        ends = [_signed(_half_up(end, places)) for end in (low, high)]
        return missing or ("至" if self.lang == "zh" else " to ").join(ends)

    def months(self, value: Figure, status: str = "") -> str:
        """A duration in months: 3.5."""
        return self.ratio(value, status)

    def pay(self, low: Figure, high: Figure, status: str = "") -> str:
        """A range of monthly pay in yuan, to the nearest hundred: 6,500–8,000."""
        missing = self._missing(low, status) or self._missing(high, status)
        if missing:
            return missing
        ends = [f"{_half_up((end or 0) / 100, 0) * 100:,}" for end in (low, high)]
        return ends[0] if ends[0] == ends[1] else "–".join(ends)

    def money(self, value: Figure) -> str:
        """An amount of money in words of its size: 2.09亿元, 860万元; 209 million yuan, 8.6 million yuan."""
        if value is None or math.isnan(value):
            return UNKNOWN
        if self.lang == "zh":
            if abs(value) >= 1e8:
                return f"{_half_up(value / 1e8, 2)}亿元"
            return f"{_half_up(value / 1e4, 0):,}万元" if abs(value) >= 1e4 else f"{_half_up(value, 0):,}元"
        if abs(value) >= 1e6:
            return f"{_half_up(value / 1e6, 0 if abs(value) >= 1e8 else 1):,} million yuan"
        return f"{_half_up(value, 0):,} yuan"

    def amount(self, low: float, high: float) -> str:
        """A stated amount of money, or what it lies between, unrounded: 1.5万元, 300–1,000万元; 15,000 yuan."""
        size, unit = _denomination(low, self.lang)
        if _denomination(high, self.lang) != (size, unit):
            return "–".join(self.amount(end, end) for end in (low, high))
        return "–".join(dict.fromkeys(_exact(end / size) for end in (low, high))) + unit

    def millions(self, value: Figure) -> str:
        """Money for a table whose head names the unit: 万元 in Chinese, million yuan in English."""
        if value is None or math.isnan(value):
            return UNKNOWN
        return f"{_half_up(value / 1e4, 0):,}" if self.lang == "zh" else f"{_half_up(value / 1e6, 1):,}"

    def _missing(self, value: Figure, status: str) -> str:
        if status:
            return CONFIDENTIAL
        return UNKNOWN if value is None or math.isnan(value) or math.isinf(value) else ""


def _denomination(amount: float, lang: str) -> tuple[float, str]:
    """In what an amount of money is counted, and its name."""
    steps = ((1e8, "亿元"), (1e4, "万元"), (0, "元")) if lang == "zh" else ((1e6, " million yuan"), (0, " yuan"))
    return next((size or 1, unit) for size, unit in steps if amount >= size)


def _exact(value: float) -> str:
    whole, _, rest = f"{value:,.6f}".partition(".")
    return f"{whole}.{rest}".rstrip("0").rstrip(".")


def _two_figures(value: Figure) -> int:
    """Decimal places that leave two figures, and never more than two."""
    size = abs(value or 0.0)
    return 0 if size >= 10 else 1 if size >= 1 else 2


def _signed(rounded: Decimal) -> str:
    """A decimal with a true minus; a negative one that rounds to zero has none."""
    return str(abs(rounded) if rounded == 0 else rounded).replace("-", "−")


def _half_up(value: Figure, places: int) -> Decimal:
    """`value` rounded half away from zero: official statistics do not round half to even."""
    step = Decimal(1).scaleb(-places)
    return Decimal(repr(float(value or 0))).quantize(step, rounding=ROUND_HALF_UP)
