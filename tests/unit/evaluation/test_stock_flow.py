"""The account of people: it adds up exactly, stands still without flows, and agrees with a walk band by band."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from talentmap.evaluation.projection.stock_flow import Flows, course

SHARE = st.floats(0, 1).map(lambda x: round(x, 6))
PEOPLE = st.floats(0, 5000).map(lambda x: round(x, 3))


@st.composite
def accounts(draw):
    units, years, draws = draw(st.integers(1, 4)), draw(st.integers(1, 6)), draw(st.integers(1, 3))
    return {
        "employed": draw(arrays.arrays(float, (units, draws), elements=PEOPLE)),
        "supply": draw(arrays.arrays(float, (units, draws), elements=PEOPLE)),
        "loss": draw(arrays.arrays(float, (units, draws), elements=SHARE)),
        "newcomer_loss": draw(arrays.arrays(float, (units, draws), elements=SHARE)),
        "arrivals": draw(arrays.arrays(float, (units, draws), elements=PEOPLE)),
        "trained": draw(arrays.arrays(float, (units, years, draws), elements=PEOPLE)),
        "retiring": draw(arrays.arrays(float, (units, years, draws), elements=SHARE)) / years,
    }


def run(of):
    flows = Flows(of["retiring"], of["loss"], of["newcomer_loss"], of["arrivals"], of["trained"])
    return course(of["employed"], of["supply"], flows)


@given(accounts())
def test_every_year_adds_up(of):
    found = run(of)
    moved = found.trained + found.arrived - found.left - found.retired
    assert np.diff(found.people, axis=1) == pytest.approx(moved, rel=1e-9, abs=1e-6)
    assert (found.people[:, 0] == of["employed"] + of["supply"]).all()
    total = sum(found.since_start(name)[:, -1] * sign
                for name, sign in (("trained", 1), ("arrived", 1), ("left", -1), ("retired", -1)))  # fmt: skip
    assert found.people[:, -1] == pytest.approx(found.people[:, 0] + total, rel=1e-9, abs=1e-6)


@given(accounts())
def test_nobody_goes_twice_and_nothing_falls_below_none(of):
    found = run(of)
    assert (found.people > -1e-6).all()
    assert (found.left > -1e-6).all()
    assert (found.retired >= 0).all()
    assert (found.retired.sum(axis=1) <= of["employed"] * of["retiring"].sum(axis=1) + 1e-6).all()


@given(accounts())
def test_without_flows_the_stock_stays(of):
    none = {name: np.zeros_like(of[name]) for name in ("loss", "newcomer_loss", "arrivals", "trained", "retiring")}
    found = run({**of, **none})
    assert (found.people == found.people[:, :1]).all()


@given(accounts(), st.floats(0, 100))
def test_more_people_coming_leave_no_fewer(of, more):
    for name in ("arrivals", "trained"):
        assert (run({**of, name: of[name] + more}).people >= run(of).people - 1e-6).all()


@given(accounts())
def test_a_walk_band_by_band_gives_the_same(of):
    found = run(of)
    units, years, draws = of["retiring"].shape
    for unit in range(units):
        for draw in range(draws):
            walked = _walk({name: values[unit, ..., draw] for name, values in of.items()}, years)
            assert found.people[unit, :, draw] == pytest.approx(walked, rel=1e-9, abs=1e-6)


def _walk(of, years):
    """Groups of people, each with the year in which it retires and the share it loses a year."""
    bands = [(float(of["employed"] * of["retiring"][year]), year, float(of["loss"])) for year in range(years)]
    rest = float(of["employed"]) - sum(people for people, _, _ in bands)
    bands += [(rest, None, float(of["loss"])), (float(of["supply"]), None, float(of["loss"]))]
    totals = [sum(people for people, _, _ in bands)]
    for year in range(years):
        bands = [(people * (1 - loss), due, loss) for people, due, loss in bands]
        bands = [band for band in bands if band[1] != year]
        bands.append((float(of["trained"][year]), None, float(of["loss"])))
        bands.append((float(of["arrivals"]), None, float(of["newcomer_loss"])))
        totals.append(sum(people for people, _, _ in bands))
    return totals
