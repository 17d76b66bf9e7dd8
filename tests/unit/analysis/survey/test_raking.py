from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_rules import weight_rules

from talentmap.analysis.survey.raking import Bounds, Margin, rake

RULES = weight_rules().raking.model_copy(update={"rounds": 500, "tolerance": 1e-10})


def _free(rows):
    return Bounds(np.zeros((rows, 1)), np.full((rows, 1), np.inf))


def _margin(name, groups, targets):
    return Margin(name, tuple(map(str, range(len(targets)))), np.array(groups), np.array(targets, dtype=float))


def _plain_ipf(table, rows, columns):
    """Deming and Stephan as they wrote it: rows, columns, rows, columns, until nothing moves."""
    fitted = [list(map(float, line)) for line in table]
    for _ in range(2000):
        for i, target in enumerate(rows):
            total = sum(fitted[i])
            fitted[i] = [value * target / total for value in fitted[i]]
        for j, target in enumerate(columns):
            total = sum(line[j] for line in fitted)
            for line in fitted:
                line[j] *= target / total
    return fitted


@given(
    st.lists(st.lists(st.integers(1, 40), min_size=3, max_size=3), min_size=2, max_size=4),
    st.lists(st.integers(1, 9), min_size=4, max_size=4),
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
)
def test_raking_agrees_with_a_plain_iterative_fit(table, row_shares, column_shares):
    rows = [1000 * share / sum(row_shares[: len(table)]) for share in row_shares[: len(table)]]
    columns = [1000 * share / sum(column_shares) for share in column_shares]
    amounts = np.array(table, dtype=float).ravel()[:, None]
    margins = [
        _margin("row", np.repeat(range(len(table)), 3), rows),
        _margin("column", list(range(3)) * len(table), columns),
    ]
    raked = rake(amounts, margins, _free(len(amounts)), RULES)
    fitted = (amounts * raked.factors).reshape(-1, 3)
    assert fitted == pytest.approx(np.array(_plain_ipf(table, rows, columns)), rel=1e-5)
    assert fitted.sum(axis=1) == pytest.approx(rows, rel=1e-6)
    assert fitted.sum(axis=0) == pytest.approx(columns, rel=1e-6)
    assert raked.largest_miss < 1e-6


def test_every_replicate_is_raked_as_if_it_were_alone():
    rng = np.random.default_rng(3)
    amounts = rng.uniform(1, 9, (12, 7))
    margins = [_margin("a", np.arange(12) % 3, [50, 60, 70]), _margin("b", np.arange(12) // 6, [80, 100])]
    bounds = Bounds(np.full((12, 1), 0.4), np.full((12, 1), 2.5))
    together = rake(amounts, margins, bounds, RULES).factors
    alone = [rake(amounts[:, [k]], margins, bounds, RULES).factors[:, 0] for k in range(7)]
    assert together == pytest.approx(np.array(alone).T)


def test_no_weight_leaves_its_bounds_and_the_miss_is_said():
    margins = [_margin("a", [0, 0, 1, 1], [10, 100])]
    bounds = Bounds(np.full((4, 1), 0.5), np.full((4, 1), 2.0))
    raked = rake(np.array([[20.0], [20.0], [20.0], [20.0]]), margins, bounds, RULES)
    assert raked.factors[:, 0].tolist() == [0.5, 0.5, 2.0, 2.0]
    assert raked.largest_miss == pytest.approx(0.5)


def test_a_further_margin_sets_shares_among_those_that_tell_their_group():
    margins = [_margin("level", [0, 0, 0], [120]), _margin("district", [0, 1, -1], [3, 1])]
    raked = rake(np.array([[20.0], [20.0], [20.0]]), margins, _free(3), RULES)
    fitted = 20 * raked.factors[:, 0]
    assert fitted.sum() == pytest.approx(120)
    assert fitted[0] == pytest.approx(3 * fitted[1])
    assert fitted[2] == pytest.approx(40)  # who does not tell keeps the share of the base weights


def test_a_group_of_which_a_replicate_has_nothing_stays_away_without_a_word():
    margins = [_margin("a", [0, 1], [10, 10])]
    raked = rake(np.array([[5.0, 5.0], [5.0, 0.0]]), margins, _free(2), RULES)
    assert np.isfinite(raked.factors).all()
    assert (np.array([[5.0, 5.0], [5.0, 0.0]]) * raked.factors).tolist() == [[10, 10], [10, 0]]


def test_without_margins_nothing_moves():
    raked = rake(np.ones((3, 2)), [], _free(3), RULES)
    assert raked.factors.tolist() == np.ones((3, 2)).tolist()
    assert (raked.rounds, raked.largest_miss) == (0, 0)


def test_raking_stops_when_nothing_moves_any_more_and_when_its_rounds_are_over():
    amounts = np.array([[1.0], [3.0]])
    met = rake(amounts, [_margin("a", [0, 1], [1, 3])], _free(2), RULES.model_copy(update={"tolerance": 0.0}))
    assert (met.rounds, met.largest_miss) == (1, 0.0)
    against = [_margin("a", [0, 1], [1, 3]), _margin("b", [0, 1], [3, 1])]
    torn = [rake(amounts, against, _free(2), RULES.model_copy(update={"rounds": rounds})) for rounds in (1, 9)]
    assert [one.rounds for one in torn] == [1, 2]
    assert torn[1].largest_miss == 2.0


def test_a_group_without_a_target_or_without_anything_stays_as_it_is():
    amounts = np.array([[2.0], [0.0], [4.0]])
    with np.errstate(all="raise"):
        raked = rake(amounts, [_margin("a", [0, 1, 2], [6, 5, 0])], _free(3), RULES)
    assert raked.factors[:, 0].tolist() == [3.0, 1.0, 1.0]


def test_rows_that_do_not_tell_their_group_keep_their_weight_and_no_margin_is_no_work():
    amounts = np.array([[2.0], [2.0], [4.0]])
    raked = rake(amounts, [_margin("a", [0, -1, 0], [12])], _free(3), RULES)
    assert raked.factors[:, 0].tolist() == [2.0, 1.0, 2.0]
    nothing = rake(amounts, [], _free(3), RULES)
    assert (nothing.factors.tolist(), nothing.rounds, nothing.largest_miss) == ([[1.0]] * 3, 0, 0.0)


def test_only_the_first_margin_sets_the_level():
    amounts = np.ones((4, 1))
    margins = [_margin("a", [0, 0, 0, 0], [8]), _margin("b", [0, 0, 1, -1], [300, 100])]
    raked = rake(amounts, margins, _free(4), RULES)
    assert raked.factors[:, 0] == pytest.approx([2.25, 2.25, 1.5, 2.0])


@pytest.mark.parametrize("unit", [1e-3, 1e3])
def test_factors_do_not_depend_on_the_unit(unit):
    amounts = np.array([[2.0], [4.0], [6.0], [3.0]])
    factors = [
        rake(
            amounts * scale,
            [_margin("a", [0, 0, 1, 1], [12 * scale, 20 * scale]), _margin("b", [0, 1, 0, 1], [3 * scale, 4 * scale])],
            _free(4),
            RULES,
        ).factors
        for scale in (1.0, unit)
    ]
    assert factors[1] == pytest.approx(factors[0])
    assert (factors[0] != 1).all()
