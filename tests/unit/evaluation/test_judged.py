import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from talentmap.disclosure.judged import hidden_rows, protect_evaluation
from talentmap.tables.evaluation_findings import Evaluation
from talentmap.tables.judged import Family

BY_TIER = (Family(("months",), "tier"),)


def test_the_smallest_of_the_others_goes_with_a_single_hidden_row():
    frame = pd.DataFrame({"months": 36, "tier": ["", "a", "b", "c"], "people": [60, 3, 40, 17]})
    assert hidden_rows(frame, "people", 5, BY_TIER).tolist() == [False, True, False, True]


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "2024", "2025"]), st.sampled_from(["", "a", "b"]), st.integers(0, 9)),
        unique_by=lambda row: row[:2],
    )
)
def test_no_family_is_left_with_one_hidden_row_beside_shown_ones(rows):
    frame = pd.DataFrame(rows, columns=["cohort", "tier", "people"])
    families = (Family(("cohort",), "tier"), Family(("tier",), "cohort"))
    hidden = hidden_rows(frame, "people", 5, families)
    assert all(hidden[frame["people"].between(1, 4)])
    for alike, apart in (("cohort", "tier"), ("tier", "cohort")):
        for _, own in frame.assign(hidden=hidden)[frame[apart] != ""].groupby(alike):
            shown = own[(own["people"] > 0) & ~own["hidden"]]
            assert own["hidden"].sum() != 1 or shown.empty


def test_flows_hide_each_direction_for_itself(catalog):
    frame = pd.DataFrame(
        {
            "by": "tier",
            "value": ["x", "y", "z"],
            "inflow": [50, 60, 70],
            "outflow": [2, 9, 30],
            "inflow_per_outflow": 1.0,
        }
    )
    shown = protect_evaluation(Evaluation(flows=frame), catalog.rules.disclosure).flows
    assert list(shown.columns) == [*frame.columns, "low", "need_status", "supply_status"]
    assert shown["inflow"].tolist() == [50, 60, 70]
    assert shown["outflow"].isna().tolist() == [True, True, False]
    assert shown["inflow_per_outflow"].isna().tolist() == [True, True, False]
    assert shown["need_status"].tolist() == ["c", "c", ""]
