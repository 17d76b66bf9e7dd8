"""Recommendations tell no figure that its table hides, and no other figure at all."""

from __future__ import annotations

import json
import math

import pandas as pd

from talentmap.disclosure.advice import told_recommendations
from talentmap.tables.policy import RECOMMENDATIONS
from talentmap.tables.policy_findings import PolicyFindings

NAN = math.nan


def groups(**changes):
    row = {"chain_id": "", "tier": "engineer", "need": 105.0, "supply": 40.0, "gap": 65.0} | changes
    return pd.DataFrame([row])


def policy(share=0.6, alone=25.0, verdict="broken", quotient=0.5, both=10.0, reallocation=0.5):
    none = pd.DataFrame()
    money = {"stage": "", "tier": "engineer", "need_share": 0.4, "money_share": 0.2, "quotient": quotient,
             "per_post": 900.0}  # fmt: skip
    return PolicyFindings(
        item_reach=none,
        item_refusals=pd.DataFrame([{"item_id": "a", "clause": "age <= 35", "need_alone": alone}]),
        uncovered=pd.DataFrame([{"chain_id": "", "tier": "engineer", "stage": "", "share": share}]),
        money_against_need=pd.DataFrame([money]),
        stage_mismatch=pd.DataFrame([{"stage": "", "reallocation": reallocation, "wrong_reach": 0.4}]),
        gates=pd.DataFrame([{"gate": "any", "passing": 85.0}]),
        money_flow=none,
        silos=none,
        overlaps=pd.DataFrame(
            [
                {"item_id": "a", "other_id": "b", "need": both, "departments": "x|y"},
                {"item_id": "a", "other_id": "c", "need": NAN, "departments": "x|y"},
                {"item_id": "b", "other_id": "c", "need": 0.0, "departments": "x|y"},
                {"item_id": "b", "other_id": "d", "need": 20.0, "departments": "x"},
            ]
        ),
        handovers=pd.DataFrame([{"item_id": "a", "next_stage": "", "verdict": verdict}]),
    )


def advice(rule, **changes):
    figures = {"need": 103.2, "supply": 41.4, "gap": 61.8, "uncovered_share": 0.6123, "elite_need_share": 0.3,
               "elite_money_share": 0.9, "money_share": 0.2, "need_share": 0.41, "quotient": 0.51, "secret": 7.0,
               "pairs_between_departments": 3.0}  # fmt: skip
    return dict.fromkeys(RECOMMENDATIONS.names, "") | {
        "recommendation_id": f"{rule}:engineer", "rule": rule, "tier": "engineer", "priority": 1,
        "figures": json.dumps(figures), "before": NAN, "after": NAN, "after_low": NAN, "after_high": NAN,
    } | changes  # fmt: skip


def tried(**changes):
    return advice("uncovered", items="a", clause="age <= 35", trial="{}", measure="uncovered_share", before=0.6123,
                  after=0.4567, after_low=0.401, after_high=0.512, **changes)  # fmt: skip


def told(row, shown_groups=None, shown_policy=None):
    frame = told_recommendations(
        pd.DataFrame([row]),
        groups() if shown_groups is None else shown_groups,
        policy() if shown_policy is None else shown_policy,
    )
    return frame.to_dict("records")


def test_figures_are_those_that_the_tables_print_and_no_others():
    (row,) = told(advice("shortage"))
    assert json.loads(row["figures"]) == {"need": 105.0, "supply": 40.0, "gap": 65.0}


def test_what_rests_on_a_hidden_figure_is_left_out():
    assert told(advice("shortage"), groups(need=NAN, gap=NAN)) == []
    assert told(advice("uncovered"), shown_policy=policy(share=NAN)) == []
    assert told(advice("overfunded"), shown_policy=policy(quotient=NAN)) == []


def test_a_rule_without_a_sentence_is_left_out():
    assert told(advice("homemade")) == []


def test_a_trial_is_told_to_whole_percents_from_the_printed_share():
    (row,) = told(tried())
    assert (row["before"], row["after"], row["after_low"], row["after_high"]) == (0.6, 0.46, 0.4, 0.51)
    assert row["clause"] == "age <= 35"


def test_a_trial_is_not_told_where_the_need_behind_the_clause_is_hidden():
    (row,) = told(tried(), shown_policy=policy(alone=NAN))
    assert row["measure"] == row["clause"] == row["trial"] == ""
    assert math.isnan(row["before"])
    assert math.isnan(row["after"])


