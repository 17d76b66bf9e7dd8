"""Whether a harmless rewriting changes the answer: the share of titles that keep their role, by kind.

A peer's answer is its first role. Ours is what the call returns, a role or None, and beside it the first candidate,
which may change behind a None.

    python -m benchmarks.matching.metamorphic
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from benchmarks.matching.ours import NAME, OurMatcher
from benchmarks.matching.peers import Peer, peers
from benchmarks.matching.rankings import Ranking, share
from benchmarks.matching.rewriting import BY_LANGUAGE, rewritten
from benchmarks.matching.tables import show
from benchmarks.matching.title_sets import TitleSet, every, title_sets

Figures = Mapping[str, Any]
Answers = Callable[[Sequence[str]], Sequence[str | None]]


def metamorphic(sets: Sequence[TitleSet]) -> Figures:
    """Of each set, matcher and kind of rewriting the share of titles with the same first role."""
    return {one.name: set_figures(one) for one in sets}


def set_figures(titles: TitleSet) -> Figures:
    """A row for each matcher, a column for each kind."""
    texts = list(dict.fromkeys(one.title for one in titles.lines))
    pairs = {kind: _changed(texts, kind, titles.language) for kind in BY_LANGUAGE[titles.language]}
    ours = OurMatcher(titles.taxonomy)
    rows = {
        NAME: _row(lambda some: [one.role_id for one in ours.by_title(some)], pairs),
        f"{NAME}, first": _row(lambda some: [_first(one.ranking) for one in ours.by_title(some)], pairs),
    }
    for peer in peers(titles.language):
        few = set(every(texts, peer.titles_at_most))
        mine = {kind: {text: other for text, other in some.items() if text in few} for kind, some in pairs.items()}
        rows[peer.name] = _row(partial(_answers, peer, titles.wordings), mine)
    return {"titles": {kind: len(some) for kind, some in pairs.items()}, **rows}


def _changed(texts: Iterable[str], kind: str, language: str) -> dict[str, str]:
    """Titles and how they look rewritten, where that changes them at all."""
    pairs = ((text, rewritten(text, kind, language)) for text in texts)
    return {text: other for text, other in pairs if other != text}


def _answers(peer: Peer, wordings: Sequence[tuple[str, str]], texts: Sequence[str]) -> list[str]:
    found = peer.rank(texts, wordings)
    return [_first(found[text]) for text in texts]


def _row(answers: Answers, pairs: Mapping[str, Mapping[str, str]]) -> Figures:
    """One call for all texts: string_grouper and PolyFuzz weigh n-grams by the titles too, and no real list is all
    prefixes."""
    texts = list(dict.fromkeys(text for some in pairs.values() for pair in some.items() for text in pair))
    answer = dict(zip(texts, answers(texts), strict=True))
    return {kind: share(answer[text] == answer[other] for text, other in some.items()) for kind, some in pairs.items()}


def _first(ranking: Ranking) -> str:
    return ranking[0][0] if ranking else ""


def lost(titles: TitleSet, kind: str) -> list[tuple[str, str]]:
    """The titles whose role changes under a rewriting, as they were and as they became: what to look at."""
    ours = OurMatcher(titles.taxonomy)
    changed = _changed([one.title for one in titles.lines], kind, titles.language)
    before, after = ours.by_title(list(changed)), ours.by_title(list(changed.values()))
    return [pair for pair, a, b in zip(changed.items(), before, after, strict=True) if a.role_id != b.role_id]


def report(figures: Figures) -> None:
    """Print a table for each set."""
    for name, rows in figures.items():
        print(f"\nsame answer after a harmless rewriting ({name})")
        show(rows)


if __name__ == "__main__":
    report(metamorphic(title_sets()))
