"""Comparing two traces: a verdict on each item, its points, and why they are or are not taken as one person.

The points are rounded base-2 logarithms of how much likelier an agreement is between two records of one person
than between records of two people in a city of some millions (Fellegi and Sunter 1969): a birth month agrees by chance
once in 600 (2^9), a common name once in 200 to 300 (2^8), a district once in 4, a sex once in 2. A disagreement costs
little where it is common between honest records (people move and change posts) and forbids the link where it is not.
Near is a name in other characters of the same sound, the slip of an input method; a phone of which one side shows only
the last four digits; and an employer or school that more than one record in 64 shares.

| item | agree | near | differ | unknown |
|---|---|---|---|---|
| name | 8 | 3 | never one person | 0 |
| birth month | 9 | | -8 | 0 |
| sex | 1 | | never one person | 0 |
| phone | 12 | 10 | -2 | 0 |
| employer | 5 | 2 | -1 | 0 |
| school | 4 | 1 | -1 | 0 |
| district | 2 | | -1 | 0 |

One person: the name agrees or sounds alike, the birth month agrees or the phone agrees or is near, at least three items
agree or are near, and there are at least 19 points. Name, birth month and sex alone give 18: the city has several women
called 王芳 born in one month. Another birth month is outweighed by name, phone, employer and more together: a slip of
the pen; otherwise it contradicts.
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
    NEAR = "near"
    DIFFER = "differ"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Weight:
    """Points of one item; `differ` None means that a disagreement rules the link out."""

    agree: int
    differ: int | None
    near: int = 0


WEIGHTS: Mapping[Item, Weight] = MappingProxyType(
    {
        Item.NAME: Weight(8, None, near=3),
        Item.BIRTH_MONTH: Weight(9, -8),
        Item.SEX: Weight(1, None),
        Item.PHONE: Weight(12, -2, near=10),
        Item.EMPLOYER: Weight(5, -1, near=2),
        Item.SCHOOL: Weight(4, -1, near=1),
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
        """The items that agree or are near."""
        return frozenset(one.item for one in self.evidence if one.verdict in (Verdict.AGREE, Verdict.NEAR))

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
    """True where the two cannot be taken for one person, however many others stand between them."""
    comparison = compare(one, other)
    verdicts = {evidence.item: evidence.verdict for evidence in comparison.evidence}
    return comparison.contradicts or (verdicts[Item.BIRTH_MONTH] is Verdict.DIFFER and not comparison.links)


def _weigh(item: Item, one: Trace, other: Trace) -> Evidence:
    verdict = _verdict(item, one, other)
    weight = WEIGHTS[item]
    points = {
        Verdict.AGREE: weight.agree,
        Verdict.NEAR: weight.near,
        Verdict.DIFFER: weight.differ or 0,
        Verdict.UNKNOWN: 0,
    }
    return Evidence(item, verdict, points[verdict])


def _verdict(item: Item, one: Trace, other: Trace) -> Verdict:
    values, others = one.values(item), other.values(item)
    if (values & others) - one.common:
        return Verdict.AGREE
    if values & others or _near(item, one, other):
        return Verdict.NEAR
    return Verdict.DIFFER if values and others else Verdict.UNKNOWN


def _near(item: Item, one: Trace, other: Trace) -> bool:
    if item is Item.NAME:
        return not one.sound.isdisjoint(other.sound)
    tails = (one.masked_tail & other.phone_tail) | (one.phone_tail & other.masked_tail)
    return item is Item.PHONE and bool(tails)
