import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.evaluation.projection.units import groups_around, units_of

ROLE = ("chain_id", "tier", "role_id", "need", "need_low", "need_high", "supply", "employed")
GROUP = ("chain_id", "tier", "need", "need_low", "need_high", "supply", "employed")
STOCKS = ["need", "supply", "employed"]


def roles(*rows):
    return pd.DataFrame(rows, columns=ROLE)


def groups(*rows):
    return pd.DataFrame(rows, columns=GROUP)


WHOLE = groups(
    ("", "", 100.0, 80.0, 125.0, 40.0, 500.0),
    ("metal", "", 100.0, 80.0, 125.0, 40.0, 500.0),
    ("metal", "engineer", 60.0, 40.0, 90.0, 25.0, 300.0),
    ("metal", "technician", 40.0, 30.0, 55.0, 15.0, 200.0),
)


def test_a_total_is_the_sum_of_its_roles_and_of_what_is_left():
    told = roles(
        ("metal", "engineer", "caster", 35.0, 20.0, 60.0, 5.0, 120.0),
        ("metal", "engineer", "hidden", math.nan, math.nan, math.nan, 15.0, math.nan),
        ("metal", "technician", "welder", 40.0, 30.0, 55.0, 15.0, 200.0),
    )
    units = units_of(told, WHOLE)
    assert (units.members @ units.frame[STOCKS].to_numpy() == units.scopes[STOCKS].to_numpy()).all()
    assert "hidden" not in set(units.frame["role_id"]) | set(units.scopes["role_id"])
    rest = units.frame[(units.frame["role_id"] == "") & (units.frame["tier"] == "engineer")]
    assert rest[STOCKS].to_numpy().tolist() == [[25.0, 20.0, 180.0]]


def test_a_role_without_an_interval_is_part_of_the_rest_unless_nobody_is_wanted():
    told = roles(
        ("metal", "engineer", "vague", 35.0, math.nan, math.nan, 5.0, 120.0),
        ("metal", "engineer", "full", 0.0, math.nan, math.nan, 10.0, 50.0),
    )
    units = units_of(told, WHOLE)
    assert set(units.frame["role_id"]) == {"", "full"}
    assert units.scopes.set_index("role_id").loc["full", "spread_above"] == 0


def test_a_hidden_group_is_part_of_its_chain_and_its_roles_are_not_told():
    told = roles(("metal", "engineer", "caster", 35.0, 20.0, 60.0, 5.0, 120.0))
    units = units_of(told, WHOLE[WHOLE["tier"] != "engineer"])
    assert set(units.scopes["tier"]) == {"", "technician"}
    assert units.frame["role_id"].eq("").all()
    assert (units.members @ units.frame[STOCKS].to_numpy() == units.scopes[STOCKS].to_numpy()).all()


def test_the_spread_is_that_of_the_published_interval():
    units = units_of(roles(), WHOLE)
    row = units.scopes.set_index(["chain_id", "tier"]).loc[("", "")]
    assert math.exp(1.959963984540054 * row["spread_below"]) == pytest.approx(100 / 80)
    assert math.exp(1.959963984540054 * row["spread_above"]) == pytest.approx(125 / 100)


def test_groups_around_widen_and_never_repeat():
    assert groups_around("metal", "youth") == (("metal", "youth"), ("", "youth"), ("", ""))
    assert groups_around("", "") == (("", ""),)


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from(["engineer", "youth"]), st.integers(0, 60), st.booleans()),
        min_size=1, max_size=12,
    ),
    st.sets(st.tuples(st.sampled_from("ab"), st.sampled_from(["engineer", "youth"]))),
)  # fmt: skip
def test_whatever_is_hidden_what_is_told_of_totals_is_as_published(lines, hidden):
    told = roles(
        *((chain, tier, f"r{number}", float(need) if shown else math.nan, 1.0, 2.0, float(number), 10.0)
          for number, (chain, tier, need, shown) in enumerate(lines))
    )  # fmt: skip
    every = [(chain, tier) for chain in ("", "a", "b") for tier in ("", "engineer", "youth")]
    whole = groups(
        *((chain, tier, math.nan if (chain, tier) in hidden else 200.0, 100.0, 300.0, 50.0, 900.0)
          for chain, tier in every)
    )  # fmt: skip
    units = units_of(told, whole)
    assert units.members @ units.frame[STOCKS].to_numpy() == pytest.approx(units.scopes[STOCKS].to_numpy())
    scopes = set(zip(units.scopes["chain_id"], units.scopes["tier"], strict=True))
    assert scopes == set(every) - hidden
    assert set(units.scopes["role_id"]) - {""} <= set(told.loc[told["need"].notna(), "role_id"])
    assert set(np.unique(units.members)) <= {0.0, 1.0}
