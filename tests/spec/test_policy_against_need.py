"""The worked example of the methodology: four tiers, need, supply, money and employment, to six digits."""

from __future__ import annotations

import pytest
from ascii_table import column, read_table

from talentmap.analysis.mismatch import (
    concentration,
    dissimilarity,
    mismatch,
    relative_entropy,
    shares,
    stage_balance,
    wilson,
)

# need V: posts open; supply U: people; money S: ten thousand yuan; employed E: people
REGION = read_table(
    """
    | tier       | need | supply | money | employed | tightness | excess    | vacancy_rate | quotient  | per_post |
    |------------|------|--------|-------|----------|-----------|-----------|--------------|-----------|----------|
    | scientist  |   20 |     45 |  3200 |      300 |  0.444444 | -0.384615 |     0.0625   | 35.5556   |    160   |
    | engineer   |  480 |    210 |   500 |     5200 |  2.285714 |  0.391304 |     0.084507 |  0.231481 | 1.041667 |
    | technician |  360 |    120 |   150 |     4100 |  3        |  0.5      |     0.080717 |  0.0925926| 0.416667 |
    | youth      |  140 |    425 |   650 |     1900 |  0.329412 | -0.504425 |     0.068627 |  1.031746 | 4.642857 |
    """
)
NEED, SUPPLY, MONEY, EMPLOYED = (column(REGION, name) for name in ("need", "supply", "money", "employed"))


def six(value):
    return pytest.approx(value, abs=6e-7, rel=2e-6)


@pytest.mark.parametrize("row", REGION, ids=column(REGION, "tier"))
def test_level_measures_of_a_tier(row):
    need, supply = row["need"], row["supply"]
    assert need / supply == six(row["tightness"])
    assert (need - supply) / (need + supply) == six(row["excess"])
    assert need / (row["employed"] + need) == pytest.approx(row["vacancy_rate"], abs=5e-7)
    assert row["money"] / need == six(row["per_post"])


def test_incentive_quotients():
    assert (shares(MONEY) / shares(NEED)).tolist() == six(column(REGION, "quotient"))


def test_reallocation_share_is_the_money_that_would_have_to_move():
    assert dissimilarity(MONEY, NEED) == six(0.6955556)


def test_share_of_supply_in_the_wrong_tier():
    assert dissimilarity(NEED, SUPPLY) == six(0.4275)


@pytest.mark.parametrize(("elasticity", "index"), [(0.3, 0.0930158), (0.5, 0.1063974), (0.7, 0.0865026)])
def test_mismatch_index(elasticity, index):
    assert mismatch(NEED, SUPPLY, elasticity) == pytest.approx(index, abs=5e-8)


def test_relative_entropy_of_money():
    assert relative_entropy(MONEY, NEED) == six(2.302058)


def test_money_is_more_elite_than_need():
    least_elite_first = slice(None, None, -1)
    money = concentration(MONEY[least_elite_first], EMPLOYED[least_elite_first])
    need = concentration(NEED[least_elite_first], EMPLOYED[least_elite_first])
    assert money == pytest.approx(0.6166184, abs=5e-8)
    assert need == pytest.approx(0.0278261, abs=5e-8)
    assert money - need == pytest.approx(0.5887923, abs=5e-8)


STAGES = read_table(
    """
    | attract | cultivate | utilize | retain | balance  |
    |---------|-----------|---------|--------|----------|
    |      25 |        25 |      25 |     25 | 1        |
    |     100 |         0 |       0 |      0 | 0        |
    |      50 |        50 |       0 |      0 | 0.5      |
    |      70 |        10 |      10 |     10 | 0.678390 |
    """
)


@pytest.mark.parametrize("row", STAGES)
def test_stage_balance(row):
    money = [row[stage] for stage in ("attract", "cultivate", "utilize", "retain")]
    assert stage_balance(money) == pytest.approx(row["balance"], abs=5e-7)


WILSON = read_table(
    """
    | said yes | asked | low      | high     |
    |----------|-------|----------|----------|
    |        0 |    10 | 0        | 0.277533 |
    |        5 |    10 | 0.236593 | 0.763407 |
    |       10 |    10 | 0.722467 | 1        |
    |       81 |   263 | 0.255289 | 0.366210 |
    |        0 |     0 | 0        | 1        |
    """
)


@pytest.mark.parametrize("row", WILSON)
def test_wilson_interval(row):
    assert wilson(row["said yes"], row["asked"]) == pytest.approx((row["low"], row["high"]), abs=1e-6)


NOTHING_TO_COMPARE = read_table(
    """
    | need | supply |
    |------|--------|
    |    0 |      5 |
    |    5 |      0 |
    |    0 |      0 |
    """
)


@pytest.mark.parametrize("row", NOTHING_TO_COMPARE)
def test_a_structure_measure_without_one_side_is_missing_and_not_a_number(row):
    need, supply = [row["need"]] * 2, [row["supply"]] * 2
    assert dissimilarity(need, supply) != dissimilarity(need, supply)
    assert mismatch(need, supply) != mismatch(need, supply)
    assert concentration(need, supply) != concentration(need, supply)


def test_money_where_nobody_is_needed_is_infinitely_far_from_need():
    assert relative_entropy([1, 1], [1, 0]) == float("inf")
    assert relative_entropy([1, 0], [1, 1]) == pytest.approx(0.6931472)
