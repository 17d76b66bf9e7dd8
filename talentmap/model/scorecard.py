"""The scorecard's indicators and weights: `catalogs/scorecard.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from talentmap.model.frozen import Frozen
from talentmap.model.taxonomy import Named

Term = Literal["short", "long"]
TERMS: tuple[Term, Term] = ("short", "long")
Measure = Literal[
    "attainment", "retained", "within_limit", "satisfaction", "graduates_growth", "local_employment", "starting_pay",
    "approvals_growth", "commercialised", "spent", "gap_money", "beyond_attraction",
]  # fmt: skip
OF_DEPARTMENTS: frozenset[Measure] = frozenset(("spent", "gap_money", "beyond_attraction"))
"""Measures that each department has of its own; the others are the region's, and one department answers for them."""


class Indicator(Named):
    """One indicator: whose it is, what it measures, its weight within its term, and what gives 0 and 1.

    `answers` is the short-term indicator that a long-term one is set beside.
    """

    term: Term
    measure: Measure
    weight: Annotated[float, Field(gt=0)]
    floor: float
    target: float
    department: str = ""
    answers: str = ""

    @model_validator(mode="after")
    def _reads(self) -> Self:
        if self.floor == self.target:
            raise ValueError("floor and target are equal: nothing lies between them")
        if (self.measure in OF_DEPARTMENTS) == bool(self.department):
            raise ValueError(f"'{self.measure}' needs {'no' if self.department else 'a'} department")
        if self.answers and self.term == "short":
            raise ValueError("only a long-term indicator answers a short-term one")
        return self

    def score(self, value: float) -> float:
        """How far `value` has come from floor to target, within 0 and 1; nan for nan."""
        return min(max((value - self.floor) / (self.target - self.floor), 0.0), 1.0) if value == value else value  # noqa: PLR0124 - nan differs from itself


class Criterion(Named):
    """What evaluators score, and the published tables that speak of it."""

    tables: tuple[str, ...] = ()


class ScorecardRules(Frozen):
    """All of `scorecard.yaml`."""

    draws: Annotated[int, Field(ge=100)]
    seed: int
    least_known: Annotated[float, Field(gt=0, le=1)]
    indicators: tuple[Indicator, ...]
    criteria: tuple[Criterion, ...] = ()

    @model_validator(mode="after")
    def _reads(self) -> Self:
        terms = {indicator.id: indicator.term for indicator in self.indicators}
        if len(terms) < len(self.indicators):
            raise ValueError("an indicator stands twice")
        lost = [one.answers for one in self.indicators if one.answers and terms.get(one.answers) != "short"]
        if lost:
            raise ValueError(f"'{lost[0]}' is no short-term indicator")
        return self

    def of(self, department: str) -> Sequence[Indicator]:
        """The indicators that a department is scored by."""
        return [one for one in self.indicators if one.department in ("", department)]
