"""Employees of each enterprise that answered: as told, else the mean of its like in the frame."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from talentmap.analysis.survey.answers import Answers
from talentmap.analysis.survey.cells import Cells
from talentmap.analysis.survey.frame import CellKey, Frame

Array = NDArray[np.float64]


def staff_of(answers: Answers, frame: Frame, cells: Cells) -> Array:
    """Employees of each answer; who did not say has the frame's mean of the chain and size class, else of the cell.

    nan where the frame knows no enterprise there.
    """
    means = {key: _mean(frame, [key]) for key, enterprises in frame.enterprises.items() if enterprises}
    of_cells = {cell: _mean(frame, keys) for cell, keys in cells.parts.items()}
    expected = [
        means.get(key, of_cells.get(cell, np.nan)) for key, cell in zip(answers.keys, cells.of_answers, strict=True)
    ]
    return np.where(np.isnan(answers.employees), np.array(expected, dtype=float), answers.employees)


def _mean(frame: Frame, keys: Iterable[CellKey]) -> float:
    """Employees per enterprise of the frame's cells; nan for none."""
    keys = list(keys)
    enterprises = sum(frame.enterprises.get(key, 0) for key in keys)
    return sum(frame.employment.get(key, 0) for key in keys) / enterprises if enterprises else np.nan
