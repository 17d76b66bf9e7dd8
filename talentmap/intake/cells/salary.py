"""Pay as firms write it -> yuan a month: 8-12万/年, 4-8千/月, 8k-12k, 10万~15万·13薪, 100元/天, 底薪3000+提成, 面议.

The grammar reads the whole text or nothing: a word it does not know makes the value a question, never a guess. Where
neither cell nor header names the period, it is taken only if exactly one gives a plausible month, and is flagged;
figures in thousands (20k-30k) are by the month wherever they can be, as all job boards write them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from talentmap.intake.cells.pay_words import AMOUNTS, PERIODS, Token, Word, tokens
from talentmap.text import lookup_key

DAYS_A_MONTH = 21.75  # the statutory divisor for daily pay
HOURS_A_DAY = 8
CONTRADICTORY = "contradictory"  # the period where header and column name two
_TEXT_MAX = 120  # longer is prose
_WIDEST = 10.0  # a range whose ends are further apart lacks a digit or mixes two units
_PLAUSIBLE = (1500.0, 60_000.0)  # a month's pay, where the period has to be told from the size
_POSSIBLE = (1000.0, 300_000.0)  # outside this no month's pay is believed, whatever the cell says
_UNDER_HEADER = {  # where only the header names the period, a slip in unit or column has to show
    "year": (1500.0, 300_000.0),
    "month": (1000.0, 60_000.0),
    "day": (1000.0, 60_000.0),
    "hour": (1000.0, 60_000.0),
}


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


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text says before months are counted: the ends in yuan, who named the period, and what is doubtful."""

    low: float | None
    high: float | None
    period: str = ""
    in_cell: bool = False
    in_thousands: bool = False
    months_paid: float = 12
    flags: frozenset[PayFlag] = frozenset()


_HEADER_PERIODS = (
    ("year", r"年薪|/年|每年|年收入|per ?year|per ?annum|annual|yearly|/y(?:ea)?r|年"),
    ("month", r"月薪|/月|每月|月工资|月收入|per ?month|monthly|/mo(?:nth)?|月"),
    ("day", r"日薪|日工资|/[天日]|每[天日]|per ?day|daily|/day"),
    ("hour", r"时薪|/(?:小时|时)|每小时|per ?hour|hourly|/h(?:ou)?r?"),
)
_HEADER_SCALES = (
    (1e4, r"万元|[(/\[,，:：单位]万|[(/\[:：]w(?![a-z])|10[,，]?000 ?(?:yuan|rmb|cny)|ten ?thousand"),
    (1e3, r"千元|[(/\[:：]千|[(/\[:：]k(?![a-z])|thousand"),
    (1.0, r"元|yuan|rmb|cny"),
)
_BLANK = frozenset({"", "/", "\\", "-", "--", "—", "——", "n/a", "na", "无", "null", "none", "nil"})
_FOREIGN = re.compile(
    r"\$|usd|€|eur|£|gbp|hkd|jpy|twd|mop|sgd|aud|cad|krw|chf|港[币元纸]|美[元金]|欧元|英镑|日[元圆币]|韩[元币]|新加?坡?币|"
    r"新加坡元|新?台币|澳门?元|澳币|加元|加币|泰铢|卢布"
)


@lru_cache(maxsize=1024)
def unit_of_header(header: str) -> PayUnit:
    """The unit and period that a header names: 年薪(万元), 月薪（元/月）, Salary (k/month)."""
    text = lookup_key(header)
    named = [name for name, pattern in _HEADER_PERIODS if re.search(pattern, text)]
    scale = next((scale for scale, pattern in _HEADER_SCALES if re.search(pattern, text)), 0.0)
    return PayUnit(scale, named[0] if len(named) == 1 else CONTRADICTORY if named else "")


@lru_cache(maxsize=16_384, typed=True)
def read_pay(cell: object, unit: PayUnit = PayUnit()) -> Pay:
    """The monthly pay range that a cell states under a header with `unit`."""
    return _month(stated(cell, unit))


@lru_cache(maxsize=16_384, typed=True)
def read_pay_between(low: object, high: object, units: tuple[PayUnit, PayUnit]) -> Pay:
    """The monthly range of two cells, its ends read together: what the period cannot be for one it is for neither."""
    lower, upper = stated(low, units[0]), stated(high, units[1])
    if lower.low is None or upper.high is None or lower.period != upper.period:
        return _one_by_one(_month(lower), _month(upper))
    return _month(replace(lower, high=upper.high, flags=lower.flags | upper.flags))


def _one_by_one(lower: Pay, upper: Pay) -> Pay:
    """Two ends that were not read as one range: a cell left out leaves its end open."""
    flags = lower.flags | upper.flags
    if PayFlag.BLANK in upper.flags:
        return Pay(lower.low, None if lower.high == lower.low else lower.high, lower.flags)
    if PayFlag.BLANK in lower.flags:
        return Pay(None if upper.low == upper.high else upper.low, upper.high, upper.flags)
    if lower.low is not None and upper.high is not None and PayFlag.ASSUMED_PERIOD in flags:
        return _question(PayFlag.AMBIGUOUS)
    if lower.low is not None and upper.high is not None and lower.low > upper.high:
        return _question(PayFlag.REVERSED)
    return Pay(lower.low, upper.high, flags)


@lru_cache(maxsize=16_384, typed=True)
def stated(cell: object, unit: PayUnit) -> Stated:
    """What a cell says, in yuan and before months are counted."""
    if isinstance(cell, dt.date | dt.time):
        return _nothing(PayFlag.UNREAD)
    text = "" if cell is None else f"{cell:.10g}" if isinstance(cell, float) else str(cell)
    key = lookup_key(text)
    if key in _BLANK:
        return _nothing(PayFlag.BLANK)
    if len(key) > _TEXT_MAX:
        return _nothing(PayFlag.UNREAD)
    if _FOREIGN.search(key):
        return _nothing(PayFlag.FOREIGN)
    said = tokens(text)
    return _nothing(PayFlag.UNREAD) if said is None else _stated(said, unit)


