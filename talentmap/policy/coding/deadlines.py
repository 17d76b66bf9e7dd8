"""By when, or when in the year, one applies: `within:6m`, `by:03-31`, `window:03-01..04-30`, `each:quarter`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from talentmap.model.amount import chinese_number, english_number

_N = r"(?P<number>\d{1,3}|[一二两三四五六七八九十]+|(?:one|two|three|six|twelve|a|thirty)\b)"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_APPLIES = re.compile(
    r"申报|申请|申领|提出|提交|报送|备案|办理|登记|领|报市|报区|报县|报一次|受理|时限|集中|centr|appl|claim"
    r"|file|collect|submit|register",
    re.IGNORECASE,
)
_SOMETHING_ELSE = re.compile(r"毕业|公示|审核|完成|拨付至|复核|退还|年龄|任期|服务期|合同|毕业后", re.IGNORECASE)
_UNITS = {"工作日": "wd", "日": "d", "天": "d", "月": "m", "年": "y", "day": "d", "month": "m", "year": "y"}
_WITHIN = re.compile(
    rf"{_N}\s*个?(?P<unit>工作日|日|天|月|年)(?:之内|以内|内)"
    rf"|within\s*(?:the )?{_N.replace('number', 'told')}\s*(?P<working>working )?"
    r"(?P<word>day|month|year)s?",
    re.IGNORECASE,
)
_WINDOW = re.compile(
    r"(?:每年|当年)?(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日?\s*(?:至|到|[-—–~～])\s*(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
)
_BY = re.compile(r"(?:每年|次年|当年)(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日|(?P<end>底))(?:以?前|之前)")
_BY_ENGLISH = re.compile(
    r"(?:by|before|(?:no|not) later than) (?:the )?"
    rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{'|'.join(_MONTHS)})"
    rf"|(?P<m2>{'|'.join(_MONTHS)}) (?P<d2>\d{{1,2}}))",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?:每年|于每年)(?P<m>\d{1,2})月(?![\d底]|\d*日)(?:、(?P<m2>\d{1,2})月)?")
_EACH = (
    ("quarter", re.compile(r"按季|每季|每个季度|季度末|each quarter|every quarter|quarterly", re.IGNORECASE)),
    ("halfyear", re.compile(r"每半年|按半年|twice a year|half-yearly", re.IGNORECASE)),
    ("month", re.compile(r"按月申|每月申|每月\d+日前", re.IGNORECASE)),
    ("year", re.compile(r"按年申|年底申|每年年底|年末申|年底前?申", re.IGNORECASE)),
)
_LAST = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline in short form and where the clause states it."""

    code: str
    start: int
    end: int


def deadline_in(text: str) -> Deadline | None:
    """The deadline for applying; None where the clause states none."""
    for read in (_window, _by, _within, _month, _each):
        found = read(text)
        if found is not None:
            return found
    return None


def _window(text: str) -> Deadline | None:
    match = _WINDOW.search(text)
    if match is None:
        return None
    code = f"window:{int(match['m1']):02}-{int(match['d1']):02}..{int(match['m2']):02}-{int(match['d2']):02}"
    return Deadline(code, match.start(), match.end())


def _by(text: str) -> Deadline | None:
    match = _BY.search(text)
    if match is not None and 1 <= int(match["m"]) <= 12:
        month = int(match["m"])
        day = _LAST[month] if match["end"] else int(match["d"])
        return Deadline(f"by:{month:02}-{day:02}", match.start(), match.end())
    match = _BY_ENGLISH.search(text)
    if match is None:
        return None
    month = _MONTHS.index((match["m"] or match["m2"]).casefold()) + 1
    return Deadline(f"by:{month:02}-{int(match['d'] or match['d2']):02}", match.start(), match.end())


def _within(text: str) -> Deadline | None:
    for match in _WITHIN.finditer(text):
        before, after = text[max(0, match.start() - 18) : match.start()], text[match.end() : match.end() + 40]
        around = re.split(r"[。；;！？]", before)[-1] + re.split(r"[。；;！？]", after)[0]
        near = re.split(r"[，,]", before)[-1] + re.split(r"[，,]", after)[0]
        is_english = match["word"] is not None
        if not _APPLIES.search(text[max(0, match.start() - 120) : match.start()] + after if is_english else around):
            continue
        if _SOMETHING_ELSE.search(near.replace("入职", "")) and not _APPLIES.search(near):
            continue
        if re.search(r"graduat|毕业(?!证)", before[-8:] + after[:14]):
            continue
        return Deadline(f"within:{_length(match)}", match.start(), match.end())
    return None


def _length(match: re.Match[str]) -> str:
    told = match["number"] or match["told"]
    number = (
        1
        if told.casefold() == "a"
        else int(told)
        if told.isdigit()
        else int(chinese_number(told) or english_number(told) or 0)
    )
    unit = _UNITS[match["unit"]] if match["unit"] else _UNITS[match["word"].casefold()]
    if match["working"]:
        unit = "wd"
    return f"{12 * number}m" if unit == "y" else f"{number}{unit}"


def _month(text: str) -> Deadline | None:
    match = _MONTH.search(text)
    if match is None:
        return None
    months = "+".join(f"{int(month):02}" for month in (match["m"], match["m2"]) if month)
    return Deadline(f"window:{months}", match.start(), match.end())


def _each(text: str) -> Deadline | None:
    for period, pattern in _EACH:
        match = pattern.search(text)
        if match is not None:
            return Deadline(f"each:{period}", match.start(), match.end())
    return None
