"""Years and months of birth: the ID's where there is one, else the stated ones, unless they cannot be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from talentmap.registry.distinct import each_distinct, marks
from talentmap.registry.identity.resident_ids import ResidentIds
from talentmap.registry.values import is_blank, read_month

OLDEST_AGE = 90


@dataclass(frozen=True, slots=True)
class Births:
    """A column of births; `year` and `month` are 0 where unknown, the masks say what was wrong."""

    year: np.ndarray
    month: np.ndarray
    unread: np.ndarray
    disagreeing: np.ndarray
    impossible: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """True where the year is known."""
        return self.year > 0

    def as_years(self) -> pa.Array:
        """The years, null where unknown."""
        return pa.array(self.year, pa.int64(), mask=self.year == 0)

    def as_text(self) -> pa.Array:
        """`YYYY-MM`, empty where the month is unknown."""
        number = self.year * 100 + self.month
        texts = {int(one): f"{one // 100:04d}-{one % 100:02d}" if one % 100 else "" for one in np.unique(number)}
        return pa.array([texts[one] for one in number.tolist()], pa.string())


def read_births(said: pa.StringArray, ids: ResidentIds, reference_date: dt.date) -> Births:
    """The births of one stretch of rows."""
    numbers = np.asarray(each_distinct(said, _year_and_month, pa.int64()))
    said_year, said_month = numbers // 100, numbers % 100
    present = ids.present
    year = np.where(present, ids.birth_year, said_year)
    month = np.where(present, ids.birth_month, said_month)
    both = present & (numbers > 0)
    other_month = (said_month > 0) & (said_month != ids.birth_month)
    impossible = (year > 0) & ~_alive(year, month, reference_date)
    return Births(
        year=np.where(impossible, 0, year),
        month=np.where(impossible, 0, month),
        unread=(numbers == 0) & ~marks(said, is_blank),
        disagreeing=both & ((said_year != ids.birth_year) | other_month),
        impossible=impossible,
    )


def _alive(year: np.ndarray, month: np.ndarray, reference_date: dt.date) -> np.ndarray:
    """True where somebody born then could live on the day; without a month, where any month of the year would do."""
    months = (reference_date.year - year) * 12 + reference_date.month - np.where(month > 0, month, 1)
    slack = np.where(month > 0, 0, 11)
    return (months >= -slack) & (months <= OLDEST_AGE * 12 + slack)


def _year_and_month(text: str) -> int:
    found = read_month(text)
    return found.year * 100 + (found.month or 0) if found else 0
