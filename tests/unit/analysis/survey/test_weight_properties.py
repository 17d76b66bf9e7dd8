from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_rules import weight_rules
from survey_samples import answers_in, frame_of

from talentmap.analysis.survey.bootstrap import rescaled, variance_strata
from talentmap.analysis.survey.frame import SIZE_CLASSES, Frame, Size
from talentmap.analysis.survey.replicates import replicates_of
from talentmap.analysis.survey.weighting import weigh

RULES = weight_rules(bootstrap_replicates=20, seed=7)
counts = st.fixed_dictionaries({size: st.tuples(st.integers(0, 12), st.integers(0, 60)) for size in SIZE_CLASSES})


def _sample(cells):
    framed = {("c", size): max(frame, answered) for size, (answered, frame) in cells.items()}
    return [("c", size) for size, (answered, _) in cells.items() for _ in range(answered)], frame_of(framed)


@given(counts)
def test_base_weights_add_up_to_the_frame(cells):
    keys, frame = _sample(cells)
    others = [size for size in SIZE_CLASSES[1:] if cells[size][0]]
    framed = {size: frame.enterprises["c", size] for size in SIZE_CLASSES}
    represented = sum(framed.values()) if others else framed["large"] if cells["large"][0] else 0
    assert weigh(answers_in(keys), frame, RULES).base.sum() == pytest.approx(represented)


@given(counts)
def test_nobody_weighs_less_than_1_and_margins_are_met_unless_a_bound_is_reached(cells):
    keys, frame = _sample(cells)
    weighting = weigh(answers_in(keys), frame, RULES)
    for weights in (weighting.by_enterprise, weighting.by_people):
        assert (weights.values >= 1 - 1e-9).all()
        factors, bounds = weights.calibrated.raked.factors, weights.calibration.bounds
        is_bound = (factors <= bounds.lowest + 1e-9) | (factors >= bounds.highest - 1e-9)
        if not is_bound.any():
            assert weights.calibrated.raked.largest_miss < 1e-4


@given(counts)
def test_large_enterprises_stand_for_large_ones_only(cells):
    keys, frame = _sample(cells)
    weighting = weigh(answers_in(keys), frame, RULES)
    weights = dict(zip(keys, weighting.by_enterprise.values.tolist(), strict=True))
    if cells["large"][0]:
        assert weights["c", "large"] == pytest.approx(frame.enterprises["c", "large"] / cells["large"][0])


@given(counts)
def test_every_replicate_keeps_the_total_of_a_cell_and_a_census_does_not_vary_at_all(cells):
    keys, frame = _sample(cells)
    weighting = weigh(answers_in(keys), frame, RULES)
    factors = rescaled(weighting.cells, 20, 7)
    assert (factors >= 0).all()
    strata, populations = variance_strata(weighting.cells)
    for stratum in set(strata):
        members = np.array([one == stratum for one in strata])
        assert factors[members].sum(axis=0) == pytest.approx(np.full(20, members.sum()))
        if populations[stratum] == members.sum():
            assert (factors[members] == 1).all()


@given(counts, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_no_weight(cells, random):
    keys, frame = _sample(cells)
    answers = answers_in(keys)
    place = list(range(len(keys)))
    random.shuffle(place)
    shuffled = {answers.enterprises[k]: keys[k] for k in place}
    again = answers_in([shuffled[name] for name in sorted(shuffled)])
    first, second = weigh(answers, frame, RULES), weigh(again, frame, RULES)
    assert first.by_people.values.tolist() == second.by_people.values.tolist()


@given(counts, st.integers(2, 9))
def test_people_weights_do_not_depend_on_the_unit_of_employment(cells, scale):
    keys, frame = _sample(cells)
    staff = np.random.default_rng(len(keys)).integers(5, 50, len(keys)).astype(float)
    bigger = Frame({key: Size(its.enterprises, its.employment * scale) for key, its in frame.cells.items()})
    first = weigh(answers_in(keys, staff), frame, RULES).by_people.values
    second = weigh(answers_in(keys, staff * scale), bigger, RULES).by_people.values
    assert first == pytest.approx(second)


@pytest.mark.parametrize(("population", "sample"), [(40, 12), (40, 2), (200, 30)])
def test_rao_wu_agrees_with_the_textbook_standard_deviation(population, sample):
    values = np.random.default_rng(3).gamma(1.5, 4.0, sample)
    many = weight_rules(cell_minimum=1, bootstrap_replicates=20_000, seed=11)
    weighting = weigh(answers_in([("c", "small")] * sample), frame_of({("c", "small"): population}), many)
    totals = values @ replicates_of(weighting, weighting.by_people, many).weights
    analytic = population * math.sqrt((1 - sample / population) * values.var(ddof=1) / sample)
    assert totals.std(ddof=1) == pytest.approx(analytic, rel=0.03)
    assert totals.mean() == pytest.approx(population * values.mean(), abs=4 * analytic / math.sqrt(20_000))
