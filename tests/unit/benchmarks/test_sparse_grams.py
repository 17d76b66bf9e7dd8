from __future__ import annotations

import math
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.matching.sparse_grams import by_bm25, by_tfidf

TEXTS = st.lists(st.text(alphabet="焊工程师电气ab 𠮷", min_size=1, max_size=8), min_size=1, max_size=6, unique=True)


def grams(text: str, longest: int) -> Counter[str]:
    return Counter(text[k : k + n] for n in range(1, longest + 1) for k in range(len(text) - n + 1))


def cosine(title: str, wording: str, wordings: list[str]) -> float:
    held = Counter(gram for one in wordings for gram in grams(one, 3))
    held_in = {gram: sum(gram in grams(one, 3) for one in wordings) for gram in held}
    idf = {gram: math.log((1 + len(wordings)) / (1 + count)) + 1 for gram, count in held_in.items()}
    a, b = ({g: n * idf[g] for g, n in grams(text, 3).items() if g in idf} for text in (title, wording))
    length = math.hypot(*a.values()) * math.hypot(*b.values())
    return sum(a[gram] * b.get(gram, 0) for gram in a) / length if length else 0.0


def bm25(title: str, wording: str, wordings: list[str]) -> float:
    mean = sum(sum(grams(one, 2).values()) for one in wordings) / len(wordings)
    mine, score = grams(wording, 2), 0.0
    for gram, times in grams(title, 2).items():
        held_in = sum(gram in grams(one, 2) for one in wordings)
        idf = math.log(1 + (len(wordings) - held_in + 0.5) / (held_in + 0.5))
        norm = 1.5 * (0.25 + 0.75 * sum(mine.values()) / mean)
        score += times * idf * mine[gram] / (mine[gram] + norm)
    return score


@given(TEXTS, TEXTS)
def test_tfidf_is_the_cosine_worked_out_by_hand(titles: list[str], wordings: list[str]) -> None:
    places, scores = by_tfidf(titles, wordings, len(wordings))
    for title, row, row_scores in zip(titles, places.tolist(), scores.tolist(), strict=True):
        for place, score in zip(row, row_scores, strict=True):
            assert place < 0 or math.isclose(score, cosine(title, wordings[place], wordings), abs_tol=1e-4)
        assert {k for k, wording in enumerate(wordings) if cosine(title, wording, wordings) > 0} == set(row) - {-1}


@given(TEXTS, TEXTS)
def test_bm25_is_the_formula_worked_out_by_hand(titles: list[str], wordings: list[str]) -> None:
    places, scores = by_bm25(titles, wordings, len(wordings))
    for title, row, row_scores in zip(titles, places.tolist(), scores.tolist(), strict=True):
        for place, score in zip(row, row_scores, strict=True):
            assert place < 0 or math.isclose(score, bm25(title, wordings[place], wordings), abs_tol=1e-4)
