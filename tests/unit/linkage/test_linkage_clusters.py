import random
from collections import defaultdict
from itertools import combinations

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from talentmap.linkage import Trace, link
from talentmap.linkage.blocks import pairs, without_shared_phones
from talentmap.linkage.clusters import components
from talentmap.linkage.comparison import compare, contradict
from talentmap.linkage.trace import united


def trace(entity: str, *, identified: bool = False, **items: str) -> Trace:
    return Trace(entity, identified, **{item: frozenset({value}) for item, value in items.items()})


ZHANG = {"name": "zhang", "birth_month": "1990-05"}


def test_a_record_joins_the_id_it_fits():
    linkage = link([trace("P1", identified=True, employer="e", **ZHANG), trace("r1", employer="e", **ZHANG)])
    assert linkage.groups == (("P1", "r1"),)
    assert linkage.ambiguous == ()


def test_a_record_that_two_ids_fit_equally_stays_alone():
    persons = [trace(name, identified=True, district="d", **ZHANG) for name in ("P1", "P2")]
    linkage = link([*persons, trace("r1", district="d", **ZHANG)])
    assert linkage.groups == ()
    assert linkage.ambiguous == ("r1",)


def test_the_better_of_two_ids_wins():
    near = trace("P1", identified=True, district="d", employer="e", **ZHANG)
    far = trace("P2", identified=True, district="d", **ZHANG)
    linkage = link([near, far, trace("r1", district="d", employer="e", **ZHANG)])
    assert linkage.groups == (("P1", "r1"),)


def test_two_ids_are_never_merged_even_through_records_between_them():
    linkage = link(
        [
            trace("P1", identified=True, employer="e", **ZHANG),
            trace("P2", identified=True, school="s", **ZHANG),
            trace("r1", employer="e", phone="p", **ZHANG),
            trace("r2", school="s", phone="p", **ZHANG),
        ]
    )
    assert linkage.groups == (("P1", "r1"), ("P2", "r2"))


def test_records_of_three_departments_without_any_id_become_one():
    linkage = link(trace(f"r{index}", phone="p", **ZHANG) for index in range(3))
    assert linkage.groups == (("r0", "r1", "r2"),)


def test_a_record_between_two_that_contradict_each_other_is_set_aside():
    shared = {"name": "zhang", "phone": "p", "district": "d"}
    linkage = link(
        [
            trace("r1", birth_month="1990-05", **shared),
            trace("r2", birth_month="1990-05", **shared),
            trace("r3", birth_month="1991-01", **shared),
            trace("r4", **shared),
        ]
    )
    assert linkage.groups == (("r1", "r2"),)
    assert linkage.ambiguous == ("r3", "r4")


def test_a_phone_under_four_names_says_nothing():
    traces = [trace(f"r{name}", name=name, phone="desk") for name in "abcd"]
    assert all(not stripped.phone for stripped in without_shared_phones(traces))
    assert all(kept.phone for kept in without_shared_phones(traces[:3]))


def test_pairs_leave_out_strangers_and_two_ids():
    traces = [
        trace("P1", identified=True, **ZHANG),
        trace("P2", identified=True, **ZHANG),
        trace("r1", **ZHANG),
        trace("r2", name="li", birth_month="1990-05"),
    ]
    assert [(one.entity, other.entity) for one, other in pairs(traces)] == [("P1", "r1"), ("P2", "r1")]


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=12))
def test_components_agree_with_networkx(edges):
    expected = sorted(tuple(sorted(part)) for part in nx.connected_components(nx.Graph(edges)))
    assert components(edges) == expected


@st.composite
def populations(draw):
    count = draw(st.integers(1, 9))
    choose = {
        "name": ["zhang", "li"],
        "birth_month": ["", "1990-05", "1990-06"],
        "phone": ["", "p", "q"],
        "employer": ["", "e", "f"],
        "school": ["", "s"],
        "district": ["", "d"],
        "sex": ["", "m", "f"],
    }
    traces = []
    for index in range(count):
        items = {item: frozenset({draw(st.sampled_from(values))} - {""}) for item, values in choose.items()}
        identified = draw(st.booleans())
        if identified:
            items["birth_month"] = frozenset({draw(st.sampled_from(choose["birth_month"][1:]))})
            items["sex"] = frozenset({draw(st.sampled_from(choose["sex"][1:]))})
        traces.append(Trace(f"{'P' if identified else 'r'}{index}", identified, **items))
    return traces


@settings(max_examples=80, deadline=None)
@given(populations(), st.randoms(use_true_random=False))
def test_the_order_of_traces_and_repeats_never_matter(traces, rng: random.Random):
    shuffled = [*traces, rng.choice(traces)]
    rng.shuffle(shuffled)
    assert link(shuffled) == link(traces)


@settings(max_examples=80, deadline=None)
@given(populations())
def test_groups_are_sound(traces):
    linkage = link(traces)
    by_entity = {trace.entity: trace for trace in united(traces)}
    members = [entity for group in linkage.groups for entity in group]
    assert len(members) == len(set(members))
    for group in linkage.groups:
        assert sum(by_entity[entity].identified for entity in group) <= 1
        for one in group:
            for other in group:
                assert not contradict(by_entity[one], by_entity[other])
    assert not set(members) & set(linkage.ambiguous)


def links_of_all_pairs(entities: list[Trace]) -> set[tuple[str, str]]:
    return {
        (one.entity, other.entity)
        for one, other in combinations(entities, 2)
        if not (one.identified and other.identified) and compare(one, other).links
    }


@settings(max_examples=80, deadline=None)
@given(populations())
def test_blocks_lose_no_link(traces):
    entities = without_shared_phones(united(traces))
    blocked = {(one.entity, other.entity) for one, other in pairs(entities) if compare(one, other).links}
    assert blocked == links_of_all_pairs(entities)


@settings(max_examples=80, deadline=None)
@given(populations())
def test_two_that_fit_only_each_other_are_always_joined(traces):
    fits: dict[str, set[str]] = defaultdict(set)
    for one, other in links_of_all_pairs(without_shared_phones(united(traces))):
        fits[one].add(other)
        fits[other].add(one)
    mutual = {
        tuple(sorted((one, *others))) for one, others in fits.items() if all(fits[other] == {one} for other in others)
    }
    assert {pair for pair in mutual if len(pair) == 2} <= set(link(traces).groups)
