import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentmap.catalog.scorecard import check_scorecard, scorecard_rules
from talentmap.evaluation.scorecard.card import made
from talentmap.evaluation.scorecard.measures import Measured, measured
from talentmap.evaluation.scorecard.ranks import standings, weighted
from talentmap.model.scorecard import Indicator, ScorecardRules
from talentmap.tables.evaluation import GRADUATES, PROGRAMMES, PROJECT_OUTCOMES, RETENTION
from talentmap.tables.evaluation_findings import Evaluation

NAN = math.nan
EVEN = np.array([0.5, 0.5])


def scores(*values):
    return np.array(values, dtype=float)


def test_two_indicators_each_against_the_answer_by_hand():
    # w > 0.3 puts (1, 0) before (0.3, 0.3): under even draws with probability 0.7.
    first, second = standings([scores(1.0, 0.0), scores(0.3, 0.3)], [EVEN, EVEN], 20_000, 1)
    assert (first.rank, second.rank) == (1, 2)
    assert first.kept == pytest.approx(0.7, abs=0.01)
    assert (first.low, first.high, second.low, second.high) == (1, 2, 1, 2)


def test_who_is_better_in_everything_is_first_under_any_weights():
    first, second, third = standings(
        [scores(0.9, 0.8), scores(0.1, 0.2), scores(0.5)], [EVEN, EVEN, np.ones(1)], 500, 2
    )
    assert (first.rank, first.low, first.high, first.kept) == (1, 1, 1, 1.0)
    assert (third.rank, second.rank, second.high) == (2, 3, 3)


def test_equal_scores_share_the_better_rank():
    found = standings([scores(0.4), scores(0.4), scores(0.1)], [np.ones(1)] * 3, 100, 3)
    assert [one.rank for one in found] == [1, 1, 3]


def test_what_is_not_known_widens_the_range_and_lowers_no_rank():
    known = standings([scores(0.6, 0.6), scores(0.5, 0.5)], [EVEN, EVEN], 2_000, 4)
    gap = standings([scores(0.6, NAN), scores(0.5, 0.5)], [EVEN, EVEN], 2_000, 4)
    assert (known[0].rank, known[0].high) == (1, 1)
    assert (gap[0].rank, gap[0].score) == (1, 0.6)
    assert gap[0].high == 2
    assert gap[0].kept < known[0].kept


