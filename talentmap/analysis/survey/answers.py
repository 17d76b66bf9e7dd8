"""The enterprises that answered, as arrays in the order of their ids, with what they left unsaid filled in openly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.analysis.survey.frame import CellKey

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answers:
    """One entry an enterprise, sorted by its id. Text is empty and `employees` nan where it was not told."""

    enterprises: tuple[str, ...]
    chains: tuple[str, ...]
    sizes: tuple[str, ...]
    districts: tuple[str, ...]
    employees: Array

    @property
    def keys(self) -> tuple[CellKey, ...]:
        """Chain and size class of each."""
        return tuple(zip(self.chains, self.sizes, strict=True))


def answers_of(enterprises: pd.DataFrame) -> Answers:
    """The answers in the table ENTERPRISES, whatever the order of its rows."""
    rows = enterprises.sort_values("enterprise_id", kind="stable")

    def told(name: str) -> tuple[str, ...]:
        return tuple(rows[name].fillna("").astype(str))

    staff = pd.to_numeric(rows["employees"]).to_numpy(dtype=float, na_value=np.nan)
    return Answers(told("enterprise_id"), told("chain_id"), told("size_class"), told("district_id"), staff)


def with_sizes(answers: Answers, lowest_staff: Mapping[str, int]) -> Answers:
    """`answers` in which a size class that was not told follows from the employees, where these were.

    `lowest_staff` gives the employees from which a class begins, as in the rules of the National Bureau of Statistics
    for the size of industrial enterprises (统计上大中小微型企业划分办法, 2017), without their second criterion, sales.
    """
    descending = sorted(lowest_staff.items(), key=lambda step: -step[1])
    told = zip(answers.sizes, answers.employees.tolist(), strict=True)
    return replace(answers, sizes=tuple(size or _size_of(staff, descending) for size, staff in told))


def _size_of(employees: float, descending: list[tuple[str, int]]) -> str:
    return next((size for size, lowest in descending if employees >= lowest), "")
