"""The lines behind the figures: what each of them counts for in every measure."""

from __future__ import annotations

import pandas as pd

from talentmap.disclosure.microdata import microdata

KEYS = {"chain_id": "c", "segment_id": "s", "role_id": "r", "tier": "t", "district_id": "d"}


def _posts(*rows):
    plain = {"line_id": "l", "enterprise_id": "e", "headcount": 4.0, "weight": 2.5, **KEYS}
    return pd.DataFrame([{**plain, **row} for row in rows])


def _cells(*rows):
    return pd.DataFrame([{**KEYS, "supply": 3.0, "people": 4, **row} for row in rows])


def test_a_line_counts_its_weighted_headcount_and_what_is_not_told_counts_nothing():
    lines = microdata(_posts({"employed": 10.0}, {"headcount": None}), _cells({})).lines
    assert lines["need"].tolist() == [10.0, 0.0]
    assert lines["employed"].tolist() == [25.0, 0.0]
    assert lines["skill_short"].tolist() == [0.0, 0.0]


def test_need_is_uncovered_where_its_tier_is_known_and_no_item_accepts_it():
    posts = _posts({"accepting_items": 0}, {"accepting_items": 2}, {"accepting_items": None}, {"tier": ""})
    assert microdata(posts, _cells({})).lines["uncovered"].tolist() == [10.0, 0.0, 10.0, 0.0]


def test_by_stage_it_is_uncovered_where_no_item_of_the_stage_accepts_it():
    posts = _posts({"accepting_stages": "attract|retain"}, {"accepting_stages": ""}, {"tier": ""})
    lines = microdata(posts, _cells({})).lines
    assert lines["uncovered_attract"].tolist() == [0.0, 10.0, 0.0]
    assert lines["uncovered_utilize"].tolist() == [10.0, 10.0, 0.0]


def test_posts_short_for_skills_are_a_part_of_need():
    lines = microdata(_posts({"skill_short": True}, {"skill_short": False}), _cells({})).lines
    assert lines["skill_short"].tolist() == [10.0, 0.0]


def test_need_without_a_role_belongs_to_no_segment_and_cells_without_people_are_left_out():
    found = microdata(_posts({"role_id": None}, {}), _cells({}, {"supply": 0.0}, {"district_id": None}))
    assert found.lines["segment_id"].tolist() == ["", "s"]
    assert found.lines["role_id"].tolist() == ["", "r"]
    assert found.supply[["district_id", "supply", "people"]].values.tolist() == [["d", 3.0, 4], ["", 3.0, 4]]
