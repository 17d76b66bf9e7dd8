"""The account of an extract: what became of each of its rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExtractAccount:
    """One extract's rows: `rows_in` = `used` + `rejected` + `duplicate`."""

    file: str
    department: str
    as_of: dt.date | None
    encoding: str
    rows_in: int
    used: int
    rejected: int
    duplicate: int
