from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import csr_array

from talentmap.analysis.survey.intervals import (
    Design,
    Interval,
    difference,
    share_interval,
    standard_error,
    total_interval,
)
from talentmap.model.change import Change

figures = st.floats(0.5, 1e6)


def test_the_interval_of_a_total_by_hand():
    low, high = total_interval(100.0, 20.0, 10)
    reach = math.exp(2.228138852 * math.sqrt(math.log(1.04)))  # t with 10 degrees of freedom
    assert (float(low), float(high)) == pytest.approx((100 / reach, 100 * reach))
    assert (round(float(low), 1), round(float(high), 1)) == (64.3, 155.5)


def test_the_interval_of_a_share_by_hand():
    low, high = share_interval(0.2, 0.04, math.inf)
    assert (float(low), float(high)) == pytest.approx((0.1328, 0.2899), abs=1e-4)  # logit -1.3863 -+ 0.4900


@given(figures, st.floats(0, 2), st.floats(2, 1e4))
def test_an_interval_holds_its_total_and_stays_above_0(value, variation, freedom):
    low, high = total_interval(value, value * variation, freedom)
    if np.isnan(low):
        return
    assert 0 <= low <= value <= high <= 10.0001 * value
    assert low * high == pytest.approx(value**2, rel=1e-6)


@given(st.floats(0, 1), st.floats(0, 0.5))
def test_an_interval_of_a_share_stays_within_0_and_1(share, error):
    low, high = share_interval(share, error, 12)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


def test_nothing_has_no_interval_beside_it_and_certainty_has_no_width():
    low, high = total_interval([0.0, 50.0], [0.0, 0.0], [math.inf, math.inf])
    assert (low.tolist(), high.tolist()) == ([0, 50], [0, 50])
    low, high = share_interval([0.0, 1.0, 0.4], [0.1, 0.1, 0.0], 5)
    assert (low.tolist(), high.tolist()) == ([0, 1, 0.4], [0, 1, 0.4])


def test_the_standard_error_is_the_distance_from_the_figure_itself():
    assert standard_error([3.0, 1.0], np.array([[3.0, 3.0], [2.0, np.nan]])).tolist() == [0, 1]
    assert standard_error(5.0, np.array([2.0, 9.0])) == pytest.approx(math.sqrt((9 + 16) / 2))


def _design(answered, population):
    n = len(answered)
    return Design(
        np.full(n, population / n), np.zeros(n, dtype=int), np.array([float(n)]), np.array([1 - n / population])
    )


def test_equal_contributions_on_both_sides_give_as_many_degrees_of_freedom_as_enterprises():
    amounts = np.array([[5.0, 7.0] * 10])
    assert _design(amounts[0], 200).degrees_of_freedom(csr_array(amounts)) == pytest.approx([20 * (20 / 19) ** 2])


def test_one_large_answer_among_nothing_gives_about_one():
    amounts = np.array([[90.0] + [0.0] * 39])
    assert _design(amounts[0], 400).degrees_of_freedom(csr_array(amounts)) == pytest.approx([1.1], abs=0.02)


def test_degrees_of_freedom_agree_with_a_plain_sum_over_strata():
    rng = np.random.default_rng(4)
    strata = np.repeat([0, 1, 2], [6, 9, 5])
    answered, populations = np.array([6.0, 9.0, 5.0]), np.array([40.0, 9.0, 30.0])
    design = Design(rng.uniform(1, 8, 20), strata, answered, 1 - answered / populations)
    amounts = rng.poisson(2, (4, 20)).astype(float)
    expected = []
    for row in amounts * design.weights:
        variance = fourths = 0.0
        for stratum in range(3):
            own = row[strata == stratum]
            gap = own - own.mean()
            variance += design.missing[stratum] * len(own) / (len(own) - 1) * (gap**2).sum()
            fourths += design.missing[stratum] ** 2 * (gap**4).sum()
        expected.append(max(variance**2 / fourths, 1.0))
    assert design.degrees_of_freedom(csr_array(amounts)) == pytest.approx(expected)


