from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.policy.coding.amounts import promise_in


@pytest.mark.parametrize(
    ("text", "low", "high", "basis", "percent"),
    [
        ("给予一次性安家补贴15万元", 150_000, 150_000, "once", None),
        ("给予安家费30万元，分五年发放", 300_000, 300_000, "once", None),
        ("每月发放生活补贴1500元，最长36个月", 1_500, 1_500, "per-month", None),
        ("每年给予津贴5万元至20万元", 50_000, 200_000, "per-year", None),
        ("每人每年补贴6000元", 6_000, 6_000, "per-year", None),
        ("每个项目奖励3万元至10万元", 30_000, 100_000, "per-project", None),
        ("每培训合格1人补贴企业800元", 800, 800, "per-head", None),
        ("每人每天150元", 150, 150, "per-day", None),
        ("按学费的50%给予补助，最高3万元", None, 30_000, "percent", 50),
        ("按其年薪的10%给予补贴，每人每年不超过5万元", None, 50_000, "per-year", 10),
        ("最高100万元奖励", None, 1_000_000, "once", None),
        ("年薪50万元以上的骨干，给予奖励3万元", 30_000, 30_000, "once", None),
        ("年销售收入500万元以上的，给予20万元奖励", 200_000, 200_000, "once", None),
        ("每人每月1000元，累计不超过1万元", 1_000, 1_000, "per-month", None),
        ("首年发放百分之四十，补助二十万元", 200_000, 200_000, "once", None),
        ("视情况给予适当补助", None, None, "unstated", None),
        ("a monthly living subsidy of CNY 1,500 for up to 36 months", 1_500, 1_500, "per-month", None),
        ("awarded up to RMB 300,000 per project", None, 300_000, "per-project", None),
        ("80 percent of the tax, capped at RMB 400,000 a year", None, 400_000, "per-year", 80),
    ],
)
def test_what_is_promised(text, low, high, basis, percent):
    found = promise_in(text)
    assert (found.low, found.high, found.basis, found.percent_high) == (low, high, basis, percent)


@pytest.mark.parametrize(
    ("text", "months"), [("每月补贴500元，最长36个月", 36), ("每年给予5万元，连续3年", 36), ("一次性给予5万元", None)]
)
def test_how_long_it_is_paid(text, months):
    assert promise_in(text).duration_months == months


def test_a_thing_without_money_is_in_kind():
    assert promise_in("统筹安排到公办学校就读", is_in_kind=True).basis == "in-kind"


@given(
    st.integers(1, 500),
    st.sampled_from([("每月给予补贴", "per-month"), ("每年给予补贴", "per-year"), ("给予一次性补贴", "once")]),
    st.sampled_from(["万元", "元"]),
    st.booleans(),
)
def test_any_sum_is_read_with_its_period(number, told, unit, is_capped):
    words, basis = told
    value = number * (10_000.0 if unit == "万元" else 1.0)
    found = promise_in(f"{words}{'最高' if is_capped else ''}{number}{unit}，由本人申报。")
    assert (found.low, found.high, found.basis) == (None if is_capped else value, value, basis)


@given(st.text(max_size=80))
def test_any_text_is_read(text):
    found = promise_in(text)
    assert found.low is None or found.high is None or found.low <= found.high
