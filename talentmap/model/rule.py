"""The eligibility rule of an incentive item, in words a domain person can read.

A rule is comparisons joined by `and`; it accepts when all hold; an empty rule accepts everybody:

    education >= doctorate and age <= 45
    tier in (technician) and skill_level >= technician and chain in (new-materials, auto-parts)

Ladders (`education`, `title`, `skill_level`, `honour`) and numbers (`age`, `pay_month`, `contract_years`,
`graduation_years`) compare with >= and <=; sets (`tier`, `chain`, `district`, `employer_type`, `certificate`) with
`in (…)`, `not in (…)` or `=`. What a rule admits as a whole, and where it contradicts itself, is in `admission`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from talentmap.bilingual import both
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
    "honour": ("none", "municipal", "provincial", "national"),
}
NUMBERS = ("age", "pay_month", "contract_years", "graduation_years")
SETS = ("tier", "chain", "district", "employer_type", "certificate")
EMPLOYER_TYPES = ("enterprise", "public-institution", "school", "hospital")

_COMPARISON = re.compile(r"^(\w+)\s*(>=|<=)\s*([\w.]+)$")
_MEMBERSHIP = re.compile(r"^(\w+)\s*(=|in|not\s+in)\s*(?:\(([^()]*)\)|([\w-]+))$")


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


@dataclass(frozen=True, slots=True)
class NoneOf:
    """`field not in (values)`."""

    field: str
    values: frozenset[str]


Clause = AtLeast | AtMost | OneOf | NoneOf


@lru_cache(maxsize=10_000)
def parse_rule(rule: str) -> tuple[Clause, ...]:
    """The clauses of `rule`, in order; RuleFault names the part that is wrong and what is allowed."""
    parts = [part.strip() for part in re.split(r"\band\b", rule)] if rule.strip() else []
    return tuple(_clause(part) for part in parts)


def no_step(field: str, value: str) -> RuleFault:
    """The fault of a value that the ladder of `field` does not have."""
    steps = LADDERS[field]
    return RuleFault(
        both(
            f"'{value}' is no step of {field}; its steps: {', '.join(steps)}",
            f"{field} 没有“{value}”；可选：{'、'.join(steps)}",
        )
    )


def _clause(part: str) -> Clause:
    if comparison := _COMPARISON.match(part):
        field, operator, value = comparison.groups()
        return (AtLeast if operator == ">=" else AtMost)(field, _number(field, value))
    membership = _MEMBERSHIP.match(part)
    if membership is None:
        raise RuleFault(both(f"'{part}' is no comparison", f"“{part}”不是比较式"))
    field, operator, listed, single = membership.groups()
    if field not in SETS:
        raise RuleFault(
            both(
                f"'{field}' cannot be a member of a set; these can: {', '.join(SETS)}",
                f"“{field}”不能用 = 或 in；可以用的是：{'、'.join(SETS)}",
            )
        )
    values = frozenset(value.strip() for value in (listed or single or "").split(",") if value.strip())
    if not values:
        raise RuleFault(both(f"'{part}' names nothing", f"“{part}”没有写明取值"))
    if field == "tier" and not values <= set(Tier):
        stranger = min(values - set(Tier))
        raise RuleFault(
            both(
                f"'{stranger}' is no tier; the tiers: {', '.join(Tier)}",
                f"没有人才类别“{stranger}”；可选：{'、'.join(Tier)}",
            )
        )
    return NoneOf(field, values) if operator.startswith("not") else OneOf(field, values)


def _number(field: str, value: str) -> float:
    if field in LADDERS:
        if value not in LADDERS[field]:
            raise no_step(field, value)
        return float(LADDERS[field].index(value))
    if field not in NUMBERS:
        raise RuleFault(
            both(
                f"'{field}' cannot be compared; these can: {', '.join((*LADDERS, *NUMBERS))}",
                f"“{field}”不能比较大小；可以比较的是：{'、'.join((*LADDERS, *NUMBERS))}",
            )
        )
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise RuleFault(both(f"'{value}' is no number", f"“{value}”不是数字"))
    return number


def rule_text(clauses: Sequence[Clause]) -> str:
    """The rule that reads as `clauses`: `parse_rule` gives them back."""
    return " and ".join(clause_text(clause) for clause in clauses)


def clause_text(clause: Clause) -> str:
    """One comparison as it is written in a rule."""
    if isinstance(clause, OneOf | NoneOf):
        operator = "in" if isinstance(clause, OneOf) else "not in"
        return f"{clause.field} {operator} ({', '.join(sorted(clause.values))})"
    operator = ">=" if isinstance(clause, AtLeast) else "<="
    return f"{clause.field} {operator} {step_name(clause.field, clause.value)}"


def step_name(field: str, value: float) -> str:
    """The name of a ladder's step by its rank; a number as it is written."""
    return LADDERS[field][int(value)] if field in LADDERS else f"{value:.15g}"


GATES: Mapping[str, tuple[str, str]] = {
    "doctorate": ("education", "doctorate"),
    "professor": ("title", "full_senior"),
    "provincial_honour": ("honour", "provincial"),
}
"""Elite gates: what a rule asks for at least."""


def gates_of(rule: str) -> tuple[str, ...]:
    """The elite gates that `rule` sets, in the order of `GATES`."""
    floors = {clause.field: clause.value for clause in parse_rule(rule) if isinstance(clause, AtLeast)}
    return tuple(gate for gate, (field, step) in GATES.items() if floors.get(field, -1.0) >= LADDERS[field].index(step))


def asks_for_elite(rule: str) -> bool:
    """True where the rule asks for a doctorate, a full-senior title or a provincial honour."""
    return bool(gates_of(rule))
