from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from shipped_rules import weight_rules
from survey_samples import answers_in

from talentmap.analysis.survey.editing import Edit, Edited, Reason
from talentmap.analysis.survey.frame import Frame, Size
from talentmap.analysis.survey.margins import margin_districts
from talentmap.analysis.survey.quality import edits_summary, survey_balance, survey_quality
from talentmap.analysis.survey.response import response
from talentmap.analysis.survey.sensitivity import sensitivity
from talentmap.analysis.survey.weighting import design_effect, weigh

FRAME = Frame(
    {
        ("metal", "large", "north"): Size(2, 3000),
        ("metal", "small", "north"): Size(60, 3000),
        ("metal", "small", "south"): Size(40, 6000),
        ("food", "small", "south"): Size(7, 100),
    }
)
RULES = weight_rules(margin_minimum=5)


def _weighting():
    keys = [("metal", "large")] * 2 + [("metal", "small")] * 20
    districts = ["north", "north", *["north"] * 10, *["south"] * 10]
    return weigh(answers_in(keys, [1000, 2000, *[60] * 10, *[120] * 10], districts), FRAME, RULES)


def test_raking_brings_districts_to_the_frame_and_leaves_take_all_cells_alone():
    weighting = _weighting()
    assert weighting.by_enterprise.values == pytest.approx([1, 1, *[6] * 10, *[4] * 10])
    assert weighting.by_people.values == pytest.approx([1, 1, *[5] * 10, *[5] * 10])
    assert weighting.by_people.calibrated.raked.largest_miss < 1e-5


def test_quality_by_cell():
    table = survey_quality(_weighting(), FRAME).set_index("cell")
    assert list(table.index) == ["", "food:small", "metal:large", "metal:small"]
    whole, silent, small = table.loc[""], table.loc["food:small"], table.loc["metal:small"]
    assert (whole["frame_enterprises"], whole["answered"]) == (109, 22)
    assert whole["employment_rate"] == pytest.approx(4800 / 12100)
    assert whole["response_rate"] == pytest.approx(22 / 109)
    assert (silent["answered"], silent["response_rate"], silent["trimmed"]) == (0, 0, 0)
    assert np.isnan(silent["weight_max"])
    assert (small["design_effect"], small["design_effect_people"]) == pytest.approx((1 + 1 / 25, 1))
    assert (small["weight_min"], small["weight_max"]) == pytest.approx((5, 5))
    assert table["is_take_all"].tolist() == [False, False, True, False]


def test_balance_before_and_after():
    table = survey_balance(_weighting(), FRAME).set_index(["kind", "dimension", "value"])
    south = table.loc["enterprises", "district", "south"]
    assert south["frame_share"] == pytest.approx(47 / 109)
    assert south["answered_share"] == pytest.approx(10 / 22)
    assert south["base_share"] == pytest.approx(50 / 102)
    assert south["weighted_share"] == pytest.approx(40 / 102)
    assert table.loc["enterprises", "chain", "metal"]["frame_share"] == pytest.approx(102 / 109)
    assert table.loc["employment", "size", "large"]["weighted_share"] == pytest.approx(3000 / 12000)
    for _, shares in table.groupby(level=["kind", "dimension"]):
        assert shares.sum().tolist() == pytest.approx([1, 1, 1, 1])


def test_without_a_frame_there_is_quality_and_no_balance():
    weighting = weigh(answers_in([("metal", "small")]), None, RULES)
    assert survey_quality(weighting, None)["answered"].tolist() == [1, 1]
    assert survey_balance(weighting, None).empty


@pytest.mark.parametrize(
    ("answered", "margins"),
    [
        ({"a": 9, "b": 9, "c": 9}, {"a": "a", "b": "b", "c": "c"}),
        ({"a": 5, "b": 9, "c": 9}, {"a": "a", "b": "b", "c": "c"}),
        ({"a": 1, "b": 5, "c": 9}, {"a": "rest", "b": "rest", "c": "c"}),
        ({"a": 1, "b": 4, "c": 9}, {"a": "rest", "b": "rest", "c": "c"}),
        ({"a": 4, "b": 4, "c": 9}, {"a": "rest", "b": "rest", "c": "c"}),
        ({"a": 0, "b": 0, "c": 2}, {"a": "rest", "b": "rest", "c": "rest"}),
        ({}, {"a": "rest", "b": "rest", "c": "rest"}),
    ],
)
def test_districts_with_too_few_answers_are_taken_together(answered, margins):
    assert margin_districts(Counter(answered), {"a", "b", "c"}, 5) == margins
    assert margin_districts(Counter(answered), set(), 5) == {}


