import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from talentmap.catalog.projection import projection_rules
from talentmap.evaluation.projection.ages import Ages
from talentmap.evaluation.projection.arrivals import Arrivals
from talentmap.evaluation.projection.backtest import Past, backtest
from talentmap.evaluation.projection.plans import Growth
from talentmap.evaluation.projection.rates import Evidence, rates_of
from talentmap.tables.outlook import BACKTEST

RULES = projection_rules()
TODAY = dt.date(2026, 6, 30)
GROUPS = pd.DataFrame(
    [("", None, 80.0, 60.0, 110.0, 30.0, 700.0), ("", "engineer", 80.0, 60.0, 110.0, 30.0, 700.0)],
    columns=["chain_id", "tier", "need", "need_low", "need_high", "supply", "employed"],
)
NOTHING = Evidence(Ages({}, RULES.years), Growth({}), Arrivals({}, 3, {}))
ASKED: list[dt.date] = []


def still(units, day):
    ASKED.append(day)
    found = rates_of(units, NOTHING, np.zeros((len(units.frame), RULES.years)), RULES)
    return replace(found, loss=np.zeros_like(found.loss))


def told(*rows):
    return pd.DataFrame(rows, columns=["chain_id", "tier", "gap_before", "gap_after"])


def run(rows, year=2025, groups=GROUPS):
    return backtest(Past(year, groups, told(*rows)), TODAY, RULES, still)


def test_the_projection_from_last_year_stands_beside_what_was_found():
    found = run([("", "", 50.0, 64.0), ("", "engineer", 50.0, 500.0)])
    assert list(found.columns) == list(BACKTEST.names)
    assert found["tier"].tolist() == ["", "engineer"]
    assert found["projected"].tolist() == [50, 50]
    assert found["found"].tolist() == [64, 500]
    assert found["inside"].tolist() == [1, 0]
    assert found["projected_low"].tolist() == pytest.approx([30, 30], rel=0.02)
    assert ASKED[-1] == dt.date(2025, 6, 30)


def test_only_what_may_be_told_of_both_is_compared():
    assert run([("", "engineer", 50.0, 64.0)])["tier"].tolist() == ["engineer"]
    assert run([]) is None
    assert run([("metal", "", 50.0, 64.0)]) is None


@pytest.mark.parametrize("year", [2026, 2027, 2019])
def test_an_edition_of_the_same_year_or_beyond_the_horizon_tests_nothing(year):
    assert run([("", "", 50.0, 64.0)], year) is None


def test_groups_without_stocks_test_nothing():
    assert run([("", "", 50.0, 64.0)], groups=GROUPS.assign(employed=np.nan)) is None
