from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.model.amount import Stated, chinese_number, english_number, moneys_in, read_amount, shares_in


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("15万元", 150_000, 150_000),
        ("最高100万元", None, 1_000_000),
        ("不超过3000元", None, 3_000),
        ("50万元以内", None, 500_000),
        ("不低于20万元", 200_000, None),
        ("20万元以上", 200_000, None),
        ("5—10万元", 50_000, 100_000),
        ("10万~15万元", 100_000, 150_000),
        ("80万元至200万元", 800_000, 2_000_000),
        ("300万－1000万元", 3_000_000, 10_000_000),
        ("高级工1500元、技师2500元、高级技师3500元", 1_500, 3_500),
        ("二十万元", 200_000, 200_000),
        ("一万五千元", 15_000, 15_000),
        ("贰拾万元", 200_000, 200_000),
        ("1.2亿元", 120_000_000, 120_000_000),
        ("1,500.5元", 1_500.5, 1_500.5),
        ("1000块钱", 1_000, 1_000),
        ("RMB 200,000", 200_000, 200_000),
        ("up to RMB 1.5 million", None, 1_500_000),
        ("between RMB 1 million and RMB 3 million", 1_000_000, 3_000_000),
        ("RMB 1,500, 2,500 and 3,500 respectively", 1_500, 3_500),
        ("four hundred thousand yuan", 400_000, 400_000),
        ("not exceeding CNY 4,000", None, 4_000),
        ("at least 5,000 yuan", 5_000, None),
        ("50k yuan", 50_000, 50_000),
    ],
)
def test_bounds_in_yuan(text, low, high):
    stated = read_amount(text)
    assert (stated.low, stated.high) == (low, high)


@pytest.mark.parametrize(
    "text", ["", "5万人以上", "签订5年以上合同", "每年2次", "第三条", "2026年", "面议", "100 people"]
)
def test_what_is_no_money(text):
    assert moneys_in(text) == ()


@pytest.mark.parametrize("text", ["按实际贡献", "按其实际贡献给予奖励", "视情况给予", "一事一议", "as appropriate"])
def test_what_is_decided_elsewhere_stays_unknown(text):
    assert read_amount(text) == Stated(is_open=True)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("按学费的50%", 50, 50),
        ("30%—50%", 30, 50),
        ("最高80％", None, 80),
        ("不低于70%", 70, None),
        ("百分之四十", 40, 40),
        ("80 per cent of the tax", 80, 80),
        ("2%", 2, 2),
    ],
)
def test_shares(text, low, high):
    assert [(share.low, share.high) for share in shares_in(text)] == [(low, high)]


def test_a_share_with_a_cap():
    assert read_amount("按学费的50%给予补助，最高3万元") == Stated(None, 30_000, 50, 50)


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("二十三", 23), ("一百零五", 105), ("三千", 3000), ("两万五千", 25_000), ("一亿", 1e8)],
)
def test_chinese_numerals(text, number):
    assert chinese_number(text) == number


def test_words_that_are_no_number():
    assert chinese_number("若干") is None
    assert chinese_number("一" * 400) is None
    assert not read_amount("一" * 400 + "元").is_known
    assert english_number("several") is None
    assert english_number("two hundred fifty thousand") == 250_000


def _numeral(number: int) -> str:
    """A slow, obvious writer of Chinese numerals below a hundred million."""
    digits = "零一二三四五六七八九"
    if number >= 10_000:
        head, rest = divmod(number, 10_000)
        tail = "" if not rest else ("零" if rest < 1_000 else "") + _numeral(rest)
        return f"{_numeral(head)}万{tail}"
    told = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            told += digits[digit] + name
        elif told and number and not told.endswith("零"):
            told += "零"
    return told


@given(st.integers(1, 99_999_999))
def test_any_numeral_is_read_back(number):
    assert chinese_number(_numeral(number)) == number


@given(
    st.integers(1, 9_999),
    st.integers(1, 9_999),
    st.sampled_from(["元", "万元", "亿元"]),
    st.sampled_from(["—", "-", "至", "到", "~", "～"]),
)
def test_a_range_shares_its_unit(first, second, unit, dash):
    low, high = sorted((first, first + second))
    scale = {"元": 1, "万元": 1e4, "亿元": 1e8}[unit]
    stated = read_amount(f"给予{low}{dash}{high}{unit}补贴")
    assert (stated.low, stated.high) == (low * scale, high * scale)


@given(st.integers(1, 9_999), st.sampled_from(["最高", "不超过", "最多", "上限", "up to "]))
def test_a_cap_says_nothing_of_the_lowest(number, cap):
    assert read_amount(f"{cap}{number}万元") == Stated(None, number * 10_000.0)


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text):
    for money in moneys_in(text):
        assert 0 <= money.start < money.end <= len(text)
