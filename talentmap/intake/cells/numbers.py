"""Numbers as people write them in survey cells: full-width digits, 3人, 约5人, 2-3, 若干, Chinese numerals."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from talentmap.text import lookup_key, remembered

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
CHINESE_NUMERAL = "[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+"

_NUMERAL_MAX = 24
_MOST = 10**9
_BLANK = frozenset({"", "/", "\\", "-", "--", "—", "——", "–", "n/a", "na", "null", "不详", "未填", "不适用", "."})
_ZERO = frozenset({"无", "没有", "暂无", "none", "nil", "无需求", "暂无需求", "零"})
_UNIT_WORDS = r"(?:人次|人|名|个|位|份|persons?|people|posts?|heads?)"
_ABOUT = re.compile(r"^(?:约|大约|大概|预计|计划|共|近|about|approx\.?|~)|(?:左右|上下)$")
_NUMBER = re.compile(rf"^([+-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?){_UNIT_WORDS}?$")
_CHINESE = re.compile(rf"^({CHINESE_NUMERAL}){_UNIT_WORDS}?$")
_RANGE = re.compile(rf"^(\d+(?:\.\d+)?){_UNIT_WORDS}?(?:-|~|—|–|至|到|to)(\d+(?:\.\d+)?){_UNIT_WORDS}?$")


class Doubt(StrEnum):
    """Why a cell gave no plain number."""

    SURE = ""
    BLANK = "blank"  # nothing was said
    ABOUT = "about"  # a number, said to be approximate
    RANGE = "range"  # two numbers
    DATE = "date"  # the spreadsheet turned 2-3 into a date
    FRACTION = "fraction"  # not a whole number where one is needed
    UNREAD = "unread"  # words


@dataclass(frozen=True, slots=True)
class Reading:
    """A number read from a cell, and what is doubtful about it; `low` and `high` are the ends of a range."""

    value: float | None
    doubt: Doubt = Doubt.SURE
    low: float | None = None
    high: float | None = None


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral such as 十二万五千; None for anything else, colloquial 三千五 included."""
    if len(text) > _NUMERAL_MAX or not re.fullmatch(CHINESE_NUMERAL, text):
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total = 0
    for unit, worth in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.rpartition(unit)
        if found:
            part = chinese_number(head) if head else None
            if part is None or part >= 10**4 or (len(tail) == 1 and tail in _DIGITS):
                return None
            total += part * worth
            text = tail
    rest = _below_ten_thousand(text)
    return None if rest is None else total + rest


def _below_ten_thousand(text: str) -> int | None:
    total, pending, floor = 0, None, 10**4
    zero_before = False
    for character in text:
        if character in _UNITS:
            worth = _UNITS[character]
            if worth >= floor or (pending is None and (worth != 10 or total)):
                return None
            total += (1 if pending is None else pending) * worth
            pending, floor, zero_before = None, worth, False
        elif _DIGITS.get(character) == 0:
            zero_before = True
        elif pending is not None or character not in _DIGITS:
            return None
        else:
            pending = _DIGITS[character]
    if pending is not None and floor in (100, 1000) and not zero_before:
        return None  # 三千五 means 3,500 to some and 3,005 to none: ask
    return total + (pending or 0)


def read_number(cell: object) -> Reading:
    """The number that a cell states, with the doubt that remains; never a guess."""
    if cell is None:
        return Reading(None, Doubt.BLANK)
    if isinstance(cell, int | float):
        return Reading(float(cell))
    if isinstance(cell, dt.date | dt.time):
        return Reading(None, Doubt.DATE)
    return _read_text(lookup_key(str(cell)).strip("'。;；"))


_LONGEST = 40


@lru_cache(maxsize=16_384)
def _read_text(text: str) -> Reading:
    if text in _BLANK:
        return Reading(None, Doubt.BLANK)
    if text in _ZERO:
        return Reading(0.0)
    if len(text) > _LONGEST:
        return Reading(None, Doubt.UNREAD)
    bare = _ABOUT.sub("", _ABOUT.sub("", text))
    value = _plain(bare)
    if value is not None:
        return Reading(value, Doubt.ABOUT if bare != text else Doubt.SURE)
    between = _RANGE.match(bare)
    if between:
        low, high = float(between[1]), float(between[2])
        return Reading(low, Doubt.SURE) if low == high else Reading(None, Doubt.RANGE, low, high)
    return Reading(None, Doubt.UNREAD)


