"""`projection.yaml`: what projections assume, one model a section; every number there may be a region's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from talentmap.model.frozen import Frozen
from talentmap.model.taxonomy import Education, Named, Tier

Share = Annotated[float, Field(ge=0, le=1)]
Factor = Annotated[float, Field(ge=0, le=10)]
Count = Annotated[int, Field(ge=1)]
RetirementGroup = Literal["men", "women_staff", "women_workers"]
NeedKind = Literal["new", "both", "replacement", "unstated"]


class RetirementAge(Frozen):
    """An age that is raised in steps: one month for every `step` months of birth, from `former` to `final`."""

    former: Annotated[int, Field(ge=40, le=70)]
    final: Annotated[int, Field(ge=40, le=75)]
    step: Count

    @model_validator(mode="after")
    def _raised(self) -> Self:
        if self.final < self.former:
            raise ValueError("the final age lies below the former one")
        return self


class Retirement(Frozen):
    """The statutory retirement ages with their legal source; those who would have retired from then on are delayed."""

    source_zh: str
    source_en: str
    from_year: int
    from_month: Annotated[int, Field(ge=1, le=12)]
    ages: Mapping[RetirementGroup, RetirementAge]
    workers: tuple[Tier, ...]
    staying_on_years: Count
    people_minimum: Count

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if len(self.ages) < 3:
            raise ValueError("ages must name men, women_staff and women_workers")
        return self

    def source(self, lang: str) -> str:
        """The legal source in `lang`."""
        return self.source_zh if lang == "zh" else self.source_en


class Plans(Frozen):
    """How posts that enterprises plan count as employment."""

    realised: Share
    new_share: Mapping[NeedKind, Share]
    enterprises_minimum: Count


class Training(Frozen):
    """From seats to people in posts."""

    years: Mapping[Education, Count]
    completing: Share
    local_share: Share
    entering: Share


class Uncertainty(Frozen):
    """Relative standard deviations of what no sample tells."""

    losses: Factor
    retirement: Factor
    plans: Factor
    training: Factor
    arrivals: Factor
    employed: Factor


class Reskilling(Frozen):
    """Which moves between roles count as possible."""

    shared_minimum: Share
    effort_maximum: Factor
    steps: Annotated[int, Field(ge=1, le=3)]
    routes: Count
    towards: Mapping[Tier, tuple[Tier, ...]]


class ProjectionScenario(Named):
    """A named scenario: by how much each flow differs from how things are."""

    says_zh: str
    says_en: str
    losses: Factor = 1.0
    plans: Factor = 1.0
    training: Factor = 1.0
    arrivals: Factor = 1.0

    def says(self, lang: str) -> str:
        """What the scenario assumes, in one sentence."""
        return self.says_zh if lang == "zh" else self.says_en


class ProjectionRules(Frozen):
    """`projection.yaml`. The first scenario is the one in which things stay as they are."""

    horizons: Annotated[tuple[Annotated[int, Field(ge=1, le=5)], ...], Field(min_length=1)]
    draws: Annotated[int, Field(ge=100, le=20_000)]
    seed: int
    retirement: Retirement
    losses: Mapping[Literal["scientist", "engineer", "technician", "youth", "unknown"], Share]
    plans: Plans
    training: Training
    uncertainty: Uncertainty
    reskilling: Reskilling
    scenarios: Annotated[tuple[ProjectionScenario, ...], Field(min_length=1)]

    @property
    def years(self) -> int:
        """How many years are worked out."""
        return max(self.horizons)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        names = [scenario.id for scenario in self.scenarios]
        if len(set(names)) < len(names):
            raise ValueError("a scenario stands twice")
        if len(self.losses) < len(Tier) + 1:
            raise ValueError("losses must name every tier, and unknown")
        return self
