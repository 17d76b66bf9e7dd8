import datetime as dt
import math

import pandas as pd
import pytest

from talentmap.evaluation.lifecycle.flows import flows, reported_flows
from talentmap.evaluation.lifecycle.programmes import programmes, trend
from talentmap.evaluation.lifecycle.projects import project_outcomes
from talentmap.evaluation.lifecycle.retention import retention
from talentmap.evaluation.lifecycle.spells import spells
from talentmap.model.bounds import over, read_bounds, under

TODAY = dt.date(2026, 6, 30)
EMPTY = {"tier": "engineer", "chain_id": "", "district_id": "", "programme": "P", "detail": ""}


def moved(*events: tuple[str, str, str]) -> pd.DataFrame:
    rows = [{"person_id": who, "event": what, "date": dt.date.fromisoformat(day), **EMPTY} for who, what, day in events]
    return pd.DataFrame(rows).sort_values(["person_id", "date", "event"], ignore_index=True)


@pytest.mark.parametrize("events", [[], [("a", "outflow", "2025-01-01"), ("b", "outflow", "2025-02-01")]])
def test_without_anybody_who_came_there_are_no_spells(events):
    known = moved(("a", "inflow", "2025-01-01"), *events)
    assert spells(known[known["event"] != "inflow"], TODAY).empty


def test_a_spell_ends_with_the_first_outflow_after_coming():
    found = spells(
        moved(
            ("a", "outflow", "2020-01-01"),
            ("a", "inflow", "2023-06-30"),
            ("b", "inflow", "2024-06-30"),
            ("b", "outflow", "2025-06-30"),
            ("b", "inflow", "2026-01-01"),
            ("c", "outflow", "2025-01-01"),
            ("d", "inflow", "2025-06-30"),
            ("d", "outflow", "2025-06-30"),
        ),
        TODAY,
    ).set_index("person_id")
    assert list(found.index) == ["a", "b", "d"]
    assert found["left"].to_dict() == {"a": False, "b": True, "d": True}
    assert found["months"].to_dict() == pytest.approx({"a": 36.01, "b": 11.99, "d": 0.0}, abs=0.01)
    assert found["cohort"].to_dict() == {"a": "2023", "b": "2024", "d": "2025"}


def test_retention_counts_who_left_and_who_was_not_observed_long_enough():
    events = [(f"p{n}", "inflow", "2024-01-01") for n in range(4)] + [
        (f"q{n}", "inflow", "2026-01-01") for n in range(3)
    ]
    events += [("p0", "outflow", "2024-03-01"), ("q0", "outflow", "2026-02-01")]
    found = retention(spells(moved(*events), TODAY), (12, 36)).set_index(["cohort", "tier", "months"])
    whole = found.loc[("", "", 12)]
    assert (whole["people"], whole["left"], whole["censored"], whole["at_risk"]) == (7, 2, 2, 3)
    assert whole["retained"] == pytest.approx(6 / 7 * 5 / 6)
    assert math.isnan(found.loc[("", "", 36)]["retained"])
    assert math.isnan(found.loc[("2026", "engineer", 12)]["retained"])


def test_flows_count_each_move_once_and_add_up():
    found = flows(
        moved(
            ("a", "inflow", "2025-01-01"),
            ("a", "inflow", "2025-01-01"),
            ("b", "inflow", "2026-01-01"),
            ("b", "outflow", "2026-02-01"),
        )
    ).set_index(["by", "value"])
    assert tuple(found.loc[("all", "")]) == (2, 1, 2.0)
    assert tuple(found.loc[("year", "2026")]) == (1, 1, 1.0)
    assert found.loc[("chain", "unknown"), "inflow"] == 2
    assert found.loc[("year", "2025"), "outflow"] == 0
    assert math.isnan(found.loc[("year", "2025"), "inflow_per_outflow"])


def test_reported_bounds_stay_bounds():
    row = {"year": "2023", "tier": "", "source": "S", "inflow": under(1000), "outflow": over(10_000)}
    found = reported_flows([row]).iloc[0]
    assert (found["inflow"], found["outflow"], found["ratio"]) == ("< 1,000", "> 10,000", "< 0.10")
    assert found["ratio_high"] == pytest.approx(0.1)


def test_only_projects_that_had_the_whole_window_count():
    def project(approved, done="", place=""):
        return {
            "approved": dt.date.fromisoformat(approved), "holder": approved, "place": place, "tier": "",
            "chain_id": "x", "district_id": "", "commercialised": dt.date.fromisoformat(done) if done else None,
        }  # fmt: skip

    found = project_outcomes(
        [
            project("2020-01-01", "2021-01-01", "local"),
            project("2020-01-01", "2021-01-01", "elsewhere"),
            project("2020-01-01", "2025-01-01", "local"),
            project("2020-01-02"),
            project("2025-01-01", "2025-06-01", "local"),
        ],
        TODAY,
        36,
    ).set_index(["by", "value"])
    whole = found.loc[("all", "")]
    assert (whole["projects"], whole["mature"], whole["local"], whole["elsewhere"], whole["holders"]) == (5, 4, 1, 1, 2)
    assert whole["rate"] == 0.25
    assert found.loc[("year", "2025"), "mature"] == 0
    assert math.isnan(found.loc[("year", "2025"), "rate"])


def year(number_of, target, actual, cost=None):
    figures = {"target": target and read_bounds(target), "actual": actual and read_bounds(actual)}
    return {"programme": "P", "year": number_of, "tier": "engineer", **figures, "cost_cny": cost}


def test_attainment_cost_and_cost_of_those_who_stayed():
    people = [(f"p{n}", "inflow", "2022-01-01") for n in range(4)] + [("p0", "outflow", "2022-02-01")]
    found = programmes([year(2022, "5", "4", 40_000.0)], spells(moved(*people), TODAY), 36).set_index("year")
    row = found.loc["2022"]
    assert (row["attainment"], row["cost_per_person"], row["people"]) == ("0.80", "10,000", 4)
    assert row["retained"] == pytest.approx(0.75)
    assert row["cost_per_retained"] == pytest.approx(10_000 / 0.75)
    assert row["cost_per_retained_low"] < row["cost_per_retained"] < row["cost_per_retained_high"]


def test_attainment_of_bounds_is_a_bound_and_has_no_trend():
    rows = [year(2022, "1000", "<1000", 5e6), year(2023, "1000", "1200-1500"), year(2024, "1000", ">10000")]
    found = programmes(rows, None, 36).set_index("year")
    assert found["attainment"].to_dict() == {"2022": "< 1.00", "2023": "1.20–1.50", "2024": "> 10.00", "": "> 3.73"}
    assert found.loc["2022", "cost_per_person"] == "> 5,000"
    assert math.isnan(found.loc["", "cost_cny"])
    assert math.isnan(found.loc["", "trend"])


def test_the_trend_is_the_slope_of_attainment():
    assert trend([year(2022, "10", "5"), year(2023, "10", "7"), year(2024, "10", "9")]) == pytest.approx(0.2)
    assert math.isnan(trend([year(2022, "10", "5"), year(2023, "10", "7")]))
