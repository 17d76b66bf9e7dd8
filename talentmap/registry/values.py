"""Dates, years, money and phone numbers as departments write them; None or empty where nothing can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from talentmap.text import compact

_BLANKS = frozenset({"", "无", "-", "--", "—", "/", "\\", "暂无", "不详", "未知", "n/a", "na", "null", "#n/a"})
_LONGEST_BLANK = 8
_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:[-/.年](?P<m>\d{1,2})(?:[-/.月](?P<d>\d{1,2})日?)?月?|年)?(?:t?\d{1,2}:\d\d.*)?"
)
_DIGITS = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)?")
_PAY_BELOW = 1e7
_MONEY = re.compile(r"[¥￥]?(\d+(?:,\d{3})*(?:\.\d+)?)(?:元|元/月|元每月)?")
_MASKED_PHONE = re.compile(r"\+?\d{2,6}[*×xX•＊]{2,}(\d{4})", re.ASCII)
_NON_DIGITS = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Month:
    """A year, with its month where that is known."""

    year: int
    month: int | None = None

    def __str__(self) -> str:
        """`YYYY-MM`, empty when the month is unknown."""
        return f"{self.year:04d}-{self.month:02d}" if self.month else ""


def is_blank(text: str) -> bool:
    """True for what people write into a cell that holds nothing."""
    return not text or (len(text) <= _LONGEST_BLANK and compact(text) in _BLANKS)


@lru_cache(maxsize=50_000)
def read_month(text: str) -> Month | None:
    """The year and month of a date: 1990-05-03, 1990/5/3, 1990.05, 19900503, 199005, 1990年5月, 1990."""
    written = compact(text)
    found = _DIGITS.fullmatch(written) or _DATE.fullmatch(written)
    if not found:
        return None
    month = int(found["m"]) if found["m"] else None
    if month is not None and not 1 <= month <= 12:
        return None
    return Month(int(found["y"]), month)


@lru_cache(maxsize=50_000)
def read_monthly_pay(text: str) -> float | None:
    """A month's pay in yuan, above zero and below ten million: 8500, 8,500.00, 8500元."""
    found = _MONEY.fullmatch(compact(text))
    amount = float(found[1].replace(",", "")) if found else 0.0
    return amount if 0 < amount < _PAY_BELOW else None


def read_phone(text: str) -> str:
    """A phone number as digits, without country code; empty when masked, or of fewer than seven or over twelve."""
    if _MASKED_PHONE.fullmatch(text):
        return ""
    digits = text if text.isascii() and text.isdigit() else _NON_DIGITS.sub("", compact(text))
    if len(digits) > 11:
        digits = digits.removeprefix("00").removeprefix("86")
    return digits if 7 <= len(digits) <= 12 and len(set(digits)) > 1 else ""


def phone_tail(text: str) -> str:
    """The last four digits of a phone number, which a masked one (138****8000) still shows; empty for none."""
    masked = _MASKED_PHONE.fullmatch(text)
    return masked[1] if masked else read_phone(text)[-4:]
