"""Tables judged by their own counts, and numbers as they are printed."""

import math

import pandas as pd
import pytest

from talentmap.disclosure.blank import blanked, counted, rounded
from talentmap.disclosure.figures import Item
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.analysis import GROUP_BALANCE
from talentmap.tables.cuts import COUNTED, CUTS

RULES = DisclosureRules(enterprises_minimum=3, dominance=0.85, people_minimum=5, rounding=5)
NAN = math.nan


def reach(**row):
    whole = {"item_id": "p", "need": 62.0, "enterprises": 9, "top_share": 0.5, "people": 40, "people_unknown": 12,
             "available": 33, "available_unknown": 7, "need_unknown": 8.0}  # fmt: skip
    return counted(pd.DataFrame([{**whole, **row}]), COUNTED["item_reach"], RULES).iloc[0]


@pytest.mark.parametrize(
    ("enterprises", "top_share", "shown"),
    [(9, 0.5, True), (3, 0.85, True), (2, 0.5, False), (1, 1.0, False), (9, 0.86, False), (0, 0.0, True)],
)
def test_need_shows_where_enough_stand_behind_it_and_none_holds_nearly_all(enterprises, top_share, shown):
    row = reach(enterprises=enterprises, top_share=top_share)
    assert row["need_status"] == ("" if shown else "c")
    assert row["need"] == 60.0 if shown else math.isnan(row["need"])
    assert row["supply_status"] == ""


@pytest.mark.parametrize(("people", "shown"), [(40, True), (5, True), (4, False), (1, False), (0, True)])
def test_people_show_each_by_their_own_number(people, shown):
    row = reach(available=people)
    assert math.isnan(row["available"]) is not shown
    assert row["people"] == 40 and row["need"] == 60.0
    assert reach(available=people, people=43)["people"] == 45
    assert row["supply_status"] == ("" if shown else "c")


def test_what_is_withheld_is_never_shown():
    assert math.isnan(reach()["need_unknown"])


@pytest.mark.parametrize(
    ("named", "shown"),
    [(6, True), (17, True), (1, False), (2, False), (18, False), (19, False), (20, True), (0, True)],
)
def test_a_share_may_not_tell_the_few_who_did_not_answer_so(named, shown):
    frame = pd.DataFrame([{"chain_id": "c", "pain_id": "p", "enterprises": named, "answering": 20, "share": 0.31234}])
    row = counted(frame, COUNTED["pains"], RULES).iloc[0]
    assert math.isnan(row["share"]) is not shown
    assert row["answering"] == 20
    assert row["need_status"] == ("" if shown else "c")
    assert math.isnan(row["enterprises"]) if not shown else row["enterprises"] == named  # never rounded


def test_of_few_who_answered_it_may_be_told_that_none_named_it():
    frame = pd.DataFrame([{"chain_id": "c", "pain_id": "p", "enterprises": 0, "answering": 2, "share": 0.0}])
    assert counted(frame, COUNTED["pains"], RULES).iloc[0]["share"] == 0.0


def test_numbers_are_rounded_half_up_and_what_vanishes_is_low():
    frame = pd.DataFrame({"need": [42.5, 2.4, 0.0], "supply": [2.5, 7.4, 0.0], "gap": [40.0, -5.0, 0.0],
                          "uncovered_share": [0.123456, 0.5, NAN], "enterprises": [9, 8, 7]})  # fmt: skip
    printed = rounded(frame, GROUP_BALANCE, 5)
    assert printed["enterprises"].equals(frame["enterprises"])
    assert printed["need"].tolist() == [45.0, 0.0, 0.0]
    assert printed["supply"].tolist() == [5.0, 5.0, 0.0]
    assert printed["gap"].tolist() == [40.0, -5.0, 0.0]
    assert printed["uncovered_share"].tolist()[:2] == [0.1235, 0.5]
    assert printed["low"].tolist() == ["", "need", ""]


def test_what_rests_on_something_hidden_is_missing_and_says_so():
    frame = pd.DataFrame({"chain_id": ["a", "b"], "tier": ["t", "t"], "need": [10.0, 20.0], "supply": [5.0, 5.0],
                          "gap": [5.0, 15.0], "uncovered": [10.0, 10.0], "uncovered_share": [1.0, 0.5],
                          "quality": ["A", "B"]})  # fmt: skip
    shown = blanked(frame, CUTS["groups"], {Item("groups", 0, "need"), Item("groups", 1, "uncovered")})
    first, second = shown.to_dict("records")
    assert (first["need_status"], first["uncovered_status"], second["uncovered_status"]) == ("c", "", "c")
    assert all(math.isnan(first[name]) for name in ("need", "gap", "uncovered", "uncovered_share"))
    assert first["supply"] == 5.0 and first["quality"] == ""
    assert math.isnan(second["uncovered"]) and math.isnan(second["uncovered_share"])
    assert (second["need"], second["gap"], second["quality"]) == (20.0, 15.0, "B")
