"""Money as policy texts state it: 最高100万元, 5—10万元, 按学费的50%, up to RMB 1.5 million; the unsaid stays unknown.

A statement is read into bounds in yuan, a share in percent, or nothing. 最高100万元 has a highest value and no lowest;
按实际贡献 has neither. A list of steps (高级工1500元、技师2500元) has the lowest and the highest step as bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from talentmap.text import squeeze

BASES = (
    "once",
    "per-year",
    "per-month",
    "per-day",
    "per-project",
    "per-head",  # paid to an employer or agency for each person trained, hired or brought in
    "percent",
    "in-kind",
    "unstated",
)
"""What an amount is paid for."""

_DIGITS = {
    **dict(zip("〇零一二三四五六七八九", (0, *range(10)), strict=True)),
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_NUMERAL_MAX = 24
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_CHINESE = "[〇零一二三四五六七八九两壹贰叁肆伍陆柒捌玖十拾百佰千仟万亿]+"
_SCALES = {
    "亿": 1e8,
    "千万": 1e7,
    "百万": 1e6,
    "十万": 1e5,
    "万": 1e4,
    "千": 1e3,
    "百": 1e2,
    "million": 1e6,
    "m": 1e6,
    "thousand": 1e3,
    "k": 1e3,
    "billion": 1e9,
}
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_DECADES = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {
    **{word: number for number, word in enumerate(_ONES)},
    **{word: 10 * number for number, word in enumerate(_DECADES, start=2)},
}
_WORD_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_ENGLISH = rf"(?:\b(?:{'|'.join((*_WORDS, *_WORD_SCALES))})\b[\s-]*)+"

_TOKEN = re.compile(
    rf"(?P<lead>(?:RMB|CNY|yuan)\s*|[¥￥]\s*)?"
    rf"(?:(?P<number>(?:\d{{1,3}}(?:[,，]\d{{3}})+|\d+)(?:\.\d+)?)\s*"
    rf"(?P<scale>亿|千万|百万|十万|万|千|百|(?:million|thousand|billion|k|m)\b)?"
    rf"|(?P<chinese>{_CHINESE})|(?P<english>{_ENGLISH}))"
    rf"\s*(?P<unit>元|块钱|块|yuan\b|RMB\b|CNY\b|(?<=万)(?=[/／。，；、,;)）\s]|$))?",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*(?:元)?\s*(?:至|到|[-–—―~～－]+|to|and)\s*", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:[、,，/]|和|或|及|与|or|and|, and)\s*", re.IGNORECASE)
_PERCENT = re.compile(
    rf"(?P<low>\d+(?:\.\d+)?)\s*[%％]?\s*(?:至|到|[-–—~～－]+|to)\s*(?P<high>\d+(?:\.\d+)?)\s*(?:[%％]|per\s?cent\b)"
    rf"|(?P<one>\d+(?:\.\d+)?)\s*(?:[%％]|per\s?cent\b)|百分之(?P<chinese>{_CHINESE})",
    re.IGNORECASE,
)
_CAP_BEFORE = re.compile(
    r"(?:最高|最多|不超过|不高于|不得超过|上限为?|至多|限额|以内|up to|not exceeding|not exceed|no more than"
    r"|not more than"
    r"|at most|capped at|a cap of|maximum(?: of)?|not to exceed)[^\d。；;]{0,6}$",
    re.IGNORECASE,
)
_CAP_AFTER = re.compile(r"^\s*(?:以内|以下|封顶|为限|at (?:the )?most\b)", re.IGNORECASE)
_FLOOR_BEFORE = re.compile(
    r"(?:不低于|不少于|至少|最低|at least|not less than|no less than|minimum(?: of)?)[^\d。；;]{0,6}$", re.IGNORECASE
)
_FLOOR_AFTER = re.compile(r"^\s*(?:以上|or more\b|and above\b)", re.IGNORECASE)
_OPEN = re.compile(
    r"按(?:其)?实际贡献|视情况|视贡献|一事一议|面议|另行(?:确定|制定|研究)|适当|酌情|as appropriate"
    r"|case by case|to be determined"
    r"|according to (?:actual )?contribution",
    re.IGNORECASE,
)
_HIGHEST_PERCENT = 1000.0


@dataclass(frozen=True, slots=True)
class Share:
    """A share in percent where a text states one, at `start` to `end`."""

    start: int
    end: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Money:
    """Bounds in yuan where a text states an amount, at `start` to `end`; None where that side is open."""

    start: int
    end: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Stated:
    """What a cell says of an amount. `is_open`: it says that the amount is decided elsewhere."""

    low: float | None = None
    high: float | None = None
    percent_low: float | None = None
    percent_high: float | None = None
    is_open: bool = False

    @property
    def is_known(self) -> bool:
        """True where there is a bound or a share."""
        return any(bound is not None for bound in (self.low, self.high, self.percent_low, self.percent_high))


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    value: float
    has_scale: bool
    is_money: bool


def read_amount(text: str) -> Stated:
    """What `text`, the cell of a register, says of an amount; nothing known where it names none."""
    moneys, shares = moneys_in(text), shares_in(text)
    lows = [money.low for money in moneys if money.low is not None]
    highs = [money.high for money in moneys if money.high is not None]
    is_capped = any(money.low is None for money in moneys)
    return Stated(
        min(lows) if lows and not is_capped else None,
        max(highs) if highs else None,
        min((share.low for share in shares if share.low is not None), default=None),
        max((share.high for share in shares if share.high is not None), default=None),
        bool(_OPEN.search(text)),
    )


def moneys_in(text: str) -> tuple[Money, ...]:
    """Every amount of money that `text` states, in order; a range or a list of steps is one amount."""
    groups: list[list[_Token]] = []
    tokens = list(_tokens(text))
    for place, token in enumerate(tokens):
        if not token.is_money and not _is_drawn_in(text, tokens, place):
            continue
        if groups and _are_joined(text, groups[-1][-1], token):
            groups[-1].append(token)
        else:
            groups.append([token])
    return tuple(_money(text, group) for group in groups if any(token.is_money for token in group))


def shares_in(text: str) -> tuple[Share, ...]:
    """Every share in percent that `text` states, in order."""
    return tuple(share for match in _PERCENT.finditer(text) if (share := _share(text, match)) is not None)


def chinese_number(text: str) -> float | None:
    """The number that a Chinese numeral says, such as 一百五十万; None where it is none."""
    if len(text) > _NUMERAL_MAX:
        return None
    total, section, digit = 0.0, 0.0, None
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character] if digit is None else digit * 10 + _DIGITS[character]
        elif character in _TENS:
            section += (1 if digit is None else digit) * _TENS[character]
            digit = None
        elif character in _MYRIADS:
            total = (total + section + (digit or 0)) * _MYRIADS[character]
            section, digit = 0.0, None
        else:
            return None
    return total + section + (digit or 0) if text else None


def english_number(text: str) -> float | None:
    """The number that English words say, such as four hundred thousand; None where they say none."""
    total, section = 0.0, 0.0
    for word in re.findall(r"[a-z]+", text.casefold()):
        if word in _WORDS:
            section += _WORDS[word]
        elif word == "hundred":
            section = max(section, 1) * 100
        elif word in _WORD_SCALES:
            total, section = total + max(section, 1) * _WORD_SCALES[word], 0.0
        else:
            return None
    return total + section if text.strip() else None


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        value = _value(match)
        if value is None:
            continue
        is_money = match["unit"] is not None or match["lead"] is not None
        yield _Token(match.start(), match.end(), value, match["scale"] is not None, is_money)


def _value(match: re.Match[str]) -> float | None:
    if match["chinese"]:
        return chinese_number(match["chinese"])
    if match["english"]:
        return english_number(match["english"])
    scale = _SCALES[match["scale"].casefold()] if match["scale"] else 1.0
    return round(float(re.sub("[,，]", "", match["number"])) * scale, 6)


def _is_drawn_in(text: str, tokens: Sequence[_Token], place: int) -> bool:
    """True for a bare number that an amount beside it makes money: 5—10万元, 300万—1000万元, 1,500, 2,500 and 3,500."""
    token = tokens[place]
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if after is not None and after.is_money and _TO.fullmatch(text[token.end : after.start]):
        return True
    before = tokens[place - 1] if place else None
    if before is None or not (before.is_money or _is_drawn_in(text, tokens, place - 1)) or token.value < 100:
        return False
    between = text[before.end : token.start]
    return bool(_LISTED.fullmatch(between) or _TO.fullmatch(between)) and not _counts_something(text[token.end :])


def _counts_something(rest: str) -> bool:
    return bool(re.match(r"\s*(?:个|名|人|年|天|日|月|项|家|%|％|[A-Za-z]+s\b(?<!ones))", rest))


def _are_joined(text: str, before: _Token, token: _Token) -> bool:
    between = text[before.end : token.start]
    return bool(_TO.fullmatch(between) or _LISTED.fullmatch(between))


def _money(text: str, group: Sequence[_Token]) -> Money:
    values = [token.value for token in group]
    last = group[-1]
    for place, token in enumerate(group[:-1]):
        follower = group[place + 1]
        if not token.has_scale and not token.is_money and follower.has_scale and token.value < follower.value:
            values[place] = token.value * _scale_of(text, follower)  # 5—10万元: both are 万
    start, end = group[0].start, last.end
    before, after = squeeze(text[max(0, start - 24) : start]), text[end : end + 12]
    is_capped = bool(_CAP_BEFORE.search(before) or _CAP_AFTER.match(after))
    is_floor = bool(_FLOOR_BEFORE.search(before) or _FLOOR_AFTER.match(after))
    several = len(values) > 1
    low = None if is_capped and not several else min(values)
    high = None if is_floor and not several else max(values)
    return Money(start, end, low, high)


def _scale_of(text: str, token: _Token) -> float:
    match = _TOKEN.match(text, token.start)
    return _SCALES[match["scale"].casefold()] if match and match["scale"] else 1.0


def _share(text: str, match: re.Match[str]) -> Share | None:
    if match["low"]:
        low, high = float(match["low"]), float(match["high"])
    else:
        told = float(match["one"]) if match["one"] else chinese_number(match["chinese"])
        if told is None:
            return None
        low = high = told
    if high > _HIGHEST_PERCENT:
        return None
    before = squeeze(text[max(0, match.start() - 24) : match.start()])
    is_capped = low == high and _CAP_BEFORE.search(before)
    is_floor = low == high and _FLOOR_BEFORE.search(before)
    return Share(match.start(), match.end(), None if is_capped else low, None if is_floor else high)
