"""Laws that level and structure measures must keep, whatever the numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from talentmap.analysis.measures.levels import excess_demand, gap, skill_gap, tightness, vacancy_rate
from talentmap.analysis.measures.structure import bias_corrected, location_quotient, theil
from talentmap.analysis.mismatch import dissimilarity
from talentmap.model.change import Change

amount = st.floats(0, 1e6).map(lambda x: round(x, 3))
amounts = st.lists(amount, min_size=6, max_size=6)
GROUPS = ["a", "a", "b", "b", "b", "c"]
NEAR = {"rel": 1e-6, "abs": 1e-9}


@given(amount, amount, amount)
def test_bounds(need, supply, employed):
    ratio, rate = float(excess_demand(need, supply)), float(vacancy_rate(need, employed))
    assert math.isnan(ratio) is (need + supply == 0)
    assert math.isnan(ratio) or -1 <= ratio <= 1
    assert math.isnan(rate) or 0 <= rate <= 1
    assert not math.isinf(tightness(need, supply))


@given(amount, amount, st.floats(0.01, 1e4))
def test_more_need_never_looks_less_short(need, supply, more):
    assume(supply > 0)
    assert gap(need + more, supply) >= gap(need, supply)
    assert tightness(need + more, supply) >= tightness(need, supply)
    assert excess_demand(need + more, supply) >= excess_demand(need, supply) - 1e-12


@given(amounts, amounts, st.floats(1e-3, 1e3))
def test_ratios_do_not_depend_on_the_unit(need, supply, k):
    scaled = [x * k for x in need], [x * k for x in supply]
    assert tightness(*scaled) == pytest.approx(tightness(need, supply), nan_ok=True, rel=1e-6)
    assert excess_demand(*scaled) == pytest.approx(excess_demand(need, supply), nan_ok=True, rel=1e-6, abs=1e-9)


@given(amounts, amounts)
def test_gaps_add_up_over_any_partition(need, supply):
    whole = float(gap(sum(need), sum(supply)))
    parts = {group: [k for k, name in enumerate(GROUPS) if name == group] for group in GROUPS}
    summed = sum(float(gap(sum(need[k] for k in own), sum(supply[k] for k in own))) for own in parts.values())
    assert summed == pytest.approx(whole, abs=1e-6)


@given(amounts, st.lists(st.lists(st.floats(0, 1), min_size=4, max_size=4), min_size=6, max_size=6))
def test_skill_gaps_are_additive_in_roles(gaps, weights):
    whole = skill_gap(gaps, weights)
    parts = skill_gap(gaps[:2], weights[:2]) + skill_gap(gaps[2:], weights[2:])
    assert parts == pytest.approx(whole, rel=1e-9, abs=1e-6)


@given(amounts, st.permutations(range(6)))
def test_theil_splits_up_and_knows_no_order(need, order):
    assume(sum(need) > 1)
    found = theil(need, GROUPS)
    assert found.total == pytest.approx(found.between + found.within)
    assert -1e-9 <= found.between <= found.total + 1e-9
    assert found.total <= math.log(6) + 1e-9
    again = theil([need[k] for k in order], [GROUPS[k] for k in order])
    assert again == pytest.approx(found, **NEAR)


@given(st.integers(1, 50))
def test_equal_needs_are_not_concentrated(each):
    assert theil([each] * 6, GROUPS) == pytest.approx((0, 0, 0), abs=1e-12)


@given(amounts)
def test_shares_of_a_district_weighted_by_the_region_average_to_1(here):
    assume(min(here) > 0.1)
    other = here[::-1]
    region = [a + b for a, b in zip(here, other, strict=True)]
    quotients = location_quotient(here, sum(here), region, sum(region))
    regional = np.array(region) / sum(region)
    assert float((quotients * regional).sum()) == pytest.approx(1)


@given(st.integers(0, 10_000))
def test_the_correction_brings_a_small_sample_nearer_to_no_difference(seed):
    """Both sides are drawn from one distribution: the true D is 0, chance alone makes it positive."""
    chance = np.random.default_rng(seed)
    counts, other = chance.multinomial(30, [0.25] * 4, size=2)
    estimate = float(dissimilarity(counts, other))
    draws = dissimilarity(chance.multinomial(30, counts / 30, size=200), chance.multinomial(30, other / 30, size=200))
    assert 0 <= bias_corrected(estimate, draws) <= estimate + 0.05


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_a_change_is_clear_only_where_the_interval_leaves_0_out(low, width):
    verdict = Change.of(low, low + width)
    assert (verdict is Change.NO_CLEAR_CHANGE) is (low <= 0 <= low + width)
    mirrored = {Change.UP: Change.DOWN, Change.DOWN: Change.UP}
    assert Change.of(-low - width, -low) is mirrored.get(verdict, verdict)
