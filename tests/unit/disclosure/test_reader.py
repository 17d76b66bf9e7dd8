import numpy as np
import pytest

from talentmap.disclosure.lattice import Limit
from talentmap.disclosure.reader import Model

TOTAL = Limit({0: 1.0, 1: 1.0, 2: 1.0}, 10.0, 10.0)
FIRST = Limit({0: 1.0}, 3.0, 4.0)


def test_extremes_of_a_simple_table():
    model = Model(3, [TOTAL, FIRST])
    assert model.extreme({1: 1.0}, 1)[0] == pytest.approx(7.0)
    assert model.extreme({1: 1.0}, -1)[0] == pytest.approx(0.0)
    value, point = model.extreme({1: 1.0, 2: 1.0}, -1)
    assert value == pytest.approx(6.0)
    assert point is not None and point.sum() == pytest.approx(10.0)


def test_a_lifted_row_says_nothing_until_it_is_restored():
    model = Model(3, [TOTAL, FIRST])
    model.lift([1])
    assert model.extreme({0: 1.0}, 1)[0] == pytest.approx(10.0)
    model.restore([1])
    assert model.extreme({0: 1.0}, 1)[0] == pytest.approx(4.0)
    model.lift([0])
    assert model.extreme({1: 1.0}, 1) == (np.inf, None)
    assert model.extreme({1: 1.0}, -1)[0] == 0.0


def test_a_demanded_row_holds_until_it_is_relented():
    model = Model(3, [TOTAL, FIRST])
    model.demand(Limit({2: 1.0}, 5.0, np.inf))
    assert model.extreme({1: 1.0}, 1)[0] == pytest.approx(2.0)
    model.relent()
    assert model.extreme({1: 1.0}, 1)[0] == pytest.approx(7.0)


def test_contradictions_have_no_answer():
    value, point = Model(1, [Limit({0: 1.0}, 1.0, 1.0), Limit({0: 1.0}, 2.0, 2.0)]).extreme({0: 1.0}, 1)
    assert np.isnan(value) and point is None


def test_columns_may_be_bounded_and_priced():
    model = Model(3, [TOTAL])
    model.bound(0, 0.0, 2.0)
    model.price({1: 1.0})
    model.price({0: -1.0, 2: 1.0})
    value, point = model.solve()
    assert value == pytest.approx(-2.0)
    assert point is not None and point.tolist() == pytest.approx([2.0, 8.0, 0.0])
