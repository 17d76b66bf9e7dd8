"""Whom an incentive item accepts: each distinct clause is held against all subjects once, then joined item by item.

Three verdicts: eligible (every clause holds), refused (some clause fails), unknown (none fails, and some cannot be
told from what is known). Clauses are kept as bits, eight subjects a byte; items that share a clause share its bits, so
that a hundred items cost little more than their distinct clauses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from talentmap.model.policy import PolicyItem
from talentmap.model.rule import LADDERS, AtLeast, AtMost, Clause, NoneOf, OneOf, parse_rule
from talentmap.policy.profiles import Coded, Column, Profiles, rank

Bits = NDArray[np.uint8]
Flags = NDArray[np.bool_]
CHUNK = 1 << 18


class Verdict(StrEnum):
    """What can be said of one subject and one item, or one clause."""

    ELIGIBLE = "eligible"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of several items with every distinct clause once; an item's tiers are its first clause."""

    item_ids: tuple[str, ...]
    clauses: tuple[Clause, ...]
    members: tuple[tuple[int, ...], ...]

    def clauses_of(self, item: int) -> tuple[Clause, ...]:
        """The clauses of the item at that position."""
        return tuple(self.clauses[position] for position in self.members[item])


def rule_book(items: Sequence[PolicyItem]) -> RuleBook:
    """The rules of `items`, in their order. RuleFault where one does not parse."""
    positions: dict[Clause, int] = {}
    members = []
    for item in items:
        own = (OneOf("tier", frozenset(tier.value for tier in item.tiers)), *parse_rule(item.rule))
        members.append(tuple(dict.fromkeys(positions.setdefault(clause, len(positions)) for clause in own)))
    return RuleBook(tuple(item.item_id for item in items), tuple(positions), tuple(members))


@dataclass(frozen=True, slots=True)
class Decisions:
    """Every item's verdict on every subject, as bits: clauses x bytes.

    `holds` is 1 where a clause surely holds, `fails` where it surely does not; neither where it cannot be told.
    """

    book: RuleBook
    size: int
    holds: Bits
    fails: Bits

    def eligible(self, item: int) -> Bits:
        """The subjects that the item accepts."""
        return reduce(np.bitwise_and, (self.holds[clause] for clause in self.book.members[item]))

    def refused(self, item: int) -> Bits:
        """The subjects that some clause of the item refuses."""
        return reduce(np.bitwise_or, (self.fails[clause] for clause in self.book.members[item]))

    def unknown(self, item: int) -> Bits:
        """The subjects that no clause refuses and of whom too little is known."""
        everybody = np.packbits(np.ones(self.size, dtype=bool))
        undecided: Bits = everybody & ~self.eligible(item) & ~self.refused(item)
        return undecided

    def refusals(self, item: int) -> Iterator[tuple[int, Bits, Bits]]:
        """Each clause of the item with the subjects it refuses, and those that it alone refuses."""
        members = self.book.members[item]
        for clause in members:
            others = [self.fails[other] for other in members if other != clause]
            by_others = reduce(np.bitwise_or, others, np.zeros_like(self.fails[clause]))
            yield clause, self.fails[clause], self.fails[clause] & ~by_others

    def accepted_by(self) -> Flags:
        """Subjects x items: True where the item accepts the subject. For few subjects: a byte a decision."""
        if not self.book.members:
            return np.zeros((self.size, 0), dtype=bool)
        return np.column_stack([self.flags(self.eligible(item)) for item in range(len(self.book.members))])

    def open_to(self) -> Flags:
        """Subjects x items: True where no clause refuses the subject."""
        if not self.book.members:
            return np.zeros((self.size, 0), dtype=bool)
        return ~np.column_stack([self.flags(self.refused(item)) for item in range(len(self.book.members))])

    def flags(self, bits: Bits) -> Flags:
        """Bits as one truth value a subject."""
        return np.unpackbits(bits, count=self.size).view(np.bool_)

    def verdicts(self, item: int, subject: int) -> list[tuple[Clause, Verdict]]:
        """Each clause of the item with its verdict on one subject: why."""
        byte, mask = subject // 8, np.uint8(128 >> subject % 8)
        return [
            (self.book.clauses[clause], _verdict(self.holds[clause, byte] & mask, self.fails[clause, byte] & mask))
            for clause in self.book.members[item]
        ]


def _verdict(holds: np.uint8, fails: np.uint8) -> Verdict:
    return Verdict.ELIGIBLE if holds else Verdict.REFUSED if fails else Verdict.UNKNOWN


def overall(verdicts: Sequence[tuple[Clause, Verdict]]) -> Verdict:
    """What the verdicts on an item's clauses come to."""
    found = {verdict for _, verdict in verdicts}
    return next((v for v in (Verdict.REFUSED, Verdict.UNKNOWN) if v in found), Verdict.ELIGIBLE)


def decide(book: RuleBook, profiles: Profiles) -> Decisions:
    """Every item against every subject. Memory: a quarter byte a subject and distinct clause."""
    size = (len(book.clauses), -(-profiles.size // 8))
    holds, fails = np.zeros(size, dtype=np.uint8), np.zeros(size, dtype=np.uint8)
    for position, clause in enumerate(book.clauses):
        if clause.field in profiles.assumed:
            holds[position] = np.packbits(np.ones(profiles.size, dtype=bool))
        elif clause.field in profiles.columns:
            holds[position], fails[position] = map(np.packbits, _held(clause, profiles.columns[clause.field]))
    return Decisions(book, profiles.size, holds, fails)


def decide_in_chunks(book: RuleBook, profiles: Profiles, rows: int = CHUNK) -> Iterator[tuple[int, Decisions]]:
    """As `decide`, in pieces of at most `rows` subjects, each with the position of its first."""
    for start, part in profiles.chunks(rows):
        yield start, decide(book, part)


def count(bits: Bits) -> int:
    """How many subjects the bits name."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def _held(clause: Clause, column: Column) -> tuple[Flags, Flags]:
    """Where `clause` surely holds, and where it surely fails."""
    if isinstance(column, Coded):
        # One answer a distinct word; the last place answers for -1, what is not known.
        holds = np.array([*(_fits(clause, word) for word in column.words), False])
        fails = np.array([*(not _fits(clause, word) for word in column.words), False])
        return holds[column.codes], fails[column.codes]
    if isinstance(clause, AtLeast):
        return column >= clause.value, column < clause.value
    if isinstance(clause, AtMost):
        return column <= clause.value, column > clause.value
    raise ValueError(f"{clause.field} holds numbers and has no members")


def _fits(clause: Clause, word: str) -> bool:
    """Whether a word meets a clause; a word that is no step of its ladder meets none."""
    if isinstance(clause, OneOf | NoneOf):
        meets = not clause.values.isdisjoint(word.split("|"))
        return meets if isinstance(clause, OneOf) else not meets
    if clause.field not in LADDERS:
        raise ValueError(f"{clause.field} holds words and has no order")
    step = rank(clause.field, word)
    return step >= clause.value if isinstance(clause, AtLeast) else step <= clause.value
