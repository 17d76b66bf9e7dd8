"""The shortage grade of roles, after the German Federal Employment Agency's bottleneck analysis.

Each indicator that is known scores 0-3 by the cut points of `rules.yaml`; the score is their mean. Too few indicators
or too few enterprises give X: cannot be rated. Everything takes many roles at once, under one set of weights (an
array a role) or under many (roles x replicates).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from talentmap.model.thresholds import GradeCut, GradeIndicator, GradeRules

Array = NDArray[np.float64]
Steps = NDArray[np.int8]
GRADES = ("X", "not_short", "watch", "short", "very_short")
"""The grades by step, from what cannot be rated to the shortest."""
SHORT = GRADES.index("short")
_FIRED = 2


@dataclass(frozen=True, slots=True)
class Graded:
    """Grades of many roles: the step of each in GRADES, the score behind it, the points by indicator (nan: unknown)."""

    steps: Steps
    scores: Array
    points: Mapping[GradeIndicator, Array]

    def names(self) -> list[str]:
        """The grade of each role."""
        return [GRADES[step] for step in self.steps]

    def fired(self) -> list[tuple[GradeIndicator, ...]]:
        """The indicators of each role that scored 2 or 3 points."""
        return [
            tuple(name for name, scored in self.points.items() if scored[role] >= _FIRED)
            for role in range(len(self.steps))
        ]


def points(values: ArrayLike, cut: GradeCut) -> Array:
    """0-3: how many cut points each value has passed, downwards where a low value means short; nan stays nan."""
    numbers = np.asarray(values, dtype=float)
    passed = sum((numbers <= limit if cut.low else numbers >= limit).astype(float) for limit in cut.cuts)
    return np.where(np.isnan(numbers), np.nan, passed)


def graded(
    indicators: Mapping[GradeIndicator, Array],
    enterprises: ArrayLike,
    cuts: Mapping[GradeIndicator, GradeCut],
    rules: GradeRules,
) -> Graded:
    """The grades of roles by their `indicators`, one array each; `enterprises` stand behind the need of each role."""
    scored = {name: points(indicators[name], cut) for name, cut in cuts.items()}
    stacked = np.stack(list(scored.values()))
    known = np.isfinite(stacked).sum(axis=0)
    scores = np.divide(np.nansum(stacked, axis=0), known, out=np.full(known.shape, np.nan), where=known > 0)
    behind = np.asarray(enterprises).reshape(-1, *[1] * (scores.ndim - 1))
    rated = (known >= rules.indicators_minimum) & (behind >= rules.enterprises_minimum)
    reached = [scores >= limit for limit in (rules.watch, rules.short, rules.very_short)]
    steps = np.where(rated, 1 + np.sum(reached, axis=0), 0).astype(np.int8)
    return Graded(steps, scores, scored)
