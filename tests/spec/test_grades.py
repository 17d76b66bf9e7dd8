"""The shortage grade: indicators score 0-3 by cut points, the grade is their mean."""

from __future__ import annotations

import math

import pytest
from ascii_table import read_table

from talentmap.analysis.grades import grade, points
from talentmap.model.thresholds import GradeCut, GradeRules
from talentmap.publish.terms import terms

POINTS = read_table(
    """
    | indicator | cuts        | low | value | points |
    |-----------|-------------|-----|-------|--------|
    | tightness | 0.8 1.5 3.0 | no  |  0.79 |      0 |
    | tightness | 0.8 1.5 3.0 | no  |  0.8  |      1 |
    | tightness | 0.8 1.5 3.0 | no  |  1.5  |      2 |
    | tightness | 0.8 1.5 3.0 | no  |  3.0  |      3 |
    | tightness | 0.8 1.5 3.0 | no  |  inf  |      3 |
    | fill_rate | 0.7 0.5 0.3 | yes |  0.71 |      0 |
    | fill_rate | 0.7 0.5 0.3 | yes |  0.7  |      1 |
    | fill_rate | 0.7 0.5 0.3 | yes |  0.4  |      2 |
    | fill_rate | 0.7 0.5 0.3 | yes |  0    |      3 |
    """
)
NAMES = {"V/U": "tightness", "fill": "fill_rate", "suitable": "suitable_per_post", "open": "months_open",
         "skills": "skill_shortage_density", "premium": "offer_premium"}  # fmt: skip
ROLES = read_table(
    """
    Cut points: V/U 0.8 1.5 3; fill 0.7 0.5 0.3; suitable 3 1.5 0.8; open 2 3.5 5; skills .2 .4 .6; premium 0 .08 .16.

    | V/U | fill | suitable | open | skills | premium | enterprises | score | grade      | stars | fired                   |
    |-----|------|----------|------|--------|---------|-------------|-------|------------|-------|-------------------------|
    | 4   | 0.2  | 0.5      | 6    | 0.7    | 0.2     |           9 | 3     | very_short |     5 | V/U fill suitable open skills premium |
    | 4   | 0.2  | 0.5      | 4    | 0.3    |         |           5 | 2.4   | short      |     4 | V/U fill suitable open  |
    | 1.6 | 0.45 | 1.4      | 4    |        |         |           5 | 2     | short      |     4 | V/U fill suitable open  |
    | 1.6 | 0.45 | 1.6      | 2.5  |        |         |           5 | 1.5   | watch      |     3 | V/U fill                |
    | 1.6 | 0.6  | 1.6      | 2.5  |        |         |           5 | 1.25  | not_short  |     1 | V/U                     |
    | 0.1 | 0.9  | 9        | 1    | 0      | -0.1    |          50 | 0     | not_short  |     1 |                         |
    | 4   | 0.2  | 0.5      |      |        |         |          50 | 3     | X          |     0 | V/U fill suitable       |
    | 4   | 0.2  | 0.5      | 6    | 0.7    | 0.2     |           4 | 3     | X          |     0 | V/U fill suitable open skills premium |
    |     |      |          |      |        |         |           9 |       | X          |     0 |                         |
    """
)
CUTS = {
    "tightness": GradeCut(cuts=(0.8, 1.5, 3.0)),
    "fill_rate": GradeCut(cuts=(0.7, 0.5, 0.3), low=True),
    "suitable_per_post": GradeCut(cuts=(3.0, 1.5, 0.8), low=True),
    "months_open": GradeCut(cuts=(2.0, 3.5, 5.0)),
    "skill_shortage_density": GradeCut(cuts=(0.2, 0.4, 0.6)),
    "offer_premium": GradeCut(cuts=(0.0, 0.08, 0.16)),
}
RULES = GradeRules(indicators_minimum=4, enterprises_minimum=5, short=2.0, very_short=2.5, watch=1.5)


@pytest.mark.parametrize("row", POINTS)
def test_points(row):
    cuts = tuple(float(cut) for cut in row["cuts"].split())
    assert points(row["value"], GradeCut(cuts=cuts, low=row["low"] == "yes")) == row["points"]


@pytest.mark.parametrize("row", ROLES)
def test_grade_of_a_role(row):
    known = {name: math.nan if row[short] is None else row[short] for short, name in NAMES.items()}
    found = grade(known, row["enterprises"], CUTS, RULES)
    assert (found.name, terms("grades")[found.name].stars) == (row["grade"], row["stars"])
    assert found.fired == tuple(NAMES[short] for short in (row["fired"] or "").split())
    assert found.score == pytest.approx(math.nan if row["score"] is None else row["score"], nan_ok=True)


def test_every_grade_has_stars():
    assert set(terms("grades")) == {"very_short", "short", "watch", "not_short", "X"}
