"""Who finds the right role, how surely, and who lets in what has none: our matcher beside every peer.

    python -m benchmarks.matching.accuracy

Peers see titles only, as they are made to; `in chain` gives two of them the wordings of the enterprise's chain alone.
Ours is shown once with titles only and once with the whole line: its chain and skills.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.editions import wilson_low
from benchmarks.matching.edition_lines import edition_set
from benchmarks.matching.ours import NAME, OurMatcher, Placed
from benchmarks.matching.peers import Peer, peers
from benchmarks.matching.rankings import (
    Answer,
    Ranking,
    calibration_bins,
    calibration_error,
    coverage,
    false_accepts,
    share,
)
from benchmarks.matching.tables import show
from benchmarks.matching.title_sets import Line, TitleSet, role_wordings, title_sets

Figures = Mapping[str, Any]
BANDS = ("accepted", "review", "none")
IN_CHAIN = ("char TF-IDF (1,3)", "BM25 characters 1+2")


def accuracy(sets: Sequence[TitleSet]) -> Figures:
    """Figures of every matcher on every set, and of each kind of title."""
    return {one.name: set_figures(one) for one in sets}


def set_figures(titles: TitleSet) -> Figures:
    """The figures of one set: of each matcher, and per kind of title."""
    ours = OurMatcher(titles.taxonomy)
    placed = {f"{NAME}, title": ours.by_title([one.title for one in titles.lines])}
    if any(one.chain_id or one.skills for one in titles.lines):
        placed[f"{NAME}, line"] = ours.by_line(titles.lines)
    answered = {name: _answered(titles.lines, [one.ranking for one in some]) for name, some in placed.items()}
    answered |= peers_answers(titles)
    return {
        "lines": len(titles.lines),
        "inside": sum(bool(one.accept) for one in titles.lines),
        "matchers": {name: matcher_figures(answers) for name, answers in answered.items()},
        "bands": {f"{name}, {band}": row for name, some in placed.items() for band, row in bands(titles, some).items()},
        "kinds": {
            kind: kind_figures(kind, answered, titles.lines) for kind in sorted({one.kind for one in titles.lines})
        },
        "calibration": calibration_bins([answer for _, answer in answered[f"{NAME}, title"]]),
    }


Answered = Sequence[tuple[Line, Answer]]


def peers_answers(titles: TitleSet) -> dict[str, Answered]:
    """What every peer answers."""
    answered: dict[str, Answered] = {}
    for peer in peers(titles.language):
        answered[peer.name] = _peer_answers(peer, titles.lines, lambda _: titles.wordings)
        if peer.name in IN_CHAIN and any(one.chain_id for one in titles.lines):
            answered[f"{peer.name}, in chain"] = _peer_answers(
                peer, titles.lines, lambda chain_id: role_wordings(titles.taxonomy, chain_id)
            )
    return answered


def _peer_answers(peer: Peer, lines: Sequence[Line], wordings_of: Callable[[str], list[tuple[str, str]]]) -> Answered:
    answered: list[tuple[Line, Answer]] = []
    for chain_id in sorted({one.chain_id for one in lines}):
        mine = [one for one in lines if one.chain_id == chain_id]
        found = peer.rank([one.title for one in mine], wordings_of(chain_id))
        answered += _answered(mine, [found[one.title] for one in mine])
    return answered


def _answered(lines: Sequence[Line], rankings: Sequence[Ranking]) -> Answered:
    return [(line, Answer(line.accept, ranking)) for line, ranking in zip(lines, rankings, strict=True)]


def bands(titles: TitleSet, placed: Sequence[Placed]) -> Figures:
    """How our matcher settles titles by itself, and how often that is right.

    Accepted: the role is right. Review: a right role is among the five. None: no role is right.
    """
    answers = [(one.band, Answer(line.accept, one.ranking)) for line, one in zip(titles.lines, placed, strict=True)]
    return {band: _band(band, [one for other, one in answers if other == band], len(answers)) for band in BANDS}


def _band(band: str, answers: Sequence[Answer], count: int) -> Figures:
    right = [
        one.is_right if band == "accepted" else one.is_among_five if band == "review" else not one.accept
        for one in answers
    ]
    return {
        "titles": len(answers),
        "share": round(len(answers) / max(count, 1), 4),
        "right": share(right),
        "right at least": round(wilson_low(sum(right), len(right)), 4),
        "without a role": sum(not one.accept for one in answers),
    }


def matcher_figures(answered: Answered) -> Figures:
    """The figures of one matcher; `open` counts the titles too that no role is right for."""
    answers = [answer for _, answer in answered]
    inside = [one for one in answers if one.accept]
    outside = [one for one in answers if not one.accept]
    says_chances = all(0 <= one.confidence <= 1.0001 for one in answers)
    return {
        "titles": len(answers),
        "top_1": share(one.is_right for one in inside),
        "top_5": share(one.is_among_five for one in inside),
        "coverage_95": coverage(inside),
        "coverage_95_open": coverage(answers),
        "ece": calibration_error(inside) if says_chances else None,
        "ece_open": calibration_error(answers) if says_chances else None,
        "false_accepts": false_accepts(inside, outside),
    }


def kind_figures(kind: str, answered: Mapping[str, Answered], lines: Sequence[Line]) -> Figures:
    """Top 1 of the titles of one kind that have a role."""
    mine = [one for one in lines if one.kind == kind]
    right = {
        name: share(answer.is_right for line, answer in pairs if line.kind == kind and line.accept)
        for name, pairs in answered.items()
    }
    return {"lines": len(mine), "inside": sum(bool(one.accept) for one in mine), **right}


def report(figures: Figures) -> None:
    """Print both tables of every set."""
    for name, values in figures.items():
        print(f"\naccuracy on {name}: {values['lines']} titles, {values['inside']} of them with a role")
        show(values["matchers"])
        print(f"\nhow ours settles them ({name})")
        show(values["bands"])
        print(f"\nright first, by kind of title ({name})")
        shown = {kind: _few(row) for kind, row in values["kinds"].items() if row["inside"]}
        show(shown)


def _few(row: Figures) -> Figures:
    kept = ("lines", "inside", f"{NAME}, title", f"{NAME}, line", "char TF-IDF (1,3)", "BM25 characters 1+2")
    return {name: row[name] for name in (*kept, "rapidfuzz WRatio", "PolyFuzz") if name in row}


if __name__ == "__main__":
    report(accuracy([*title_sets(), edition_set()]))
