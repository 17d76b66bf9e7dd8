"""Checks across the fields of a line: what sets it aside, and what somebody should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from talentmap.intake.enterprise import Firm, shown_firm
from talentmap.intake.findings import Findings, Place
from talentmap.intake.lines import Fate, Submission, Values, by_firm
from talentmap.intake.sheets.table import Table
from talentmap.model.plausibility import MOST_PEOPLE, PlausibilityRules
from talentmap.model.problem import Problem
from talentmap.model.source import Source

_LARGE_UNCHECKED = 10
_PLACE = {name: place for place, name in enumerate(Values._fields)}
_AT_MOST = tuple(
    (_PLACE[small], _PLACE[large], small, code)
    for small, large, code in (
        ("filled", "advertised", "intake-filled-above"),
        ("suitable", "qualified", "intake-suitable-above"),
        ("qualified", "applicants", "intake-qualified-above"),
        ("headcount_12m", "headcount_3y", "intake-headcount-order"),
    )
)
# How many times the limit of its staff a number of people may reach, and what other numbers are at most.
_TIMES_STAFF = {"headcount_12m": 1, "headcount_3y": 3, "employed": 1, "advertised": 3, "filled": 3}
_HIGHEST = {
    "applicants": MOST_PEOPLE,
    "qualified": MOST_PEOPLE,
    "suitable": MOST_PEOPLE,
    "months_open": 240,
    "experience_years": 50,
}
_BOUNDED = (*_TIMES_STAFF, *_HIGHEST)
_bounded = attrgetter(*_BOUNDED)


class Limits(NamedTuple):
    """What a line is held against: the staff of its enterprise, the catalog's rules, and whether it was confirmed."""

    employees: int | None
    rules: PlausibilityRules
    is_confirmed: bool = False

    @property
    def highest(self) -> Sequence[float]:
        """The largest plausible value of each number that has one, in the order of `_BOUNDED`."""
        return _highest(None if self.is_confirmed else self.employees, self.rules)


@lru_cache(maxsize=4096)
def _highest(employees: int | None, rules: PlausibilityRules) -> Sequence[float]:
    """Of an unknown staff no number is implausible that an enterprise could mean."""
    limit = MOST_PEOPLE if employees is None else rules.limit(employees)
    return (*(min(times * limit, MOST_PEOPLE) for times in _TIMES_STAFF.values()), *_HIGHEST.values())


def check_line(values: Values, limits: Limits, where: tuple[Table, Place], findings: Findings) -> tuple[Values, str]:
    """The values that stand, and the code of the fault that sets the line aside, '' where there is none.

    Doubts are noted; implausible numbers of people and lengths of time are left out.
    """
    table, place = where
    fault = _fatal(values, limits, where, findings)
    values = _without_implausible(values, limits, where, findings)
    said: Sequence[Any] = values
    for part, whole, name, code in _AT_MOST:
        if _exceeds(said[part], said[whole]):
            findings.say(code, place.at(table.column(name)), said[part], limit=said[whole])
    if values.qualified is None and _exceeds(values.suitable, values.applicants):
        column = place.at(table.column("suitable"))
        findings.say("intake-suitable-applicants", column, values.suitable, limit=values.applicants)
    employed = values.employed
    if employed is not None and limits.employees is not None and employed > limits.employees:
        findings.say("intake-employed-above", place.at(table.column("employed")), employed, limit=limits.employees)
    return values, fault


def _without_implausible(values: Values, limits: Limits, where: tuple[Table, Place], findings: Findings) -> Values:
    said = zip(_BOUNDED, _bounded(values), limits.highest, strict=True)
    found = {name: (value, most) for name, value, most in said if value is not None and value > most}
    if not found:
        return values
    table, place = where
    for name, (value, most) in found.items():
        column = place.at(table.column(name))
        findings.say("intake-number-implausible", column, f"{value:.10g}", limit=int(most))
    return Values(**(values._asdict() | dict.fromkeys(found)))


def _exceeds(part: float | None, whole: float | None) -> bool:
    return part is not None and whole is not None and part > whole


def _fatal(values: Values, limits: Limits, where: tuple[Table, Place], findings: Findings) -> str:
    table, place = where
    if not values.title:
        findings.say("intake-title-missing", place.at(table.column("title")))
        return "intake-title-missing"
    headcount = values.headcount
    if headcount is None:
        return _missing_headcount(table, place, findings)
    if headcount == 0:
        findings.say("intake-headcount-zero", place.at(table.column("headcount")), values.title)
    if headcount <= limits.rules.headcount_floor:
        return ""
    return _doubted_headcount(headcount, limits, place.at(table.column("headcount")), findings)


def _doubted_headcount(headcount: int, limits: Limits, column: Source, findings: Findings) -> str:
    """The code that sets a line with a large headcount aside, '' where it stands."""
    if is_implausible(headcount, limits.employees, limits.rules):
        code = "intake-headcount-confirmed" if limits.is_confirmed else "intake-headcount-implausible"
        findings.say(code, column, headcount, employees=limits.employees)
        return "" if limits.is_confirmed else code
    if limits.employees is None and headcount >= limits.rules.headcount_floor * _LARGE_UNCHECKED:
        findings.say("intake-headcount-unchecked", column, headcount)
    return ""


def _missing_headcount(table: Table, place: Place, findings: Findings) -> str:
    """A headcount that was there but not read already has its problem; one that is not there gets one."""
    column = place.at(table.column("headcount"))
    said = [p for p in findings.problems[-40:] if p.source == column and p.code.startswith("intake-headcount-")]
    if said:
        return said[-1].code
    findings.say("intake-headcount-missing", column)
    return "intake-headcount-missing"


def is_implausible(headcount: int, employees: int | None, rules: PlausibilityRules) -> bool:
    """True where a need is above the floor and larger than its enterprise could mean."""
    return employees is not None and rules.is_exceeded(headcount, employees)


def note_totals(submissions: Sequence[Submission], rules: PlausibilityRules) -> list[Submission]:
    """The submissions with a warning where an enterprise's lines are plausible one by one but not together."""
    return [_with_total(submission, rules) for submission in submissions]


def _with_total(submission: Submission, rules: PlausibilityRules) -> Submission:
    needed: Counter[Firm] = Counter()
    for firm, lines in by_firm(line for line in submission.lines if line.fate is Fate.USED):
        if firm.employees is not None:
            needed[firm] += sum(line.headcount for line in lines)
    problems = tuple(
        Problem(
            "intake-total-implausible",
            Source(submission.file),
            str(total),
            facts={"name": shown_firm(firm), "employees": firm.employees},
        )
        for firm, total in needed.items()
        if is_implausible(total, firm.employees, rules)
    )
    return replace(submission, problems=(*submission.problems, *problems)) if problems else submission
