import json
from itertools import product

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentmap.comparison.archive import Archive
from talentmap.comparison.enclosing import CROSSINGS
from talentmap.comparison.exchange import exchange_of, read_exchange, score_of, write_exchange
from talentmap.errors import EditionError
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.analysis import POSTS
from talentmap.tables.disclosure import DISCLOSURE_LEDGER

RULES = DisclosureRules.model_validate(
    {"enterprises_minimum": 3, "dominance": 0.85, "people_minimum": 5, "rounding": 5}
)
ROLES = {
    "m-welder": ("metal", "technician"),
    "m-fitter": ("metal", "technician"),
    "f-operator": ("food", "youth"),
}
LINE = ["line_id", "enterprise_id", "chain_id", "role_id", "tier", "district_id", "weight", "headcount", "cell"]
PERSON = ["person_id", "role_id", "tier", "weight", "district_id", "education", "chain_id"]
BASE = 5


def edition(folder, posts=(), people=(), hidden=(), name="city-2026"):
    """posts: enterprise, role, district, heads. people: person, role, district. hidden: frame, cell, basis."""
    lines = [
        (f"{who}:{k}", who, ROLES[role][0], role, ROLES[role][1], district, 1.0, float(heads), "c")
        for k, (who, role, district, heads) in enumerate(posts)
    ]
    persons = [(who, role, ROLES[role][1], 1.0, district, "bachelor", ROLES[role][0]) for who, role, district in people]
    ledger = [
        {"frame": frame, "row": row, "cell": cell, "basis": basis, "status": "c", "reason": "few"}
        for row, (frame, cell, basis) in enumerate(hidden)
    ]
    tables = folder / name
    tables.mkdir(parents=True)
    stored = [{"line_id": line[0], "education": "bachelor"} for line in lines]
    for table, rows in ((POSTS, stored), (DISCLOSURE_LEDGER, ledger)):
        pq.write_table(pa.Table.from_pylist(rows, schema=table.arrow_schema), tables / f"{table.name}.parquet")
    empty = pd.DataFrame()
    frames = (pd.DataFrame(lines, columns=LINE), empty, pd.DataFrame(persons, columns=PERSON), empty, empty)
    return Archive(name, "无名", 2026, tables, *frames)


def firms(role, district, count, heads=10, start=0):
    return [(f"e{district}{k}", role, district, heads) for k in range(start, start + count)]


def test_the_exchange_tells_no_one_enterprise_and_no_few_people(tmp_path):
    one_firm = [("e9", "f-operator", "north", 40)]
    north = edition(tmp_path, [*firms("m-welder", "north", 3), *one_firm], [("q1", "f-operator", "north")], name="n")
    south = edition(tmp_path, [], [(f"p{k}", "m-welder", "south") for k in range(5)], name="s")
    found = exchange_of([north, south], RULES)
    (post,), (profile,) = found["posts"], found["profiles"]
    assert (post["role_id"], post["posts"], post["enterprises"], post["district_id"]) == ("m-welder", 30, 3, "north")
    assert (profile["role_id"], profile["people"], profile["education"]) == ("m-welder", 5, "college")
    assert found["matches"] == [{"post": 0, "profile": 0, "rank": 1, "score": score_of(post, profile)}]
    assert not any(name in json.dumps(found) for name in ("enorth0", "e9", "p0", "q1"))
    write_exchange(tmp_path / "x.json", found)
    assert read_exchange(tmp_path / "x.json") == found


def test_a_role_with_one_thin_cell_is_told_at_a_coarser_level_alone(tmp_path):
    posts = [*firms("m-welder", "north", 3), *firms("m-welder", "south", 1)]
    (cell,) = exchange_of([edition(tmp_path, posts)], RULES)["posts"]
    assert (cell["district_id"], cell["enterprises"]) == ("", 4)


@pytest.mark.parametrize(
    ("hidden", "told"),
    [
        (("roles", "chain_id=metal;segment_id=s;role_id=m-welder;tier=technician", "need"), []),
        (("roles", "chain_id=metal;segment_id=s;role_id=m-welder;tier=technician", "supply"), ["north", "south"]),
        (("districts", "district_id=south;tier=technician", "need"), [""]),
        (("location_quotients", "chain_id=metal;district_id=south", "need"), [""]),
        (("districts", "district_id=south;tier=youth", "need"), ["north", "south"]),
    ],
)
def test_nothing_is_told_of_a_hidden_role_nor_inside_a_hidden_cell(tmp_path, hidden, told):
    posts = [*firms("m-welder", "north", 4), *firms("m-welder", "south", 4)]
    found = exchange_of([edition(tmp_path, posts, hidden=[hidden])], RULES)["posts"]
    assert [cell["district_id"] for cell in found] == told


