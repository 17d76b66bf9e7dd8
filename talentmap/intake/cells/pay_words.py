"""The words of pay: cuts 年薪10-15万,13薪 into tokens, each a kind and what it says; a word not listed here is refused.

The order of the kinds decides: 年薪 is a period before 年 is one, 13薪 a number of salaries before 13 is an amount.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from talentmap.intake.cells.numbers import CHINESE_NUMERAL, chinese_number
from talentmap.text import fold, simplify


class Word(StrEnum):
    """What a token of a pay text is."""

    YEAR_DATE = "year_date"  # 2026年8-12万: the year that the pay belongs to, never an amount
    MONTHS_PAID = "months_paid"  # 13薪
    NO_FIGURE = "no_figure"  # 面议, 按公司规定: an answer by itself, an aside beside a figure
    ON_TOP = "on_top"  # +提成: what comes above the figure
    PAID_BY = "paid_by"  # 计件, 提成: how pay is made up
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    FROM = "from"  # 不低于, before the amount
    UP_TO = "up_to"  # 不超过, before the amount
    OR_MORE = "or_more"  # 以上, after the amount
    OR_LESS = "or_less"  # 以内, after the amount
    ABOUT = "about"
    ASIDE = "aside"  # 五险一金, 包吃住: true and no part of the pay
    FRAME = "frame"  # 税前, 元/人: says nothing that changes the figure
    AMOUNT = "amount"  # 1.2万
    NUMERAL = "numeral"  # 一万二: an amount in Chinese numerals
    DASH = "dash"


AMOUNTS = (Word.AMOUNT, Word.NUMERAL)
PERIODS = (Word.YEAR, Word.MONTH, Word.DAY, Word.HOUR)
SCALES: Mapping[str, float] = {"万": 1e4, "w": 1e4, "千": 1e3, "k": 1e3}

_EXTRA = (
    r"(?:[高]?(?:业务|销售|项目)?提成|绩效(?:奖金|工资|奖)?|年终奖金?|年底奖金?|(?:季度|月度|效益|超产|全勤)?奖金|奖励|"
    r"(?:高温|岗位|住房|交通|夜班|学历|技能)?(?:补贴|补助|津贴)|餐补|房补|分红|分成|股权|期权|计件(?:工资)?|计时工资|加班费|"
    r"全勤奖?|工龄奖?|bonus(?:es)?|commissions?|allowances?|stock|options)"
)
_BENEFIT = (
    r"(?:五险一金|六险一金|五险|六险|社会?保险?|公积金|双休|单休|大小周|包食宿|包吃包住|包吃住|包吃|包住|食宿|餐补|住宿|"
    r"年底双薪|双薪|带薪年假|上不封顶|法定节假日)"
)
_KINDS: tuple[tuple[Word, str], ...] = (
    (Word.YEAR_DATE, r"(?:19|20)\d\d(?=年薪)|(?:19|20)\d\d年度?(?=.*\d)"),
    (Word.MONTHS_PAID, r"[·•・,*x×+]?(?P<paid>1[2-9]|2[0-4])个?月?薪|[·•・*x×](?P<times>1[2-9]|2[0-4])(?:个月)?$"),
    (
        Word.NO_FIGURE,
        r"(?:可|具体|优秀者|另行?)*(?:面议|面谈|另议|详谈|可谈|可议|电议|面洽|商议|商定|协商|议定)|待定|暂未确定|暂不确定|未定|"
        r"优秀者?从优|从优|优厚|丰厚|保密|一人一议|一事一议|(?:具?有)?(?:市场)?竞争力的?|年薪制|月薪制|协议工资|按劳取酬|"
        r"(?:按照?|根据|参照|依据|视)[^\d;,]{0,12}?(?:规定|标准|制度|能力|经验|水平|情况|政策|学历|协议|市场)"
        r"(?:执行|确定|而定|定薪|核定|发放|面议|面谈|定)*|"
        r"(?:tobe)?(?:negotiated|negotiable|discussed|determined|agreed)|tbd|tba|competitive|confidential|notdisclosed|"
        r"attractive|dependsonexperience|dependingonexperience|doe|marketrate|(?:salary)?open(?!\w)",
    ),
    (Word.ON_TOP, rf"(?:\+|外?加|另加|另有|plus)(?:{_EXTRA}[+、和及加/]?)+"),
    (Word.ASIDE, rf"[(+,;、]*(?:不?含|包含|包括|含有|购买|缴纳|提供|享受|交|有)?(?:{_BENEFIT}[、,+和及]?)+"),
    (Word.ASIDE, rf"(?:不含|未含|含|包含|包括)(?:(?:{_EXTRA}|{_BENEFIT})[、,+和及]?)+"),
    (Word.PAID_BY, rf"按件计酬|多劳多得|计件制|计时制|[日月]结(?!\d)|{_EXTRA}"),
    (
        Word.YEAR,
        r"年薪|年收入|年综合收入|年均收入|年均|年度|全年|/年|每年|一年|p\.?a\.?(?![a-z])|(?:per|/|an?)?(?:annum|year|yr)(?![a-z])|"
        r"annual(?:ly)?|yearly|年",
    ),
    (
        Word.MONTH,
        r"月薪|月收入|月综合收入|月工资|月底薪|月均(?:收入|工资)?|月平均(?:收入|工资)?|/个?月|每个?月|一个月|"
        r"(?:per|/|a)?(?:months?|mo)(?![a-z])|monthly|月",
    ),
    (Word.DAY, r"日薪|日工资|日结|/[天日]|每[天日]|一[天日]|(?:per|/|a)?day(?![a-z])|daily|[天日]"),
    (Word.HOUR, r"时薪|/个?小时|/时|每个?小时|一?个?小时|(?:per|/|an)?(?:hour|hr)(?![a-z])|/h(?![a-z])|hourly"),
    (Word.FROM, r"不低于|不少于|不小于|至少|最低|(?:无责)?保底|>=?|≥|from|atleast|min(?:imum)?(?![a-z])\.?|从(?=\d)"),
    (Word.UP_TO, r"不超过|不高于|不大于|最高|至多|最多|<=?|≤|upto|atmost|max(?:imum)?(?![a-z])\.?"),
    (Word.OR_MORE, r"(?:及|或)?以上|起|\+|(?:and|or)(?:above|more|up)|上?不封顶"),
    (Word.OR_LESS, r"(?:及|或)?以下|以内|之内|封顶|(?:and|or)(?:below|less)"),
    (Word.ABOUT, r"大约|大概|约|左右|上下|about|around|approx(?:imately)?\.?"),
    (
        Word.FRAME,
        r"[/·]人|每人|/person|税前|税后|到手|实发|人民币|rmb|cny|¥|薪资|薪酬|工资|待遇|福利|综合|无责|底薪|基本|岗位|固定|平均|"
        r"收入|范围|水平|不等|gross|net|base|basic|beforetax|aftertax|salary|pay|package|yuan|元|[()「」\[\]【】:：,，;；、。.·]",
    ),
    (
        Word.AMOUNT,
        r"(?P<number>\d+(?:\.\d+)?)(?P<scale>[万千wk])?"
        r"(?:(?<=[万千])(?P<tail>[1-9])(?P<unit>[千百])?(?![\d.万千百十wk个]))?(?:(?P<yuan>(?:元|块钱?|圆|yuan)整?))?",
    ),
    (
        Word.NUMERAL,
        rf"(?P<numeral>(?:(?!一(?:个?月|年|[天日]|个?小时)){CHINESE_NUMERAL[:-1]})+)(?:(?:元|块钱?|圆)整?)?",
    ),
    (Word.DASH, r"[-~—–―−]{1,2}|至|到|to"),
)  # fmt: skip
_LEXICON = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_TENTHS = {"万": 1000, "千": 100, "百": 10}
_DECIMAL_POINT_OF_A_LIST = re.compile(r"\.(?=(?:1[2-9]|2[0-4])个?月?薪)")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a pay text; an amount carries its number and its scale in yuan, 0 where none is said."""

    word: Word
    value: float = 0.0
    scale: float = 0.0


