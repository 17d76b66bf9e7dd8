import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from tempfile import mkdtemp

import networkx as nx
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from talentmap.engine import EmbeddedEngine
from talentmap.linkage import Linkage, Trace, settle
from talentmap.linkage.clusters import components
from talentmap.linkage.comparison import compare, contradict
from talentmap.linkage.pairs import (
    FLAGS,
    LEVELS,
    SHARED_PHONE_NAMES,
    TRACE_COLUMNS,
    blocked_pairs,
    compared,
    verdict_column,
    with_common_values,
    without_shared_phones,
)
from talentmap.linkage.trace import united


def trace(entity: str, *, identified: bool = False, **items: str) -> Trace:
    """A trace as the registry makes it: a name has its sound, a phone its tail."""
    items = {"sound": items.get("name", ""), "phone_tail": items.get("phone", "")} | items
    masked = {} if items.get("phone") else {"masked_tail": items["phone_tail"]}
    return Trace(entity, identified, **{item: frozenset({value} - {""}) for item, value in (items | masked).items()})


def rows_of(traces: list[Trace]) -> list[dict]:
    """One row a trace, for those whose items hold one value at most."""
    columns = set(TRACE_COLUMNS) - {"entity", "identified", *FLAGS}
    return [
        {"entity": one.entity, "identified": int(one.identified)}
        | {column: next(iter(getattr(one, column)), "") for column in columns}
        for one in traces
    ]


def judged(traces: list[Trace]) -> list[dict]:
    """The pairs that share a block, compared by the engine."""
    texts = [(column, pa.string()) for column in TRACE_COLUMNS if column not in ("identified", *FLAGS)]
    schema = pa.schema([*texts, ("identified", pa.int64())])
    frame = one_engine().frame(pa.Table.from_pylist(rows_of(traces), schema))
    frame = without_shared_phones(with_common_values(frame, frame, len(traces)))
    return one_engine().collect(compared(blocked_pairs(frame), frame), ("one", "other")).to_pylist()


@cache
def one_engine() -> EmbeddedEngine:
    return EmbeddedEngine(Path(mkdtemp()))


def link(traces: Iterable[Trace]) -> Linkage:
    traces = list(traces)
    pairs = [(row["one"], row["other"], (None, row["points"])) for row in judged(traces) if row["links"]]
    identified = {trace.entity for trace in traces if trace.identified}
    by_entity = {trace.entity: trace for trace in united(traces)}
    return settle(pairs, identified, lambda wanted: {entity: by_entity[entity] for entity in wanted})


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
    one, other = (trace(f"r{number}", name="a", phone="desk", district="d", sex="m") for number in (1, 2))
    assert link([one, other]).groups == (("r1", "r2"),)
    assert link([one, other, *(trace(f"r{name}", name=name, phone="desk") for name in "bcd")]).groups == ()


def test_pairs_leave_out_strangers_and_two_ids():
    traces = [
        trace("P1", identified=True, **ZHANG),
        trace("P2", identified=True, **ZHANG),
        trace("r1", **ZHANG),
        trace("r2", name="li", birth_month="1990-05"),
    ]
    assert [(row["one"], row["other"]) for row in judged(traces)] == [("r1", "P1"), ("r1", "P2")]


def test_a_name_in_other_characters_of_one_sound_links_with_more_beside_it():
    one = trace("r1", name="章", sound="zhang", birth_month="1990-05", phone="p")
    other = trace("r2", name="张", sound="zhang", birth_month="1990-05", phone="p")
    assert link([one, other]).groups == (("r1", "r2"),)
    without_phone = replace(one, phone=frozenset(), phone_tail=frozenset(), masked_tail=frozenset())
    assert link([without_phone, other]).groups == ()


def test_a_masked_phone_still_tells():
    one = trace("r1", phone="p", phone_tail="8000", district="d", name="zhang")
    masked = trace("r2", phone_tail="8000", district="d", name="zhang")
    assert link([one, masked]).groups == (("r1", "r2"),)
    assert link([one, replace(masked, phone=frozenset({"q"}), masked_tail=frozenset())]).groups == ()


def test_a_pair_that_lacks_little_is_for_a_person_to_look_at():
    shared = {"name": "zhang", "birth_month": "1990-05", "school": "s"}
    rows = judged([trace("r1", employer="e", phone="p", **shared), trace("r2", employer="f", phone="q", **shared)])
    assert [(row["points"], row["links"], row["review"]) for row in rows] == [(18, 0, 1)]


def test_an_employer_that_many_share_says_less(monkeypatch):
    monkeypatch.setattr("talentmap.linkage.pairs.COMMON_FROM", 1)
    pair = [trace(f"r{number}", employer="e", **ZHANG) for number in (1, 2)]
    others = [trace(f"x{number}", name=f"n{number}", employer=f"e{number}") for number in range(200)]
    assert [(row["points"], row["links"]) for row in judged([*pair, *others])] == [(22, 1)]
    many = [trace(f"y{number}", name=f"m{number}", employer="e") for number in range(20)]
    rows = judged([*pair, *others, *many])
    assert [(row["points"], row["links"], row["on_employer"]) for row in rows] == [(19, 1, 2)]