def test_a_role_is_told_coarsely_where_the_rest_of_its_district_would_be_one_enterprise(tmp_path):
    posts = [*firms("m-welder", "north", 4), *firms("m-welder", "south", 4), *firms("m-fitter", "north", 1, start=9),
             *firms("m-fitter", "south", 3, start=9)]  # fmt: skip
    found = exchange_of([edition(tmp_path, posts)], RULES)["posts"]
    assert {(cell["role_id"], cell["district_id"]) for cell in found} == {("m-welder", ""), ("m-fitter", "")}


lines_of_posts = st.lists(
    st.tuples(
        st.integers(0, 11), st.sampled_from(list(ROLES)), st.sampled_from(["north", "south"]), st.integers(1, 60)
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda row: row[:3],
)


@settings(max_examples=25, deadline=None)
@given(lines_of_posts)
def test_no_subtraction_from_a_published_total_leaves_few_enterprises(tmp_path_factory, posts):
    built = edition(tmp_path_factory.mktemp("e"), [(f"e{who}", *rest) for who, *rest in posts])
    told = exchange_of([built], RULES)["posts"]
    for keys in CROSSINGS.values():
        groups = built.posts.groupby(list(keys))
        for cell, own in groups:
            exact = {one["role_id"] for one in told if tuple(_of(one, key) for key in keys) == cell}
            rest = own[~own["role_id"].isin(exact)].groupby("enterprise_id")["headcount"].sum()
            if exact and len(rest):
                assert len(rest) >= RULES.enterprises_minimum
                assert rest.max() <= RULES.dominance * rest.sum()


def _of(cell, key):
    return ROLES[cell["role_id"]][0] if key == "chain_id" else cell[key]


@settings(max_examples=10, deadline=None)
@given(lines_of_posts)
def test_told_cells_are_true_safe_and_of_one_level_a_role(tmp_path_factory, posts):
    built = edition(tmp_path_factory.mktemp("e"), [(f"e{who}", *rest) for who, *rest in posts])
    told = exchange_of([built], RULES)["posts"]
    for one in told:
        own = built.posts[built.posts["role_id"] == one["role_id"]]
        if one["district_id"]:
            own = own[own["district_id"] == one["district_id"]]
        assert one["enterprises"] == own["enterprise_id"].nunique() >= RULES.enterprises_minimum
        assert abs(one["posts"] - own["headcount"].sum()) <= BASE / 2
    levels = {(one["role_id"], bool(one["district_id"])) for one in told}
    assert len(levels) == len({role for role, _ in levels})


def test_matches_are_ranked_nearest_first(tmp_path):
    posts = firms("m-welder", "north", 3)
    people = [(f"p{place}{k}", "m-welder", place) for place, k in product(("north", "south"), range(6))]
    found = exchange_of([edition(tmp_path, posts, people)], RULES)
    ranked = [found["profiles"][match["profile"]]["district_id"] for match in found["matches"]]
    assert ranked == ["north", "south"]
    assert [match["rank"] for match in found["matches"]] == [1, 2]


def test_an_edition_without_its_account_is_not_exchanged(tmp_path):
    built = edition(tmp_path, firms("m-welder", "north", 3))
    (built.tables / "disclosure_ledger.parquet").unlink()
    with pytest.raises(EditionError, match="no account of what it hid"):
        exchange_of([built], RULES)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"schema":' + "9" * 5000 + "}", "\x00"])
def test_a_file_that_is_no_json(tmp_path, text):
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    with pytest.raises(EditionError, match="no exchange file"):
        read_exchange(tmp_path / "x.json")


def test_a_file_that_is_no_exchange(tmp_path):
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EditionError, match="schema"):
        read_exchange(tmp_path / "x.json")
    with pytest.raises(EditionError, match="no exchange file"):
        read_exchange(tmp_path / "none.json")
