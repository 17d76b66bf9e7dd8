import numpy as np
import pandas as pd
import pytest

from talentmap.disclosure.primary import (
    DOMINANT,
    EXTREME,
    FEW,
    SECOND,
    THIN,
    Standing,
    people_standing,
    standing,
    stated_standings,
)
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.cuts import Stated

RULES = DisclosureRules(enterprises_minimum=3, dominance=0.85, p_percent=0.1, people_minimum=5, rounding=5)


@pytest.mark.parametrize(
    ("amounts", "reason"),
    [
        ([], ""),
        ([0.0, 0.0], ""),
        ([7.0], FEW),
        ([5.0, 5.0], FEW),
        ([5.0, 5.0, 0.0], FEW),
        ([5.0, 5.0, 5.0], ""),
        ([85.0, 10.0, 5.0], SECOND),
        ([85.0, 6.0, 9.0], SECOND),
        ([86.0, 7.0, 7.0], DOMINANT),
        ([60.0, 39.0, 1.0], SECOND),
        ([60.0, 34.0, 6.0], ""),
        ([60.0, 33.0, 5.9], SECOND),
    ],
)
def test_reason_by_contributions(amounts, reason):
    found = standing(np.array(amounts), RULES)
    assert found.reason == reason
    assert found.contributors == sum(amount > 0 for amount in amounts)
    assert found.largest == max(amounts, default=0.0)


def test_the_85_percent_are_inside_the_dominance_rule():
    wide = RULES.model_copy(update={"p_percent": 0.0})
    assert standing(np.array([85.0, 10.0, 5.0]), wide).reason == ""
    assert standing(np.array([85.1, 9.9, 5.0]), wide).reason == DOMINANT


def test_order_does_not_matter():
    assert standing(np.array([1.0, 60.0, 39.0]), RULES) == standing(np.array([60.0, 39.0, 1.0]), RULES)


@pytest.mark.parametrize(("people", "reason"), [(0, ""), (1, THIN), (4, THIN), (5, ""), (40, "")])
def test_people(people, reason):
    assert people_standing(people, RULES) == Standing(people, float(people), reason)


def test_protection_is_what_dominance_would_ask_of_one_alone():
    assert RULES.protection == pytest.approx(0.176470588)


def _lines(rows):
    return pd.DataFrame(rows, columns=["role_id", "enterprise_id", "need", "weight", "pay_mid", "advertised", "filled"])


PAY = [("r", f"e{k}", 1.0, 1.0, 1000.0 * k, 10.0, 5.0) for k in range(1, 9)]


@pytest.mark.parametrize(
    ("lines", "quantile", "reason"),
    [
        (PAY, 0.5, ""),
        (PAY, 0.25, ""),
        (PAY[:4], 0.25, EXTREME),
        (PAY[:4], 0.75, ""),
        (PAY[:3], 0.75, EXTREME),
        (PAY[:2], 0.5, FEW),
        ([(*row[:2], 0.0, *row[3:]) for row in PAY], 0.5, None),
        ([("r", "e1", 1.0, 1.0, 1000.0 * k, 1.0, 1.0) for k in range(8)], 0.5, FEW),
        ([("r", f"e{k}", 1.0, 1.0, 5000.0, 1.0, 1.0) for k in range(3)], 0.25, ""),
    ],
)
def test_a_quantile_stands_on_both_sides(lines, quantile, reason):
    found = stated_standings(_lines(lines), ("role_id",), Stated(("pay_mid",), quantile), RULES)
    assert [one.reason for one in found.values()] == ([] if reason is None else [reason])
    assert {one.largest for one in found.values()} <= {0.0}  # a quantile is no sum: nobody holds a share of it


def test_a_quotient_rests_on_those_who_state_both_sides():
    lines = _lines(
        [("r", "a", 1, 1.0, 1.0, 10.0, 5.0), ("r", "b", 1, 1.0, 1.0, 10.0, 5.0), ("r", "c", 1, 1.0, 1.0, 10.0, None)]
    )
    told = Stated(("filled", "advertised"))
    assert [one.reason for one in stated_standings(lines, ("role_id",), told, RULES).values()] == [FEW]
    whole = lines.fillna(1.0)
    assert [one.reason for one in stated_standings(whole, ("role_id",), told, RULES).values()] == [""]
    heavy = whole.assign(weight=[100.0, 1.0, 1.0])
    assert [one.reason for one in stated_standings(heavy, ("role_id",), told, RULES).values()] == [DOMINANT]


def test_what_is_as_good_as_nothing_is_no_contribution():
    assert standing(np.array([5.0, 5.0, 1e-9]), RULES) == Standing(2, 5.0, FEW)
    assert standing(np.array([5.0, 5.0, 1e-6]), RULES).contributors == 3
