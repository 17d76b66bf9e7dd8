"""Whether decided titles get their decision back, and how many other titles hear it.

    python -m benchmarks.matching.reapplied

Decided are titles of the dev half, the others are those of the test half; all are asked by their title alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.matching.learning import decisions
from benchmarks.matching.ours import Decision, OurMatcher, Placed
from benchmarks.matching.rankings import share
from benchmarks.matching.tables import show
from benchmarks.matching.title_sets import TitleSet, named_set

Figures = Mapping[str, Any]
NUMBERS = (40, 200)


def reapplied(name: str = "zh", numbers: Sequence[int] = NUMBERS) -> Figures:
    """A row for each number of decisions, the last for all there are."""
    others, known = named_set(name, "test"), list(dict(decisions(named_set(name, "dev").lines)).items())
    before = OurMatcher(others.taxonomy).by_title([one.title for one in others.lines])
    return {f"{number:,}": _after(others, before, known[:number]) for number in (*numbers, len(known))}


def _after(others: TitleSet, before: Sequence[Placed], known: Sequence[Decision]) -> Figures:
    matcher = OurMatcher(others.taxonomy, known)
    again = list(zip(known, matcher.by_title([title for title, _ in known]), strict=True))
    with_role = [(role, one) for (_, role), one in again if role]
    after = matcher.by_title([one.title for one in others.lines])
    return {
        "decided role first": share(_first(one) == role for role, one in with_role),
        "and accepted": share(one.band == "accepted" and one.role_id == role for role, one in with_role),
        "decided none, and none": share(one.band == "none" for (_, role), one in again if not role),
        "other titles, first changed": share(_first(a) != _first(b) for a, b in zip(before, after, strict=True)),
    }


def _first(placed: Placed) -> str:
    return placed.candidates[0].role_id if placed.candidates else ""


if __name__ == "__main__":
    show(reapplied())