known_scores = st.lists(st.floats(0, 1), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(st.lists(known_scores, min_size=1, max_size=6), st.integers(0, 99))
def test_ranks_lie_in_their_range_and_follow_the_scores(departments, seed):
    rows = [scores(*one) for one in departments]
    weights = [np.ones(len(one)) / len(one) for one in departments]
    found = standings(rows, weights, 200, seed)
    for one in found:
        assert one.rank == 1 + sum(other.score > one.score + 1e-12 for other in found)
        assert 1 <= one.low <= one.high <= len(found)
        assert 0 <= one.kept <= 1


def test_a_mean_of_what_is_known():
    assert weighted(scores(1.0, NAN, 0.0), np.array([1.0, 5.0, 3.0])) == 0.25
    assert math.isnan(weighted(scores(NAN), np.ones(1)))


def rules(**changes):
    told = {
        "draws": 200,
        "seed": 5,
        "least_known": 0.5,
        "indicators": [
            {"id": "a", "zh": "甲", "en": "a", "term": "short", "department": "hrss", "measure": "attainment",
             "weight": 1, "floor": 0, "target": 1},
            {"id": "b", "zh": "乙", "en": "b", "term": "long", "department": "hrss", "measure": "retained", "weight": 3,
             "floor": 0.2, "target": 0.7, "answers": "a"},
            {"id": "c", "zh": "丙", "en": "c", "term": "long", "measure": "beyond_attraction", "weight": 1, "floor": 0,
             "target": 1},
        ],
    }  # fmt: skip
    return ScorecardRules.model_validate({**told, **changes})


def test_short_and_long_term_are_ranked_apart_and_a_department_of_which_too_little_is_known_is_not():
    found = {
        ("attainment", ""): Measured(0.8, n=3),
        ("beyond_attraction", "hrss"): Measured(0.9),
        ("beyond_attraction", "finance"): Measured(0.4),
    }
    card = made(found, ["finance", "hrss"], rules())
    ranks = card.scorecard_ranks.set_index(["department_id", "term"])
    assert ranks.loc[("hrss", "short"), "rank"] == 1
    assert ranks.loc[("hrss", "long"), "known_weight"] == 0.25  # retention, three quarters of the weight, is missing
    assert pd.isna(ranks.loc[("hrss", "long"), "rank"])
    assert (ranks.loc[("finance", "long"), "rank"], ranks.loc[("finance", "long"), "score"]) == (1, 0.4)
    shown = card.scorecard.set_index(["department_id", "indicator_id"])
    assert pd.isna(shown.loc[("hrss", "b"), "value"])
    assert pd.isna(shown.loc[("hrss", "b"), "score"])
    assert shown.loc[("hrss", "c"), "weight"] == 0.25
    assert ("finance", "a") not in shown.index


def test_the_same_input_gives_the_same_card_whatever_the_order():
    found = {("retained", ""): Measured(0.5), ("beyond_attraction", "hrss"): Measured(0.9),
             ("beyond_attraction", "finance"): Measured(0.4)}  # fmt: skip
    one = made(found, ["finance", "hrss"], rules())
    other = made(dict(reversed(found.items())), ["hrss", "finance"], rules())
    pd.testing.assert_frame_equal(one.scorecard, other.scorecard)
    pd.testing.assert_frame_equal(one.scorecard_ranks, other.scorecard_ranks)


def test_nothing_known_is_no_scorecard():
    assert made({}, ["hrss"], rules()) is None


@pytest.mark.parametrize(("value", "score"), [(0.2, 0.0), (0.45, 0.5), (0.7, 1.0), (0.9, 1.0), (0.1, 0.0)])
def test_a_score_is_the_way_from_floor_to_target(value, score):
    assert rules().indicators[1].score(value) == pytest.approx(score)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"floor": 1}, "nothing lies between"),
        ({"department": ""}, "needs a department"),
        ({"measure": "spent"}, "needs no department"),
        ({"answers": "b"}, "only a long-term indicator"),
    ],
)
def test_an_indicator_that_cannot_be(change, says):
    told = {"id": "a", "zh": "甲", "en": "a", "term": "short", "department": "hrss", "measure": "attainment",
            "weight": 1, "floor": 0, "target": 1}  # fmt: skip
    with pytest.raises(ValueError, match=says):
        Indicator.model_validate({**told, **change})


def test_the_shipped_scorecard_has_the_pairs_of_the_evaluation():
    told = {one.id: one.answers for one in scorecard_rules().indicators}
    assert (told["retained"], told["local_graduates"], told["commercialised"]) == (
        "attracted",
        "graduates",
        "approvals",
    )


def test_a_faulty_scorecard_is_named_with_its_line(tmp_path):
    text = """draws: 200
seed: 1
least_known: 0.5
indicators:
  - {id: a, zh: 甲, en: a, term: short, department: nobody, measure: attainment, weight: 1, floor: 0, target: 1}
"""
    (tmp_path / "scorecard.yaml").write_text(text, encoding="utf-8")
    (problem,) = check_scorecard(tmp_path)[1]
    assert (problem.code, problem.source.row, problem.shown) == ("evaluation-department", 5, "nobody")
    assert check_scorecard(tmp_path / "none") == (None, ())


def frame(table, rows):
    return pd.DataFrame([{**dict.fromkeys(table.names), **row} for row in rows], columns=table.names)


