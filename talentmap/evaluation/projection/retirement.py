"""When people reach the statutory retirement age under the staged reform in force from January 2025.

Whoever would have reached the former age in month k after the reform began (k = 0 for its first month) retires
`k // step + 1` months later, at most at the final age. The registry knows years of birth: the twelve months of a year
are taken as equally likely.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from talentmap.model.projection import Retirement, RetirementAge

Array = NDArray[np.float64]
Months = NDArray[np.int64]
_YEAR = 12
_MEN = "m"


def retirement_month(birth_month: Months, age: RetirementAge, rules: Retirement) -> Months:
    """The month in which people born in `birth_month` retire; months count from January of the year 0."""
    former = birth_month + age.former * _YEAR
    since = former - (rules.from_year * _YEAR + rules.from_month - 1)
    most = (age.final - age.former) * _YEAR
    delay = np.where(since < 0, 0, np.minimum(since // age.step + 1, most))
    months: Months = former + delay
    return months


def retiring(birth_years: ArrayLike, age: RetirementAge, start: dt.date, years: int, rules: Retirement) -> Array:
    """For each birth year the shares that retire in each of the `years` years after `start`.

    Those past their age and still at work leave evenly over `staying_on_years`. A row adds up to at most 1; the rest
    retire later.
    """
    born = np.asarray(birth_years, dtype=np.int64)[:, None] * _YEAR + np.arange(_YEAR)
    ahead = retirement_month(born, age, rules) - (start.year * _YEAR + start.month - 1)
    year = (ahead - 1) // _YEAR
    shares = np.stack([(year == nth).mean(axis=1) for nth in range(years)], axis=1)
    past, stay = (ahead < 1).mean(axis=1), rules.staying_on_years
    shares[:, :stay] += past[:, None] / stay
    return shares


def shares_retiring(
    birth_years: ArrayLike, sexes: ArrayLike, workers: ArrayLike, start: dt.date, years: int, rules: Retirement
) -> Array:
    """`retiring` for people of either sex (`m` or `f`) in posts of workers or of staff, one row a person.

    Where the sex is not known, half a man and half a woman.
    """
    sex, is_worker = np.asarray(sexes, dtype=object)[:, None], np.asarray(workers, dtype=bool)[:, None]
    ages = (rules.ages["men"], rules.ages["women_staff"], rules.ages["women_workers"])
    men, staff, hands = (retiring(birth_years, age, start, years, rules) for age in ages)
    women = np.where(is_worker, hands, staff)
    shares: Array = np.select([sex == _MEN, sex == "f"], [men, women], (men + women) / 2)
    return shares
