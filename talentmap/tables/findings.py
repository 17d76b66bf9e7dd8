"""What the analysis says before anything is hidden: it goes to the disclosure step and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from talentmap.model.problem import Problem
    from talentmap.tables.policy_findings import PolicyFindings
    from talentmap.tables.survey_findings import SurveyFindings


@dataclass(frozen=True, slots=True)
class Findings:
    """One frame a published table; columns as declared in `talentmap.tables.analysis`.

    Every frame that is published is declared in `talentmap.tables.cuts`: which of its columns are sums of microdata,
    and what the others rest on. The disclosure step refuses a frame that is not.
    """

    roles: pd.DataFrame
    groups: pd.DataFrame
    cells: pd.DataFrame
    districts: pd.DataFrame
    pains: pd.DataFrame
    incentives: pd.DataFrame
    indicators: pd.DataFrame
    skills: pd.DataFrame
    location_quotients: pd.DataFrame
    structure: pd.DataFrame
    response: pd.DataFrame
    policy: PolicyFindings
    recommendations: pd.DataFrame
    problems: tuple[Problem, ...]
    survey: SurveyFindings | None = None
    outside: int = 0
    """Demand lines that belong to no key chain and are in no figure."""
