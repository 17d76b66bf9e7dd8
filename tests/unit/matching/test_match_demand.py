from __future__ import annotations

import datetime as dt

import pytest

from talentmap.engine import EmbeddedEngine
from talentmap.matching import Candidate, RoleMatcher
from talentmap.matching.placement.place_demand import place_demand
from talentmap.matching.placement.placing import Placing
from talentmap.matching.scoring.features import Query
from talentmap.matching.verdict import settle
from talentmap.model.decision import NONE, Decision, DecisionKind
from talentmap.review.ledger import Ledger, title_key
from talentmap.tables.matching import DEMAND_ROLES, QUEUE
from talentmap.tables.survey import DEMAND


@pytest.fixture
def match(tmp_path):
    """Rows of DEMAND_ROLES and QUEUE, the most heads first, of demand lines given without their id and chain."""
    with EmbeddedEngine(tmp_path) as engine:

        def matched(catalog, *lines, **decided):
            rows = [{"line_id": str(k), "chain_id": "metal", **line} for k, line in enumerate(lines)]
            engine.write(DEMAND, DEMAND.from_rows(rows))
            place_demand(engine, Placing(catalog, _ledger(**decided)))
            roles, queue = engine.read(DEMAND_ROLES), engine.read(QUEUE)
            assert (roles.schema, queue.schema) == (DEMAND_ROLES.arrow_schema, QUEUE.arrow_schema)
            return roles.to_pylist(), sorted(queue.to_pylist(), key=lambda row: (-row["headcount"], row["key"]))

        yield matched


def _ledger(**decided):
    made = {}
    for title, value in decided.items():
        key = title_key("metal", title)
        made[DecisionKind.DEMAND_ROLE, key] = Decision(
            DecisionKind.DEMAND_ROLE, key, value, "李", dt.date(2026, 7, 2), ""
        )
    return Ledger(made)


CASES = [
    # candidates, band, role
    ([], "none", ""),
    ([("m-welder", 0.34)], "none", ""),
    ([("m-welder", 0.35)], "review", ""),
    ([("m-welder", 0.79)], "review", ""),
    ([("m-welder", 0.80)], "accepted", "m-welder"),
    ([("m-welder", 0.85), ("m-engineer", 0.10)], "accepted", "m-welder"),
    ([("m-welder", 0.80), ("m-engineer", 0.71)], "review", ""),
]


@pytest.mark.parametrize(("candidates", "band", "role"), CASES)
def test_bands(small_catalog, candidates, band, role):
    rules = small_catalog.rules.matching.model_copy(update={"accept": 0.8, "review": 0.35, "margin": 0.1})
    found = settle([Candidate(role_id, p) for role_id, p in candidates], rules)
    assert (found.band, found.role_id) == (band, role)


@pytest.mark.parametrize(
    ("sign", "said", "of_exact"),
    [
        ("thin", "too little evidence", False),
        ("chain_other", "chain disputed", False),
        ("function_other", "function disputed", False),
        ("tier_other", "tier disputed", False),
        ("general", "title too general", True),
        ("level_other", "level disputed", True),
        ("far", "title disputed", True),
    ],
)
def test_what_speaks_against_a_likely_role_sends_it_to_a_person(small_catalog, sign, said, of_exact):
    rules = small_catalog.rules.matching
    guessed = settle([Candidate("m-welder", 0.99, frozenset({sign}))], rules)
    named = settle([Candidate("m-welder", 0.99, frozenset({sign, "exact"}))], rules)
    assert (guessed.band, guessed.reasons) == ("review", said)
    assert named.band == ("review" if of_exact else "accepted")


def test_a_role_s_own_name_is_accepted(small_catalog, match):
    (row,), queue = match(small_catalog, {"title": "氩弧焊工"})
    assert (row["role_id"], row["band"], row["tier"]) == ("m-welder", "accepted", "technician")
    assert row["candidates"].startswith("m-welder=")
    assert row["reasons"]
    assert queue == []


def test_the_enterprise_s_choice_counts_before_the_matcher(small_catalog, match):
    rows, _ = match(small_catalog, {"title": "氩弧焊工", "role_stated": "m-engineer"},
                     {"title": "氩弧焊工", "role_stated": "no-such-role"})  # fmt: skip
    assert [(row["role_id"], row["band"], row["tier"]) for row in rows] == [
        ("m-engineer", "stated", "engineer"), ("m-welder", "accepted", "technician")]  # fmt: skip


