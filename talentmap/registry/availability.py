"""Who counts as available: seeking, about to graduate within the catalog's horizon, or returning."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

import narwhals as nw

from talentmap.model.thresholds import SupplyRules
from talentmap.registry.mapping import Status

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
    """The expression that gives `seeking`, `graduating`, `returning` or nothing from status and graduation year."""
    graduating = (nw.col("status") == Status.STUDENT.value) & nw.col("graduation_year").is_in(
        list(graduating_years(reference_date, rules))
    ).fill_null(value=False)
    straight = nw.col("status").is_in([Status.SEEKING.value, Status.RETURNING.value])
    stays = nw.when(straight).then(nw.col("status")).otherwise(nw.lit(""))
    return nw.when(graduating).then(nw.lit("graduating")).otherwise(stays)


def _months_later(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
