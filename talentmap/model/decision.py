"""A decision 人工判定 that a person took where the machine could not: who, when, why; superseded, never erased."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class DecisionKind(StrEnum):
    """What a decision is about."""

    DEMAND_ROLE = "demand-role"  # key: chain + folded title; value: a role id or NONE
    PERSON_LINK = "person-link"  # key: two pseudonyms joined by |; value: same, different or unsure
    CLAUSE_CODE = "clause-code"  # key: file, hash of a clause and field joined by |; value: what the field is


NONE = "NONE"
"""A legal answer to `which role?`: none of the catalog's."""


class SamePerson(StrEnum):
    """The legal answers to `are these two one person?`."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"  # looked at and left as it is; not asked again


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the ledger."""

    kind: DecisionKind
    key: str
    value: str
    who: str
    when: dt.date
    why: str
