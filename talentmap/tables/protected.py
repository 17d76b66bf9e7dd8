"""The one source of every published figure: tables in which what must not be shown is already missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

CONFIDENTIAL = "c"
"""Status of a value that is hidden because it would tell an enterprise or a person apart."""
SHOWN = ""


@dataclass(frozen=True, slots=True)
class Protected:
    """The protected tables. Hidden values are missing; `need_status` and `supply_status` hold `c` where they are.

    roles (ROLE_BALANCE), groups (GROUP_BALANCE: empty chain or tier means all), districts (by district and tier),
    role_districts (the districts in which a role's need may be told, largest first), pains (PAIN_SHARES), incentives
    (INCENTIVES), indicators (INDICATORS), response (RESPONSE).
    """

    roles: pd.DataFrame
    groups: pd.DataFrame
    districts: pd.DataFrame
    role_districts: pd.DataFrame
    pains: pd.DataFrame
    incentives: pd.DataFrame
    indicators: pd.DataFrame
    response: pd.DataFrame
