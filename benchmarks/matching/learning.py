"""How accuracy grows with the number of decided titles: all from the dev half, measured on the test half.

    python -m benchmarks.matching.learning [--quick]

The peer takes decided titles as further aliases of their roles, which is all that it can do with them.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from benchmarks.matching.ours import NAME, Decision, OurMatcher
from benchmarks.matching.peers import peers
from benchmarks.matching.rankings import Answer, calibration_error, coverage, false_accepts, share
from benchmarks.matching.tables import show
from benchmarks.matching.title_sets import Line, Taxonomy, TitleSet, named_set, role_wordings

Figures = Mapping[str, Any]
NUMBERS = (0, 50, 200, 1000)
SETS = ("zh", "en", "general zh", "general en")
QUICK_SETS = ("zh",)
PEER = "char TF-IDF (1,3)"


def learning(quick: bool = False) -> Figures:
    """Of each set the figures after so many decisions."""
    return {name: set_figures(name) for name in (QUICK_SETS if quick else SETS)}


def set_figures(name: str) -> Figures:
    """A row for each number of decisions, the last for all there are."""
    test, known = named_set(name, "test"), decisions(named_set(name, "dev").lines)
    numbers = [number for number in NUMBERS if number < len(known)] + [len(known)]
    return {f"{number:,} decisions": _after(test, known[:number]) for number in numbers}


def decisions(lines: Sequence[Line]) -> list[Decision]:
    """What a careful person decides for each title, in an order of chance; titles of several roles are left open."""
    known = [(one.title, min(one.accept, default=None)) for one in lines if len(one.accept) <= 1]
    Random("decisions").shuffle(known)
    return known


def _after(test: TitleSet, known: Sequence[Decision]) -> Figures:
    placed = OurMatcher(test.taxonomy, known).by_line(test.lines)
    answers = [Answer(line.accept, one.ranking) for line, one in zip(test.lines, placed, strict=True)]
    inside = [one for one in answers if one.accept]
    accepted = [answer for one, answer in zip(placed, answers, strict=True) if one.band == "accepted"]
    return {
        f"{NAME} top_1": share(one.is_right for one in inside),
        "top_5": share(one.is_among_five for one in inside),
        "coverage_95": coverage(answers),
        "ece": calibration_error(answers),
        "false_accepts": false_accepts(inside, [one for one in answers if not one.accept]),
        "accepted": round(len(accepted) / len(answers), 4),
        "accepted right": share(one.is_right for one in accepted),
        f"{PEER} top_1": _peer_top_1(test, known),
    }


def _peer_top_1(test: TitleSet, known: Sequence[Decision]) -> float | None:
    peer = next(peer for peer in peers(test.language) if peer.name == PEER)
    inside = [one for one in test.lines if one.accept]
    found = peer.rank([one.title for one in inside], with_decisions(test.taxonomy, known))
    return share(Answer(one.accept, found[one.title]).is_right for one in inside)


def with_decisions(taxonomy: Taxonomy, known: Sequence[Decision]) -> list[tuple[str, str]]:
    """The wordings of a taxonomy with every decided title as one more."""
    return role_wordings(taxonomy) + [(title, role_id) for title, role_id in known if role_id]


def report(figures: Figures) -> None:
    """Print a table for each set."""
    for name, rows in figures.items():
        print(f"\naccuracy after decisions ({name}, test half)")
        show(rows)


if __name__ == "__main__":
    report(learning(quick="--quick" in sys.argv))
