"""Routes: no education floor is crossed, the ways are shortest (networkx), and the plan counts nobody twice."""

import itertools

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.catalog.projection import projection_rules
from talentmap.evaluation.routes.graph import Way, may_move, missing, shared, skill_graph, to_learn, ways
from talentmap.evaluation.routes.reskilling import plan, reskilling
from talentmap.model.taxonomy import Education, Role, Tier
from talentmap.tables.outlook import RESKILLING

RULES = projection_rules().reskilling
SKILLS = [f"s{n}" for n in range(6)]


def role(name, tier=Tier.TECHNICIAN, education=Education.SECONDARY, **skills):
    return Role(
        id=name, zh=name, en=name, segment="a", tier=tier, ladder="skilled", definition_zh="x", definition_en="x",
        aliases=(), education=education, skills=skills, chain_id="metal",
    )  # fmt: skip


@st.composite
def roles(draw):
    found = {}
    for number in range(draw(st.integers(2, 7))):
        asked = draw(st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 3), min_size=1))
        tier, education = draw(st.sampled_from(list(Tier))), draw(st.sampled_from(list(Education)))
        found[f"r{number}"] = role(f"r{number}", tier, education, **asked)
    return found


def test_a_step_is_as_long_as_what_is_to_be_learnt():
    welder, fitter = role("welder", s0=3, s1=2, s2=1), role("fitter", s0=3, s3=2, s4=3, s5=1)
    assert missing(welder, fitter) == {"s4": 3, "s3": 2}
    assert list(missing(welder, fitter)) == ["s4", "s3"]
    assert shared(welder, fitter) == pytest.approx(3 / 8)
    assert shared(fitter, welder) == pytest.approx(3 / 5)
    assert shared(welder, role("helper", s5=1)) == 1


def test_the_education_floor_and_the_tier_decide_who_may_move():
    graduate = role("graduate", Tier.YOUTH, Education.ASSOCIATE, s0=3)
    engineer = role("engineer", Tier.ENGINEER, Education.BACHELOR, s0=3)
    fitter = role("fitter", Tier.TECHNICIAN, Education.SECONDARY, s0=3)
    assert not may_move(graduate, engineer, RULES)
    assert may_move(graduate, fitter, RULES)
    assert may_move(engineer, fitter, RULES)
    assert not may_move(fitter, graduate, RULES)
    assert not may_move(fitter, engineer, RULES)


@given(roles(), st.integers(1, 3))
def test_no_way_leads_above_the_education_or_the_tiers_of_where_it_begins(found, steps):
    graph = skill_graph(found, RULES)
    for source in found:
        for way in ways(graph, source, found, steps):
            assert len(way.roles) - 1 <= steps
            for one, other in itertools.pairwise(way.roles):
                assert found[other].education.rank <= found[one].education.rank
                assert found[other].tier in RULES.towards[found[one].tier]
                assert shared(found[one], found[other]) >= RULES.shared_minimum
            assert found[way.roles[-1]].education.rank <= found[source].education.rank


@given(roles())
def test_the_ways_are_those_of_dijkstra(found):
    graph = skill_graph(found, RULES)
    for source in found:
        told = {way.roles[-1]: way.effort for way in ways(graph, source, found, len(found))}
        known = nx.single_source_dijkstra_path_length(graph, source, weight="effort")
        assert told == pytest.approx({target: length for target, length in known.items() if target != source})


@given(roles(), st.integers(1, 3))
def test_few_steps_give_the_shortest_of_all_simple_paths_that_short(found, steps):
    graph = skill_graph(found, RULES)
    for source, target in itertools.permutations(found, 2):
        told = [way.effort for way in ways(graph, source, {target}, steps)]
        paths = nx.all_simple_paths(graph, source, target, cutoff=steps)
        lengths = [nx.path_weight(graph, path, "effort") for path in paths]
        assert told == pytest.approx([min(lengths)] if lengths else [])


def test_what_is_learnt_on_the_way_is_told_step_by_step_and_once():
    found = {
        "a": role("a", s0=3, s1=3), "b": role("b", s0=3, s2=2, s3=3), "c": role("c", s3=3, s2=2, s4=3, s1=2),
    }  # fmt: skip
    assert to_learn(Way(("a", "b", "c"), 1.0), found) == ["s3", "s2", "s4"]


