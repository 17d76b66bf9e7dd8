"""A rule of `catalogs/recommendations.yaml`: which figures trigger a recommendation, and which trial goes with it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from talentmap.model.frozen import Frozen
from talentmap.model.taxonomy import Stage, Tier

Scope = Literal["tier", "stage", "cell", "edition"]
Trial = Literal["relax_clause", "fill_cell", "shift_money", "raise_money", "spread_stages"]
Figures = Mapping[str, float]
NOTHING_ELSE = "none"
"""The trigger of what is said where no other rule of the scope is triggered."""
FIGURES: Mapping[Scope, tuple[str, ...]] = {
    "tier": (
        "need", "supply", "gap", "need_share", "money_share", "quotient", "per_post", "budget", "uncovered_share",
        "undecided_share", "attract_share", "elite_money_share", "elite_need_share", "paid_share", "broken_items",
        "empty_stages",
    ),
    "stage": (
        "items", "item_share", "money_share", "reallocation", "wrong_reach", "uncovered_share", "unbudgeted_share",
    ),
    "cell": ("items", "need", "budget", "uncovered_share"),
    "edition": ("pairs_between_departments", "same_condition_pairs"),
}  # fmt: skip
"""What a trigger may speak of, by scope."""
_COMPARISON = re.compile(r"^(\w+)\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)$")


class RecommendationRule(Frozen):
    """One rule. `tiers` and `stages` narrow it; left out, it holds for all."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    scope: Scope
    trigger: str
    trial: Trial | None = None
    tiers: tuple[Tier, ...] = tuple(Tier)
    stages: tuple[Stage, ...] = tuple(Stage)

    @model_validator(mode="after")
    def _reads(self) -> Self:
        if self.trigger != NOTHING_ELSE:
            self.comparisons()
        return self

    def comparisons(self) -> list[tuple[str, str, float]]:
        """The comparisons of the trigger: figure, operator, number. ValueError names a part that is none."""
        found = []
        for part in (part.strip() for part in re.split(r"\band\b", self.trigger)):
            comparison = _COMPARISON.match(part)
            if comparison is None:
                raise ValueError(f"'{part}' is no comparison of a figure with a number")
            name, operator, number = comparison.groups()
            if name not in FIGURES[self.scope]:
                raise ValueError(
                    f"'{name}' is no figure of a {self.scope}; these are: {', '.join(FIGURES[self.scope])}"
                )
            found.append((name, operator, float(number)))
        return found

    def is_triggered(self, figures: Figures) -> bool:
        """Whether every comparison holds; an unknown figure (nan) holds in none."""
        return all(
            not math.isnan(figures[name]) and (figures[name] >= number if operator == ">=" else figures[name] <= number)
            for name, operator, number in self.comparisons()
        )
