"""The matchers that a bureau could pick today, all by one call: the nearest wordings of each title, best first.

Titles and wordings are NFKC and case-folded for everybody. A role's score is that of its best wording; a peer's score
is taken as its confidence, where it lies between 0 and 1.
"""

from __future__ import annotations

import json
import subprocess
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from benchmarks.matching.rankings import Ranking
from benchmarks.matching.sparse_grams import Nearest, by_bm25, by_tfidf

ROOT = Path(__file__).parent.parent.parent
GUESTS_PYTHON = ROOT / ".venv-peers" / "bin" / "python"
_WORDINGS = 50  # nearest wordings from which the five roles are taken
_CHUNK = 256


@dataclass(frozen=True, slots=True)
class Peer:
    """A matcher; `titles_at_most` are what a slow one is given where a great many titles are to be placed."""

    name: str
    nearest: Callable[[Sequence[str], Sequence[str], int], Nearest]
    is_confidence: bool = True
    titles_at_most: int | None = None

    def rank(self, titles: Sequence[str], wordings: Sequence[tuple[str, str]]) -> dict[str, Ranking]:
        """The five best roles of each distinct title; `wordings` pairs a wording with its role's id."""
        distinct = list(dict.fromkeys(titles))
        texts = [folded(wording) for wording, _ in wordings]
        places, scores = self.nearest([folded(title) for title in distinct], texts, min(_WORDINGS, len(texts)))
        return {
            title: _roles(row, row_scores, wordings)
            for title, row, row_scores in zip(distinct, places.tolist(), scores.tolist(), strict=True)
        }


def folded(text: str) -> str:
    """`text` as every peer is given it."""
    return unicodedata.normalize("NFKC", text).casefold()


def _roles(places: Sequence[int], scores: Sequence[float], wordings: Sequence[tuple[str, str]]) -> Ranking:
    best: dict[str, float] = {}
    for place, score in zip(places, scores, strict=True):
        if place >= 0:
            best.setdefault(wordings[place][1], score)
    return tuple(best.items())[:5]


def _fuzzy(scorer: Callable[..., float], unit: float) -> Callable[[Sequence[str], Sequence[str], int], Nearest]:
    def nearest(titles: Sequence[str], wordings: Sequence[str], top: int) -> Nearest:
        found = [
            _largest(process.cdist(titles[start : start + _CHUNK], wordings, scorer=scorer), top)
            for start in range(0, len(titles), _CHUNK)
        ]
        places = np.concatenate([places for places, _ in found])
        return places, np.concatenate([scores for _, scores in found]) / unit

    return nearest


def _largest(scores: np.ndarray, top: int) -> Nearest:
    some = np.sort(np.argpartition(-scores, top - 1, axis=1)[:, :top], axis=1)
    order = np.argsort(-np.take_along_axis(scores, some, axis=1), axis=1, kind="stable")
    places = np.take_along_axis(some, order, axis=1)
    return places, np.take_along_axis(scores, places, axis=1).astype(np.float64)


@cache
def _guests() -> subprocess.Popen[str]:
    script = [str(GUESTS_PYTHON), "-W", "ignore", "-m", "benchmarks.matching.guests"]
    return subprocess.Popen(
        script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT
    )


def ask_guest(peer: str, language: str, titles: Sequence[str], wordings: Sequence[str], top: int) -> dict[str, Any]:
    """What a peer in the other environment answers, see `guests.py`."""
    guests = _guests()
    if guests.stdin is None or guests.stdout is None:
        raise RuntimeError("the guests' pipes are closed")
    request = {"peer": peer, "language": language, "titles": titles, "wordings": wordings, "top": top}
    guests.stdin.write(json.dumps(request) + "\n")
    guests.stdin.flush()
    told = guests.stdout.readline()
    if not told:
        raise RuntimeError(f"{peer} ended without an answer; see its message above")
    answer: dict[str, Any] = json.loads(told)
    return answer


def _guest(peer: str, language: str) -> Callable[[Sequence[str], Sequence[str], int], Nearest]:
    def nearest(titles: Sequence[str], wordings: Sequence[str], top: int) -> Nearest:
        answer = ask_guest(peer, language, titles, wordings, top)
        places, scores = np.full((len(titles), top), -1), np.zeros((len(titles), top))
        for k, (row, row_scores) in enumerate(zip(answer["places"], answer["scores"], strict=True)):
            places[k, : len(row)] = row
            scores[k, : len(row)] = row_scores
        return places, scores

    return nearest


GUESTS = ("string_grouper", "PolyFuzz")
TIMED_GUESTS = (*GUESTS, "scikit-learn TF-IDF")
"""scikit-learn's scores are those of `char TF-IDF (1,3)`, whose code here is faster: only the time differs."""


def peers(language: str) -> list[Peer]:
    """Every peer that is installed, the fast ones first."""
    home = [
        Peer("char TF-IDF (1,3)", by_tfidf),
        Peer("BM25 characters 1+2", by_bm25, is_confidence=False),
        Peer("rapidfuzz ratio", _fuzzy(fuzz.ratio, 100)),
        Peer("Jaro-Winkler", _fuzzy(JaroWinkler.normalized_similarity, 1)),
        Peer("rapidfuzz WRatio", _fuzzy(fuzz.WRatio, 100), titles_at_most=400),
    ]
    guests = [Peer(name, _guest(name, language)) for name in GUESTS]
    return home + (guests if GUESTS_PYTHON.exists() else [])
