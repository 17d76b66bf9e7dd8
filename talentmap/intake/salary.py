"""Pay as firms write it -> yuan a month: 8-12万/年, 4-8千/月, 8k-12k, 10万~15万·13薪, 100元/天, 面议.

The grammar reads the whole text or nothing: a word it does not know makes the value a question, never a guess.
Where neither cell nor header names the period, it is taken only if exactly one period gives a plausible month,
and is flagged.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from talentmap.intake.numbers import CHINESE_NUMERAL, chinese_number
from talentmap.text import lookup_key

DAYS_A_MONTH = 21.75  # the statutory divisor for daily pay
HOURS_A_DAY = 8
_TEXT_MAX = 120  # longer is prose
_PLAUSIBLE = (1500.0, 60_000.0)  # a month's pay, where the period has to be told from the size
_POSSIBLE = (500.0, 300_000.0)  # outside this no month's pay is believed, whatever the text says


class PayFlag(StrEnum):
    """What a reader should know about a pay range."""

    BLANK = "blank"  # nothing was said
    NEGOTIABLE = "negotiable"  # 面议: an answer, but no figure
    OPEN = "open"  # only one end is known
    ASSUMED_PERIOD = "assumed"  # the period follows from the size alone
    CONVERTED = "converted"  # from a day's or an hour's pay
    ABOUT = "about"  # said to be approximate, or before extras
    AMBIGUOUS = "ambiguous"  # month and year are both plausible
    IMPOSSIBLE = "impossible"  # no month's pay is that small or large
    REVERSED = "reversed"  # the low end is above the high end
    FOREIGN = "foreign"  # another currency
    UNREAD = "unread"  # words the grammar does not know


QUESTIONS = frozenset({PayFlag.AMBIGUOUS, PayFlag.IMPOSSIBLE, PayFlag.REVERSED, PayFlag.FOREIGN, PayFlag.UNREAD})


@dataclass(frozen=True, slots=True)
class Pay:
    """Monthly pay in yuan; an end that is not known is None."""

    low: float | None = None
    high: float | None = None
    flags: frozenset[PayFlag] = frozenset()

    @property
    def question(self) -> PayFlag | None:
        """The flag that makes the text a question to the enterprise, None when it was read."""
        return next((flag for flag in PayFlag if flag in self.flags and flag in QUESTIONS), None)


@dataclass(frozen=True, slots=True)
class PayUnit:
    """What a header says of the numbers below it: `scale` in yuan, `period` year, month, day, hour or ''."""

    scale: float = 0.0
    period: str = ""


_PERIODS = (
    ("year", r"/年|每年|一年|年薪|年收入|年度|p\.?a\.?$|per(?:year|annum)|/?annual(?:ly)?|/y(?:ea)?r|yearly|/year|年$"),
    ("month", r"/个?月|每个?月|一个月|月薪|月收入|月工资|月底薪|permonth|/?monthly|/mo(?:nth)?|月$"),
    ("day", r"/[天日]|每[天日]|一天|日薪|perday|/day|daily|[天日]$"),
    ("hour", r"/(?:个?小时|时)|每小时|时薪|perhour|/h(?:ou)?r?|hourly|小时$"),
)
_NUMBER = rf"(?:\d+(?:\.\d+)?|{CHINESE_NUMERAL})"
_SCALES = {
    "万元": 1e4,
    "万块": 1e4,
    "万": 1e4,
    "w": 1e4,
    "千元": 1e3,
    "千": 1e3,
    "k": 1e3,
    "元": 1.0,
    "块": 1.0,
    "": 0.0,
}
_SCALE = "(万元|万块|万|w|千元|千|k|元|块)?"
_RANGE = re.compile(rf"^({_NUMBER}){_SCALE}(?:-|~|—|–|―|−|至|到|to)({_NUMBER}){_SCALE}$")
_SINGLE = re.compile(rf"^({_NUMBER}){_SCALE}$")
_BLANK = frozenset({"", "/", "-", "--", "—", "——", "n/a", "na", "无", "null"})
_NEGOTIABLE = re.compile(
    r"^(?:(?:薪资|薪酬|工资|待遇|月薪|年薪)?(?:面议|面谈|另议|详谈|可谈|待定|从优|按公司规定|根据能力|按能力定|按能力|保密)|"
    r"negotiable|tbd|competitive|open)+$"
)
_YEAR = re.compile(r"(?:19|20)\d\d年度?(?=.)")
_MONTHS_PAID = re.compile(r"[·•・.,，;*x×+]?(1[2-9]|2[0-4])(?:个月)?薪|[·•・*x×](1[2-9]|2[0-4])(?:个月)?$")
_FOREIGN = re.compile(
    r"\$|usd|us\$|€|eur|£|gbp|hk\$|hkd|港币|港元|美元|美金|欧元|日元|jpy|twd|nt\$|台币|新台币|澳门元|mop"
)
_EXTRAS = re.compile(
    r"[,，;；+、/(（]*(?:[+加]?(?:提成|绩效奖金|绩效工资|绩效|年终奖|奖金|补贴|补助|津贴|分红|股权|期权|计件|加班费|全勤奖)|"
    r"五险一金|五险|六险一金|社保|公积金|双休|单休|包食宿|包吃住|包吃|包住|含餐补|另加)+[)）]*"
)
_WORDS = re.compile(
    r"税前|税后|人民币|rmb|cny|¥|￥|薪资|薪酬|工资|待遇|综合|底薪|保底|基本|收入|元?人民币|gross|net|base|salary|[()（）:：。]"
)
_ABOUT = re.compile(r"约|大约|左右|上下|about|approx\.?")
_AT_LEAST = re.compile(r"^(?:不低于|不少于|至少|最低|>=?|≥|from|min\.?)|(?:及?以上|起|\+|andabove)$")
_AT_MOST = re.compile(r"^(?:不超过|不高于|最高|至多|<=?|≤|upto|max\.?)|(?:及?以下|以内|封顶)$")


@lru_cache(maxsize=1024)
def unit_of_header(header: str) -> PayUnit:
    """The unit and period that a header names: 年薪(万元), 月薪（元/月）, Salary (k/month)."""
    text = lookup_key(header)
    period = next((name for name, pattern in _PERIODS if re.search(pattern.replace("$", r"(?=$|\W)"), text)), "")
    if not period and re.search(r"月", text):
        period = "month"
    scale = next((_SCALES[word] for word in ("万元", "千元") if word in text), 0.0)
    if not scale and re.search(r"[(（\[]\s*(?:单位[:：]?)?万", text):
        scale = 1e4
    if not scale and re.search(r"元|yuan|rmb|cny", text):
        scale = 1.0
    return PayUnit(scale, period)


@lru_cache(maxsize=16_384, typed=True)
def read_pay(cell: object, unit: PayUnit = PayUnit()) -> Pay:
    """The monthly pay range that a cell states under a header with `unit`."""
    if cell is None:
        return Pay(flags=frozenset({PayFlag.BLANK}))
    if isinstance(cell, bool | dt.date | dt.time):
        return Pay(flags=frozenset({PayFlag.UNREAD}))
    text = lookup_key(f"{cell:.10g}" if isinstance(cell, float) else str(cell))
    if text in _BLANK or len(text) > _TEXT_MAX:
        return Pay(flags=frozenset({PayFlag.UNREAD if text not in _BLANK else PayFlag.BLANK}))
    if _FOREIGN.search(text):
        return Pay(flags=frozenset({PayFlag.FOREIGN}))
    if _NEGOTIABLE.match(_WORDS.sub("", text)) or _NEGOTIABLE.match(text):
        return Pay(flags=frozenset({PayFlag.NEGOTIABLE}))
    return _read_text(text, unit)


def _read_text(text: str, unit: PayUnit) -> Pay:
    flags: set[PayFlag] = set()
    text = re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", _YEAR.sub("", text))
    text, months_paid = _take_months_paid(text)
    text, period = _take_period(text, unit)
    text = _note(_EXTRAS, text, flags, PayFlag.ABOUT)
    text = _note(_ABOUT, _WORDS.sub("", text), flags, PayFlag.ABOUT)
    at_least, text = bool(_AT_LEAST.search(text)), _AT_LEAST.sub("", text)
    at_most, text = bool(_AT_MOST.search(text)), _AT_MOST.sub("", text)
    ends = _ends(_WORDS.sub("", text).strip(",，;；/·"), unit)
    if ends is None or (at_least and at_most) or period == "several":
        return Pay(flags=frozenset({PayFlag.UNREAD}))
    if ends[0] > ends[1]:
        return Pay(flags=frozenset({PayFlag.REVERSED}))
    monthly = _to_month(ends, period, months_paid, flags)
    return _finish(monthly, at_least, at_most, flags)


def _note(pattern: re.Pattern[str], text: str, flags: set[PayFlag], flag: PayFlag) -> str:
    rest = pattern.sub("", text)
    if rest != text:
        flags.add(flag)
    return rest


def _take_months_paid(text: str) -> tuple[str, int]:
    match = _MONTHS_PAID.search(text)
    if not match or match.start() == 0:
        return text, 12
    return text[: match.start()] + text[match.end() :], int(match[1] or match[2])


def _take_period(text: str, unit: PayUnit) -> tuple[str, str]:
    """`text` without its period words, and the period they name, else the header's."""
    named = ""
    for name, pattern in _PERIODS:
        rest = re.sub(pattern, "", text)
        if rest != text:
            named = name if named in ("", name) else "several"
            text = rest
    return text, named or unit.period


