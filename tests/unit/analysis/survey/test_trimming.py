from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from talentmap.analysis.survey.trimming import trim


def test_the_excess_goes_to_the_others_of_the_cell():
    trimmed = trim(np.ones((4, 1)), np.array([[6.0], [1.0], [1.0], [3.0]]), np.array([0, 0, 0, 1]), limit=1.5)
    assert trimmed.factors[:, 0] == pytest.approx([4, 2, 2, 3])
    assert trimmed.is_cut[:, 0].tolist() == [True, False, False, False]


def test_a_weight_lifted_over_the_limit_is_cut_as_well():
    trimmed = trim(np.ones((3, 1)), np.array([[8.0], [3.5], [0.5]]), np.zeros(3, dtype=int), limit=1.25)
    assert trimmed.factors[:, 0] == pytest.approx([5, 5, 2])


@given(arrays(float, (9, 3), elements=st.floats(0.2, 8)), arrays(float, (9, 3), elements=st.floats(0, 5)))
def test_a_cell_keeps_its_total_and_no_weight_passes_the_limit(factors, amounts):
    cells = np.repeat([0, 1, 2], 3)
    trimmed = trim(amounts, factors, cells, limit=2.0).factors
    for cell in range(3):
        own = cells == cell
        before, after = (amounts * factors)[own].sum(axis=0), (amounts * trimmed)[own].sum(axis=0)
        assert after == pytest.approx(before, rel=1e-6, abs=1e-9)
        mean = np.divide(before, amounts[own].sum(axis=0), out=np.full(3, np.inf), where=amounts[own].sum(axis=0) > 0)
        assert (trimmed[own][:, np.isfinite(mean)] <= 2.0 * mean[np.isfinite(mean)] * (1 + 1e-3)).all()


def test_nothing_to_trim():
    assert trim(np.ones((0, 4)), np.ones((0, 4)), np.array([], dtype=int), 2.0).factors.shape == (0, 4)


def test_a_cell_without_anybody_and_one_whose_members_all_are_cut_raise_no_fault():
    with np.errstate(all="raise"):
        trimmed = trim(np.array([[0.0], [0.0], [1.0]]), np.array([[2.0], [1.0], [9.0]]), np.array([0, 0, 1]), limit=0.5)
    assert trimmed.factors[:, 0].tolist() == [0.5, 0.5, 4.5]
    assert trimmed.is_cut[:, 0].tolist() == [True, True, True]


def test_what_is_exactly_at_the_limit_stays():
    trimmed = trim(np.ones((2, 1)), np.array([[3.0], [1.0]]), np.zeros(2, dtype=int), limit=1.5)
    assert trimmed.factors[:, 0].tolist() == [3.0, 1.0]
    assert not trimmed.is_cut.any()


def test_what_is_trimmed_does_not_depend_on_the_unit():
    factors, cells = np.array([[6.0], [1.5], [0.5], [3.0]]), np.array([0, 0, 0, 1])
    small = trim(np.full((4, 1), 1e-3), factors, cells, limit=1.5)
    assert small.factors[:, 0] == pytest.approx([4, 3, 1, 3])
