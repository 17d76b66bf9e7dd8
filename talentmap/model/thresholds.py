"""`rules.yaml`: every threshold that decides what the catalog says, one model a section."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from talentmap.model.frozen import Frozen
from talentmap.model.plausibility import PlausibilityRules


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


class LinkageRules(Frozen):
    """From which probability on two records without an ID are one person, or a person should look."""

    accept: float
    review: float


Availability = Literal["employed", "seeking", "graduating", "returning"]


class SupplyRules(Frozen):
    """Who counts as available: supply is registry people in one of these situations."""

    graduating_within_months: int
    available: tuple[Availability, ...] = ("seeking", "graduating", "returning")

    def definition(self, lang: str) -> str:
        """Supply in one sentence, for the method annex: it says what these rules say."""
        words, joint = (_SUPPLY_ZH, "、") if lang == "zh" else (_SUPPLY_EN, ", ")
        counted = joint.join(words[name].format(months=self.graduating_within_months) for name in self.available)
        others = [name for name in words if name not in self.available]
        left_out = joint.join(words[name].format(months=self.graduating_within_months) for name in others)
        if lang == "zh":
            return f"可供人才指部门登记数据中的以下人员：{counted}。" + (f"不计入：{left_out}。" if left_out else "")
        rest = f" It leaves out those {left_out}." if left_out else ""
        return f"Supply counts registry people who are {counted}.{rest}"


_SUPPLY_ZH = {
    "employed": "在岗的",
    "seeking": "登记求职的",
    "graduating": "{months} 个月内毕业的（按每年 7 月 1 日离校计）",
    "returning": "有意返乡的",
}
_SUPPLY_EN = {
    "employed": "employed",
    "seeking": "registered as seeking work",
    "graduating": "about to graduate within {months} months (schools end on the first of July)",
    "returning": "willing to return",
}


class RakingRules(Frozen):
    """How raking ends, and how far it may move a weight, as multiples of the base weight."""

    rounds: int
    tolerance: float
    lowest: float
    highest: float
    said_from: float


class WeightRules(Frozen):
    """How answers become totals."""

    cell_minimum: int
    collapse: tuple[str, ...]
    take_all: tuple[str, ...]
    lowest_staff: Mapping[str, int]
    margin_minimum: int
    raking: RakingRules
    trim: float
    bootstrap_replicates: int
    seed: int


class EditingRules(Frozen):
    """From which headcount on a demand line is not taken at face value."""

    far_out: float
    lines_minimum: int


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


class ShortageTypeRules(Frozen):
    """From which values on a short role has each kind of shortage; below `qualified_per_post` few are qualified."""

    suitability_gap: float
    skill_shortage_density: float
    qualified_per_post: float
    long_training_share: float
    replacement_share: float
    quits_share: float
    need_growth: float


StageName = Literal["attract", "cultivate", "utilize", "retain"]


class IncentiveRules(Frozen):
    """How incentive items are set against need."""

    per_year: Mapping[str, float]
    """How often an amount of each basis falls due in a year; a basis that is not named promises no known amount."""
    later_stages: Mapping[StageName, tuple[StageName, ...]]
    """The stages at which somebody whom an item of the stage accepts ought to find another item."""
    weak_handover: float


class EvaluationRules(Frozen):
    """Windows of the life cycle, in months, and when a satisfaction survey can tell what moves the whole."""

    retention_months: tuple[int, ...] = (12, 24, 36)
    """After how many months retention is told; programmes are judged by the last."""
    employment_months: int = 12
    commercialisation_months: int = 36
    low_score: int = 2
    high_score: int = 4
    answers_per_term: int = 10
    """Complete answers for each coefficient of the regression."""
    answers_per_side: int = 5
    """Answers that bear a mark, and answers that do not, for the mark to be told."""


class DisclosureRules(Frozen):
    """What a cell must rest on before it may be shown, and how closely a hidden one may be bracketed."""

    enterprises_minimum: int
    dominance: float
    p_percent: float = 0.10
    """The second largest enterprise may not be able to tell the largest within this share (p% rule)."""
    people_minimum: int
    quantile_side_minimum: int = 2
    """Enterprises at or beyond a printed quantile, on either side of it."""
    rounding: int

    @property
    def protection(self) -> float:
        """How far from the truth, in shares of the largest contribution, a reader's bounds must stay on either side.

        An enterprise alone in its cell has 100%; the dominance rule would pass it in a cell `1 / dominance` as large:
        that surplus is the dominance interval (Hundepool et al. 2012, section 4.3.1).
        """
        return 1 / self.dominance - 1


class Rules(Frozen):
    """`rules.yaml`: every threshold that decides what the catalog says."""

    matching: MatchingRules
    plausibility: PlausibilityRules
    linkage: LinkageRules = LinkageRules(accept=0.8, review=0.3)
    supply: SupplyRules
    weights: WeightRules
    editing: EditingRules
    grades: Mapping[GradeIndicator, GradeCut]
    grade_rules: GradeRules
    shortage_types: ShortageTypeRules
    incentives: IncentiveRules
    evaluation: EvaluationRules = EvaluationRules()
    disclosure: DisclosureRules