def test_the_design_effect_by_hand():
    assert design_effect(np.array([1.0, 3.0])) == 1.25
    assert np.isnan(design_effect(np.array([])))


def test_edits_are_summed_up_by_reason():
    edits = (
        Edit("a", "1", 500, 100, 4, Reason.FAR_OUT),
        Edit("a", "2", 50, 40, 4, Reason.FAR_OUT),
        Edit("b", "3", 5, 0, 2, Reason.GROUP_REPEAT),
    )
    table = edits_summary(Edited(edits, {}), 8000, {"labour_agency": 3}).set_index("reason")
    assert table["lines"].to_dict() == {"labour_agency": 3, "far_out": 2, "group_repeat": 1}
    assert table.loc["far_out"].tolist()[1:] == [1, -410, -1640, -0.205]
    assert np.isnan(table.loc["labour_agency"]["effect"])
    assert np.isnan(edits_summary(Edited(edits, {}), 0.0, {}).set_index("reason").loc["far_out", "effect_share"])


def test_sensitivity_lies_between_what_was_stated_and_the_estimate():
    posts = pd.DataFrame({"chain_id": ["m", "m", "f"], "enterprise_id": ["a", "b", "c"], "headcount": [2, 4, np.nan],
                          "weight": [10.0, 5.0, 3.0]})  # fmt: skip
    table = sensitivity(posts).set_index("chain_id")
    assert table.loc[""].tolist() == [2, 0.5, 6, 23, 40]
    assert table.loc["f"].tolist() == [0, 0, 0, 0, 0]
    assert sensitivity(posts.iloc[:0]).shape == (1, 6)
    single = sensitivity(posts.iloc[:1].assign(headcount=1, weight=1.0)).set_index("chain_id")
    assert single.loc[""].tolist() == [1, 1.0, 1, 1, 1]


def test_response_by_chain_and_size_class_in_the_order_of_the_chains():
    keys = [("metal", "large"), ("metal", "small"), ("metal", "small"), ("wood", "")]
    answers = answers_in(keys, [1000, 60, np.nan, 7], ["north"] * 4)
    table = response(weigh(answers, FRAME, RULES), FRAME, ["metal", "food"])
    rows = [tuple(row) for row in table.astype(object).where(table.notna(), None).itertuples(index=False)]
    assert rows == [
        ("metal", "large", 2, 3000, 1, 1000, "metal:large", 2.0),
        ("metal", "small", 100, 9000, 2, 60, "metal:small", 50.0),
        ("food", "small", 7, 100, 0, 0, "", None),
        ("wood", "micro", 0, 0, 1, 7, "wood:unframed", 1.0),
    ]
    alone = response(weigh(answers, None, RULES), None, ["metal", "food"])
    assert alone["frame_enterprises"].isna().all()
    assert alone["answered"].tolist() == [1, 2, 1]


def test_trimmed_answers_are_counted_in_their_cell():
    rules = weight_rules(margin_minimum=5, trim=1.02)
    keys = [("metal", "large")] * 2 + [("metal", "small")] * 20
    districts = ["north", "north", *["north"] * 10, *["south"] * 10]
    weighting = weigh(answers_in(keys, [1000, 2000, *[60] * 10, *[70] * 10], districts), FRAME, rules)
    table = survey_quality(weighting, FRAME).set_index("cell")
    assert table["trimmed"].to_dict() == {"": 10, "food:small": 0, "metal:large": 0, "metal:small": 10}


def test_shares_of_nothing_are_nothing():
    empty = Frame({("metal", "small", "north"): Size(0, 0)})
    table = survey_balance(weigh(answers_in([("metal", "small")]), empty, RULES), empty)
    assert table["frame_share"].isna().all()
    people = table[table["kind"] == "employment"]
    assert people[["answered_share", "base_share", "weighted_share"]].to_numpy().tolist() == [[0.0] * 3] * len(people)
