"""Our matcher, called as anybody would call it: the one place of this benchmark that knows its interface."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from benchmarks.matching.rankings import Ranking
from benchmarks.matching.title_sets import Line, Taxonomy
from talentmap.matching import Candidate, Match, TitleMatcher

NAME = "talentmap"
Decision = tuple[str, str | None]


class Placed(NamedTuple):
    """What our matcher says of a title: its role, how it settled that, and the roles that came near."""

    role_id: str | None
    band: str
    ranking: Ranking
    candidates: tuple[Candidate, ...]


class OurMatcher:
    """Our matcher over a taxonomy, with what people have decided before."""

    def __init__(self, taxonomy: Taxonomy, decisions: Iterable[Decision] = (), *, semantic: bool = False) -> None:
        self._matcher = TitleMatcher(taxonomy, decisions, semantic=semantic)

    def by_title(self, titles: Sequence[str]) -> list[Placed]:
        """Each title placed, nothing else being known."""
        return list(map(_placed, self._matcher.match(titles)))

    def by_line(self, lines: Sequence[Line]) -> list[Placed]:
        """Each line placed, with the chain and the skills that it states."""
        titles, skills, chains = (
            [one.title for one in lines],
            [one.skills for one in lines],
            [one.chain_id for one in lines],
        )
        return list(map(_placed, self._matcher.match(titles, skills, chains)))

    def place(self, titles: Sequence[str]) -> None:
        """What speed is measured on: all titles in one call."""
        self._matcher.match(titles)


def _placed(match: Match) -> Placed:
    ranking = tuple((one.role_id, one.probability) for one in match.candidates)
    return Placed(match.role_id, match.band, ranking, match.candidates)
