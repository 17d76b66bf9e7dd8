"""`benchmarks/survey_coverage.py` in small, and both sides of `benchmarks/bootstrap_speed.py` held together."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.bootstrap_speed import numpy_loop, ours, task
from benchmarks.survey_coverage import city, study


@pytest.fixture(scope="module")
def tried():
    return study(city(7), surveys=24, replicates=80, seed=7)


@pytest.mark.parametrize("kind", [("total", "chain x tier"), ("total", "role"), ("share of need", "chain x tier")])
def test_intervals_hold_the_truth_about_as_often_as_they_promise(tried, kind):
    assert 0.92 <= np.mean(tried[kind].held) <= 0.98
    assert np.mean(tried[kind].held_by_percentiles) < np.mean(tried[kind].held)


def test_totals_are_as_good_as_unbiased_and_a_naive_count_is_far_off(tried):
    totals = tried["total", "role"]
    assert abs(np.mean(totals.errors)) < 0.02
    assert np.mean(np.abs(totals.naive_errors)) > 0.3


def test_a_plain_loop_over_replicates_finds_the_same_standard_errors():
    given = task(enterprises=300, lines=1500, replicates=300)
    found, by_loop = ours(given), numpy_loop(given, 300)
    assert by_loop.sum() == pytest.approx(found.sum(), rel=0.04)
    assert np.corrcoef(found, by_loop)[0, 1] > 0.97