def test_the_region_measures_by_hand():
    evaluation = Evaluation(
        retention=frame(
            RETENTION,
            [
                {
                    "cohort": "",
                    "tier": "",
                    "months": 36,
                    "retained": 0.6,
                    "retained_low": 0.5,
                    "retained_high": 0.7,
                    "people": 90,
                },
                {"cohort": "2022", "tier": "", "months": 36, "retained": 0.1, "people": 9},
            ],
        ),
        programmes=frame(
            PROGRAMMES,
            [
                {"programme": "p", "year": "2025", "attainment_low": 0.8, "attainment_high": 0.8},
                {"programme": "q", "year": "2025", "attainment_low": 1.0, "attainment_high": 1.0},
                {"programme": "r", "year": "2025", "attainment_low": 0.1, "attainment_high": None},
                {"programme": "p", "year": "2024", "attainment_low": 0.0, "attainment_high": 0.0},
                {"programme": "p", "year": "", "attainment_low": 0.4, "attainment_high": 0.4},
            ],
        ),
        graduates=frame(
            GRADUATES,
            [
                {"graduation_year": 2024, "education": "", "in_window": 0, "people": 100, "employed": 0.9},
                {
                    "graduation_year": 2025,
                    "education": "",
                    "in_window": 1,
                    "people": 120,
                    "employed": 0.5,
                    "pay_mid": 4000,
                    "paid": 60,
                },
                {"graduation_year": 2025, "education": "master", "in_window": 1, "people": 20, "employed": 0.1},
            ],
        ),
        project_outcomes=frame(
            PROJECT_OUTCOMES,
            [
                {"by": "all", "value": "", "rate": 0.2, "rate_low": 0.1, "rate_high": 0.3, "mature": 50},
                *(
                    {"by": "year", "value": year, "projects": n}
                    for year, n in (("2023", 40), ("2024", 60), ("2025", 25), ("2026", 5))
                ),
            ],
        ),
    )
    told = measured(SimpleNamespace(evaluation=evaluation, policy=None), {}, 36)
    values = {name: (found.value, found.n) for (name, _), found in told.items()}
    assert values == {
        "attainment": (pytest.approx(0.9), 2),
        "retained": (0.6, 90),
        "graduates_growth": (1.2, 120),
        "local_employment": (0.5, 120),
        "starting_pay": (4000, 60),
        "approvals_growth": (0.5, 25),  # 2025 over the mean of 2023 and 2024; 2026 is still running
        "commercialised": (0.2, 50),
    }


def test_money_measures_by_hand_and_a_hidden_gap():
    silos = pd.DataFrame(
        [("hrss", "attract", "scientist", 1, 60.0), ("hrss", "retain", "technician", 2, 40.0),
         ("finance", "attract", "engineer", 1, None)],
        columns=["department_id", "stage", "tier", "items", "budget_cny"],
    )  # fmt: skip
    flow = pd.DataFrame(
        {"item_id": ["i1", "i2", "i3"], "budget_cny": [100.0, 50.0, 30.0], "paid_cny": [50.0, None, 30.0]}
    )
    needs = {"need_low": [95.0, 60.0, 150.0, None], "supply": [100.0, 40.0, 140.0, None]}
    groups = pd.DataFrame({"chain_id": "", "tier": ["scientist", "technician", "", "unknown"], **needs})
    shown = SimpleNamespace(evaluation=None, policy=SimpleNamespace(silos=silos, money_flow=flow), groups=groups)
    holdings = {"hrss": frozenset({"i1", "i2"}), "finance": frozenset({"i3"})}
    told = {key: found.value for key, found in measured(shown, holdings, 36).items()}
    assert told == {
        ("spent", "hrss"): 0.5,
        ("gap_money", "hrss"): 0.4,
        ("beyond_attraction", "hrss"): 0.4,
        ("spent", "finance"): 1.0,
    }
    shown.groups = groups.assign(supply=[None, 40.0, 140.0, None])
    assert ("gap_money", "hrss") not in measured(shown, holdings, 36)
