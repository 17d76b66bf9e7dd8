import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.evaluation.intervals import mean_of, share_of
from talentmap.evaluation.survival import kaplan_meier

DURATIONS = [3, 5, 5, 6, 8, 8, 8, 11, 13, 14, 14, 17, 20, 22, 22, 25, 29, 31, 36, 36, 40, 44]
ENDED = [1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0]
# lifelines 0.30: KaplanMeierFitter().fit(DURATIONS, ENDED), predict and confidence_interval_ (log-log)
LIFELINES = {
    8: (0.7655502392344495, 0.524873417750222, 0.895182712961112),
    14: (0.6015037593984963, 0.3556604580534593, 0.7788406634181164),
    22: (0.48120300751879685, 0.24622106011420813, 0.6826607278847209),
    36: (0.24747583243823842, 0.06847606404922954, 0.483218603705912),
}


@pytest.mark.parametrize("time", LIFELINES)
def test_the_curve_and_its_interval_are_those_of_lifelines(time):
    found = kaplan_meier(DURATIONS, ENDED).at(time)
    assert (found.share, found.low, found.high) == pytest.approx(LIFELINES[time], abs=1e-9)


def test_quantiles_are_those_of_lifelines():
    curve = kaplan_meier(DURATIONS, ENDED)
    assert (curve.quantile(0.5), curve.quantile(0.75)) == (22.0, 36.0)


def by_hand(durations, ended, time):
    """The product over the days on which somebody left, day by day."""
    share, variance = 1.0, 0.0
    for day in sorted({d for d, over in zip(durations, ended, strict=True) if over and d <= time}):
        there = sum(d >= day for d in durations)
        gone = sum(over and d == day for d, over in zip(durations, ended, strict=True))
        share *= 1 - gone / there
        variance += gone / (there * (there - gone)) if there > gone else math.inf
    return share, variance


OBSERVED = st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=60)


@given(OBSERVED, st.integers(0, 60))
def test_the_curve_is_the_slow_product_in_any_order(observed, time):
    durations, ended = zip(*observed, strict=True)
    found = kaplan_meier(durations, ended).at(time)
    again = kaplan_meier(durations[::-1], ended[::-1]).at(time)
    share, variance = by_hand(durations, ended, time)
    if time > max(durations) and share > 1e-12:
        assert math.isnan(found.share)
        return
    assert found.share == pytest.approx(share, abs=1e-12)
    assert again == pytest.approx(found, nan_ok=True)
    assert found.at_risk == sum(d >= time for d in durations)
    if 1e-12 < share < 1:
        spread = math.exp(1.959963984540054 * math.sqrt(variance) / math.log(share))
        assert (found.high, found.low) == pytest.approx((share**spread, share ** (1 / spread)), abs=1e-9)
        assert found.low <= found.share <= found.high


def test_without_censoring_it_is_the_share_that_lasts():
    assert kaplan_meier([1, 2, 3, 4], [True] * 4).at(2).share == pytest.approx(0.5)


def test_nothing_is_said_beyond_the_longest_observation():
    curve = kaplan_meier([10, 20, 30], [True, False, False])
    assert curve.at(30).share == pytest.approx(2 / 3)
    assert math.isnan(curve.at(31).share)
    assert math.isnan(curve.quantile(0.5))
    assert kaplan_meier([10, 20], [True, True]).at(99).share == 0


def test_nobody_is_no_estimate_and_a_negative_time_is_refused():
    assert math.isnan(kaplan_meier([], []).at(1).share)
    with pytest.raises(ValueError, match="negative"):
        kaplan_meier([-1.0], [True])


def test_shares_and_means_have_the_intervals_of_statsmodels():
    # statsmodels 0.14: proportion_confint(…, method="wilson"), DescrStatsW(…).tconfint_mean()
    assert share_of(7, 25) == pytest.approx((0.28, 0.14283853850956557, 0.4757660519036158), abs=1e-9)
    assert share_of(0, 9) == pytest.approx((0.0, 0.0, 0.29914504841954415), abs=1e-9)
    scores = [4, 2, 3, 5, 1, 2, 3, 4, 3, 3, 2, 5]
    assert mean_of(scores) == pytest.approx((np.mean(scores), 2.2954034995357073, 3.8712631671309596), abs=1e-9)
    assert math.isnan(share_of(0, 0).value)
    assert math.isnan(mean_of([3]).low)
