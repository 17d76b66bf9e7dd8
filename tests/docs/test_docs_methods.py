from __future__ import annotations

import math
import re

import numpy as np
import pytest
from documents import DOCS
from shipped_rules import weight_rules
from survey_samples import answers_in, frame_of

from talentmap.analysis.survey.replicates import replicates_of
from talentmap.analysis.survey.weighting import weigh
from talentmap.linkage.comparison import AGREEING_ITEMS, THRESHOLD, WEIGHTS
from talentmap.model.taxonomy import Catalog

TEXT = (DOCS / "methods.md").read_text(encoding="utf-8")
RULES = weight_rules(bootstrap_replicates=4000, seed=7)
CELL = ("metal", "small")


def _replicates(answered: int, framed: int) -> np.ndarray:
    weighting = weigh(answers_in([CELL] * answered), frame_of({CELL: framed}), RULES)
    return replicates_of(weighting, weighting.by_people, RULES).weights


def test_the_bootstrap_agrees_with_the_analytic_deviation() -> None:
    amounts = np.array([0, 1, 1, 2, 3, 3, 4, 6, 8, 9, 12, 20], dtype=float)
    analytic = 40 * math.sqrt((1 - 12 / 40) * amounts.var(ddof=1) / 12)
    totals = amounts @ _replicates(12, 40)
    assert totals.std() == pytest.approx(analytic, rel=0.04)
    assert totals.mean() == pytest.approx(amounts.sum() * 40 / 12, rel=0.02)


def test_a_census_does_not_vary() -> None:
    assert _replicates(12, 12).std(axis=1).max() == 0


def test_the_points_of_linkage_are_the_code_s() -> None:
    rows = dict(re.findall(r"^\| ([a-z ]+) \| (\d+) \| (?:-\d|never one person) \|$", TEXT, re.M))
    assert rows == {item.value.replace("_", " "): str(weight.agree) for item, weight in WEIGHTS.items()}
    assert (THRESHOLD, AGREEING_ITEMS) == (19, 3)


def test_the_cuts_of_the_grade_are_the_catalog_s(catalog: Catalog) -> None:
    rows = re.findall(r"^\| ([a-z ]+) \| ([\d., ]+) \| (high|low) \|$", TEXT, re.M)
    told = {name: (tuple(map(float, cuts.split(","))), side == "low") for name, cuts, side in rows}
    assert told == {name.replace("_", " "): (cut.cuts, cut.low) for name, cut in catalog.rules.grades.items()}


def test_the_thresholds_quoted_are_the_catalog_s(catalog: Catalog) -> None:
    rules = catalog.rules
    assert (rules.plausibility.headcount_floor, rules.plausibility.headcount_per_employee) == (30, 1.5)
    assert (rules.weights.cell_minimum, rules.weights.bootstrap_replicates) == (5, 500)
    grade = rules.grade_rules
    assert (grade.indicators_minimum, grade.enterprises_minimum) == (4, 5)
    assert (grade.watch, grade.short, grade.very_short) == (1.5, 2.0, 2.5)
    shown = rules.disclosure
    assert (shown.enterprises_minimum, shown.dominance, shown.people_minimum, shown.rounding) == (3, 0.85, 5, 5)
    assert rules.supply.graduating_within_months == 12
