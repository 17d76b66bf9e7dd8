"""Figures as each language prints them; what is hidden or unknown never prints as 0."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.publish.numbers import UNKNOWN, Numbers

ZH, EN = Numbers("zh"), Numbers("en")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (ZH.heads(1234.5), "1,235"),
        (ZH.heads(2.5), "3"),
        (ZH.difference(120), "+120"),
        (ZH.difference(-35), "−35"),
        (ZH.difference(0), "0"),
        (ZH.percent(0.125), "13%"),
        (ZH.percent(0.0365, 1), "3.7%"),
        (ZH.percent_range(0.521, 0.598), "52–60%"),
        (ZH.range(310, 420), "310–420"),
        (ZH.range(5, 5), "5"),
        (ZH.pay(6512, 8049), "6,500–8,000"),
        (ZH.money(208_650_000), "2.09亿元"),
        (ZH.money(8_600_000), "860万元"),
        (ZH.money(900), "900元"),
        (EN.money(208_650_000), "209 million yuan"),
        (EN.money(8_600_000), "8.6 million yuan"),
        (EN.money(500_000), "500,000 yuan"),
        (ZH.millions(8_600_000), "860"),
        (EN.millions(8_600_000), "8.6"),
        (ZH.ratio(math.inf), UNKNOWN),
    ],
)
def test_printed(printed: str, expected: str) -> None:
    assert printed == expected


@pytest.mark.parametrize("show", ["heads", "difference", "percent", "ratio", "months"])
@pytest.mark.parametrize("value", [None, math.nan])
def test_unknown_is_a_dash_and_hidden_is_c(show: str, value: float | None) -> None:
    assert getattr(ZH, show)(value) == UNKNOWN
    assert getattr(ZH, show)(12.0, status="c") == "c"


@given(st.floats(0, 1e7))
def test_rounding_is_half_up_and_never_further_than_a_half(value: float) -> None:
    printed = int(ZH.heads(value).replace(",", ""))
    assert abs(printed - value) <= 0.5
    assert not (value - math.floor(value) == 0.5 and printed == math.floor(value))


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        (15_000, 15_000, "1.5万元", "15,000 yuan"),
        (1_500, 3_500, "1,500–3,500元", "1,500–3,500 yuan"),
        (3_000_000, 10_000_000, "300–1,000万元", "3–10 million yuan"),
        (8_000, 12_345, "8,000元–1.2345万元", "8,000–12,345 yuan"),
        (200_000_000, 250_000_000, "2–2.5亿元", "200–250 million yuan"),
        (0, 0, "0元", "0 yuan"),
    ],
)
def test_a_stated_amount_is_printed_as_it_was_stated(low, high, zh, en):
    assert (Numbers("zh").amount(low, high), Numbers("en").amount(low, high)) == (zh, en)