def _nothing(flag: PayFlag) -> Stated:
    return Stated(None, None, flags=frozenset({flag}))


def _stated(said: Sequence[Token], unit: PayUnit) -> Stated:
    words = [token.word for token in said]
    periods = {word for word in words if word in PERIODS}
    if not any(word in AMOUNTS for word in words):
        answered = {Word.NO_FIGURE, Word.ON_TOP, Word.PAID_BY} & set(words)
        return _nothing(PayFlag.NEGOTIABLE if answered else PayFlag.UNREAD)
    if len(periods) > 1 or not _is_in_order(words):
        return _nothing(PayFlag.UNREAD)
    period = next(iter(periods)).value if periods else unit.period
    scale = unit.scale if period == unit.period or not unit.period else 0.0
    amounts = [token for token in said if token.word in AMOUNTS]
    ends = _ends(amounts, scale)
    in_thousands = any((token.scale or scale) == 1e3 for token in amounts)
    if ends[0] > ends[1]:
        return _nothing(PayFlag.REVERSED)
    months_paid = next((token.value for token in said if token.word is Word.MONTHS_PAID), 12.0)
    low, high, flags = _opened(ends, words)
    return Stated(low, high, period, bool(periods), in_thousands, months_paid, flags)


def _is_in_order(words: Sequence[Word]) -> bool:
    """True for one amount, or two with a dash between them; qualifiers stand on their own side of the amounts."""
    at = [index for index, word in enumerate(words) if word in AMOUNTS]
    dashes = [index for index, word in enumerate(words) if word is Word.DASH]
    if len(at) > 2 or len(dashes) != len(at) - 1 or any(not at[0] < dash < at[1] for dash in dashes):
        return False
    before = {Word.FROM, Word.UP_TO}.intersection(words[at[0] :])
    after = {Word.OR_MORE, Word.OR_LESS}.intersection(words[: at[-1]])
    both = {Word.FROM, Word.OR_MORE} & set(words) and {Word.UP_TO, Word.OR_LESS} & set(words)
    return not before and not after and not both


def _ends(amounts: Sequence[Token], scale: float) -> tuple[float, float]:
    """Both ends in yuan; in 8-12万 the first takes the scale of the second, in 8000-1.2万 it cannot."""
    first, last = amounts[0], amounts[-1]
    high = last.value * (last.scale or scale or 1.0)
    low = first.value * (first.scale or last.scale or scale or 1.0)
    if low > high and not first.scale and first.value >= 100:
        return first.value, high
    return low, high


def _opened(ends: tuple[float, float], words: Sequence[Word]) -> tuple[float | None, float | None, frozenset[PayFlag]]:
    said = set(words)
    single = sum(word in AMOUNTS for word in words) == 1
    at_least = Word.OR_MORE in said or (Word.FROM in said and single) or (Word.ON_TOP in said and single)
    at_most = Word.UP_TO in said or Word.OR_LESS in said
    flags = {PayFlag.OPEN} if at_least or at_most else set()
    if said & {Word.ABOUT, Word.ON_TOP, Word.PAID_BY, Word.NO_FIGURE}:
        flags.add(PayFlag.ABOUT)
    return None if at_most else ends[0], None if at_least and not at_most else ends[1], frozenset(flags)


def _month(said: Stated) -> Pay:
    ends = [end for end in (said.low, said.high) if end is not None]
    if not ends:
        return Pay(flags=said.flags)
    period = said.period or _likely_period(ends, said.in_thousands)
    doubt = _doubt(said, ends, period)
    if doubt is not None:
        return _question(doubt)
    factor = _factors(said.months_paid)[period]
    flags = set(said.flags)
    if not said.period:
        flags.add(PayFlag.ASSUMED_PERIOD)
    if period in ("day", "hour"):
        flags.add(PayFlag.CONVERTED)
    low, high = (None if end is None else round(end * factor, 2) for end in (said.low, said.high))
    return Pay(low, high, frozenset(flags))


def _doubt(said: Stated, ends: Sequence[float], period: str) -> PayFlag | None:
    """Why a figure is not believed, None where it is."""
    if said.low is not None and said.high is not None and said.low > said.high:
        return PayFlag.REVERSED
    if period in ("", CONTRADICTORY):
        return PayFlag.AMBIGUOUS
    window = _POSSIBLE if said.in_cell or not said.period else _UNDER_HEADER[period]
    believed = max(ends) <= _WIDEST * min(ends) and _all_within(ends, _factors(said.months_paid)[period], window)
    return None if believed else PayFlag.IMPOSSIBLE


def _factors(months_paid: float) -> Mapping[str, float]:
    """What turns pay by the year, month, day or hour into pay by the month."""
    return {"month": 1.0, "year": 1 / months_paid, "day": DAYS_A_MONTH, "hour": DAYS_A_MONTH * HOURS_A_DAY}


def _likely_period(ends: Sequence[float], in_thousands: bool) -> str:
    month, year = (_all_within(ends, factor, _PLAUSIBLE) for factor in (1.0, 1 / 12))
    if month and year:
        return "month" if in_thousands else ""
    return "month" if month else "year" if year else ""


def _question(flag: PayFlag) -> Pay:
    return Pay(flags=frozenset({flag}))


def _all_within(ends: Sequence[float], factor: float, window: tuple[float, float]) -> bool:
    return all(window[0] <= end * factor <= window[1] for end in ends)
