import datetime as dt
from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.catalog.service_items import service_items
from talentmap.evaluation.files import Fault
from talentmap.evaluation.service.cases import case_table, service_loops, service_times
from talentmap.evaluation.service.remarks import UNTOLD, codes_of, cues, remarks
from talentmap.evaluation.service.routes import loops_of, route_of
from talentmap.evaluation.service.satisfaction import (
    kind_of,
    quadrant_of,
    satisfaction,
    satisfaction_drivers,
)
from talentmap.model.thresholds import EvaluationRules

TODAY = dt.date(2026, 6, 30)
RULES = EvaluationRules()


def case(opened, closed="", limit=20.0, route="A>B", stage="attract"):
    return {
        "case_id": opened + closed, "service": "s", "stage": stage, "tier": "", "limit_days": limit,
        "opened": dt.date.fromisoformat(opened), "closed": dt.date.fromisoformat(closed) if closed else None,
        "route": route_of(route) if route else (),
    }  # fmt: skip


def test_open_cases_are_censored_and_count_once_their_limit_has_passed():
    found = service_times(
        case_table(
            [
                case("2026-01-01", "2026-01-11"),
                case("2026-01-01", "2026-01-31", route="A>B>A"),
                case("2026-05-01", route=""),
                case("2026-06-20", limit=20.0),
            ],
            TODAY,
        )
    ).set_index(["by", "value"])
    whole = found.loc[("all", "")]
    assert (whole["cases"], whole["open"], whole["decided"], whole["routed"], whole["looped"]) == (4, 2, 3, 3, 1)
    assert whole["within"] == pytest.approx(1 / 3)
    # At risk after 10 days 4, after 30 days 2: 3/4, then 3/8.
    assert whole["median_days"] == 30
    assert np.isnan(whole["p90_days"])
    assert whole["handoffs"] == pytest.approx(4 / 3)


def test_an_a_b_a_loop_is_found_with_the_cases_that_went_round():
    cases = case_table(
        [case(f"2026-01-{n:02d}", "2026-02-01", route="人社>科技>人社>财政") for n in range(1, 4)], TODAY
    )
    found = service_loops(cases)
    assert found[["loop", "hops", "cases", "share"]].to_numpy().tolist() == [["人社>科技>人社", 2, 3, 1.0]]
    assert service_loops(case_table([case("2026-01-01", route="")], TODAY)) is None


def test_routes_are_read_with_any_arrow_and_without_standing_still():
    assert route_of("窗口 → 人社->人社 > 财政") == ("窗口", "人社", "财政")
    with pytest.raises(Fault, match="evaluation-route"):
        route_of("A>>B")


@given(st.lists(st.sampled_from("ABCD"), min_size=1, max_size=12))
def test_there_is_a_loop_exactly_where_a_department_is_met_again(steps):
    route = route_of(">".join(steps))
    loops = loops_of(route)
    assert bool(loops) == (len(set(route)) < len(route))
    graph = nx.DiGraph(pairwise(route))
    for loop in loops:
        around = loop.split(">")
        assert around[0] == around[-1]
        assert all(graph.has_edge(*step) for step in pairwise(around))


def answers(count: int, seed: int = 2) -> pd.DataFrame:
    """Housing only annoys, training only pleases, appraisal does both, platforms neither."""
    dice = np.random.default_rng(seed)
    names = ["retain_housing", "cultivate_training", "utilize_appraisal", "utilize_platform"]
    scores = pd.DataFrame(dice.integers(1, 6, (count, 4)), columns=names).astype(float)
    overall = 3 - 1.0 * (scores[names[0]] <= 2) + 1.0 * (scores[names[1]] >= 4)
    overall += 0.8 * (scores[names[2]] >= 4) - 0.8 * (scores[names[2]] <= 2) + dice.normal(0, 0.5, count)
    return scores.assign(overall=overall, tier="engineer")


ITEMS = {name: service_items()[name] for name in list(answers(1).columns)[:4]}


def test_penalties_and_rewards_come_out_again():
    found = satisfaction_drivers(answers(600), ITEMS, RULES).set_index(["tier", "item"])
    kinds = found.loc[""]["kind"].to_dict()
    assert kinds == {
        "retain_housing": "hygiene",
        "cultivate_training": "motivator",
        "utilize_appraisal": "performance",
        "utilize_platform": "indifferent",
    }
    housing = found.loc[("", "retain_housing")]
    assert housing["penalty_low"] < -1.0 < housing["penalty_high"] < 0
    assert set(found.index.get_level_values("tier")) == {"", "engineer"}


def test_too_few_answers_tell_nothing():
    assert satisfaction_drivers(answers(80), ITEMS, RULES).empty


def test_an_item_that_nobody_scores_low_has_no_penalty():
    told = answers(400)
    told["retain_housing"] = told["retain_housing"].clip(lower=3)
    row = satisfaction_drivers(told, ITEMS, RULES).set_index(["tier", "item"]).loc[("", "retain_housing")]
    assert np.isnan(row["penalty"])
    assert row["kind"] == "motivator"


@pytest.mark.parametrize(
    ("costs", "gains", "kind"),
    [(True, False, "hygiene"), (False, True, "motivator"), (True, True, "performance"), (False, False, "indifferent")],
)
def test_kinds(costs, gains, kind):
    assert kind_of(costs, gains) == kind


def test_the_grid_has_four_fields():
    fields = [quadrant_of(important, good) for important in (True, False) for good in (True, False)]
    assert fields == ["keep", "improve", "enough", "monitor"]


def test_scores_of_a_stage_are_means_of_a_persons_items():
    told = pd.DataFrame(
        {"tier": ["engineer", "youth"], "overall": [4.0, np.nan], "utilize_appraisal": [1.0, 3.0],
         "utilize_platform": [3.0, np.nan]}
    )  # fmt: skip
    items = {name: service_items()[name] for name in ("utilize_appraisal", "utilize_platform")}
    found = satisfaction(told, items, RULES).set_index(["stage", "item", "tier"])
    assert found.loc[("utilize", "", ""), "mean"] == pytest.approx(2.5)
    assert found.loc[("utilize", "utilize_platform", ""), "answers"] == 1
    assert found.loc[("utilize", "utilize_appraisal", ""), "dissatisfied"] == 0.5
    assert found.loc[("", "overall", ""), "answers"] == 1
    assert ("", "overall", "youth") not in found.index


def test_remarks_are_told_by_the_cue_words_of_the_catalog(catalog):
    told = cues(catalog)
    assert codes_of("人才公寓太少，子女入学也難", told) == {("pain", "retain-housing"), ("pain", "retain-school")}
    assert codes_of("很好", told) == {UNTOLD}
    found = remarks(["工资低", "很好", ""], catalog).set_index(["kind", "code"])
    assert found.loc[("all", ""), "remarks"] == 2
    assert found.loc[("reason", "pay-gap"), "share"] == 0.5
    assert found.loc[UNTOLD, "remarks"] == 1
    assert remarks(["", ""], catalog) is None
