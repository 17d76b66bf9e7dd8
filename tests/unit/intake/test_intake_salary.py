from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake import salary as gold

from talentmap.intake.cells.salary import CONTRADICTORY, PayFlag, PayUnit, read_pay, read_pay_between, unit_of_header


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("8-12万/年", 6666.67, 10000),
        ("4-8千/月", 4000, 8000),
        ("6000-8000元/月", 6000, 8000),
        ("2-2.5万/月", 20000, 25000),
        ("8000-1.2万/月", 8000, 12000),
        ("8千-1.2万/月", 8000, 12000),
        ("年薪10-15万", 8333.33, 12500),
        ("月薪6000~8000", 6000, 8000),
        ("１.５-２万／月", 15000, 20000),
        ("RMB 8,000-12,000 per month", 8000, 12000),
        ("120000/year", 10000, 10000),
        ("税前8千至1万元/月", 8000, 10000),
        ("十二万/年", 10000, 10000),
        ("15-25K·13薪/月", 15000, 25000),
        ("6000－8000元/月，五险一金", 6000, 8000),
        ("一万二/月", 12000, 12000),
        ("3千5/月", 3500, 3500),
        ("五到八千每月", 5000, 8000),
        ("1万-1万5/月", 10000, 15000),
        ("8000元/人·月", 8000, 8000),
        ("月薪8000元以内", None, 8000),
        ("底薪3000元/月+提成", 3000, None),
        ("计件，月均6000-8000元", 6000, 8000),
        ("年薪20万(13薪)", 15384.62, 15384.62),
        ("8,000 to 12,000 yuan a month", 8000, 12000),
    ],
)
def test_pay_with_its_period_is_read(text: str, low: float | None, high: float | None) -> None:
    pay = read_pay(text)
    assert (pay.low, pay.high) == (low, high)
    assert PayFlag.ASSUMED_PERIOD not in pay.flags


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("8k-12k", 8000, 12000),
        ("10万~15万·13薪", 7692.31, 11538.46),
        ("十二万五千", 10416.67, 10416.67),
        ("2026年8-12万", 6666.67, 10000),
        ("15-25K·13薪", 15000, 25000),
        ("6000-8000", 6000, 8000),
        (9000, 9000, 9000),
    ],
)
def test_a_period_that_only_one_size_allows_is_flagged(text: object, low: float, high: float) -> None:
    pay = read_pay(text)
    assert (pay.low, pay.high) == (low, high)
    assert PayFlag.ASSUMED_PERIOD in pay.flags


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("2-3万", PayFlag.AMBIGUOUS),
        ("50000", PayFlag.AMBIGUOUS),
        ("8-12", PayFlag.AMBIGUOUS),
        ("8000万/年", PayFlag.IMPOSSIBLE),
        ("2万-1万/月", PayFlag.REVERSED),
        ("$5000", PayFlag.FOREIGN),
        ("初级5000-6000，高级8000-10000", PayFlag.UNREAD),
        ("四五千/月", PayFlag.UNREAD),
        ("看情况", PayFlag.UNREAD),
        ("试用期4000，转正5000-6000", PayFlag.UNREAD),
        ("6000 8000", PayFlag.UNREAD),
        ("5000/8000", PayFlag.UNREAD),
        ("800-12000元/月", PayFlag.IMPOSSIBLE),
        ("月薪10万/年", PayFlag.UNREAD),
    ],
)
def test_what_cannot_be_told_is_a_question_and_no_figure(text: str, flag: PayFlag) -> None:
    pay = read_pay(text)
    assert pay.question is flag
    assert (pay.low, pay.high) == (None, None)


@pytest.mark.parametrize(
    "text", ["面议", "薪资面议", "待遇从优", "negotiable", "计件", "底薪+提成", "按公司规定", "DOE"]
)
def test_negotiable_is_an_answer(text: str) -> None:
    pay = read_pay(text)
    assert pay.question is None
    assert PayFlag.NEGOTIABLE in pay.flags
    assert pay.low is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1.5千以下/月", None, 1500),
        ("100万以上/年", 83333.33, None),
        ("6000元起/月", 6000, None),
        ("最高8000元/月", None, 8000),
    ],
)
def test_one_sided_pay(text: str, low: float | None, high: float | None) -> None:
    pay = read_pay(text)
    assert (pay.low, pay.high) == (low, high)
    assert PayFlag.OPEN in pay.flags


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("年薪(万元)", PayUnit(10000, "year")),
        ("月薪（元）", PayUnit(1, "month")),
        ("薪资", PayUnit()),
        ("薪资(元/月)", PayUnit(1, "month")),
        ("Annual salary (yuan)", PayUnit(1, "year")),
        ("薪酬（千元/月）", PayUnit(1000, "month")),
        ("月薪下限（元）\nPay low", PayUnit(1, "month")),
        ("薪资（K/月）", PayUnit(1000, "month")),
        ("年薪(W)", PayUnit(10000, "year")),
        ("Annual salary (10,000 yuan)", PayUnit(10000, "year")),
        ("月薪/年薪（元）", PayUnit(1, CONTRADICTORY)),
    ],
)
def test_the_header_names_unit_and_period(header: str, unit: PayUnit) -> None:
    assert unit_of_header(header) == unit


