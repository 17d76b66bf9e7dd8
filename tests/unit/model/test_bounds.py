from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.model.bounds import Bounds, number, over, print_bounds, read_bounds, under

READ = [
    ("1,200", number(1200)),
    ("1.2万", number(12_000)),
    ("65.5%", number(0.655)),
    (">10000", over(10_000)),
    ("超过1万", over(10_000)),
    ("10000多", over(10_000)),
    ("<1000", under(1000)),
    ("不足1000", under(1000)),
    ("10000以上", Bounds(10_000, math.inf, high_open=True)),
    ("at least 3", Bounds(3, math.inf, high_open=True)),
    ("至多5", Bounds(0, 5)),
    ("1000-1200", Bounds(1000, 1200)),
    ("8-12万", Bounds(80_000, 120_000)),
]
PRINTED = [
    (number(1200), 0, "1,200"),
    (over(10_000), 0, "> 10,000"),
    (under(1000) / over(10_000), 2, "< 0.10"),
    (Bounds(10_000, math.inf, high_open=True), 0, "≥ 10,000"),
    (Bounds(0, 5), 0, "≤ 5"),
    (Bounds(1000, 1200), 0, "1,000–1,200"),
    (Bounds(0, math.inf, high_open=True), 0, "?"),
]


@pytest.mark.parametrize(("text", "bounds"), READ)
def test_a_printed_figure_is_read(text: str, bounds: Bounds) -> None:
    found = read_bounds(text)
    assert (found.low, found.low_open, found.high_open) == (
        pytest.approx(bounds.low),
        bounds.low_open,
        bounds.high_open,
    )
    assert found.high == pytest.approx(bounds.high)


@pytest.mark.parametrize(
    "text", ["", "约100", "about 100", "很多", "1000-", "1200-1000", "<", "1e5x", ">10000<", "9" * 16, ">" + "9" * 400]
)
def test_what_bounds_nothing_is_no_figure(text: str) -> None:
    with pytest.raises(ValueError, match=r"tells no number|lies above|is beyond"):
        read_bounds(text)


@pytest.mark.parametrize(("bounds", "decimals", "text"), PRINTED)
def test_a_figure_is_printed_as_what_is_known(bounds: Bounds, decimals: int, text: str) -> None:
    assert print_bounds(bounds, decimals) == text


def test_bounds_that_cross_are_refused() -> None:
    with pytest.raises(ValueError, match="lies above"):
        Bounds(2, 1)
    with pytest.raises(ValueError, match="nothing lies between"):
        Bounds(1, 1, low_open=True)


def test_what_is_sure_is_told_at_open_ends_only() -> None:
    assert over(10).surely_above(10)
    assert not Bounds(10, 20).surely_above(10)
    assert under(10).surely_below(10)
    assert not Bounds(0, 10).surely_below(10)


def test_a_divisor_of_nothing_is_said_and_one_that_may_be_nothing_leaves_no_upper_bound() -> None:
    with pytest.raises(ZeroDivisionError):
        number(1) / number(0)
    assert number(1) / Bounds(0, 2) == Bounds(0.5, math.inf, high_open=True)
    assert (under(1000) / over(10_000)).low == 0


_ENDS = st.floats(0, 1e6, allow_nan=False).map(lambda value: round(value, 3))


@st.composite
def _within(draw: st.DrawFn) -> tuple[Bounds, float]:
    low, high = sorted((draw(_ENDS), draw(_ENDS)))
    bounds = Bounds(low, high)
    return bounds, low + (high - low) * draw(st.floats(0, 1))


def _holds(bounds: Bounds, value: float) -> bool:
    slack = 1e-9 * max(abs(value), 1)
    return bounds.low - slack <= value <= bounds.high + slack


@given(_within(), _within())
def test_whatever_the_figures_are_the_result_lies_within_the_bounds(
    one: tuple[Bounds, float], other: tuple[Bounds, float]
) -> None:
    (a, x), (b, y) = one, other
    assert _holds(a + b, x + y)
    assert _holds(a - b, x - y)
    assert _holds(a * b, x * y)
    if b.high > 0 and y > 0:
        assert _holds(a / b, x / y)


@given(_within())
def test_what_is_printed_reads_back(one: tuple[Bounds, float]) -> None:
    bounds, _ = one
    printed = print_bounds(bounds, 3)
    if printed != "?":
        again = read_bounds(printed)
        assert again.low == pytest.approx(bounds.low, abs=1e-3)
        assert again.high == pytest.approx(bounds.high, abs=1e-3)
