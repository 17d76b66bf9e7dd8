"""Weights, edits and intervals of the survey as tables that an economist can check by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from ascii_table import column, read_table
from shipped_rules import shipped_rules, weight_rules
from survey_samples import answers_in

from talentmap.analysis.survey.frame import Frame, Size
from talentmap.analysis.survey.intervals import Interval, difference, total_interval
from talentmap.analysis.survey.sensitivity import sensitivity
from talentmap.analysis.survey.trimming import trim
from talentmap.analysis.survey.weighting import weigh
from talentmap.analysis.survey.winsorise import winsorised

RAKED = """
    100 small firms, 20 answered: all begin with the weight 5. The north has 60 of the firms but half of the answers, and
    a third of the people: so its firms stand for 6 each, and its people for 5 each.

    | district | frame firms | frame people | answered | people of each | base | by enterprise | by people |
    |----------|-------------|--------------|----------|----------------|------|---------------|-----------|
    | north    |          60 |         3000 |       10 |             60 |    5 |             6 |         5 |
    | south    |          40 |         6000 |       10 |            120 |    5 |             4 |         5 |
    """


def test_raking():
    rows = read_table(RAKED)
    frame = Frame({("c", "small", row["district"]): Size(row["frame firms"], row["frame people"]) for row in rows})
    told = [(row["district"], row["people of each"]) for row in rows for _ in range(row["answered"])]
    answers = answers_in([("c", "small")] * len(told), [staff for _, staff in told], [place for place, _ in told])
    weighting = weigh(answers, frame, weight_rules(margin_minimum=5))
    found = zip(weighting.base, weighting.by_enterprise.values, weighting.by_people.values, strict=True)
    by_district = dict(zip(answers.districts, found, strict=True))
    for row in rows:
        expected = (row["base"], row["by enterprise"], row["by people"])
        assert by_district[row["district"]] == pytest.approx(expected, rel=1e-5)


TRIMMED = """
    No weight above 1.5 times the mean of its cell: firm a is cut, its excess goes to b and c in proportion.

    | firm | cell | raked | trimmed |
    |------|------|-------|---------|
    | a    | s    |     6 |    4    |
    | b    | s    |   1.5 |    3    |
    | c    | s    |   0.5 |    1    |
    | d    | t    |     3 |    3    |
    """


def test_trimming():
    rows = read_table(TRIMMED)
    cells = np.array([0 if row["cell"] == "s" else 1 for row in rows])
    raked = np.array([[float(row["raked"])] for row in rows])
    trimmed = trim(np.ones((4, 1)), raked, cells, limit=1.5).factors[:, 0]
    assert trimmed.tolist() == pytest.approx(column(rows, "trimmed"))


WINSORISED = """
    Among thirty lines that ask for one each, the cut-off is 30, below which nothing is questioned. What is beyond stands
    for itself: 500 with the weight 10 count for 30 x 10 + 470, not for 5,000.

    | headcount | weight | used | counted |
    |-----------|--------|------|---------|
    |        12 |     10 |   12 |     120 |
    |        30 |     10 |   30 |     300 |
    |       500 |     10 |   77 |     770 |
    |       500 |      1 |  500 |     500 |
    """


@pytest.mark.parametrize("row", read_table(WINSORISED))
def test_winsorisation(row):
    heads, weights = pd.Series([1.0] * 30 + [float(row["headcount"])]), pd.Series([5.0] * 30 + [float(row["weight"])])
    used = winsorised(heads, pd.Series(["a"] * 31), weights, shipped_rules())[-1]
    assert (used, used * row["weight"]) == pytest.approx((row["used"], row["counted"]))


INTERVALS = read_table(
    """
    Total x exp(-+ t x sqrt(ln(1 + CV²))): few large answers give few degrees of freedom, and a wide interval.

    | total | standard error | degrees of freedom |   low |  high |
    |-------|----------------|--------------------|-------|-------|
    |   100 |             20 |                 10 |  64.3 | 155.5 |
    |   100 |             20 |               1000 |  67.8 | 147.5 |
    |   100 |              5 |               1000 |  90.7 | 110.3 |
    |   100 |             20 |                  3 |  53.2 | 187.8 |
    |   100 |              0 |               1000 | 100   | 100   |
    """
)


@pytest.mark.parametrize("row", INTERVALS)
def test_intervals(row):
    low, high = total_interval(row["total"], row["standard error"], row["degrees of freedom"])
    assert (float(low), float(high)) == pytest.approx((row["low"], row["high"]), abs=0.06)


CHANGES = read_table(
    """
    The change between two editions is told only where its interval leaves 0 out.

    | before | low | high | after | low of it | high of it | change |  from |    to | said            |
    |--------|-----|------|-------|-----------|------------|--------|-------|-------|-----------------|
    |    100 |  70 |  130 |   150 |       110 |        190 |     50 |   0   | 100   | no_clear_change |
    |    100 |  90 |  112 |   150 |       130 |        170 |     50 |  26.7 |  72.4 | up              |
    |    150 | 130 |  170 |   100 |        90 |        112 |    -50 | -72.4 | -26.7 | down            |
    |    100 |  80 |  125 |   115 |        90 |        147 |     15 | -20.4 |  52.7 | no_clear_change |
    """
)


@pytest.mark.parametrize("row", CHANGES)
def test_changes(row):
    before = Interval(row["before"], row["low"], row["high"])
    found = difference(before, Interval(row["after"], row["low of it"], row["high of it"]))
    assert (found.value, found.low, found.high) == pytest.approx((row["change"], row["from"], row["to"]), abs=0.06)
    assert found.change == row["said"]


SENSITIVE = read_table(
    """
    Three firms state their need. If those who did not answer need nothing, need is what was stated.

    | chain_id | enterprise_id | headcount | weight |
    |----------|---------------|-----------|--------|
    | m        | a             |         2 |     10 |
    | m        | b             |         4 |      5 |
    | f        | c             |         6 |      1 |
    """
)
TOTALS = read_table(
    """
    | chain | nothing | half | as much |
    |-------|---------|------|---------|
    |       |      12 |   29 |      46 |
    | f     |       6 |    6 |       6 |
    | m     |       6 |   23 |      40 |
    """
)


def test_non_response():
    found = sensitivity(pd.DataFrame(SENSITIVE))
    assert found["chain_id"].tolist() == [row["chain"] or "" for row in TOTALS]
    for name, told in (("nothing", "nothing"), ("half", "half"), ("as_much", "as much")):
        assert found[name].tolist() == column(TOTALS, told)
