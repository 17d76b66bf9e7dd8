"""The shortage grade of a role, after the German Federal Employment Agency's bottleneck analysis.

Each indicator that is known scores 0-3 by the cut points of `rules.yaml`; the score is their mean. Too few indicators
or too few enterprises give X: cannot be rated.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from talentmap.model.thresholds import GradeCut, GradeIndicator, GradeRules

_FIRED = 2


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade with the score behind it and the indicators that scored 2 or 3 points."""

    name: str
    score: float
    fired: tuple[str, ...]


def points(value: float, cut: GradeCut) -> int:
    """0-3: how many cut points `value` has passed, downwards where a low value means short."""
    return sum(value <= limit if cut.low else value >= limit for limit in cut.cuts)


def grade(
    indicators: Mapping[str, float], enterprises: int, cuts: Mapping[GradeIndicator, GradeCut], rules: GradeRules
) -> Grade:
    """The grade of a role whose `indicators` are given by name; nan means not known."""
    known = {name: points(indicators[name], cut) for name, cut in cuts.items() if not math.isnan(indicators[name])}
    fired = tuple(name for name, scored in known.items() if scored >= _FIRED)
    score = sum(known.values()) / len(known) if known else math.nan
    if len(known) < rules.indicators_minimum or enterprises < rules.enterprises_minimum:
        return Grade("X", score, fired)
    for name, limit in (("very_short", rules.very_short), ("short", rules.short), ("watch", rules.watch)):
        if score >= limit:
            return Grade(name, score, fired)
    return Grade("not_short", score, fired)
