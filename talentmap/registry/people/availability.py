"""Who counts as available, by the catalog's rules: seeking, about to graduate within the horizon, returning …"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

import narwhals as nw

from talentmap.model.thresholds import SupplyRules
from talentmap.registry.extracts.mapping import Status

GRADUATING = "graduating"
GRADUATION_DAY = (7, 1)
"""Graduates leave school around the first of July; registers state only the year."""


def graduating_years(reference_date: dt.date, rules: SupplyRules) -> tuple[int, ...]:
    """The graduation years whose first of July lies in the months from `reference_date` on.

    The day itself counts and the day after the horizon does not, so that twelve months always hold one class.
    """
    last = _months_later(reference_date, rules.graduating_within_months)
    years = range(reference_date.year, last.year + 1)
    return tuple(year for year in years if reference_date <= dt.date(year, *GRADUATION_DAY) < last)


def available(reference_date: dt.date, rules: SupplyRules) -> nw.Expr:
    """The expression that gives the situation in which somebody is available, or nothing, from status and year."""
    years = list(graduating_years(reference_date, rules))
    graduating = (nw.col("status") == Status.STUDENT.value) & nw.col("graduation_year").is_in(years).fill_null(
        value=False
    )
    situation = nw.when(graduating).then(nw.lit(GRADUATING)).otherwise(nw.col("status"))
    return nw.when(situation.is_in(list(rules.available))).then(situation).otherwise(nw.lit(""))


def _months_later(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
