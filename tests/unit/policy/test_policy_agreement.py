"""Oracles: the published worked examples of kappa and alpha."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.policy.agreement import agreement, cohen_kappa, krippendorff_alpha, masi, pairs_of


def _pairs(both_yes, first_only, second_only, both_no):
    return [("y", "y")] * both_yes + [("y", "n")] * first_only + [("n", "y")] * second_only + [("n", "n")] * both_no


@pytest.mark.parametrize(
    ("cells", "kappa"), [((20, 5, 10, 15), 0.4), ((45, 15, 25, 15), 0.1304), ((25, 35, 5, 35), 0.2593)]
)
def test_kappa_of_published_tables(cells, kappa):
    assert cohen_kappa(_pairs(*cells)) == pytest.approx(kappa, abs=5e-5)


STAGES = (
    "attract retain utilize attract cultivate none none retain attract cultivate utilize none retain attract cultivate",
    "attract attract utilize attract cultivate none attract retain attract utilize utilize none retain none cultivate",
)


@pytest.mark.parametrize(
    ("first", "second", "kappa"),
    [
        (STAGES[0].split(), STAGES[1].split(), 0.6629213483146068),
        ("aabbccddeeaabbccddee", "abbbccddeeaacbccdeee", 0.8125),
        ("yyyyynnnnn", "nnnnnyyyyy", -1.0),
    ],
)
def test_kappa_is_that_of_scikit_learn(first, second, kappa):
    """`sklearn.metrics.cohen_kappa_score` of scikit-learn 1.9.1."""
    assert cohen_kappa(list(zip(first, second, strict=True))) == pytest.approx(kappa, abs=1e-9)


def test_alpha_of_krippendorffs_binary_example():
    first, second = "0100000000", "1110010100"
    assert krippendorff_alpha(list(zip(first, second, strict=True))) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_krippendorffs_nominal_example():
    units = list(zip("aabbdcccedda", "babbbccceddd", strict=True))
    assert krippendorff_alpha(units) == pytest.approx(0.692, abs=5e-4)


def test_alpha_of_krippendorffs_example_with_four_observers_and_missing_data():
    table = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    assert krippendorff_alpha(list(zip(*table, strict=True))) == pytest.approx(0.743, abs=5e-4)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ({"a"}, {"a"}, 0.0),
        ({"a"}, {"b"}, 1.0),
        ({"a"}, {"a", "b"}, 1 - 2 / 3 * 1 / 2),
        ({"a", "b"}, {"b", "c"}, 1 - 1 / 3 * 1 / 3),
    ],
)
def test_the_distance_of_sets(one, other, distance):
    assert masi(frozenset(one), frozenset(other)) == pytest.approx(distance)


def test_an_interval_holds_the_estimate_and_is_the_same_every_time():
    pairs = _pairs(20, 5, 10, 15)
    found = agreement("kind", pairs, replicates=300)
    assert found.kappa_interval[0] < found.kappa < found.kappa_interval[1]
    assert found.alpha_interval[0] < found.alpha < found.alpha_interval[1]
    assert found == agreement("kind", pairs, replicates=300)


def test_what_only_one_coded_counts_for_neither():
    one = {"c1": {"stage": "attract"}, "c2": {"stage": "retain"}}
    other = {"c1": {"stage": "attract"}, "c3": {"stage": "retain"}}
    assert pairs_of(one, other, "stage") == [("attract", "attract"), ("retain", None), (None, "retain")]
    assert agreement("stage", pairs_of(one, other, "stage"), replicates=10).clauses == 1


def test_tiers_are_sets_whatever_their_order():
    pairs = pairs_of({"c": {"tiers": "youth|engineer"}}, {"c": {"tiers": "engineer|youth"}}, "tiers")
    assert pairs[0][0] == pairs[0][1]


def test_without_variety_agreement_is_not_defined():
    assert math.isnan(cohen_kappa([("a", "a")] * 5))
    assert math.isnan(krippendorff_alpha([("a", "a")] * 5))
    assert math.isnan(cohen_kappa([]))


@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=30))
def test_equal_answers_agree_fully(values):
    pairs = [(value, value) for value in values]
    for found in (cohen_kappa(pairs), krippendorff_alpha(pairs)):
        assert math.isnan(found) or found == pytest.approx(1)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=30))
def test_nobody_is_the_first_coder(pairs):
    swapped = [(other, one) for one, other in pairs]
    for measure in (cohen_kappa, krippendorff_alpha):
        here, there = measure(pairs), measure(swapped)
        assert (math.isnan(here) and math.isnan(there)) or here == pytest.approx(there)
