"""The eligibility rule of an incentive item, in words a domain person can read.

A rule is comparisons joined by `and`; it accepts when all hold; an empty rule accepts everybody:

    education >= doctorate and age <= 45
    tier in (technician) and skill_level >= technician and chain in (new-materials, auto-parts)

Ladders (`education`, `title`, `skill_level`) and numbers (`age`, `pay_month`, `contract_years`, `graduation_years`)
compare with >= and <=; sets (`tier`, `chain`, `district`, `employer_type`) with `in (…)` or `=`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from talentmap.model.taxonomy import Tier

LADDERS: Mapping[str, Sequence[str]] = {
    "education": ("none", "secondary", "associate", "bachelor", "master", "doctorate"),
    "title": ("none", "assistant", "intermediate", "associate_senior", "full_senior"),
    "skill_level": (
        "none",
        "junior_worker",
        "intermediate_worker",
        "senior_worker",
        "technician",
        "senior_technician",
        "special_technician",
        "chief_technician",
    ),
}
NUMBERS = ("age", "pay_month", "contract_years", "graduation_years")
SETS = ("tier", "chain", "district", "employer_type")
EMPLOYER_TYPES = ("enterprise", "public-institution", "school", "hospital")

_COMPARISON = re.compile(r"^(\w+)\s*(>=|<=)\s*([\w.]+)$")
_MEMBERSHIP = re.compile(r"^(\w+)\s*(?:=|in)\s*(?:\(([^()]*)\)|([\w-]+))$")


class RuleFault(ValueError):
    """A rule that does not say anything the grammar knows."""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`field >= value`; on a ladder the value is a rank."""

    field: str
    value: float


@dataclass(frozen=True, slots=True)
class AtMost:
    """`field <= value`; on a ladder the value is a rank."""

    field: str
    value: float


@dataclass(frozen=True, slots=True)
class OneOf:
    """`field in (values)`."""

    field: str
    values: frozenset[str]


Clause = AtLeast | AtMost | OneOf


@lru_cache(maxsize=10_000)
def parse_rule(rule: str) -> tuple[Clause, ...]:
    """The clauses of `rule`, in order; RuleFault names the part that is wrong and what is allowed."""
    parts = [part.strip() for part in re.split(r"\band\b", rule)] if rule.strip() else []
    return tuple(_clause(part) for part in parts)


def _clause(part: str) -> Clause:
    if comparison := _COMPARISON.match(part):
        field, operator, value = comparison.groups()
        return (AtLeast if operator == ">=" else AtMost)(field, _number(field, value))
    membership = _MEMBERSHIP.match(part)
    if membership is None:
        raise RuleFault(f"'{part}' is no comparison")
    field, listed, single = membership.groups()
    if field not in SETS:
        raise RuleFault(f"'{field}' cannot be a member of a set; these can: {', '.join(SETS)}")
    values = frozenset(value.strip() for value in (listed or single or "").split(",") if value.strip())
    if not values:
        raise RuleFault(f"'{part}' names nothing")
    if field == "tier" and not values <= set(Tier):
        raise RuleFault(f"'{min(values - set(Tier))}' is no tier; the tiers: {', '.join(Tier)}")
    return OneOf(field, values)


def _number(field: str, value: str) -> float:
    if field in LADDERS:
        if value not in LADDERS[field]:
            raise RuleFault(f"'{value}' is no step of {field}; its steps: {', '.join(LADDERS[field])}")
        return float(LADDERS[field].index(value))
    if field not in NUMBERS:
        raise RuleFault(f"'{field}' cannot be compared; these can: {', '.join((*LADDERS, *NUMBERS))}")
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise RuleFault(f"'{value}' is no number")
    return number


def asks_for_elite(rule: str) -> bool:
    """True where the rule asks for a doctorate or a full-senior title."""
    gates = {"education": len(LADDERS["education"]) - 1, "title": len(LADDERS["title"]) - 1}
    return any(
        isinstance(clause, AtLeast) and clause.field in gates and clause.value >= gates[clause.field]
        for clause in parse_rule(rule)
    )
