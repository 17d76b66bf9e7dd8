"""The one source of every published figure: tables in which what must not be shown is already missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from talentmap.tables.cuts import CUTS

if TYPE_CHECKING:
    import pandas as pd

    from talentmap.tables.comparison_findings import Since
    from talentmap.tables.diagnosis import EditionDiagnosis
    from talentmap.tables.evaluation_findings import Evaluation
    from talentmap.tables.outlook import Outlook
    from talentmap.tables.policy_findings import PolicyFindings
    from talentmap.tables.scorecard_findings import Scorecard
    from talentmap.tables.survey_findings import SurveyFindings

CONFIDENTIAL = "c"
"""Status of a value that is hidden because it would tell an enterprise or a person apart."""
SHOWN = ""
LOW, UNAVAILABLE, NOT_APPLICABLE = "low", "x", "z"
"""Symbols of values that are no numbers: more than nothing but rounded to 0; not known; makes no sense here."""
_WITHOUT_SUPPLY = ("tightness", "offer_premium")


@dataclass(frozen=True, slots=True)
class Protected:
    """The protected tables: values as printed, hidden ones missing, and beside them status columns that hold `c`.

    A status column is named after what it hides, such as `need_status`; `talentmap.tables.cuts` says which columns rest
    on what. roles (ROLE_BALANCE), groups (GROUP_BALANCE: empty chain or tier means all), districts (by district and
    tier), role_districts (the districts in which a role's need may be told, largest first), pains (PAIN_SHARES),
    incentives (INCENTIVES), indicators (INDICATORS), response (RESPONSE), skills (SKILL_BALANCE), location_quotients
    (LOCATION_QUOTIENTS, chains only), structure (STRUCTURE), policy and survey (their tables), suppression
    (SUPPRESSION: what share of all this is hidden), evaluation (its tables), recommendations (RECOMMENDATIONS, figures
    as printed elsewhere), scorecard (its tables, made of the others).
    """

    roles: pd.DataFrame
    groups: pd.DataFrame
    districts: pd.DataFrame
    role_districts: pd.DataFrame
    pains: pd.DataFrame
    incentives: pd.DataFrame
    indicators: pd.DataFrame
    response: pd.DataFrame
    skills: pd.DataFrame | None = None
    location_quotients: pd.DataFrame | None = None
    structure: pd.DataFrame | None = None
    policy: PolicyFindings | None = None
    survey: SurveyFindings | None = None
    suppression: pd.DataFrame | None = None
    evaluation: Evaluation | None = None
    recommendations: pd.DataFrame | None = None
    since: Since | None = None
    diagnosis: EditionDiagnosis | None = None
    outlook: Outlook | None = None
    scorecard: Scorecard | None = None


def is_hidden(row: Mapping[str, Any], column: str) -> bool:
    """True where the missing value of `column` is hidden, not unknown; `row` is one of a protected table."""
    return any(row.get(f"{basis}_status") == CONFIDENTIAL for basis in bases_of(column))


def bases_of(column: str) -> tuple[str, ...]:
    """What the values of `column` may be hidden with: where a table has `<basis>_status` for one of these, it tells."""
    return (column, *_bases().get(column, ("need",)))


def symbol(row: Mapping[str, Any], column: str) -> str:
    """What stands for a value that is no number: c, low, x or z; empty where the value itself is to be printed."""
    value = row.get(column)
    if isinstance(value, str) or (value == value and value is not None):  # noqa: PLR0124 - nan alone differs from itself
        return LOW if value == 0 and column in str(row.get("low", "")).split("|") else SHOWN
    if is_hidden(row, column):
        return CONFIDENTIAL
    return NOT_APPLICABLE if column in _WITHOUT_SUPPLY and row.get("supply") == 0 else UNAVAILABLE


@cache
def _bases() -> Mapping[str, tuple[str, ...]]:
    """What each column rests on, over all tables; columns of one name rest on the same."""
    found: dict[str, tuple[str, ...]] = {}
    for told in (True, False):
        for cut in CUTS.values():
            for column in cut.protected:
                if cut.tells(column) is told and (told or column not in found):
                    found[column] = tuple(dict.fromkeys((*found.get(column, ()), *cut.bases_of(column))))
    return found
