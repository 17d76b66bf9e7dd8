from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.intake.cells.numbers import Doubt, chinese_number, read_count, read_months, read_years


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (3, 3),
        (3.0, 3),
        ("3", 3),
        ("３", 3),
        ("3人", 3),
        (" 3 名 ", 3),
        ("三人", 3),
        ("十二", 12),
        ("1,200", 1200),
        ("无", 0),
        ("0", 0),
        ("3 people", 3),
        ("-2", -2),
        ("两名", 2),
        ("3.0", 3),
        ("3-3", 3),
    ],
)
def test_definite_numbers_are_read(cell: object, value: int) -> None:
    reading = read_count(cell)
    assert (reading.value, reading.doubt) == (value, Doubt.SURE)


@pytest.mark.parametrize(
    ("cell", "doubt"),
    [
        ("若干", Doubt.UNREAD),
        ("2-3", Doubt.RANGE),
        ("2～3人", Doubt.RANGE),
        ("5人以上", Doubt.UNREAD),
        ("十余人", Doubt.UNREAD),
        ("2.5", Doubt.FRACTION),
        ("99999999999999999999999", Doubt.UNREAD),
        (13_800_138_000, Doubt.UNREAD),
        (2.5, Doubt.FRACTION),
        (dt.date(2026, 2, 3), Doubt.DATE),
        ("本科2人，大专3人", Doubt.UNREAD),
        (None, Doubt.BLANK),
        ("/", Doubt.BLANK),
        ("", Doubt.BLANK),
        ("1/2", Doubt.UNREAD),
        ("三千五", Doubt.UNREAD),
    ],
)
def test_what_is_not_definite_is_a_question(cell: object, doubt: Doubt) -> None:
    reading = read_count(cell)
    assert (reading.value, reading.doubt) == (None, doubt)


@pytest.mark.parametrize(("cell", "value"), [("约5人", 5), ("5人左右", 5), ("about 5", 5)])
def test_approximate_numbers_are_taken_and_flagged(cell: str, value: int) -> None:
    reading = read_count(cell)
    assert (reading.value, reading.doubt) == (value, Doubt.ABOUT)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十二万五千", 125_000),
        ("一百零五", 105),
        ("十", 10),
        ("二十三", 23),
        ("一亿零三百万", 103_000_000),
        ("二〇二六", 2026),
        ("一千", 1000),
        ("一百二", None),
        ("十二万五", None),
        ("abc", None),
        ("千", None),
        ("百十", None),
    ],
)
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert chinese_number(text) == value


def spoken(number: int) -> str:
    """The numeral of a number below ten thousand, written the slow and obvious way: an oracle."""
    digits, units = "零一二三四五六七八九", ["", "十", "百", "千"]
    text = ""
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += digits[digit] + units[place]
        elif text and number % 10**place and not text.endswith("零"):
            text += "零"
    return text


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_every_full_numeral_is_read(low: int, high: int) -> None:
    assert chinese_number(spoken(low)) == low
    if high:
        text = spoken(high) + "万" + ("零" if low < 1000 else "") + spoken(low)
        assert chinese_number(text) == high * 10_000 + low


@pytest.mark.parametrize(
    ("cell", "months"),
    [
        (6, 6),
        ("6个月", 6),
        ("半年", 6),
        ("2年", 24),
        ("1.5", 1.5),
        ("3 months", 3),
        ("一年半", 18),
        ("1年6个月", 18),
        ("二年零三个月", 27),
    ],
)
def test_months(cell: object, months: float) -> None:
    assert read_months(cell).value == months


@pytest.mark.parametrize(
    ("cell", "years"),
    [
        ("3-5年", 3),
        ("3年以上", 3),
        ("不限", 0),
        ("应届生", 0),
        ("1年以上工作经验", 1),
        ("三年", 3),
        (2, 2),
        ("5+ years", 5),
        ("丰富", None),
        ("半年以上", 0.5),
        ("6个月", 0.5),
        ("3-6个月", 0.25),
        ("3年以下", None),
    ],
)
def test_years_of_experience_are_the_floor(cell: object, years: float | None) -> None:
    assert read_years(cell).value == years