def test_another_birth_month_is_outweighed_by_much_else_only():
    one = trace("r1", name="zhang", birth_month="1990-05", phone="p", employer="e", district="d", sex="m")
    slipped = replace(one, entity="r2", birth_month=frozenset({"1990-06"}))
    assert link([one, slipped]).groups == (("r1", "r2"),)
    assert link([one, replace(slipped, employer=frozenset())]).groups == ()


def test_who_was_decided_to_be_different_is_never_joined():
    traces = {f"r{number}": trace(f"r{number}", phone="p", **ZHANG) for number in range(3)}
    pairs = [(one, other, (None, 29)) for one, other in combinations(traces, 2)]
    apart = settle(pairs, set(), lambda _: traces, [("r2", "r1")])
    assert not any({"r1", "r2"} <= set(group) for group in apart.groups)
    assert settle(pairs, set(), lambda _: traces).groups == (("r0", "r1", "r2"),)


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=12))
def test_components_agree_with_networkx(edges):
    expected = sorted(tuple(sorted(part)) for part in nx.connected_components(nx.Graph(edges)))
    assert components(edges) == expected


@st.composite
def populations(draw):
    count = draw(st.integers(1, 14))
    choose = {
        "name": ["zhang", "zhang", "li", "zhang'", ""],
        "birth_month": ["", "1990-05", "1990-06"],
        "phone": ["", "p1", "q2"],
        "employer": ["", "e", "f"],
        "school": ["", "s"],
        "district": ["", "d"],
        "sex": ["", "m", "f"],
    }
    traces = []
    for index in range(count):
        items = {item: draw(st.sampled_from(values)) for item, values in choose.items()}
        identified = draw(st.booleans())
        if identified:
            items["birth_month"] = draw(st.sampled_from(choose["birth_month"][1:]))
            items["sex"] = draw(st.sampled_from(choose["sex"][1:]))
        tail = items["phone"][-1:] or draw(st.sampled_from(["", "1", "2"]))
        entity = f"{'P' if identified else 'r'}{index}"
        traces.append(trace(entity, identified=identified, sound=items["name"].strip("'"), phone_tail=tail, **items))
    return traces


@settings(max_examples=12, deadline=None)
@given(populations(), st.randoms(use_true_random=False))
def test_the_order_of_traces_and_repeats_never_matter(traces, rng: random.Random):
    shuffled = [*traces, rng.choice(traces)]
    rng.shuffle(shuffled)
    assert link(shuffled) == link(traces)


@settings(max_examples=12, deadline=None)
@given(populations())
def test_groups_are_sound(traces):
    linkage = link(traces)
    by_entity = {trace.entity: trace for trace in united(plainly_without_shared_phones(traces))}
    members = [entity for group in linkage.groups for entity in group]
    assert len(members) == len(set(members))
    for group in linkage.groups:
        assert sum(by_entity[entity].identified for entity in group) <= 1
        for one in group:
            for other in group:
                assert not contradict(by_entity[one], by_entity[other])
    assert not set(members) & set(linkage.ambiguous)


def plainly_without_shared_phones(traces: list[Trace]) -> list[Trace]:
    names: dict[str, set[str]] = defaultdict(set)
    for one in traces:
        for phone in one.phone:
            names[phone] |= one.name
    shared = {phone for phone, under in names.items() if len(under) > SHARED_PHONE_NAMES}
    nothing = {"phone": frozenset(), "phone_tail": frozenset()}
    return [replace(one, **nothing) if one.phone & shared else one for one in traces]


def links_of_all_pairs(traces: list[Trace]) -> set[tuple[str, str]]:
    return {
        (one.entity, other.entity)
        for one, other in combinations(united(traces), 2)
        if not (one.identified and other.identified) and compare(one, other).links
    }


@settings(max_examples=12, deadline=None)
@given(populations())
def test_the_engine_finds_the_links_of_everybody_with_everybody(traces):
    found = {tuple(sorted((row["one"], row["other"]))) for row in judged(traces) if row["links"]}
    assert found == links_of_all_pairs(plainly_without_shared_phones(traces))


@settings(max_examples=12, deadline=None)
@given(populations())
def test_the_engine_weighs_as_the_obvious_comparison(traces):
    by_entity = {one.entity: one for one in united(plainly_without_shared_phones(traces))}
    for row in judged(traces):
        comparison = compare(by_entity[row["one"]], by_entity[row["other"]])
        assert row["points"] == comparison.points
        assert bool(row["contradicts"]) == comparison.contradicts
        levels = {one.item: LEVELS.index(one.verdict) for one in comparison.evidence}
        assert {item: row[verdict_column(item)] for item in levels} == levels


@settings(max_examples=12, deadline=None)
@given(populations())
def test_two_that_fit_only_each_other_are_always_joined(traces):
    fits: dict[str, set[str]] = defaultdict(set)
    for one, other in links_of_all_pairs(plainly_without_shared_phones(traces)):
        fits[one].add(other)
        fits[other].add(one)
    mutual = {
        tuple(sorted((one, *others))) for one, others in fits.items() if all(fits[other] == {one} for other in others)
    }
    assert {pair for pair in mutual if len(pair) == 2} <= set(link(traces).groups)
