"""The survey made ready for counting, from its tables to its tables."""

from __future__ import annotations

import math

import pytest

from talentmap.analysis.survey.frame import Frame, Size
from talentmap.analysis.survey.weighted import response_table, survey_findings, weighted_survey
from talentmap.tables.analysis import POSTS, RESPONSE
from talentmap.tables.weights import EDITS, EDITS_SUMMARY, SENSITIVITY, SURVEY_BALANCE, SURVEY_QUALITY, WEIGHTS

FRAME = Frame(
    {
        ("metal", "small", "north"): Size(20, 600),
        ("metal", "micro", "north"): Size(4, 40),
        ("food", "small", "south"): Size(6, 300),
    }
)


def _rows(engine, table):
    return engine.read(table).to_pylist()


def _fill(books, firms=8, heads=(20, 25)):
    names = [f"e{k}" for k in range(firms)]
    return books.fill(
        enterprises=[{"enterprise_id": name, "chain_id": "metal", "size_class": "small", "district_id": "north",
                      "employees": 20} for name in names]
        + [{"enterprise_id": "w", "chain_id": "wood", "size_class": "small", "employees": 9}],
        demand=[{"line_id": f"l{k}-{name}", "enterprise_id": name, "chain_id": "metal", "role_id": "m-welder",
                 "tier": "technician", "headcount": amount}
                for name in names for k, amount in enumerate(heads if name == "e0" else heads[:1])],
    )  # fmt: skip


def test_weights_and_edits_are_stored_as_they_are_used(books):
    _fill(books)
    survey = weighted_survey(books.engine, FRAME, books.catalog.rules)
    first, *_, outside = _rows(books.engine, WEIGHTS)
    assert (first["enterprise_id"], first["cell"], first["size_class"]) == ("e0", "metal:small+micro", "small")
    assert (first["employees"], first["base"], first["by_enterprise"]) == pytest.approx((20, 3.0, 3.0))
    assert (outside["cell"], outside["by_people"]) == ("wood:unframed", 1.0)
    assert survey.people_weights["e0"] == first["by_people"] and survey.enterprise_weights["e0"] == 3.0
    edits = _rows(books.engine, EDITS)
    assert {(one["line_id"], one["field"], one["reason"]) for one in edits} == {
        ("l0-e0", "headcount", "total_above_staff"), ("l1-e0", "headcount", "total_above_staff")
    }  # fmt: skip
    assert [one["stated"] for one in edits] == [20.0, 25.0]
    assert sum(one["used"] for one in edits) == pytest.approx(30.0)
    assert edits[0]["weight"] == first["by_people"]


def test_what_a_reader_should_know_is_said(books):
    _fill(books)
    survey = weighted_survey(books.engine, FRAME, books.catalog.rules)
    said = {problem.code: problem for problem in survey.problems}
    assert said["analysis-unframed"].shown == "1"
    assert said["analysis-cell-silent"].shown == "food:small" and said["analysis-cell-silent"].facts["count"] == 6
    assert said["analysis-edited"].shown == "2"
    assert "analysis-raking-miss" not in said
    crowded = Frame({("metal", "small", "north"): Size(20, 4000)})
    (miss,) = [one for one in weighted_survey(books.engine, crowded, books.catalog.rules).problems
               if one.code == "analysis-raking-miss"]  # fmt: skip
    assert miss.shown == "300%"
    _fill(books, heads=(4,))
    bare = weighted_survey(books.engine, None, books.catalog.rules)
    assert bare.problems == ()


def test_a_miss_is_said_only_beyond_its_threshold(books):
    _fill(books, heads=(4,))
    met = Frame({("metal", "small", "north"): Size(20, 400), ("wood", "small", "north"): Size(1, 9)})
    assert weighted_survey(books.engine, met, books.catalog.rules).problems == ()


def test_findings_are_stored_and_the_effect_of_edits_is_told_against_need_as_it_was(books):
    _fill(books)
    survey = weighted_survey(books.engine, FRAME, books.catalog.rules)
    posts = POSTS.from_rows(
        [{"line_id": f"l{k}", "enterprise_id": f"e{k}", "chain_id": "metal", "headcount": 10.0, "weight": 3.0}
         for k in range(2)] + [{"line_id": "l9", "enterprise_id": "e3", "chain_id": "metal", "weight": 3.0}]
    ).to_pandas()  # fmt: skip
    found = survey_findings(books.engine, survey, posts, {"labour_agency": 2})
    cut = found.edits.set_index("reason").loc["total_above_staff"]
    weight = survey.people_weights["e0"]
    assert cut["effect"] == pytest.approx(-15 * weight)
    assert cut["effect_share"] == pytest.approx(-15 * weight / (60 + 15 * weight))
    for table in (SURVEY_QUALITY, SURVEY_BALANCE, EDITS_SUMMARY, SENSITIVITY):
        assert books.engine.read(table).num_rows > 0
    assert _rows(books.engine, SENSITIVITY)[0]["as_much"] == 60.0
    table = response_table(books.engine, survey, books.catalog)
    assert table["answered"].sum() == 9 and len(_rows(books.engine, RESPONSE)) == len(table)
    assert math.isnan(table.set_index("chain_id").loc["food", "weight"])


def test_a_miss_as_large_as_its_threshold_is_not_said(books):
    _fill(books, heads=(4,))
    rules, frame = books.catalog.rules, Frame({("metal", "small", "north"): Size(20, 4000)})
    miss = weighted_survey(books.engine, frame, rules).weighting.by_people.calibrated.raked.largest_miss
    for said_from, count in ((miss, 0), (miss * 0.999, 1)):
        raking = rules.weights.raking.model_copy(update={"said_from": said_from})
        weights = rules.weights.model_copy(update={"raking": raking})
        survey = weighted_survey(books.engine, frame, rules.model_copy(update={"weights": weights}))
        assert [problem.code for problem in survey.problems].count("analysis-raking-miss") == count
