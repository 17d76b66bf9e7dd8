from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from talentmap.analysis.measures.medians import open_time
from talentmap.analysis.shortage.cut_points import proposed_of
from talentmap.analysis.shortage.grades import GRADES, SHORT, graded, points
from talentmap.analysis.shortage.shortage_types import ShortageType
from talentmap.model.change import Change
from talentmap.model.thresholds import GradeCut
from talentmap.publish.terms import terms


def firm(name):
    return {"enterprise_id": name, "chain_id": "metal", "size_class": "small", "employees": 500}


def line(number, enterprise, **values):
    stated = {"headcount": 4, "advertised": 10, "filled": 1, "suitable": 2, "qualified": 9, "months_open": 7.0}
    plain = {"chain_id": "metal", "role_id": "m-welder", "tier": "technician", "reasons": "lack-skills"}
    return {"line_id": str(number), "enterprise_id": enterprise, **plain, **stated, **values}


def _welder(books, lines, **tables):
    frame = "chain_id,district_id,size_class,enterprises,employment\nmetal,north,small,40,20000\n"
    found = books.frame(frame).fill(enterprises=[firm(n) for n in "abcdef"], demand=lines, **tables).analyse().roles
    return found[found["role_id"] == "m-welder"].iloc[0]


def test_a_role_that_is_short_in_every_replicate(books):
    role = _welder(books, [line(k, name) for k, name in enumerate("abcdef")])
    assert (role["grade"], role["p_short"], role["p_gap"], role["p_top10"]) == ("very_short", 1, 1, 1)
    assert (role["shortage_type"], role["listed"]) == ("ability", "shortage")
    assert role["fired"].split("|") == [
        "tightness",
        "fill_rate",
        "suitable_per_post",
        "months_open",
        "skill_shortage_density",
    ]


def test_a_role_between_two_grades_is_short_with_a_probability(books):
    easy = {"filled": 9, "suitable": 40, "qualified": 50, "months_open": 1.0, "reasons": ""}
    lines = [line(k, name, **(easy if name in "abc" else {})) for k, name in enumerate("abcdef")]
    role = _welder(books, lines)
    assert 0 < role["p_short"] < 1


def test_hard_to_fill_and_ill_paid_is_no_shortage(books):
    people = [{"person_id": f"p{k}", "pay_month": 9000.0} for k in range(6)]
    placed = [{"person_id": f"p{k}", "role_id": "m-welder", "tier": "technician", "weight": 1.0} for k in range(6)]
    lines = [line(k, name, pay_low=5000.0, pay_high=5000.0) for k, name in enumerate("abcdef")]
    role = _welder(books, lines, people=people, person_roles=placed)
    assert GRADES.index(role["grade"]) >= SHORT
    assert (role["shortage_type"], role["listed"]) == ("conditions", "")


def test_without_the_registry_there_is_no_replacement_need_and_no_tightness(books):
    role = _welder(books, [line(k, name, employed=100) for k, name in enumerate("abcdef")])
    assert role["employed"] > 0
    assert math.isnan(role["replacement_need"])
    assert math.isnan(role["tightness"])


def test_a_better_value_never_scores_more():
    cut = GradeCut(cuts=(1.0, 2.0, 3.0))
    values = np.linspace(0, 4, 41)
    assert (np.diff(points(values, cut)) >= 0).all()
    low = GradeCut(cuts=(3.0, 2.0, 1.0), low=True)
    assert (np.diff(points(values, low)) <= 0).all()
    assert np.isnan(points([math.nan], cut)).all()


def test_many_replicates_are_graded_as_one_by_one(catalog):
    chance = np.random.default_rng(5)
    names = list(catalog.rules.grades)
    many = {name: np.where(chance.random((7, 9)) < 0.2, np.nan, chance.random((7, 9)) * 4) for name in names}
    behind = np.array([3, 4, 5, 6, 7, 8, 9])
    together = graded(many, behind, catalog.rules.grades, catalog.rules.grade_rules)
    for column in range(9):
        alone = graded(
            {name: values[:, column] for name, values in many.items()},
            behind,
            catalog.rules.grades,
            catalog.rules.grade_rules,
        )
        assert alone.steps.tolist() == together.steps[:, column].tolist()


def test_every_grade_type_list_and_verdict_has_words():
    assert set(terms("grades")) == set(GRADES)
    assert set(terms("shortage_types")) == set(ShortageType)
    assert set(terms("lists")) == {"shortage", "surplus"}
    assert set(terms("changes")) == set(Change)


def test_cut_points_come_from_roles_that_enterprises_enough_need():
    roles = pd.DataFrame(
        {"need": [5.0] * 10 + [0.0, 5.0], "enterprises": [5] * 11 + [4], "tightness": [*range(1, 11), 900, 900]}
    )
    standing = {"tightness": GradeCut(cuts=(9.0, 9.0, 9.0))}
    cuts, known = proposed_of(roles, standing, 5)
    assert (cuts["tightness"].cuts, known) == ((4, 7, 9), {"tightness": 10})


@pytest.mark.parametrize(
    ("months", "ended", "median"),
    [
        ([1, 2, 3], None, 2),
        ([1, 2, 3], [False, False, False], 2),
        ([1, 2, 3], [True, True, True], 2),
        ([1, 2, 3], [True, False, False], math.nan),
        ([3, 1, 2, math.nan], [True, False, True, True], 2),
    ],
)
def test_open_time_with_and_without_ends(months, ended, median):
    assert open_time(months, np.ones(len(months)), ended) == pytest.approx(median, nan_ok=True)
