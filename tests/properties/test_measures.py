"""Laws that structure measures must keep, whatever the numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from talentmap.analysis.mismatch import (
    concentration,
    dissimilarity,
    mismatch,
    relative_entropy,
    shares,
    stage_balance,
    wilson,
    without_need,
)

amounts = st.lists(st.floats(0, 1e9).map(lambda x: round(x, 3)), min_size=4, max_size=4)
positive = st.lists(st.floats(0.01, 1e6), min_size=4, max_size=4)
scales = st.floats(1e-3, 1e6)
NEAR = {"rel": 1e-6, "abs": 1e-6}


@given(amounts)
def test_shares_add_up_to_1_or_are_nothing(values):
    assert shares(values).sum() == pytest.approx(1 if sum(values) else 0)
    assert (shares(values) >= 0).all()


@given(amounts, amounts, scales, scales)
def test_measures_do_not_depend_on_the_unit(a, b, k, m):
    assume(sum(a) > 1 and sum(b) > 1)
    scaled_a, scaled_b = [x * k for x in a], [x * m for x in b]
    assert shares(scaled_a) == pytest.approx(shares(a), **NEAR)
    assert dissimilarity(scaled_a, scaled_b) == pytest.approx(dissimilarity(a, b), **NEAR)
    assert mismatch(scaled_a, scaled_b) == pytest.approx(mismatch(a, b), **NEAR)
    assert concentration(scaled_a, scaled_b) == pytest.approx(concentration(a, b), **NEAR)
    assert stage_balance(scaled_a) == pytest.approx(stage_balance(a), **NEAR)


@given(amounts, amounts, st.floats(0.05, 0.95))
def test_bounds(a, b, elasticity):
    assume(sum(a) > 0 and sum(b) > 0)
    assert 0 <= dissimilarity(a, b) <= 1 + 1e-9
    assert -1e-9 <= mismatch(a, b, elasticity) <= 1 + 1e-9
    assert relative_entropy(a, b) >= -1e-9 or without_need(a, b)
    assert -1e-9 <= stage_balance(a) <= 1 + 1e-9
    assert -1 - 1e-9 <= concentration(a, b) <= 1 + 1e-9


@given(amounts, amounts)
def test_the_mismatch_index_lies_between_the_squares_of_the_dissimilarity(a, b):
    """1 - sqrt(1 - D²) <= M(0.5) <= D: Hellinger against total variation."""
    assume(sum(a) > 1 and sum(b) > 1)
    d, m = float(dissimilarity(a, b)), mismatch(a, b)
    assert 1 - math.sqrt(max(0.0, 1 - d * d)) - 1e-7 <= m <= d + 1e-7


@given(positive, st.permutations(range(4)))
def test_the_order_of_tiers_does_not_matter_and_equals_have_no_distance(values, order):
    other = values[::-1]
    shuffled = [values[k] for k in order], [other[k] for k in order]
    assert dissimilarity(*shuffled) == pytest.approx(dissimilarity(values, other))
    assert mismatch(*shuffled) == pytest.approx(mismatch(values, other))
    assert dissimilarity(values, values) == pytest.approx(0)
    assert mismatch(values, values) == pytest.approx(0)
    assert relative_entropy(values, values) == pytest.approx(0)
    assert concentration(values, values) == pytest.approx(0)


@given(positive, positive)
def test_dissimilarity_has_no_direction_and_takes_many_at_once(a, b):
    assert dissimilarity(a, b) == pytest.approx(dissimilarity(b, a))
    assert dissimilarity([a, b], b).tolist() == pytest.approx([float(dissimilarity(a, b)), 0])


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_holds_the_proportion_and_stays_within_0_and_1(yes, asked):
    assume(yes <= asked)
    low, high = wilson(yes, asked)
    assert 0 <= low <= yes / asked + 1e-12
    assert yes / asked - 1e-12 <= high <= 1
    mirrored = wilson(asked - yes, asked)
    assert (low, high) == pytest.approx((1 - mirrored[1], 1 - mirrored[0]))
