from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentmap.comparison.archive import Archive
from talentmap.comparison.rollup import KEYS, roll_up
from talentmap.errors import EditionError

ROLES = {"m-welder": ("metal", "technician"), "f-operator": ("food", "youth")}
COUNTIES = ("north-2026", "south-2026")


def archive(name, posts, people, year=2026):
    """posts: enterprise, role, headcount, weight. people: person, role, weight."""
    rows = [
        (f"{who}:{k}", who, ROLES[role][0], role, ROLES[role][1], name[:5], float(weight), float(heads), "c")
        for k, (who, role, heads, weight) in enumerate(posts)
    ]
    names = ["line_id", "enterprise_id", "chain_id", "role_id", "tier", "district_id", "weight", "headcount", "cell"]
    frame = pd.DataFrame(rows, columns=names)
    answers = frame[["enterprise_id", "chain_id", "cell", "weight"]].drop_duplicates("enterprise_id")
    placed = [(who, role, ROLES[role][1], float(w), name[:5], "bachelor", ROLES[role][0]) for who, role, w in people]
    persons = ["person_id", "role_id", "tier", "weight", "district_id", "education", "chain_id"]
    empty = pd.DataFrame()
    return Archive(
        name, "无名", year, Path("nowhere"), frame, answers, pd.DataFrame(placed, columns=persons), empty, empty
    )


firms = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(list(ROLES)), st.integers(1, 30), st.floats(1, 9)),
    max_size=14,
    unique_by=lambda row: row[:2],
)
persons = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from(list(ROLES)), st.floats(0.1, 1)),
    max_size=14,
    unique_by=lambda row: row[0],
)


@settings(max_examples=12, deadline=None)
@given(firms, persons, st.sets(st.integers(0, 40)), st.sets(st.integers(0, 60)))
def test_counties_rolled_up_are_the_city_built_at_once(posts, people, firms_of_both, people_of_both):
    weights = {}
    posts = [(f"e{k}", role, heads, weights.setdefault(k, weight)) for k, role, heads, weight in posts]
    people = [(f"p{k}", role, weight) for k, role, weight in people]
    both_firms, both_people = {f"e{k}" for k in firms_of_both}, {f"p{k}" for k in people_of_both}

    def of_county(rows, both, side):
        return [row for row in rows if row[0] in both or int(row[0][1:]) % 2 == side]

    counties = [
        archive(name, of_county(posts, both_firms, side), of_county(people, both_people, side))
        for side, name in enumerate(COUNTIES)
    ]
    rolled, city = roll_up(counties), roll_up([archive("city-2026", posts, people)])
    pd.testing.assert_frame_equal(rolled.balance, city.balance)
    assert rolled.balance["gap"].sum() == pytest.approx(rolled.parts["gap"].sum())
    assert rolled.balance["need"].sum() == pytest.approx(sum(heads * weight for _, _, heads, weight in posts))


def test_who_stands_in_two_counties_is_told():
    posts, people = [("e1", "m-welder", 5, 2.0)], [("p1", "m-welder", 1.0)]
    rolled = roll_up([archive(name, posts, people) for name in COUNTIES])
    assert rolled.twice == (1, 1)
    assert rolled.balance[[*KEYS, "need", "supply"]].to_dict("records") == [
        {"chain_id": "metal", "role_id": "m-welder", "tier": "technician", "need": 10.0, "supply": 1.0}
    ]


def test_surplus_here_goes_to_the_shortage_there():
    here = archive(COUNTIES[0], [("e1", "m-welder", 5, 1.0)], [])
    there = archive(COUNTIES[1], [], [(f"p{k}", "m-welder", 1.0) for k in range(3)])
    (row,) = roll_up([here, there]).transfers.to_dict("records")
    assert row == {"role_id": "m-welder", "from": "south-2026", "to": "north-2026", "people": 3.0}


def test_a_location_quotient_by_hand():
    here = archive(COUNTIES[0], [("e1", "m-welder", 6, 1.0), ("e1", "f-operator", 2, 1.0)], [])
    there = archive(COUNTIES[1], [("e2", "f-operator", 8, 1.0)], [])
    found = roll_up([here, there]).quotients.set_index(["region", "role_id"])["quotient"]
    # 6/8 of the need here, 6/16 of all
    assert found["north-2026", "m-welder"] == pytest.approx(2.0)
    assert found["south-2026", "f-operator"] == pytest.approx(1.6)


def test_editions_that_cannot_be_one_region():
    one = archive(COUNTIES[0], [], [])
    with pytest.raises(EditionError, match="different years"):
        roll_up([one, archive(COUNTIES[1], [], [], year=2025)])
    with pytest.raises(EditionError, match="twice"):
        roll_up([one, one])