def tokens(text: str) -> tuple[Token, ...] | None:
    """The tokens of a whole text, None where any part of it is unknown."""
    rest = plain(text)
    found: list[Token] = []
    while rest:
        token, length = _first(rest)
        if token is None:
            return None
        found.append(token)
        rest = rest[length:]
    return tuple(found)


def plain(text: str) -> str:
    """The text folded, simplified, without thousands separators; a blank between two numbers stays and is refused."""
    folded = re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", simplify(fold(text)))
    return re.sub(r"(?<!\d) | (?!\d)", "", _DECIMAL_POINT_OF_A_LIST.sub("·", folded)).replace("¥", "").replace("￥", "")


def _first(rest: str) -> tuple[Token | None, int]:
    for kind, pattern in _LEXICON:
        match = pattern.match(rest)
        if match and match.end():
            token = _token(kind, match)
            if token is not None:
                return token, match.end()
    return None, 0


def _token(kind: Word, match: re.Match[str]) -> Token | None:
    if kind is Word.MONTHS_PAID:
        return Token(kind, float(match["paid"] or match["times"]))
    if kind is Word.AMOUNT:
        return _digits(match)
    return _numeral(match["numeral"]) if kind is Word.NUMERAL else Token(kind)


def _digits(match: re.Match[str]) -> Token:
    number = float(match["number"])
    scale = SCALES.get(match["scale"] or "", 1.0 if match["yuan"] else 0.0)
    if not match["tail"]:
        return Token(Word.AMOUNT, number, scale)
    unit = {"千": 1e3, "百": 1e2}.get(match["unit"] or "", scale / 10)  # 1万2 is 12000
    return Token(Word.AMOUNT, number * scale + float(match["tail"]) * unit, 1.0)


def _numeral(run: str) -> Token | None:
    """An amount in Chinese numerals: 八千 keeps its scale for 五到八千, 一万二 is 12000, 四五千 is refused."""
    head = chinese_number(run[:-1]) if run[-1] in SCALES and _is_spelled(run[:-1]) else None
    if head is not None:
        return Token(Word.NUMERAL, float(head), SCALES[run[-1]])
    number = chinese_number(run)
    if number is None and len(run) > 2 and run[-2] in _TENTHS:
        head, digit = chinese_number(run[:-1]), chinese_number(run[-1])
        number = head + digit * _TENTHS[run[-2]] if head and digit and digit < 10 else None
    if number is None or not _is_spelled(run):
        return None
    return Token(Word.NUMERAL, float(number), 1.0 if number >= 100 else 0.0)


def _is_spelled(run: str) -> bool:
    """True for numerals with their places named, or of a single digit; 四五 may mean 4 or 5."""
    return len(run) == 1 or bool(re.search("[十百千万拾佰仟]", run))
