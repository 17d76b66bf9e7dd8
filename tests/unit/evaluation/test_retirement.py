import datetime as dt

import numpy as np
import pytest

from talentmap.catalog.projection import projection_rules
from talentmap.evaluation.projection.retirement import retirement_month, retiring, shares_retiring

RULES = projection_rules().retirement
TODAY = dt.date(2026, 6, 30)


def slow_month(year: int, month: int, group: str) -> tuple[int, int]:
    """Month by month through the annexes of the measures of the State Council."""
    age = RULES.ages[group]
    delay, when = 0, (2025, 1)
    target = (year + age.former, month)
    while when <= target and delay < 12 * (age.final - age.former):
        delay += 1
        for _ in range(age.step):
            when = (when[0] + when[1] // 12, when[1] % 12 + 1)
    months = target[0] * 12 + target[1] - 1 + delay
    return months // 12, months % 12 + 1


# Lines of the annexed tables: born, and the month of retirement.
@pytest.mark.parametrize(
    ("group", "born", "retires"),
    [
        ("men", (1964, 12), (2024, 12)),
        ("men", (1965, 1), (2025, 2)),
        ("men", (1965, 5), (2025, 7)),
        ("men", (1976, 8), (2039, 7)),
        ("men", (1976, 9), (2039, 9)),
        ("men", (1990, 1), (2053, 1)),
        ("women_staff", (1970, 1), (2025, 2)),
        ("women_staff", (1981, 9), (2039, 9)),
        ("women_workers", (1975, 1), (2025, 2)),
        ("women_workers", (1975, 3), (2025, 5)),
        ("women_workers", (1984, 11), (2039, 11)),
    ],
)
def test_the_annexed_tables_come_out(group, born, retires):
    month = np.array([born[0] * 12 + born[1] - 1])
    found = int(retirement_month(month, RULES.ages[group], RULES)[0])
    assert (found // 12, found % 12 + 1) == retires
    assert slow_month(*born, group) == retires


@pytest.mark.parametrize("group", ["men", "women_staff", "women_workers"])
def test_every_birth_month_agrees_with_a_walk_through_the_reform(group):
    months = np.arange(1960 * 12, 1995 * 12)
    found = retirement_month(months, RULES.ages[group], RULES)
    walked = [slow_month(month // 12, month % 12 + 1, group) for month in months.tolist()]
    assert [(m // 12, m % 12 + 1) for m in found.tolist()] == walked
    assert (np.diff(found) >= 0).all()


def test_years_ahead_hold_the_birth_months_that_fall_into_them():
    ahead = retiring([1966, 1967, 1999], RULES.ages["men"], TODAY, 5, RULES)
    # born 1966: 60 in 2026 with 4 to 6 months' delay; January to February are past by the end of June 2026.
    expected = [slow_month(1966, month, "men") for month in range(1, 13)]
    past = sum(when <= (2026, 6) for when in expected) / 12
    first = sum((2026, 6) < when <= (2027, 6) for when in expected) / 12
    assert ahead[0] == pytest.approx([first + past / 3, past / 3, past / 3, 0, 0])
    assert ahead[0].sum() == pytest.approx(1)
    assert ahead[2].tolist() == [0, 0, 0, 0, 0]


def test_women_in_posts_of_workers_retire_first_and_an_unknown_sex_lies_between():
    sexes, workers = ["m", "f", "f", ""], [False, False, True, True]
    shares = shares_retiring([1978] * 4, sexes, workers, TODAY, 5, RULES).sum(axis=1)
    assert shares[0] == shares[1] == 0
    assert shares[2] == 1
    assert shares[3] == 0.5
