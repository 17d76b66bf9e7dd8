"""Peers in an environment of their own: one JSON request a line in, one answer a line out.

    {"peer": "PolyFuzz", "language": "zh", "titles": [...], "wordings": [...], "top": 50}
    {"places": [[...], ...], "scores": [[...], ...], "cpu_seconds": 0.4, "peak_mb": 210.0}

string_grouper and PolyFuzz delete Chinese by default. Their flags here keep it, and use the n-grams that serve each
language best.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from polyfuzz.models import TFIDF
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn
from string_grouper import match_strings

from benchmarks.matching.memory import peak_mb

warnings.filterwarnings("ignore")
Nearest = tuple[list[list[int]], list[list[float]]]
GROUPER_GRAMS = {"zh": 2, "en": 3}
POLYFUZZ_GRAMS = {"zh": (1, 3), "en": (2, 4)}


def string_grouper(titles: list[str], wordings: list[str], language: str, top: int) -> Nearest:
    """The nearest wordings by string_grouper's cosine of n-grams of one length."""
    met = match_strings(
        pd.Series(titles),
        pd.Series(wordings),
        ngram_size=GROUPER_GRAMS[language],
        normalize_to_ascii=False,
        min_similarity=0.01,
        max_n_matches=top,
        number_of_processes=1,
    )
    met = met.sort_values(["left_index", "similarity", "right_index"], ascending=[True, False, True])
    places: list[list[int]] = [[] for _ in titles]
    scores: list[list[float]] = [[] for _ in titles]
    for title, place, score in zip(met["left_index"], met["right_index"], met["similarity"], strict=True):
        places[title].append(int(place))
        scores[title].append(float(score))
    return places, scores


def polyfuzz(titles: list[str], wordings: list[str], language: str, top: int) -> Nearest:
    """The nearest wordings by PolyFuzz's cosine of n-grams of several lengths."""
    model = TFIDF(POLYFUZZ_GRAMS[language], clean_string=False, min_similarity=0, top_n=top, cosine_method="sparse")
    met = model.match(titles, wordings)
    place_of = {wording: place for place, wording in reversed(list(enumerate(wordings)))}
    names = ["To", *(f"To_{k}" for k in range(2, top + 1))]
    found = met[[name for name in names if name in met]].to_numpy()
    scored = met[[name.replace("To", "Similarity") for name in names if name in met]].to_numpy()
    kept = [[k for k, wording in enumerate(row) if isinstance(wording, str)] for row in found]
    return (
        [[place_of[row[k]] for k in ks] for row, ks in zip(found, kept, strict=True)],
        [[float(row[k]) for k in ks] for row, ks in zip(scored, kept, strict=True)],
    )


def scikit_learn(titles: list[str], wordings: list[str], language: str, top: int) -> Nearest:
    """The nearest wordings by scikit-learn's TF-IDF of characters, the way most tutorials write it."""
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), dtype=np.float32)
    index = vectorizer.fit_transform(wordings).T.tocsr()
    met = sp_matmul_topn(vectorizer.transform(titles), index, top_n=top, sort=True)
    rows = list(zip(met.indptr[:-1], met.indptr[1:], strict=True))
    return [met.indices[a:b].tolist() for a, b in rows], [met.data[a:b].tolist() for a, b in rows]


PEERS = {"scikit-learn TF-IDF": scikit_learn, "string_grouper": string_grouper, "PolyFuzz": polyfuzz}


def answer(peer: str, language: str, titles: list[str], wordings: Sequence[str], top: int) -> dict[str, Any]:
    """The nearest wordings of each title with what they cost, index included."""
    started = time.process_time()
    places, scores = PEERS[peer](titles, list(wordings), language, min(top, len(set(wordings))))
    seconds = time.process_time() - started
    return {"places": places, "scores": scores, "cpu_seconds": seconds, "peak_mb": peak_mb()}


if __name__ == "__main__":
    for request in sys.stdin:
        print(json.dumps(answer(**json.loads(request))), flush=True)