def _plain(text: str) -> float | None:
    plain = _NUMBER.match(text)
    if plain:
        return float(plain[1].replace(",", ""))
    chinese = _CHINESE.match(text)
    value = chinese_number(chinese[1]) if chinese else None
    return None if value is None else float(value)


@remembered
def read_count(cell: object) -> Reading:
    """The whole number of people or things that a cell states; a fraction is a doubt, not a rounding.

    More than a thousand million is no number of anything that a survey asks for: a code or a telephone number, unread.
    """
    reading = read_number(cell)
    if reading.value is not None and abs(reading.value) > _MOST:
        return Reading(None, Doubt.UNREAD)
    if reading.value is not None and reading.value != int(reading.value):
        return Reading(None, Doubt.FRACTION)
    return reading


_MONTHS = re.compile(r"^(.+?)(个?月|months?|年|years?|天|日|days?|周|个?星期|weeks?)(?:以上|及以上|以内)?$")


_YEARS_AND_MONTHS = re.compile(rf"^(\d+|{CHINESE_NUMERAL})年(?:零?(\d+|{CHINESE_NUMERAL})个?月|(半))(?:以上|及以上)?$")


def read_months(cell: object, unit: str = "month") -> Reading:
    """A length of time in months; a bare number is in `unit` (`month` or `year`), the header's word."""
    text = "" if cell is None else lookup_key(str(cell))
    spoken = _MONTHS.match(text) if isinstance(cell, str) else None
    if text in ("半年", "半年以上"):
        return Reading(6.0)
    long = _YEARS_AND_MONTHS.match(text)
    years, months = (_plain(part) if part else None for part in long.groups()[:2]) if long else (None, None)
    if long and years is not None and (long[3] or months is not None):
        return Reading(12 * years + (months if months is not None else 6.0))
    reading = read_number(spoken[1] if spoken else cell)
    if reading.value is None:
        return reading
    return Reading(round(reading.value * _in_months(spoken[2] if spoken else unit), 2), reading.doubt)


def _in_months(word: str) -> float:
    if word[0] in "年y":
        return 12.0
    if word[0] in "天日d":
        return 12 / 365.25
    return 7 * 12 / 365.25 if word[0] in "周w" or "星期" in word else 1.0


_ANY_YEARS = frozenset(
    {"不限", "无要求", "经验不限", "无经验", "无需经验", "应届", "应届生", "应届毕业生", "在校生"}
    | {"any", "none", "norequirement", "noexperience"}
)
_YEARS = re.compile(
    rf"^(\d+(?:\.\d+)?|{CHINESE_NUMERAL})(?:(?:-|~|—|–|至|到|to)(\d+(?:\.\d+)?|{CHINESE_NUMERAL}))?"
    r"\+?(?:年|years?|yrs?)?\+?(?:及?以上|起)?(?:的?(?:相关)?(?:工作)?经[验历])?(?:以上)?(?:experience)?$"
)


_HALF_A_YEAR = re.compile(r"^半年(?:及?以上)?(?:的?(?:相关)?(?:工作)?经[验历])?$")
_MONTHS_OF_WORK = re.compile(
    r"^(\d+)(?:(?:-|~|至|到)\d+)?(?:个月|months?)(?:及?以上)?(?:的?(?:相关)?(?:工作)?经[验历])?$"
)


def read_years(cell: object) -> Reading:
    """Years of experience asked: the lower end of what is written, since it is the floor that decides."""
    if cell is None or isinstance(cell, int | float) or not isinstance(cell, str):
        return read_number(cell)
    text = lookup_key(cell)
    if text in _ANY_YEARS:
        return Reading(0.0)
    if text in _BLANK:
        return Reading(None, Doubt.BLANK)
    if _HALF_A_YEAR.match(text):
        return Reading(0.5)
    months = _MONTHS_OF_WORK.match(text)
    if months:
        return Reading(round(float(months[1]) / 12, 2))
    match = _YEARS.match(text.replace("至少", "").replace("工作经验", "").replace("atleast", ""))
    value = _plain(match[1]) if match else None
    return Reading(None, Doubt.UNREAD) if value is None else Reading(value)