def test_a_census_has_no_variance_and_so_no_end_of_freedom():
    amounts = np.array([[1.0, 9.0, 4.0]])
    design = Design(np.ones(3), np.zeros(3, dtype=int), np.array([3.0]), np.array([0.0]))
    assert design.degrees_of_freedom(csr_array(amounts)).tolist() == [math.inf]


def test_the_quantile_is_student_s():
    _, high = total_interval(1.0, 1e-4, 4)
    assert math.log(float(high)) / 1e-4 == pytest.approx(stats.t.ppf(0.975, 4), rel=1e-4)


def test_two_symmetric_intervals_differ_by_the_root_of_the_squares():
    found = difference(Interval(100, 70, 130), Interval(150, 110, 190))
    assert (found.value, found.low, found.high) == pytest.approx((50, 0, 100))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (Interval(100, 90, 112), Interval(150, 130, 170), Change.UP),
        (Interval(150, 130, 170), Interval(100, 90, 112), Change.DOWN),
        (Interval(100, 80, 125), Interval(115, 90, 147), Change.NO_CLEAR_CHANGE),
        (Interval(100, 100, 100), Interval(100, 100, 100), Change.NO_CLEAR_CHANGE),
    ],
)
def test_what_may_be_said_of_two_editions(before, after, said):
    assert difference(before, after).change is said


@given(st.tuples(figures, figures, figures), st.tuples(figures, figures, figures))
def test_a_difference_seen_from_the_other_side_is_its_mirror(one, other):
    before, after = (Interval(mid, low, high) for low, mid, high in (sorted(one), sorted(other)))
    there, back = difference(before, after), difference(after, before)
    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low))


def test_no_interval_is_told_whose_ends_would_tell_nothing():
    assert np.isnan(total_interval(44.0, 20.0, 1.0)).all()  # t = 12.7: up to 230 times the total
    assert np.isfinite(total_interval(44.0, 20.0, 3.0)).all()


def test_what_does_not_vary_has_an_interval_of_no_width():
    assert total_interval(44.0, 0.0, math.inf) == (44.0, 44.0)


def test_an_interval_that_reaches_exactly_as_far_as_allowed_is_told():
    variation = math.sqrt(math.expm1((math.log(10) / stats.norm.ppf(0.975)) ** 2))
    assert np.isfinite(total_interval(1.0, variation * 0.99999, math.inf)).all()
    assert np.isnan(total_interval(1.0, variation * 1.00001, math.inf)).all()


def test_a_stratum_of_one_answer_says_nothing_of_its_spread():
    design = Design(np.ones(3), np.array([0, 1, 1]), np.array([1.0, 2.0]), np.array([0.0, 0.5]))
    with np.errstate(all="raise"):
        found = design.degrees_of_freedom(csr_array(np.array([[5.0, 1.0, 3.0], [5.0, 2.0, 2.0]])))
    assert found.tolist() == pytest.approx([8.0, math.inf])


def test_no_replicate_gives_no_standard_error():
    with np.errstate(all="raise"):
        assert np.isnan(standard_error(3.0, np.array([np.nan, np.nan])))


def test_shares_at_the_very_edge_have_no_interval():
    low, high = share_interval([1e-9, 1 - 1e-9], [0.1, 0.1], 5)
    assert (low.tolist(), high.tolist()) == ([1e-9, 1 - 1e-9], [1e-9, 1 - 1e-9])


def test_degrees_of_freedom_do_not_depend_on_the_unit():
    amounts = np.random.default_rng(6).gamma(0.5, 1.0, (3, 12))
    whole, small = (_design(amounts[0], 60).degrees_of_freedom(csr_array(amounts * unit)) for unit in (1.0, 1e-3))
    assert small == pytest.approx(whole, rel=1e-5)


def test_a_share_that_does_not_vary_is_its_own_interval_to_the_last_digit():
    shares = np.linspace(0.01, 0.99, 99)
    low, high = share_interval(shares, np.zeros(99), math.inf)
    assert low.tolist() == high.tolist() == shares.tolist()
