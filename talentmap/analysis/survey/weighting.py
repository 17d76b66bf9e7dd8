"""What each answer stands for: base weights by cell, raked and trimmed; one set for enterprises, one for people.

- **By enterprise** (shares of enterprises): enterprises by weighting cell, size class and district.
- **By people** (need and everything else that is counted in people): employment by chain, size class and district.

Both start from `N / n` in the weighting cell. Take-all cells stay out of raking: an answer there stands for those of
its own kind that did not answer, and for nobody else. Nobody weighs less than 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talentmap.analysis.survey.answers import Answers, with_sizes
from talentmap.analysis.survey.calibration import Calibrated, Calibration
from talentmap.analysis.survey.cells import Cells, weighting_cells
from talentmap.analysis.survey.frame import Frame
from talentmap.analysis.survey.margins import Layout
from talentmap.analysis.survey.staff import staff_of
from talentmap.model.thresholds import WeightRules

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of one kind: as they are, what led to them, and how replicates come to theirs."""

    calibration: Calibration
    calibrated: Calibrated

    @property
    def values(self) -> Array:
        """The weight of each answer."""
        return self.calibrated.weights[:, 0]


@dataclass(frozen=True, slots=True)
class Weighting:
    """What each answer stands for, in the order of `answers`; `staff` are employees, as told or expected."""

    answers: Answers
    staff: Array
    cells: Cells
    base: Array
    by_enterprise: Weights
    by_people: Weights


def weigh(answers: Answers, frame: Frame | None, rules: WeightRules) -> Weighting:
    """Both weights of every answer; without a frame each stands for itself alone."""
    answers = with_sizes(answers, rules.lowest_staff)
    cells = weighting_cells(answers, frame, rules)
    answered = cells.answered
    base = np.array([cells.populations[cell] / answered[cell] for cell in cells.of_answers], dtype=float)
    frame = frame or Frame({})
    staff = staff_of(answers, frame, cells)
    layout = Layout(answers, cells, frame, base, rules)
    by_enterprise, by_people = layout.by_enterprises(), layout.by_employment(staff)
    return Weighting(
        answers=answers,
        staff=staff,
        cells=cells,
        base=base,
        by_enterprise=Weights(by_enterprise, by_enterprise.apply(base[:, None], rules)),
        by_people=Weights(by_people, by_people.apply(base[:, None], rules)),
    )


def design_effect(weights: Array) -> float:
    """`1 + CV²` of the weights, by which unequal weights multiply the variance; nan for none. Source: Kish (1965)."""
    return float(1 + np.var(weights) / np.mean(weights) ** 2) if len(weights) else float("nan")