def test_the_header_serves_bare_numbers_and_the_cell_overrules_it() -> None:
    annual = unit_of_header("年薪(万元)")
    assert (read_pay("8-12", annual).low, read_pay(12, annual).high) == (6666.67, 10000)
    assert read_pay("8000元/月", annual).low == 8000
    assert read_pay(80000, annual).question is PayFlag.IMPOSSIBLE


def test_daily_and_hourly_pay_are_converted_and_flagged() -> None:
    assert read_pay("100元/天").low == 2175
    assert read_pay("20元/小时").low == 3480
    assert PayFlag.CONVERTED in read_pay("100元/天").flags


@given(st.integers(15, 300), st.integers(0, 200), st.sampled_from(["-", "~", "～", "至", "—", " - "]))
def test_every_way_to_write_one_range_gives_one_result(low: int, more: int, dash: str) -> None:
    hundreds = (low, low + more)
    ways = [
        f"{hundreds[0] * 100}{dash}{hundreds[1] * 100}元/月",
        f"{hundreds[0] / 10:g}{dash}{hundreds[1] / 10:g}千/月",
        f"{hundreds[0] / 10:g}k{dash}{hundreds[1] / 10:g}k/月",
        f"月薪{hundreds[0] / 100:g}万{dash}{hundreds[1] / 100:g}万",
        f"{hundreds[0] * 100:,}{dash}{hundreds[1] * 100:,} yuan/month".replace("yuan", "元"),
    ]
    assert {(read_pay(way).low, read_pay(way).high) for way in ways} == {(low * 100.0, (low + more) * 100.0)}


@given(st.text(max_size=30))
def test_no_text_breaks_the_grammar_and_figures_are_believable(text: str) -> None:
    pay = read_pay(text)
    for end in (pay.low, pay.high):
        assert end is None or 1000 <= end <= 300_000


def test_a_period_that_only_the_header_names_must_give_a_believable_month() -> None:
    assert read_pay("10万", unit_of_header("月薪（元）")).question is PayFlag.IMPOSSIBLE
    assert read_pay("8000-12000", unit_of_header("年薪")).question is PayFlag.IMPOSSIBLE
    assert read_pay("100-150", unit_of_header("年薪（万元）")).low == 83333.33
    assert read_pay("8000", unit_of_header("月薪/年薪（元）")).question is PayFlag.AMBIGUOUS
    assert read_pay("月薪8000", unit_of_header("年薪（万元）")).low == 8000


def test_thousands_are_by_the_month_where_they_can_be() -> None:
    assert (read_pay("20k-40k").low, read_pay("20k-40k").high) == (20000, 40000)
    assert read_pay("150k-200k").low == 12500


@pytest.mark.parametrize(
    ("low", "high", "unit", "told"),
    [
        (6000, 9000, PayUnit(1, "month"), (6000, 9000)),
        (6000, None, PayUnit(1, "month"), (6000, None)),
        (None, 9000, PayUnit(1, "month"), (None, 9000)),
        ("6000-8000", None, PayUnit(1, "month"), (6000, 8000)),
        ("8", "12", PayUnit(10000, "year"), (6666.67, 10000)),
        ("8千/月", "1.2万/月", PayUnit(), (8000, 12000)),
        ("面议", "面议", PayUnit(), (None, None)),
    ],
)
def test_two_cells_are_one_range(
    low: object, high: object, unit: PayUnit, told: tuple[float | None, float | None]
) -> None:
    pay = read_pay_between(low, high, (unit, unit))
    assert (pay.low, pay.high, pay.question) == (*told, None)


@pytest.mark.parametrize(
    ("low", "high", "flag"),
    [
        (9000, 6000, PayFlag.REVERSED),
        (90000, 8000, PayFlag.REVERSED),
        (9000, 120000, PayFlag.AMBIGUOUS),
        (800, 12000, PayFlag.AMBIGUOUS),
    ],
)
def test_two_cells_that_do_not_fit_are_a_question(low: object, high: object, flag: PayFlag) -> None:
    assert read_pay_between(low, high, (PayUnit(1), PayUnit(1))).question is flag


def test_the_gold_set_is_read_without_a_silent_error() -> None:
    verdicts = Counter(map(gold.verdict, gold.cases()))
    assert verdicts.total() >= 500
    assert verdicts["silent"] == 0
    assert verdicts["right"] >= 0.98 * verdicts.total()