def test_a_decision_counts_before_the_enterprise_s_choice_and_none_is_an_answer(small_catalog, match):
    lines = [{"title": "氩弧 焊工", "role_stated": "m-engineer"}, {"title": "仓管员"}]
    rows, queue = match(small_catalog, *lines, 氩弧焊工="m-scientist", 仓管员=NONE)
    assert [(row["role_id"], row["band"]) for row in rows] == [("m-scientist", "decided"), ("", "decided")]
    assert queue == []


def test_a_decision_speaks_for_one_chain_only(small_catalog, match):
    (row,), _ = match(small_catalog, {"title": "氩弧焊工", "chain_id": "food"}, 氩弧焊工=NONE)
    assert row["band"] != "decided"


@pytest.mark.parametrize("chain", [None, ""])
def test_a_role_is_not_taken_where_the_chain_is_unknown(small_catalog, match, chain):
    (row,), queue = match(small_catalog, {"title": "氩弧焊工", "chain_id": chain})
    assert (row["role_id"], row["band"]) == ("", "review")
    assert row["reasons"].endswith("chain of the enterprise unknown")
    assert queue[0]["candidates"].startswith("m-welder=")


def test_levels_and_tier_come_from_words(small_catalog, match):
    (row,), _ = match(small_catalog, {"title": "飞行员技师", "certificates": "高级工程师"})
    assert (row["role_id"], row["tier"]) == ("", "technician")
    assert (row["professional_title"], row["skill_level"]) == ("associate_senior", "technician")


def test_nulls_and_empty_titles_are_matched_to_nothing(small_catalog, match):
    lines = [{"title": None, "chain_id": None}, {"title": ""}, {"title": "()"}, {"title": "", "skills": "金属a|金属b"}]
    rows, _ = match(small_catalog, *lines)
    assert [row["role_id"] for row in rows] == [""] * 4
    assert [row["line_id"] for row in rows] == list("0123")


def test_no_lines_no_matches(small_catalog, match):
    assert match(small_catalog) == ([], [])


def test_the_queue_gathers_titles_by_heads(small_catalog, match):
    rules = small_catalog.rules.matching.model_copy(update={"accept": 2.0, "review": 0.0})
    catalog = small_catalog.model_copy(update={"rules": small_catalog.rules.model_copy(update={"matching": rules})})
    heads = {"氩弧焊工": 2, "熔铸工程师": 3, "氩弧 焊工": 4, "轧机学徒": None}
    lines = [{"title": title, "headcount": count} for title, count in heads.items()]
    rows, queue = match(catalog, *lines)
    assert {row["band"] for row in rows} == {"review"}
    assert [(row["title"], row["lines"], row["headcount"]) for row in queue] == [
        ("氩弧焊工", 2, 6), ("熔铸工程师", 1, 3), ("轧机学徒", 1, 0)]  # fmt: skip
    assert queue[0]["key"] == title_key("metal", "氩弧焊工")


def test_a_catalog_without_roles_matches_nothing(small_catalog, match):
    empty = small_catalog.model_copy(update={"roles": {}})
    assert RoleMatcher(empty).match([]) == []
    (found,) = match(empty, {"title": "焊工"})[0]
    assert (found["band"], found["candidates"]) == ("none", "")


def test_a_title_of_two_posts_that_are_two_roles_goes_to_a_person(catalog):
    matcher = RoleMatcher(catalog)
    chain = "advanced-equipment"
    titles = ["钣金折弯+焊工", "钣金折弯/钣金工", "结构焊工", "Sheet metal worker / welder"]
    found = matcher.match([Query(title, chain) for title in titles])
    said = [settle(candidates, catalog.rules.matching).said for candidates in found]
    assert said == ["several posts in one title", "", "", "several posts in one title"]


def test_a_role_whose_own_name_joins_two_posts_is_one_role(catalog):
    own = next(role for role in catalog.roles.values() if role.en == "Aluminium melting and casting engineer")
    (found,) = RoleMatcher(catalog).match([Query(own.en, own.chain_id)])
    assert settle(found, catalog.rules.matching).role_id == own.id
