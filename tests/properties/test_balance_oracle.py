"""Sums of need and supply against plain loops, on random small editions."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_edition import Books

from talentmap.analysis.balance import CELL, EVERYWHERE, balance_by
from talentmap.analysis.groups import UNKNOWN
from talentmap.analysis.posts import place_posts

HEAD = "chain_id,district_id,size_class,enterprises,employment\n"
FRAME = HEAD + "metal,north,large,2,900\nmetal,north,small,30,900\nfood,south,small,12,300\n"
ENTERPRISES = ("a", "b", "c", "d", "e", "f")
MEASURES = ("need", "enterprises", "top_share", "supply", "people")
KEYS = [*list(combinations(CELL, 2))[::3], ("tier",), CELL, (EVERYWHERE,)]

lines = st.lists(
    st.tuples(
        st.sampled_from([*ENTERPRISES, "stranger"]),
        st.sampled_from(["m-scientist", "m-engineer", "m-welder", "f-operator", "", None]),
        st.sampled_from(["metal", "food", None]),
        st.sampled_from(["north", "south", "", None]),
        st.sampled_from([None, 0, 1, 2, 7, 30]),
    ),
    max_size=14,
)
people = st.lists(
    st.tuples(
        st.sampled_from(["seeking", "graduating", "", None]),
        st.sampled_from(["north", "", None]),
        st.lists(st.sampled_from(["m-engineer", "m-welder", "f-operator", "gone"]), max_size=3, unique=True),
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory, small_catalog):
    with Books(tmp_path_factory.mktemp("shelf"), small_catalog) as opened:
        yield opened.frame(FRAME)


def _stock(books, posts, persons):
    roles = books.catalog.roles
    demand = [
        {"line_id": f"{k:03}", "enterprise_id": firm, "role_id": role, "chain_id": chain, "district_id": district,
         "headcount": heads, "tier": roles[role].tier.value if role else None}
        for k, (firm, role, chain, district, heads) in enumerate(posts)
    ]  # fmt: skip
    registered = [{"person_id": f"p{k}", "available": free, "district_id": district}
                  for k, (free, district, _) in enumerate(persons)]  # fmt: skip
    placed = [{"person_id": f"p{k}", "role_id": role, "weight": round(1 / len(found), 3),
               "tier": roles[role].tier.value if role in roles else "technician"}
              for k, (_, _, found) in enumerate(persons) for role in found]  # fmt: skip
    firms = [{"enterprise_id": name, "chain_id": "metal" if name < "e" else "food",
              "size_class": "large" if name == "a" else "small"} for name in ENTERPRISES]  # fmt: skip
    books.fill(enterprises=firms, demand=demand, people=registered, person_roles=placed)
    return demand, registered, placed


WEIGHTS = {"a": 2.0, "b": 10.0, "c": 10.0, "d": 10.0, "e": 6.0, "f": 6.0}


def _slow_balance(catalog, demand, registered, placed, keys):
    """The same as `balance_by`, one obvious loop a side."""
    need = defaultdict(lambda: defaultdict(float))
    for post in demand:
        role = catalog.roles.get(post["role_id"])
        cell = {
            "chain_id": role.chain_id if role else post["chain_id"] or "",
            "segment_id": role.segment if role else "",
            "role_id": role.id if role else "",
            "tier": role.tier.value if role else "",
            "district_id": post["district_id"] or "",
            EVERYWHERE: "",
        }
        if not cell["chain_id"]:
            continue  # none of any key chain's
        weight = WEIGHTS.get(post["enterprise_id"], 1.0)
        if post["headcount"]:
            need[tuple(cell[key] for key in keys)][post["enterprise_id"]] += post["headcount"] * weight
    supply = defaultdict(float)
    behind = defaultdict(set)
    known = {person["person_id"]: person for person in registered if person["available"]}
    for place in placed:
        person, role = known.get(place["person_id"]), catalog.roles.get(place["role_id"])
        if person is None or role is None:
            continue
        cell = {"chain_id": role.chain_id, "segment_id": role.segment, "role_id": role.id, "tier": place["tier"],
                "district_id": person["district_id"] or "", EVERYWHERE: ""}  # fmt: skip
        key = tuple(cell[key] for key in keys)
        supply[key] += place["weight"]
        behind[key].add(place["person_id"])
    return {
        key: (sum(need[key].values()), len(need[key]),
              max(need[key].values(), default=0) / (sum(need[key].values()) or 1), supply[key], len(behind[key]))
        for key in {*need, *supply}
    }  # fmt: skip


def _balance(books, keys):
    rows = books.engine.collect(balance_by(books.engine, books.catalog, keys), keys).to_pylist()
    return {tuple(row[key] for key in keys): tuple(row[name] for name in MEASURES) for row in rows}


@settings(max_examples=5)
@given(lines, people)
def test_balance_by_agrees_with_plain_loops(shelf, posts, persons):
    stock = _stock(shelf, posts, persons)
    place_posts(shelf.engine, shelf.catalog, WEIGHTS, [])
    for keys in KEYS:
        expected = _slow_balance(shelf.catalog, *stock, keys)
        found = _balance(shelf, keys)
        assert set(found) == set(expected)
        for key, measures in expected.items():
            assert found[key] == pytest.approx(measures), (keys, key)


@settings(max_examples=5)
@given(lines, people)
def test_need_and_supply_add_up_over_any_partition(shelf, posts, persons):
    _stock(shelf, posts, persons)
    place_posts(shelf.engine, shelf.catalog, WEIGHTS, [])
    totals = [[sum(row[m] for row in _balance(shelf, keys).values()) for m in (0, 3)] for keys in KEYS]
    for total in totals[1:]:
        assert total == pytest.approx(totals[0])


@settings(max_examples=5)
@given(lines, people)
def test_role_and_group_sums_agree_with_plain_loops(shelf, posts, persons):
    stock = _stock(shelf, posts, persons)
    findings = shelf.analyse()
    keys = ("chain_id", "tier", "role_id")
    slow = _slow_balance(shelf.catalog, *stock, keys)
    roles = {(r["chain_id"], r["tier"], r["role_id"]): r for r in findings.roles.to_dict("records")}
    assert set(roles) == {key for key in slow if key[2]}
    for key, row in roles.items():
        assert tuple(row[m] for m in MEASURES) == pytest.approx(slow[key])
        assert row["gap"] == pytest.approx(row["need"] - row["supply"])
    groups = {(r["chain_id"], r["tier"]): r for r in findings.groups.to_dict("records")}
    slow_groups = _slow_balance(shelf.catalog, *stock, ("chain_id", "tier"))
    for (chain, tier), measures in slow_groups.items():
        row = groups[chain or UNKNOWN, tier or UNKNOWN]
        assert tuple(row[m] for m in MEASURES) == pytest.approx(measures)
        placed = sum(found[0] for key, found in slow.items() if key[:2] == (chain, tier) and key[2])
        assert row["unplaced"] == pytest.approx(row["need"] - placed)
    total = groups["", ""]
    assert total["need"] == pytest.approx(sum(measures[0] for measures in slow_groups.values()))
    assert total["need_low"] <= total["need"] * (1 + 1e-9)
    assert total["uncovered"] == pytest.approx(sum(found[0] for key, found in slow_groups.items() if key[1]))


@settings(max_examples=4)
@given(lines, people, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(shelf, posts, persons, chance):
    demand, registered, placed = _stock(shelf, posts, persons)
    place_posts(shelf.engine, shelf.catalog, WEIGHTS, [])
    before = _balance(shelf, CELL)
    for rows in (demand, registered, placed):
        chance.shuffle(rows)
    shelf.fill(demand=demand, people=registered, person_roles=placed)
    place_posts(shelf.engine, shelf.catalog, WEIGHTS, [])
    after = _balance(shelf, CELL)
    assert list(after) == list(before)
    assert all(after[key] == pytest.approx(before[key]) for key in before)
