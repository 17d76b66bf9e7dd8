"""Counts of right, wrong and missed answers, and what follows from them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

Answers = frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers that are right, wrong (given, not gold) and missed (gold, not given)."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of the answers given that are right; 0 where none was given."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold answers that were given; 0 where there is none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0


def tally(pairs: Iterable[tuple[Answers, Answers]]) -> Tally:
    """Over pairs of gold and given answers."""
    listed = list(pairs)
    return Tally(
        sum(len(gold & given) for gold, given in listed),
        sum(len(given - gold) for gold, given in listed),
        sum(len(gold - given) for gold, given in listed),
    )


def of_label(pairs: Sequence[tuple[Answers, Answers]], label: Hashable) -> Tally:
    """The tally of one label alone."""
    only = frozenset({label})
    return tally((gold & only, given & only) for gold, given in pairs)


def macro_f1(pairs: Sequence[tuple[Answers, Answers]]) -> float:
    """The mean F1 over the labels that the gold set holds."""
    labels = sorted({str(label) for gold, _ in pairs for label in gold})
    return sum(of_label(pairs, label).f1 for label in labels) / len(labels) if labels else 0.0
