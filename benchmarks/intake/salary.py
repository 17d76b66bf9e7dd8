"""The salary gold set: strings as firms write them, and what a person who knows the trade reads in them.

`salary_gold.csv` states each figure in the unit and period of the text, so that it can be checked by eye; months and
yuan follow here. An end left empty is open. `answer` is `none` where the text is an answer without a figure (面议),
`question` where only the enterprise can say what is meant.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from talentmap.intake.cells.salary import DAYS_A_MONTH, HOURS_A_DAY, Pay, PayFlag, read_pay, unit_of_header

GOLD = Path(__file__).with_name("salary_gold.csv")
_MONTHS = {"month": 1.0, "day": DAYS_A_MONTH, "hour": DAYS_A_MONTH * HOURS_A_DAY}


@dataclass(frozen=True, slots=True)
class Case:
    """One string under its header, with the monthly range in yuan that it states."""

    header: str
    text: str
    low: float | None
    high: float | None
    answer: str

    @property
    def expected(self) -> str:
        """The truth in a form to print."""
        return self.answer or f"{_shown(self.low)}..{_shown(self.high)}"


def cases() -> list[Case]:
    """The gold set in the order of the file."""
    with GOLD.open(encoding="utf-8", newline="") as file:
        return [_case(row) for row in csv.DictReader(file)]


def _case(row: dict[str, str]) -> Case:
    months = 1 / float(row["months_paid"] or 12) if row["period"] == "year" else _MONTHS.get(row["period"], 1.0)
    low, high = (round(float(row[n]) * float(row["unit"]) * months, 2) if row[n] else None for n in ("low", "high"))
    return Case(row["header"], row["text"], low, high, row["answer"])


def verdict(case: Case) -> str:
    """`right`, `flagged` (wrong, and a problem says so) or `silent` (wrong, and nobody would know)."""
    pay = read_pay(case.text, unit_of_header(case.header))
    if _is_right(pay, case):
        return "right"
    return "flagged" if pay.question is not None or PayFlag.ASSUMED_PERIOD in pay.flags else "silent"


def _is_right(pay: Pay, case: Case) -> bool:
    if case.answer == "question":
        return pay.question is not None
    if case.answer == "none":
        return pay.question is None and pay.low is None and pay.high is None
    return pay.question is None and (pay.low, pay.high) == (case.low, case.high)


def read_as(case: Case) -> str:
    """What the reader makes of the string, in a form to print."""
    pay = read_pay(case.text, unit_of_header(case.header))
    return pay.question or (
        "none" if pay.low is None and pay.high is None else f"{_shown(pay.low)}..{_shown(pay.high)}"
    )


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
