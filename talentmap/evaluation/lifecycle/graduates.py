"""Who of each year's graduates is insured locally, and what they start on: the registers of education and insurance."""

from __future__ import annotations

import datetime as dt
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from talentmap.engine import Engine
from talentmap.evaluation.intervals import share_of
from talentmap.tables.evaluation import GRADUATES
from talentmap.tables.registry import PEOPLE, RECORDS

EDUCATION, INSURANCE = "education", "hrss"
"""The departments whose extracts say who graduated, and who is insured."""
_GRADUATION_MONTH, _GRADUATION_DAY = 6, 30
_YEARS = 5
_PAY_ANSWERS = 5


def graduates(engine: Engine, reference_date: dt.date, window_months: int) -> pd.DataFrame | None:
    """The table GRADUATES for the last five years; None where one of the two registers is missing.

    A class graduates on 30 June. The extract tells who is insured on its day, not since when: only a class that had
    graduated at most `window_months` before is `in_window`, and only its pay is that of a start. A class younger than
    half the window has had no time and is left out.
    """
    insured_on = _extract_date(engine)
    people = _people(engine)
    if insured_on is None or people.empty:
        return None
    last = reference_date.year - (reference_date < _graduation(reference_date.year))
    first = last - _YEARS + 1
    chosen = people[people["graduation_year"].between(first, last)]
    rows: list[dict[str, Any]] = []
    for year in range(first, last + 1):
        classmates, months = chosen[chosen["graduation_year"] == year], _months(_graduation(year), insured_on)
        if months < window_months // 2 or classmates.empty:
            continue
        when = {"graduation_year": year, "months_since": months, "in_window": int(months <= window_months)}
        rows.append({**when, "education": "", **_outcome(classmates)})
        levels = classmates[classmates["education"] != ""].groupby("education", sort=True)
        rows += [{**when, "education": level, **_outcome(own)} for level, own in levels]
    return pd.DataFrame(rows, columns=list(GRADUATES.names)) if rows else None


def _extract_date(engine: Engine) -> dt.date | None:
    scanned = engine.scan(RECORDS).filter(nw.col("department") == INSURANCE).select(day=nw.col("as_of").max())
    return engine.collect(scanned, ("day",))["day"][0].as_py()  # type: ignore[no-any-return] # a date or None


def _people(engine: Engine) -> pd.DataFrame:
    names = ("person_id", "graduation_year", "education", "departments", "pay_month")
    known = engine.scan(PEOPLE).select(*names).filter(~nw.col("graduation_year").is_null())
    found: pd.DataFrame = engine.collect(known, ("person_id",)).to_pandas()
    listed = found["departments"].fillna("").str.split("|")
    graduated = listed.map(lambda departments: EDUCATION in departments)
    found = found.assign(
        insured=listed.map(lambda departments: INSURANCE in departments), education=found["education"].fillna("")
    )
    return found[graduated.astype(bool)]


def _outcome(people: pd.DataFrame) -> dict[str, Any]:
    insured = people[people["insured"]]
    paid = insured["pay_month"].dropna().astype(float)
    quartiles = np.quantile(paid, [0.25, 0.5, 0.75]) if len(paid) >= _PAY_ANSWERS else [np.nan] * 3
    share = share_of(len(insured), len(people))
    return {
        "people": len(people),
        "insured": len(insured),
        "employed": share.value,
        "employed_low": share.low,
        "employed_high": share.high,
        "paid": len(paid),
        **dict(zip(("pay_low", "pay_mid", "pay_high"), map(float, quartiles), strict=True)),
    }


def _graduation(year: int) -> dt.date:
    return dt.date(year, _GRADUATION_MONTH, _GRADUATION_DAY)


def _months(start: dt.date, end: dt.date) -> int:
    """Whole months from one day to another; negative where it lies before."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
