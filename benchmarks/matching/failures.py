"""Where our matcher goes wrong: every failure has one cause, and every cause examples that nobody picked by hand.

    python -m benchmarks.matching.failures

Lines are asked as a build asks them: title, chain and skills.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.matching.ours import OurMatcher, Placed
from benchmarks.matching.rankings import Answer, calibration_bins
from benchmarks.matching.tables import show
from benchmarks.matching.title_sets import Line, TitleSet, title_sets

Figures = Mapping[str, Any]
CAUSES = (
    "alias",  # accepted by a role's own wording, and no role is right
    "near",  # accepted by a near wording, and no role is right
    "taken",  # accepted as another role
    "doubted",  # none, though the first candidate is right
    "hidden",  # none, the right role is behind the first
    "unmet",  # the right role is not among the five
    "neighbour",  # for a person, who sees another role of the right one's group first
    "elsewhere",  # for a person, who sees a role of another group first
)
SETTLED = ("right", "another role", "no role is right")


@dataclass(frozen=True, slots=True)
class Judged:
    """A line and what our matcher said of it."""

    line: Line
    placed: Placed

    @property
    def answer(self) -> Answer:
        """The same as every matcher is judged."""
        return Answer(self.line.accept, self.placed.ranking)

    @property
    def cause(self) -> str:
        """What went wrong, of `CAUSES`; '' where nothing did, or a person is asked and sees the right role first."""
        if self.placed.band == "accepted":
            return self._cause_of_acceptance()
        if not self.line.accept:
            return ""
        if not self.answer.is_among_five:
            return "unmet"
        if self.placed.band == "none":
            return "doubted" if self.answer.is_right else "hidden"
        return "" if self.answer.is_right else self._cause_of_order()

    def _cause_of_acceptance(self) -> str:
        if self.line.accept:
            return "" if self.answer.is_right else "taken"
        return "alias" if "exact" in self.placed.candidates[0].signs else "near"

    def _cause_of_order(self) -> str:
        first, *others = self.placed.candidates
        groups = {one.group for one in others if one.role_id in self.line.accept}
        return "neighbour" if first.group in groups else "elsewhere"


def judged(titles: TitleSet) -> list[Judged]:
    """Every line of a set with what our matcher says."""
    placed = OurMatcher(titles.taxonomy).by_line(titles.lines)
    return [Judged(line, one) for line, one in zip(titles.lines, placed, strict=True)]


def causes(found: Iterable[Judged]) -> dict[str, int]:
    """How many failures each cause has."""
    counted = Counter(one.cause for one in found)
    return {cause: counted[cause] for cause in CAUSES}


def settled(found: Iterable[Judged]) -> dict[str, int]:
    """How many lines end in each band with the first role right, another role first, or where no role is right."""
    counted = Counter((one.placed.band, _truth(one)) for one in found)
    return {f"{band}, {truth}": counted[band, truth] for band in ("accepted", "review", "none") for truth in SETTLED}


def _truth(one: Judged) -> str:
    return ("right" if one.answer.is_right else "another role") if one.line.accept else "no role is right"


def outside(found: Iterable[Judged]) -> dict[str, dict[str, int]]:
    """By kind of title how those that no role is right for are settled."""
    counted = Counter((one.line.kind, one.placed.band) for one in found if not one.line.accept)
    return {
        kind: {band: counted[kind, band] for band in ("accepted", "review", "none")}
        for kind in sorted({kind for kind, _ in counted})
    }


def examples(found: Iterable[Judged], cause: str, at_most: int) -> list[Judged]:
    """A few failures of one cause, drawn by the hash of the title."""
    mine = {one.line.title: one for one in found if one.cause == cause}
    return [mine[title] for title in sorted(mine, key=_drawn)[:at_most]]


def _drawn(title: str) -> str:
    return hashlib.sha256(f"example {title}".encode()).hexdigest()


def reliability(found: Sequence[Judged]) -> list[tuple[float, float, int]]:
    """Mean probability, share right and number of lines in bins of equal size."""
    return calibration_bins([one.answer for one in found])


def failures(sets: Sequence[TitleSet]) -> Figures:
    """Of each set the number of failures by cause."""
    return {one.name: {"lines": len(one.lines), **causes(judged(one))} for one in sets}


if __name__ == "__main__":
    show(failures(title_sets()))
