"""How many people two lists see together, and Chapman's estimate of how many there are behind them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import combinations

import narwhals as nw
import pyarrow as pa

from talentmap.engine import Engine
from talentmap.tables.registry import COVERAGE, PEOPLE

LEAST_OVERLAP = 7
"""Fewer people on both lists give no estimate: its bias is negligible from seven on (Robson and Regier, memory)."""


def coverage(engine: Engine) -> pa.Table:
    """The COVERAGE table of the PEOPLE in `engine`: one row for each pair of departments."""
    counted = engine.scan(PEOPLE).group_by("departments").agg(people=nw.len())
    return coverage_table(
        {
            tuple(row["departments"].split("|")): row["people"]
            for row in engine.collect(counted, ("departments",)).to_pylist()
        }
    )


def coverage_table(people_by_departments: Mapping[tuple[str, ...], int]) -> pa.Table:
    """The COVERAGE table from the number of people that each set of departments knows."""
    departments = sorted({name for known_by in people_by_departments for name in known_by})
    return COVERAGE.from_rows(_row(pair, people_by_departments) for pair in combinations(departments, 2))


def chapman(first: int, second: int, both: int) -> tuple[float, float]:
    """Chapman's estimate of a population seen by two independent lists, and its standard error.

    Lists of one administration are seldom independent (whom one knows the other knows): read it as a range.
    """
    estimate = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    return estimate, math.sqrt(variance)


def _row(pair: tuple[str, str], people_by_departments: Mapping[tuple[str, ...], int]) -> dict[str, object]:
    first, second = (_people(people_by_departments, [name]) for name in pair)
    both = _people(people_by_departments, pair)
    estimate, error = chapman(first, second, both) if both >= LEAST_OVERLAP else (None, None)
    return {
        "department_a": pair[0],
        "department_b": pair[1],
        "people_a": first,
        "people_b": second,
        "people_both": both,
        "estimate": estimate,
        "standard_error": error,
    }


def _people(people_by_departments: Mapping[tuple[str, ...], int], wanted: Iterable[str]) -> int:
    needed = set(wanted)
    return sum(people for known_by, people in people_by_departments.items() if needed <= set(known_by))
