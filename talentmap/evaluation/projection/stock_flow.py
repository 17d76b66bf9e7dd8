"""The account of people: every year those who left and retired go, those trained and those who arrived come.

    people(h) = people(h - 1) - left(h) - retired(h) + trained(h) + arrived(h)

Those employed today stand in bands by the years until they reach their retirement age; in each year the losses fall
first, and what is left of the band that is due retires. Whoever comes does so at the end of a year. The equation holds
exactly, unit by unit and draw by draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Flows:
    """What moves people, units x draws: `loss` and `newcomer_loss` are shares a year, `arrivals` people a year.

    `retiring` (units x years x draws) are the shares of those employed today who reach their age in each year,
    `trained` the people of the same shape who qualify and stay.
    """

    retiring: Array
    loss: Array
    newcomer_loss: Array
    arrivals: Array
    trained: Array


@dataclass(frozen=True, slots=True)
class Course:
    """People at the end of year 0, 1, … (units x years + 1 x draws), and what moved in each (units x years x draws)."""

    people: Array
    left: Array
    retired: Array
    trained: Array
    arrived: Array

    def since_start(self, name: str) -> Array:
        """One of the four movements added up from the start: 0 in year 0, units x years + 1 x draws."""
        moved: Array = getattr(self, name)
        return np.concatenate([np.zeros_like(moved[:, :1]), np.cumsum(moved, axis=1)], axis=1)


def course(employed: Array, supply: Array, flows: Flows) -> Course:
    """The course of the units whose people are those `employed` and those to be had, `supply` (units x draws)."""
    due = employed[:, None] * flows.retiring
    later = employed - due.sum(axis=1) + supply
    newcomers = np.zeros_like(later)
    people, left, retired = [employed + supply], [], []
    for year in range(due.shape[1]):
        staying = 1 - flows.loss
        gone = flows.loss * (due[:, year:].sum(axis=1) + later) + flows.newcomer_loss * newcomers
        due[:, year:] *= staying[:, None]
        ended = due[:, year].copy()
        due[:, year] = 0.0
        later = later * staying + flows.trained[:, year]
        newcomers = newcomers * (1 - flows.newcomer_loss) + flows.arrivals
        left.append(gone)
        retired.append(ended)
        people.append(due.sum(axis=1) + later + newcomers)
    arrived = np.broadcast_to(flows.arrivals[:, None], due.shape).copy()
    return Course(
        np.stack(people, axis=1), np.stack(left, axis=1), np.stack(retired, axis=1), flows.trained.copy(), arrived
    )
