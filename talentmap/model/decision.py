"""A decision 人工判定 that a person took where the machine could not: who, when, why; superseded, never erased."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class DecisionKind(StrEnum):
    """What a decision is about."""

    DEMAND_ROLE = "demand-role"  # key: chain + folded title; value: a role id or NONE


NONE = "NONE"
"""A legal answer to `which role?`: none of the catalog's."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the ledger."""

    kind: DecisionKind
    key: str
    value: str
    who: str
    when: dt.date
    why: str
