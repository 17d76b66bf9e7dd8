"""What a clause promises to pay: bounds, share, and what for; floors of pay and turnover are not promises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from talentmap.model.amount import Money, Share, chinese_number, moneys_in, shares_in
from talentmap.policy.coding.patterns import NUMBER, segments

_CONDITION = re.compile(
    r"收入|年薪|月薪|工资|薪酬|薪资|营业|产值|销售|注册资本|投资|纳税|实缴|成本|预算|总额|资金来源|到账额|计划"
    r"|salary|earning|income|turnover"
    r"|budget|revenue|investment",
    re.IGNORECASE,
)
_FLOORED = re.compile(r"^\s*(?:\(含\)|（含）)?\s*(?:以上|及以上|or more|or above|or higher)", re.IGNORECASE)
_FLOOR_WORDS = re.compile(
    r"(?:不低于|达到|超过|高于|不少于|at least|not less than|no less than|exceeding)\s*\S{0,8}$", re.IGNORECASE
)
_GIVEN = re.compile(
    r"给予|发放|补贴|补助|奖励|奖金|资助|津贴|配套|返还|标准|每人|最高|不超过|补|奖|给|grant|allowance|subsid"
    r"|award|reward|bonus|prize|paid|pay|receive"
    r"|claim|refund|capped|reimburse|stipend|scholarship|earn\b|collect|win\b|get\b|extra|at most|up to|us\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"合计|累计|共计?(?=\d|[一二三四五六七八九十])|总计|in total|altogether|一次性|once|one-off|one-time", re.IGNORECASE
)
_PERIODS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (basis, re.compile(pattern, re.IGNORECASE))
    for basis, pattern in (
        ("per-month", r"每个?月|/月|按月|月发放|per month|a month|monthly|every month|each month"),
        ("per-day", r"每天|每日|每人每天|/天|/日|per day|a day|daily"),
        (
            "per-head",
            r"每(?:引荐|引进|培训|新增|接收|招用|招收|吸纳|带)\S{0,8}(?:1|一)?(?:名|人|个)|per person trained"
            r"|for (?:every|each) (?:graduate|apprentice"
            r"|person|trainee)|每\S{0,6}合格1人",
        ),
        (
            "per-year",
            r"每学?年|/年|年度|按年|per (?:academic )?year|a year|per annum|annual|yearly|every year|each year",
        ),
        (
            "per-project",
            r"每个(?=给予|最高|补助|资助)|每个?(?:服务)?(?:项目|课题|平台|站|工作室|团队|家|项|基地)|单个?项目"
            r"|/项|/个|项目组|per project|each project|建站|建设(?:经费|补助)|运行经费"
            r"|揭榜|成果|工作室|工作站|研发项目|项目资助|项目|station|construction funding|research result",
        ),
    )
)
_EACH_PROJECT = re.compile(r"每个|每项|每站|单个|/项|per project|each project", re.IGNORECASE)
_SHARE_OF = re.compile(
    r"学费|费用|报酬|年薪|薪酬|租金|税|合同|保费|贡献|利息|标准|成交额|到账额|fees|tuition|price|tax|cost|rent"
    r"|income|share",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"(?:费用|学费|租金)[^，。；]{0,10}(?:一半|减半)|减半|half the (?:market )?(?:price|rent)|(?<=的)一半"
)
_WHOLE = re.compile(r"全额(?:返还|补助|补贴|报销|退还)|full refund|in full")
_MONTHS = re.compile(
    rf"(?:最长|期限|不超过|连续|领|补贴期限?|up to|for|not exceeding|exceeding)\D{{0,8}}?(?P<number>{NUMBER}"
    rf"|one|two|three|twelve)\s*"
    r"(?P<unit>个月|年|months|month|years|year)",
    re.IGNORECASE,
)
_ENGLISH = {"one": 1, "two": 2, "three": 3, "twelve": 12}


@dataclass(frozen=True, slots=True)
class Promise:
    """What a clause pays: bounds in yuan, a share in percent, what for, for how many months, and where it says so."""

    low: float | None = None
    high: float | None = None
    basis: str = "unstated"
    percent_low: float | None = None
    percent_high: float | None = None
    duration_months: int | None = None
    start: int = 0
    end: int = 0

    @property
    def is_known(self) -> bool:
        """True where the clause names money or a share."""
        return any(bound is not None for bound in (self.low, self.high, self.percent_low, self.percent_high))


def promise_in(text: str, is_in_kind: bool = False) -> Promise:
    """The amount that `text` promises; of several, the first kind of payment that it names.

    `is_in_kind`: whether the clause gives a thing or a service, which its basis then says where no money is named.
    """
    parts = segments(text)
    moneys = [money for money in moneys_in(text) if not _is_condition(text, money, parts)]
    shares = [share for share in shares_in(text) if not _is_schedule(text, share, parts)]
    if not moneys and not shares:
        return _without_money(text, is_in_kind)
    start = min([*(money.start for money in moneys), *(share.start for share in shares)])
    basis = _basis(text, moneys, shares, is_in_kind)
    kept = [money for money in moneys if _basis_of(text, money) == _basis_of(text, moneys[0])] if moneys else []
    kept = _without_totals(text, kept)
    is_capped = any(money.low is None for money in kept)
    lows = [money.low for money in kept if money.low is not None]
    highs = [money.high for money in kept if money.high is not None]
    return Promise(
        None if (is_capped and not _has_range(kept)) or not lows else min(lows),
        max(highs) if highs else None,
        basis,
        min((share.low for share in shares if share.low is not None), default=None),
        max((share.high for share in shares if share.high is not None), default=None),
        _duration_months(text) if basis in {"per-month", "per-year", "in-kind"} else None,
        start,
        max([*(money.end for money in kept), *(share.end for share in shares)]),
    )


def _without_money(text: str, is_in_kind: bool) -> Promise:
    half, whole = _HALF.search(text), _WHOLE.search(text)
    told = half or whole
    if told is None:
        return Promise(basis="in-kind" if is_in_kind else "unstated", duration_months=None)
    share = 50.0 if half else 100.0
    basis = "in-kind" if is_in_kind else "percent"
    return Promise(None, None, basis, share, share, None, told.start(), told.end())


def _is_condition(text: str, money: Money, parts: Sequence[tuple[int, int]]) -> bool:
    """True for money that somebody must earn, sell or invest first: 年薪50万元以上, a salary of RMB 500,000 or more."""
    start, end = _around(money.start, parts)
    before, after = text[start : money.start], text[money.end : end]
    is_floor = bool(_FLOORED.match(after) or _FLOOR_WORDS.search(before))
    governed = _CONDITION.search(before)
    if governed is None:
        return False
    given = _GIVEN.search(before[governed.end() :])
    return is_floor or given is None


def _is_schedule(text: str, share: Share, parts: Sequence[tuple[int, int]]) -> bool:
    """True for a share that says when a sum is paid (首年发放百分之四十) or what others owe, not how much is given."""
    start, end = _around(share.start, parts)
    part = text[start:end]
    return bool(
        re.search(r"首年|其余|余下|第[一二三]年|分期|最低工资|占比|比例(?!不低于|为)|持股|先行", part)
    ) and not _SHARE_OF.search(part.replace("最低工资标准", ""))


def _around(place: int, parts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return next(((start, end) for start, end in parts if start <= place < end), (0, place))


def _has_range(moneys: Sequence[Money]) -> bool:
    return any(money.low is not None and money.high is not None and money.low < money.high for money in moneys)


def _without_totals(text: str, moneys: Sequence[Money]) -> list[Money]:
    """The payments without a total that only bounds their sum: 每人每月1000元，累计不超过1万元."""
    plain = [
        money for money in moneys if not re.search(r"累计|合计|总额", text[max(0, money.start - 10) : money.start])
    ]
    return plain or list(moneys)


def _basis(text: str, moneys: Sequence[Money], shares: Sequence[Share], is_in_kind: bool) -> str:
    if moneys:
        found = _basis_of(text, moneys[0])
        return "percent" if found == "once" and shares and not _TOTAL.search(text) else found
    share = shares[0]
    period = _period(text[max(0, share.start - 12) : share.end + 12])
    return period or ("in-kind" if is_in_kind else "percent")


def _basis_of(text: str, money: Money) -> str:
    """What one sum is paid for, by the words nearest to it: its own part of the sentence, then those before it."""
    parts = segments(text)
    start, end = _around(money.start, parts)
    near = text[start : money.start] + text[money.end : min(end, money.end + 24)]
    if re.search(r"一次性|合计|累计|共(?=\d)|one-off|one-time|once", near, re.IGNORECASE):
        return _once(text)
    if _EACH_PROJECT.search(near):
        return _period(near) or "per-project"
    return _period(near) or _period(text[max(0, start - 24) : start]) or _once(text)


def _once(text: str) -> str:
    """Once for a person, or for each project where the clause is about one."""
    return "per-project" if _PERIODS[-1][1].search(text) else "once"


def _period(text: str) -> str:
    return next((basis for basis, pattern in _PERIODS[:-1] if pattern.search(text)), "")


def _duration_months(text: str) -> int | None:
    for match in _MONTHS.finditer(text):
        told = match["number"].casefold()
        number = _ENGLISH.get(told) or (float(told) if told[0].isdigit() else chinese_number(told))
        if number:
            return int(number * (12 if match["unit"].casefold() in {"年", "years", "year"} else 1))
    return None
