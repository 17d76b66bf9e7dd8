"""A reader with a computer: how closely everything published brackets an amount, by linear programming (HiGHS)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from talentmap.disclosure.lattice import Form, Limit

Array = NDArray[np.float64]
_OPTIONS: Mapping[str, bool | int | str] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "solver": "simplex",
    "simplex_scale_strategy": 0,  # factors are about 1 as they are
}
_DUAL, _PRIMAL = 1, 4
"""Primal simplex once there is a solution: it stays one when only the question changes, which is 10 times quicker."""


class Model:
    """A linear program whose rows may be lifted and put back, solved again from where it stood.

    One thread and the simplex method, so that the same program gives the same answer.
    """

    def __init__(self, columns: int, rows: Sequence[Limit]) -> None:
        self.columns = columns
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # the library states no types here
        for name, value in _OPTIONS.items():
            self._solver.setOptionValue(name, value)
        self._rows = list(rows)
        self._solver.passModel(_program(columns, self._rows))
        self._costs: dict[int, float] = {}
        self._solved = False

    def lift(self, rows: Iterable[int]) -> None:
        """Let these rows say nothing."""
        for row in rows:
            self._solver.changeRowBounds(row, -np.inf, np.inf)

    def restore(self, rows: Iterable[int]) -> None:
        """Let these rows say again what they said."""
        for row in rows:
            limit = self._rows[row]
            self._solver.changeRowBounds(row, limit.low, limit.high)

    def demand(self, limit: Limit) -> None:
        """Let one more row hold, until `relent`."""
        columns = np.array(sorted(limit.form), dtype=np.int32)
        factors = np.array([limit.form[column] for column in columns.tolist()])
        self._solver.addRow(limit.low, limit.high, len(columns), columns, factors)

    def relent(self) -> None:
        """Let the row that was demanded say nothing again."""
        self._solver.deleteRows(1, np.array([len(self._rows)], dtype=np.int32))

    def bound(self, column: int, low: float, high: float) -> None:
        """Let a column lie between these ends."""
        self._solver.changeColBounds(column, low, high)

    def price(self, costs: Form) -> None:
        """Let the columns cost this much, all others nothing."""
        for column in self._costs.keys() - costs.keys():
            self._solver.changeColCost(column, 0.0)
        for column, cost in costs.items():
            if self._costs.get(column) != cost:
                self._solver.changeColCost(column, cost)
        self._costs = dict(costs)

    def extreme(self, form: Form, sense: int) -> tuple[float, Array | None]:
        """The largest (`sense` 1) or smallest (-1) value of a form and a point that has it.

        Infinite without a point where nothing bounds it; nan where the rows contradict each other.
        """
        self.price({column: -sense * factor for column, factor in form.items()})
        return self.solve(-sense)

    def solve(self, sign: int = 1) -> tuple[float, Array | None]:
        """The least cost, times `sign`, and a point that has it."""
        self._solver.setOptionValue("simplex_strategy", _PRIMAL if self._solved else _DUAL)
        self._solver.run()
        self._solved = True
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            point = np.array(self._solver.getSolution().col_value)
            return sign * float(self._solver.getInfo().objective_function_value) + 0.0, point
        unbounded = (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)
        return (-sign * np.inf if status in unbounded else np.nan), None


def _program(columns: int, rows: Sequence[Limit]) -> highspy.HighsLp:
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = columns, len(rows)
    program.col_cost_ = np.zeros(columns)
    program.col_lower_ = np.zeros(columns)
    program.col_upper_ = np.full(columns, np.inf)
    program.row_lower_ = np.array([row.low for row in rows], dtype=float)
    program.row_upper_ = np.array([row.high for row in rows], dtype=float)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.cumsum([0, *(len(row.form) for row in rows)])
    program.a_matrix_.index_ = np.fromiter(chain.from_iterable(row.form for row in rows), dtype=np.int32)
    program.a_matrix_.value_ = np.fromiter(chain.from_iterable(row.form.values() for row in rows), dtype=float)
    return program