def test_a_trial_without_a_clause_rests_on_the_share_alone():
    (row,) = told({**tried(), "clause": ""}, shown_policy=policy(alone=NAN))
    assert (row["measure"], row["before"], row["after"]) == ("uncovered_share", 0.6, 0.46)


def test_a_trial_on_all_tiers_is_not_told_where_their_need_is_hidden():
    moved = advice("overfunded", measure="reallocation_share", trial='{"moved": 5}', before=0.5, after=0.4)
    assert told(moved)[0]["after"] == 0.4
    assert told(moved, shown_policy=policy(reallocation=NAN))[0]["measure"] == ""


def test_the_share_behind_a_gate_is_told_only_where_it_is_the_regions_own_or_nothing():
    whole = json.dumps({"elite_need_share": 85 / 105, "elite_money_share": 0.9})
    nothing = json.dumps({"elite_need_share": 0.0, "elite_money_share": 0.9})
    part = json.dumps({"elite_need_share": 0.3, "elite_money_share": 0.9})
    assert json.loads(told(advice("elite_gate", figures=whole))[0]["figures"])["elite_need_share"] == 0.81
    assert json.loads(told(advice("elite_gate", figures=nothing))[0]["figures"])["elite_need_share"] == 0.0
    assert told(advice("elite_gate", figures=part)) == []


def test_items_are_named_only_where_their_place_may_be_told():
    assert told(advice("broken_handover", items="a"))[0]["items"] == "a"
    assert told(advice("broken_handover", items="a"), shown_policy=policy(verdict="")) == []
    pairs = advice("overlapping", tier="", items="a+b|a+c")
    assert told(pairs)[0]["items"] == "a+b"
    assert told(pairs, shown_policy=policy(both=NAN)) == []


def _own(**figures):
    return json.dumps({"item_share": 0.44, "money_share": 0.7, "elite_money_share": 0.9} | figures)


def test_the_gates_share_may_miss_the_regions_own_by_the_heads_that_rounding_covers():
    """85 pass in the region: of 100 posts 90 are as good as told by them, 91 are not."""
    shown = groups(need=100.0)
    near, far = (advice("elite_gate", figures=_own(elite_need_share=share)) for share in (0.9, 0.91))
    assert json.loads(told(near, shown)[0]["figures"])["elite_need_share"] == 0.9
    assert told(far, shown) == []


def test_shares_of_money_alone_are_public_for_the_region_and_those_of_a_tier_as_printed():
    row = advice("attract_first", tier="", figures=_own())
    assert json.loads(told(row)[0]["figures"]) == {"item_share": 0.44, "money_share": 0.7}
    assert json.loads(told({**row, "tier": "engineer"})[0]["figures"])["money_share"] == 0.2
    assert told({**row, "tier": "youth"}) == []


def test_the_reach_of_a_stage_is_that_of_its_table():
    assert json.loads(told(advice("wrong_reach"))[0]["figures"]) == {"wrong_reach": 0.4}
    assert told(advice("wrong_reach", stage="retain")) == []


def test_without_a_measure_the_ends_of_a_trial_are_rounded_half_up():
    (row,) = told(advice("shortage", before=0.125, after=0.344, after_low=None, after_high=0.346))
    assert (row["before"], row["after"], row["after_high"]) == (0.13, 0.34, 0.35)
    assert math.isnan(row["after_low"])


def test_a_clause_is_tried_only_where_every_item_that_sets_it_may_be_told():
    assert told(tried())[0]["measure"] == "uncovered_share"
    (row,) = told({**tried(), "items": "a|b"})
    assert (row["measure"], row["items"]) == ("", "a|b")
    (row,) = told({**tried(), "items": ""})
    assert row["items"] == "" and row["measure"] == "uncovered_share"


def test_a_trial_with_another_measure_keeps_its_ends():
    (row,) = told(advice("balanced", measure="overlap", trial="{}", before=0.5, after=0.25))
    assert (row["measure"], row["before"], row["after"]) == ("overlap", 0.5, 0.25)


def test_pairs_of_two_departments_are_counted_where_a_post_may_be_told_to_meet_both():
    met = advice("overlapping", items="a+b|a+c", figures=json.dumps({"pairs_between_departments": 2.0}))
    (row,) = told(met, shown_policy=policy(both=40.0))
    assert json.loads(row["figures"]) == {"pairs_between_departments": 1.0}
    assert row["items"] == "a+b"
    assert told(met, shown_policy=policy(both=NAN)) == []
