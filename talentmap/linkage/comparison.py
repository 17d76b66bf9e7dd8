"""Comparing two traces: a verdict on each item, its points, and why they are or are not taken as one person.

The points are rounded base-2 logarithms of how much likelier an agreement is between two records of one person
than between records of two people in a city of some millions: a birth month agrees by chance once in 600 (2^9),
a common name once in 200 to 300 (2^8), a district once in 4, a sex once in 2. A disagreement costs little where it
is common between honest records (people move and change posts) and forbids the link where it is not.

| item | agree | differ | unknown |
|---|---|---|---|
| name | 8 | never one person | 0 |
| birth month | 9 | never one person | 0 |
| sex | 1 | never one person | 0 |
| phone | 12 | -2 | 0 |
| employer | 5 | -1 | 0 |
| school | 4 | -1 | 0 |
| district | 2 | -1 | 0 |

One person: the name agrees, the birth month or the phone agrees, at least a third item agrees, and there are at least
19 points. Name, birth month and sex alone give 18: the city has several women called 王芳 born in one month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from talentmap.linkage.trace import Item, Trace

THRESHOLD = 19
AGREEING_ITEMS = 3


class Verdict(StrEnum):
    """What the comparison of one item says."""

    AGREE = "agree"
    DIFFER = "differ"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Weight:
    """Points of one item; `differ` None means that a disagreement rules the link out."""

    agree: int
    differ: int | None


WEIGHTS: Mapping[Item, Weight] = MappingProxyType(
    {
        Item.NAME: Weight(8, None),
        Item.BIRTH_MONTH: Weight(9, None),
        Item.SEX: Weight(1, None),
        Item.PHONE: Weight(12, -2),
        Item.EMPLOYER: Weight(5, -1),
        Item.SCHOOL: Weight(4, -1),
        Item.DISTRICT: Weight(2, -1),
    }
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One item's verdict and points: a reason that can be shown, for it carries no value."""

    item: Item
    verdict: Verdict
    points: int

    @property
    def excludes(self) -> bool:
        """True where this item alone says: two people."""
        return self.verdict is Verdict.DIFFER and WEIGHTS[self.item].differ is None

    def __str__(self) -> str:
        """`birth_month agree +9`: the reason in one line."""
        return f"{self.item} {self.verdict} {self.points:+d}"


@dataclass(frozen=True)
class Comparison:
    """Two entities, the evidence on every item, and what it adds up to."""

    one: str
    other: str
    evidence: tuple[Evidence, ...]

    @cached_property
    def points(self) -> int:
        """The sum of all points."""
        return sum(evidence.points for evidence in self.evidence)

    @cached_property
    def contradicts(self) -> bool:
        """True where an item rules out that both are one person."""
        return any(evidence.excludes for evidence in self.evidence)

    @cached_property
    def agreeing(self) -> frozenset[Item]:
        """The items that agree."""
        return frozenset(evidence.item for evidence in self.evidence if evidence.verdict is Verdict.AGREE)

    @property
    def links(self) -> bool:
        """True where the evidence is enough to take both for one person."""
        named = Item.NAME in self.agreeing and not self.agreeing.isdisjoint({Item.BIRTH_MONTH, Item.PHONE})
        enough = len(self.agreeing) >= AGREEING_ITEMS and self.points >= THRESHOLD
        return named and enough and not self.contradicts

    def reasons(self) -> tuple[str, ...]:
        """The evidence in words, items that are unknown left out."""
        return tuple(str(evidence) for evidence in self.evidence if evidence.verdict is not Verdict.UNKNOWN)


def compare(one: Trace, other: Trace) -> Comparison:
    """The comparison of two traces; the same whichever comes first."""
    first, second = sorted((one, other), key=lambda trace: trace.entity)
    return Comparison(first.entity, second.entity, tuple(_weigh(item, first, second) for item in Item))


def contradict(one: Trace, other: Trace) -> bool:
    """True where the two can never be one person."""
    return any(
        weight.differ is None and _verdict(one.values(item), other.values(item)) is Verdict.DIFFER
        for item, weight in WEIGHTS.items()
    )


def _weigh(item: Item, one: Trace, other: Trace) -> Evidence:
    verdict = _verdict(one.values(item), other.values(item))
    weight = WEIGHTS[item]
    points = {Verdict.AGREE: weight.agree, Verdict.DIFFER: weight.differ or 0, Verdict.UNKNOWN: 0}
    return Evidence(item, verdict, points[verdict])


def _verdict(one: frozenset[str], other: frozenset[str]) -> Verdict:
    if not one or not other:
        return Verdict.UNKNOWN
    return Verdict.DIFFER if one.isdisjoint(other) else Verdict.AGREE
