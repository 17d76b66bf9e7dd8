import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentmap.comparison.decompose import Side, decompose
from talentmap.comparison.mapping import recoded
from talentmap.tables.comparison import PARTS, SUPPLY_PARTS

ROLES = ("m-welder", "m-engineer", "f-operator")
CHAINS = {"m-welder": "metal", "m-engineer": "metal", "f-operator": "food"}
TIERS = {"m-welder": "technician", "m-engineer": "engineer", "f-operator": "technician"}
POST = ["line_id", "enterprise_id", "chain_id", "role_id", "tier", "district_id", "weight", "headcount", "cell"]


def side(answers, posts, people=()):
    """answers: enterprise, cell, weight. posts: enterprise, role, headcount. people: person, role, weight."""
    frame = pd.DataFrame(answers, columns=["enterprise_id", "cell", "weight"])
    known = frame.set_index("enterprise_id")
    rows = [
        (f"l{k}", who, CHAINS[role], role, TIERS[role], "north", known["weight"][who], float(heads), known["cell"][who])
        for k, (who, role, heads) in enumerate(posts)
    ]
    placed = [(who, role, CHAINS[role], TIERS[role], float(weight)) for who, role, weight in people]
    return Side(
        pd.DataFrame(rows, columns=POST),
        frame,
        pd.DataFrame(placed, columns=["person_id", "role_id", "chain_id", "tier", "weight"]),
    )


@st.composite
def sides(draw):
    enterprises = draw(st.lists(st.integers(0, 9), unique=True, min_size=1, max_size=8))
    answers = [
        (f"e{k}", draw(st.sampled_from(["metal:small", "metal:large", "food:small"])), draw(st.floats(1, 30)))
        for k in enterprises
    ]
    posts = draw(
        st.lists(
            st.tuples(st.sampled_from([a[0] for a in answers]), st.sampled_from(ROLES), st.integers(1, 90)), max_size=12
        )
    )
    people = draw(
        st.lists(
            st.tuples(st.sampled_from("pqrstu"), st.sampled_from(ROLES), st.floats(0.05, 1)),
            max_size=10,
            unique_by=lambda row: row[:2],
        )
    )
    return side(answers, posts, people)


@settings(max_examples=25, deadline=None)
@given(sides(), sides(), st.floats(0.1, 0.9))
def test_the_parts_add_up_to_the_change_of_the_gap(old, new, share):
    shares = {"m-welder": {"m-engineer": share, "f-operator": 1 - share}}
    mapped = Side(
        recoded(old.posts, shares, CHAINS, ["headcount"]), old.answers, recoded(old.people, shares, CHAINS, ["weight"])
    )
    found = decompose(old, mapped, mapped, new)
    assert found[list(PARTS)].sum(axis=1).to_numpy() == pytest.approx(found["change"].to_numpy(), abs=1e-8)
    assert found[list(SUPPLY_PARTS)].sum(axis=1).to_numpy() == pytest.approx(found["supply"].to_numpy(), abs=1e-9)
    assert found["change"].sum() == pytest.approx(_gap(new) - _gap(old), abs=1e-7)


@settings(max_examples=12, deadline=None)
@given(sides(), sides())
def test_turning_the_years_round_turns_every_sign(old, new):
    there = decompose(old, old, old, new).set_index(["chain_id", "role_id", "tier"])
    back = decompose(new, new, new, old).set_index(["chain_id", "role_id", "tier"]).reindex(there.index)
    for part in ("need", "weights", "supply", "moved"):
        assert there[part].to_numpy() == pytest.approx(-back[part].to_numpy(), abs=1e-8)
    assert there["came"].to_numpy() == pytest.approx(-back["went"].to_numpy(), abs=1e-8)


def test_more_enterprises_with_the_same_need_each_are_weights_alone():
    old = side([("e1", "metal:small", 10.0)], [("e1", "m-welder", 3)])
    new = side([("e1", "metal:small", 15.0)], [("e1", "m-welder", 3)])
    [row] = decompose(old, old, old, new).to_dict("records")
    assert (row["change"], row["weights"], row["need"]) == (15.0, 15.0, 0.0)


def test_kitagawa_by_hand():
    old = side([("e1", "metal:small", 10.0)], [("e1", "m-welder", 2)])
    new = side([("e1", "metal:small", 14.0)], [("e1", "m-welder", 5)])
    [row] = decompose(old, old, old, new).to_dict("records")
    # dP (m0 + m1)/2 = 4 x 3.5, dm (P0 + P1)/2 = 3 x 12
    assert (row["weights"], row["need"], row["change"]) == (14.0, 36.0, 50.0)


def test_a_cell_nobody_answered_from_before_is_weights():
    old = side([("e1", "metal:small", 10.0)], [])
    new = side([("e1", "metal:small", 10.0), ("e2", "metal:large", 2.0)], [("e2", "m-welder", 4)])
    [row] = decompose(old, old, old, new).to_dict("records")
    assert (row["weights"], row["need"]) == (8.0, 0.0)


def test_an_answer_that_needs_nobody_pulls_the_mean_down():
    old = side([("e1", "metal:small", 10.0)], [("e1", "m-welder", 2)])
    new = side([("e1", "metal:small", 5.0), ("e2", "metal:small", 5.0)], [("e1", "m-welder", 2)])
    [row] = decompose(old, old, old, new).to_dict("records")
    assert (row["weights"], row["need"]) == (0.0, -10.0)


def test_people_who_came_went_and_moved():
    answers = [("e1", "metal:small", 1.0)]
    old = side(answers, [], [("stays", "m-welder", 1), ("turns", "m-welder", 1), ("goes", "m-welder", 1)])
    new = side(answers, [], [("stays", "m-welder", 1), ("turns", "m-engineer", 1), ("new", "m-engineer", 0.5)])
    found = decompose(old, old, old, new).set_index("role_id")
    assert found.loc["m-welder", ["came", "went", "moved"]].tolist() == [0.0, 1.0, 1.0]
    assert found.loc["m-engineer", ["came", "went", "moved"]].tolist() == [-0.5, 0.0, -1.0]


def _gap(one):
    return (one.posts["headcount"] * one.posts["weight"]).sum() - one.people["weight"].sum()