AMOUNTS = st.floats(0.0, 60.0)


@given(st.sets(st.tuples(st.integers(0, 4), st.integers(5, 9)), min_size=1), st.data())
def test_the_plan_moves_as_many_as_can_and_nobody_twice(pairs, data):
    found = [Way((f"r{one}", f"r{other}"), data.draw(st.floats(0, 1))) for one, other in sorted(pairs)]
    spare = {f"r{one}": data.draw(AMOUNTS) for one in range(5)}
    short = {f"r{other}": data.draw(AMOUNTS) for other in range(5, 10)}
    moved = plan(found, spare, short)
    for source, people in spare.items():
        assert sum(count for (one, _), count in moved.items() if one == source) <= people
    for target, people in short.items():
        assert sum(count for (_, other), count in moved.items() if other == target) <= people
    flow = nx.DiGraph()
    flow.add_nodes_from(["from", "to"])
    for way in found:
        flow.add_edge("from", way.roles[0], capacity=int(spare[way.roles[0]]))
        flow.add_edge(way.roles[0], way.roles[1])
        flow.add_edge(way.roles[1], "to", capacity=int(short[way.roles[1]]))
    assert sum(moved.values()) == nx.maximum_flow_value(flow, "from", "to")


def test_the_plan_prefers_what_is_nearest():
    near, far = Way(("a", "c"), 0.1), Way(("b", "c"), 0.5)
    assert plan([near, far], {"a": 6, "b": 9}, {"c": 8}) == {("a", "c"): 6, ("b", "c"): 2}
    assert plan([], {}, {}) == {}


def test_the_table_ranks_ways_and_leaves_out_what_is_not_told(small_catalog):
    gaps = {"m-trainee": -30.0, "m-engineer": 40.0, "m-welder": 25.0, "f-operator": float("nan"), "m-scientist": 0.0}
    balance = pd.DataFrame({"role_id": list(gaps), "gap": list(gaps.values())})
    table = reskilling(balance, small_catalog, RULES)
    assert list(table.columns) == list(RESKILLING.names)
    assert table[["to_role", "from_role", "rank", "shared", "movers"]].to_numpy().tolist() == [
        ["m-welder", "m-trainee", 1, 1.0, 25.0],
    ]  # fmt: skip
    assert reskilling(balance[balance["gap"] > 0], small_catalog, RULES).empty


def test_no_way_leads_over_a_role_that_is_not_told(catalog):
    gaps = {role.id: (-50.0 if role.tier is Tier.YOUTH else 20.0) for role in catalog.roles.values()}
    whole = pd.DataFrame({"role_id": list(gaps), "gap": list(gaps.values())})
    over = set("|".join(reskilling(whole, catalog, RULES)["via"]).split("|")) - {""}
    assert over
    hidden = whole.assign(gap=whole["gap"].where(~whole["role_id"].isin(over)))
    table = reskilling(hidden, catalog, RULES)
    assert not over & set("|".join([*table["via"], *table["to_role"], *table["from_role"]]).split("|"))


def test_of_many_ways_to_a_role_the_shortest_are_told(catalog):
    tiers = {role.id: (-50.0 if role.tier is Tier.YOUTH else 20.0) for role in catalog.roles.values()}
    balance = pd.DataFrame({"role_id": list(tiers), "gap": list(tiers.values())})
    table = reskilling(balance, catalog, RULES)
    assert len(table) > 20
    assert table.groupby("to_role")["rank"].max().max() <= RULES.routes
    assert (table.groupby("to_role")["effort"].diff().dropna() >= 0).all()
    assert (table["effort"] <= RULES.effort_maximum).all()
    assert (table.groupby("from_role")["movers"].sum() <= 50).all()
    assert (table.groupby("to_role")["movers"].sum() <= 20).all()
    for row in table.to_dict("records"):
        source, target = catalog.roles[row["from_role"]], catalog.roles[row["to_role"]]
        assert target.education.rank <= source.education.rank
        assert not set(row["missing_skills"].split("|")) & set(source.skills)
