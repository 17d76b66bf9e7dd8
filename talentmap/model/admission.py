"""What a rule admits as a whole: an interval for each ladder and number, a choice for each set.

Two rules overlap where one person can meet both; one implies the other where whoever meets it meets the other; a rule
contradicts itself where nobody can meet it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from talentmap.model.rule import LADDERS, AtLeast, AtMost, Clause, NoneOf, OneOf, parse_rule, rule_text
from talentmap.model.taxonomy import Tier

_SEVERAL = ("certificate",)  # somebody may hold several at once, so that two choices do not exclude each other


@dataclass(frozen=True, slots=True)
class Interval:
    """The values from `low` to `high`, both included."""

    low: float = -math.inf
    high: float = math.inf

    @property
    def is_empty(self) -> bool:
        """True where no value lies within."""
        return self.low > self.high

    def meet(self, other: Interval) -> Interval:
        """The values within both."""
        return Interval(max(self.low, other.low), min(self.high, other.high))

    def within(self, other: Interval) -> bool:
        """True where every value of this one lies in the other."""
        return self.is_empty or (self.low >= other.low and self.high <= other.high)


@dataclass(frozen=True, slots=True)
class Choice:
    """The values of `allowed` (None: any) without those of `refused`."""

    allowed: frozenset[str] | None = None
    refused: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """True where no value is left."""
        return self.allowed is not None and not self.allowed - self.refused

    def meet(self, other: Choice) -> Choice:
        """The values in both."""
        if self.allowed is None or other.allowed is None:
            return Choice(self.allowed if other.allowed is None else other.allowed, self.refused | other.refused)
        return Choice(self.allowed & other.allowed, self.refused | other.refused)

    def within(self, other: Choice) -> bool:
        """True where every value of this one is in the other."""
        if other.allowed is not None and (self.allowed is None or not self.allowed - self.refused <= other.allowed):
            return False
        left = other.refused - self.refused
        return not left if self.allowed is None else not left & self.allowed


@dataclass(frozen=True, slots=True)
class Admission:
    """What a rule admits; a field that is not named is free."""

    intervals: Mapping[str, Interval] = field(default_factory=dict)
    choices: Mapping[str, Choice] = field(default_factory=dict)
    holdings: tuple[Clause, ...] = ()
    """Clauses on what one may hold several of (certificates)."""

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The fields for which nothing is left, in alphabetical order."""
        empty = {name for name, interval in self.intervals.items() if interval.is_empty}
        empty |= {name for name, choice in self.choices.items() if choice.is_empty}
        return tuple(sorted(empty | _crossed(self.holdings)))

    def meet(self, other: Admission) -> Admission:
        """What both admit."""
        intervals = {
            name: self.intervals.get(name, Interval()).meet(other.intervals.get(name, Interval()))
            for name in sorted({*self.intervals, *other.intervals})
        }
        choices = {
            name: self.choices.get(name, Choice()).meet(other.choices.get(name, Choice()))
            for name in sorted({*self.choices, *other.choices})
        }
        return Admission(intervals, choices, tuple(dict.fromkeys((*self.holdings, *other.holdings))))

    def overlaps(self, other: Admission) -> bool:
        """True where one person can meet both."""
        return not self.meet(other).conflicts

    def within(self, other: Admission) -> bool:
        """True where whoever meets this one meets the other: surely so, never by chance."""
        return (
            all(self.intervals.get(name, Interval()).within(wider) for name, wider in other.intervals.items())
            and all(self.choices.get(name, Choice()).within(wider) for name, wider in other.choices.items())
            and set(other.holdings) <= set(self.holdings)
        )

    def differences(self, other: Admission) -> tuple[str, ...]:
        """The fields on which the two differ, in alphabetical order."""
        names = {*self.intervals, *self.choices, *other.intervals, *other.choices}
        different = {
            name
            for name in names
            if (self.intervals.get(name, Interval()), self.choices.get(name, Choice()))
            != (other.intervals.get(name, Interval()), other.choices.get(name, Choice()))
        }
        if set(self.holdings) != set(other.holdings):
            different.add(_SEVERAL[0])
        return tuple(sorted(different))


def _crossed(holdings: Iterable[Clause]) -> set[str]:
    """Fields of which every wanted holding is refused."""
    refused = {value for clause in holdings if isinstance(clause, NoneOf) for value in clause.values}
    return {clause.field for clause in holdings if isinstance(clause, OneOf) and clause.values <= refused}


def admitted(clauses: Sequence[Clause]) -> Admission:
    """What `clauses` admit together."""
    admission = Admission()
    for clause in clauses:
        admission = admission.meet(_alone(clause))
    return admission


def _alone(clause: Clause) -> Admission:
    if isinstance(clause, AtLeast):
        return Admission({clause.field: Interval(low=clause.value)})
    if isinstance(clause, AtMost):
        return Admission({clause.field: Interval(high=clause.value)})
    if clause.field in _SEVERAL:
        return Admission(holdings=(clause,))
    if isinstance(clause, OneOf):
        return Admission(choices={clause.field: Choice(clause.values)})
    return Admission(choices={clause.field: Choice(refused=clause.values)})


def admission_of(rule: str, tiers: Iterable[Tier] = ()) -> Admission:
    """What `rule` admits; `tiers` narrow it to those of its item."""
    own = frozenset(tier.value for tier in tiers)
    ruled = admitted(parse_rule(rule))
    if own:
        ruled = ruled.meet(Admission(choices={"tier": Choice(own)}))
    return _within_bounds(ruled)


def _within_bounds(admission: Admission) -> Admission:
    """Ladders end: `education <= doctorate` says nothing, and nobody is below the first step."""
    intervals = {}
    for name, found in admission.intervals.items():
        top = len(LADDERS[name]) - 1 if name in LADDERS else math.inf
        low = -math.inf if name in LADDERS and found.low <= 0 else found.low
        bounded = Interval(low, math.inf if found.high >= top else found.high)
        if bounded != Interval():
            intervals[name] = bounded
    choices = {}
    for name, choice in admission.choices.items():
        every = frozenset(Tier) if name == "tier" else None
        left = choice.allowed - choice.refused if choice.allowed is not None else None
        if every is not None and left is None:
            left = every - choice.refused
        if left != every or (left is None and choice.refused):
            choices[name] = Choice(left, choice.refused if left is None else frozenset())
    return replace(admission, intervals=intervals, choices=choices)


def contradictions(rule: str, tiers: Iterable[Tier] = ()) -> tuple[str, ...]:
    """Why nobody can meet `rule`: the clauses at odds, such as `age <= 30 and age >= 45`; empty where somebody can.

    RuleFault where the rule does not parse. With `tiers` a rule whose own tiers lie outside them is at odds with its
    item.
    """
    clauses = parse_rule(rule)
    conflicts = admission_of(rule, tiers).conflicts
    return tuple(rule_text([clause for clause in clauses if clause.field == name]) for name in conflicts)