def _ends(text: str, unit: PayUnit) -> tuple[float, float] | None:
    single = _SINGLE.match(text)
    if single:
        value = _value(single[1])
        return None if value is None else (_scaled(value, single[2], unit),) * 2
    between = _RANGE.match(text)
    if not between:
        return None
    first, last = _value(between[1]), _value(between[3])
    if first is None or last is None:
        return None
    high = _scaled(last, between[4], unit)
    inherited = _scaled(first, between[2] or between[4], unit)
    if inherited > high and not between[2] and first >= 100:
        return first, high  # 8000-1.2万: the first number is in yuan
    return inherited, high


def _value(text: str) -> float | None:
    number = chinese_number(text)
    if number is not None:
        return float(number)
    return float(text) if re.fullmatch(r"\d+(?:\.\d+)?", text) else None


def _scaled(value: float, word: str | None, unit: PayUnit) -> float:
    return value * (_SCALES[word or ""] or unit.scale or 1.0) if word != "元" else value


def _to_month(
    ends: tuple[float, float], period: str, months_paid: int, flags: set[PayFlag]
) -> tuple[float, float] | None:
    factors = {"month": 1.0, "year": 1 / months_paid, "day": DAYS_A_MONTH, "hour": DAYS_A_MONTH * HOURS_A_DAY}
    if period:
        if period in ("day", "hour"):
            flags.add(PayFlag.CONVERTED)
        return ends[0] * factors[period], ends[1] * factors[period]
    likely = [name for name in ("month", "year") if all(_within(end * factors[name], _PLAUSIBLE) for end in ends)]
    if len(likely) != 1:
        flags.add(PayFlag.AMBIGUOUS)
        return None
    flags.add(PayFlag.ASSUMED_PERIOD)
    return ends[0] * factors[likely[0]], ends[1] * factors[likely[0]]


def _finish(monthly: tuple[float, float] | None, at_least: bool, at_most: bool, flags: set[PayFlag]) -> Pay:
    if monthly is None:
        return Pay(flags=frozenset(flags))
    if not all(_within(end, _POSSIBLE) for end in monthly):
        return Pay(flags=frozenset({PayFlag.IMPOSSIBLE}))
    low, high = round(monthly[0], 2), round(monthly[1], 2)
    if at_least or at_most:
        flags.add(PayFlag.OPEN)
    return Pay(None if at_most else low, None if at_least else high, frozenset(flags))


def _within(value: float, window: tuple[float, float]) -> bool:
    return window[0] <= value <= window[1]
