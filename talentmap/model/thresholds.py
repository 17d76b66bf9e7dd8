"""`rules.yaml`: every threshold that decides what the catalog says, one model a section."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from talentmap.model.frozen import Frozen


class MatchingRules(Frozen):
    """Bands of the matcher."""

    target_precision: float
    accept: float
    review: float
    margin: float

    def accept_at(self, target_precision: float) -> float:
        """The probability at which a match is taken for another target; the same share of doubt is left above it."""
        if target_precision == self.target_precision:
            return self.accept
        doubt = (1 - self.accept) * (1 - target_precision) / max(1 - self.target_precision, 1e-9)
        return 1 - min(max(doubt, 0.0), 1.0)


class PlausibilityRules(Frozen):
    """When a stated need is too large for its enterprise."""

    headcount_floor: int
    headcount_per_employee: float


class SupplyRules(Frozen):
    """Who counts as available."""

    graduating_within_months: int


class WeightRules(Frozen):
    """How answers become totals."""

    cell_minimum: int
    bootstrap_replicates: int
    seed: int


class GradeCut(Frozen):
    """Cut points of one indicator; three of them give 0-3 points. `low`: a low value means short."""

    cuts: tuple[float, float, float]
    low: bool = False


GradeIndicator = Literal[
    "tightness", "fill_rate", "suitable_per_post", "months_open", "skill_shortage_density", "offer_premium"
]


class GradeRules(Frozen):
    """From indicator points to a grade."""

    indicators_minimum: int
    enterprises_minimum: int
    short: float
    very_short: float
    watch: float


class DisclosureRules(Frozen):
    """What a cell must rest on before it may be shown."""

    enterprises_minimum: int
    dominance: float
    people_minimum: int
    rounding: int


class Rules(Frozen):
    """`rules.yaml`: every threshold that decides what the catalog says."""

    matching: MatchingRules
    plausibility: PlausibilityRules
    supply: SupplyRules
    weights: WeightRules
    grades: Mapping[GradeIndicator, GradeCut]
    grade_rules: GradeRules
    disclosure: DisclosureRules
