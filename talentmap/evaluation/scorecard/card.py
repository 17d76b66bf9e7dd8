"""The scorecard of an edition in one function."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pandas as pd

from talentmap.catalog.policies import PolicyRegister
from talentmap.evaluation.scorecard.measures import UNKNOWN, Holdings, Measured, measured
from talentmap.evaluation.scorecard.ranks import standings, weighted
from talentmap.model.scorecard import OF_DEPARTMENTS, TERMS, Indicator, Measure, ScorecardRules
from talentmap.model.thresholds import EvaluationRules
from talentmap.tables.protected import Protected
from talentmap.tables.scorecard import SCORECARD, SCORECARD_RANKS
from talentmap.tables.scorecard_findings import Scorecard

Values = dict[tuple[Measure, str], Measured]
_OF_A_DISTRICT = "district-"


def scorecard(
    shown: Protected, register: PolicyRegister, day: dt.date, rules: ScorecardRules, windows: EvaluationRules
) -> Scorecard | None:
    """The scorecard on `day` from protected tables; None where they tell no indicator of any department.

    Offices of districts are left out: they answer for a district, not for a task.
    """
    holdings = holdings_of(register, day)
    found = measured(shown, holdings, max(windows.retention_months))
    return made(found, sorted(holdings), rules)


def holdings_of(register: PolicyRegister, day: dt.date) -> Holdings:
    """The items in force by department."""
    held: defaultdict[str, set[str]] = defaultdict(set)
    for item in register.in_force(day):
        department = register.department_of(item)
        if department and not department.startswith(_OF_A_DISTRICT):
            held[department].add(item.item_id)
    return {department: frozenset(items) for department, items in held.items()}


def made(found: Values, holders: Sequence[str], rules: ScorecardRules) -> Scorecard | None:
    """The scorecard of the measures `found`; `holders` are the departments that hold incentives."""
    departments = [
        name
        for name in sorted({*holders, *(one.department for one in rules.indicators if one.department)})
        if any(_value(one, name, found) is not UNKNOWN for one in rules.of(name))
    ]
    if not departments:
        return None
    rows = [row for name in departments for row in _rows(name, rules, found)]
    frame = pd.DataFrame(rows, columns=list(SCORECARD.names))
    ranks = [row for term in TERMS for row in _ranked(frame[frame["term"] == term], term, rules)]
    whole = pd.DataFrame(ranks, columns=list(SCORECARD_RANKS.names))
    counts = dict.fromkeys(("indicators", "rank", "rank_low", "rank_high"), "Int64")
    return Scorecard(frame, whole.astype(counts).sort_values(["department_id", "term"], ignore_index=True))


def _value(indicator: Indicator, department: str, found: Values) -> Measured:
    return found.get((indicator.measure, department if indicator.measure in OF_DEPARTMENTS else ""), UNKNOWN)


def _rows(department: str, rules: ScorecardRules, found: Values) -> list[dict[str, Any]]:
    own = rules.of(department)
    totals = {term: sum(one.weight for one in own if one.term == term) for term in TERMS}
    return [
        {
            "department_id": department,
            "indicator_id": one.id,
            "term": one.term,
            "answers": one.answers,
            "value": value.value,
            "low": value.low,
            "high": value.high,
            "n": value.n,
            "floor": one.floor,
            "target": one.target,
            "weight": one.weight / totals[one.term],
            "score": one.score(value.value),
        }
        for one in own
        for value in (_value(one, department, found),)
    ]


def _ranked(frame: pd.DataFrame, term: str, rules: ScorecardRules) -> list[dict[str, Any]]:
    """The ranks of one term; who knows too little of itself is not ranked, and does not count for the others' ranks."""
    by_department = {str(name): own for name, own in frame.groupby("department_id", sort=True)}
    known = {name: float(own["weight"][own["score"].notna()].sum()) for name, own in by_department.items()}
    rated = [name for name in by_department if known[name] >= rules.least_known]
    scores = {name: own["score"].to_numpy(float) for name, own in by_department.items()}
    weights = {name: own["weight"].to_numpy(float) for name, own in by_department.items()}
    found = standings([scores[name] for name in rated], [weights[name] for name in rated], rules.draws, rules.seed)
    standing = dict(zip(rated, found, strict=True))
    rows = []
    for name, own in by_department.items():
        at = standing.get(name)
        ranks = (at.rank, at.low, at.high, at.kept) if at else (None, None, None, math.nan)
        rows.append(
            {
                "department_id": name,
                "term": term,
                "indicators": len(own),
                "known_weight": known[name],
                "score": weighted(scores[name], weights[name]),
                **dict(zip(("rank", "rank_low", "rank_high", "rank_kept"), ranks, strict=True)),
            }
        )
    return rows
