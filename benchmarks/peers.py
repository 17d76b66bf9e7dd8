"""The matchers that a bureau could pick today beside ours: the same titles, the same role wordings, one run.

    python benchmarks/peers.py [--json]

Each peer takes the role of the wording that scores best; `in chain` looks only at the wordings of the enterprise's own
chain. Titles per second are CPU time over distinct titles, building the index included.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from editions import BUNDLED, TrueLine, shipped_catalog, survey_of, true_lines
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from talentmap.matching import RoleMatcher
from talentmap.matching.ngrams import NgramIndex
from talentmap.model.taxonomy import Catalog
from talentmap.text import compact

Scores = Callable[[Sequence[str], Sequence[str]], np.ndarray]


def by_scorer(scorer: Callable[..., float]) -> Scores:
    """A rapidfuzz scorer over every pair of title and wording."""
    return lambda titles, wordings: process.cdist(titles, wordings, scorer=scorer)


def by_tfidf(titles: Sequence[str], wordings: Sequence[str]) -> np.ndarray:
    """Cosine of character 1-3-grams weighted by idf."""
    return NgramIndex(wordings).nearest(titles, len(wordings)).toarray()


PEERS: Mapping[str, Scores] = {
    "rapidfuzz WRatio": by_scorer(fuzz.WRatio),
    "rapidfuzz ratio": by_scorer(fuzz.ratio),
    "Jaro-Winkler": by_scorer(JaroWinkler.normalized_similarity),
    "char TF-IDF (1,3)": by_tfidf,
}


def peer_figures(scores: Scores, lines: Sequence[TrueLine], catalog: Catalog) -> Mapping[str, float]:
    """Top-1 over all roles and within the chain, titles per CPU-second."""
    pairs = [(compact(wording), role) for role in catalog.roles.values() for wording in role.titles()]
    titles = list(dict.fromkeys(line.query.title for line in lines))
    place = {title: k for k, title in enumerate(titles)}
    start = time.process_time()
    matrix = scores([compact(title) for title in titles], [wording for wording, _ in pairs])
    best = matrix.argmax(axis=1)
    seconds = time.process_time() - start
    chains = np.array([role.chain_id for _, role in pairs])
    free = [pairs[best[place[line.query.title]]][1].id in line.roles for line in lines]
    own = []
    for line in lines:
        row = np.where(chains == line.query.chain_id, matrix[place[line.query.title]], -1.0)
        own.append(pairs[int(row.argmax())][1].id in line.roles)
    return {"top_1": _mean(free), "top_1_in_chain": _mean(own), "titles_per_cpu_second": round(len(titles) / seconds)}


def our_figures(lines: Sequence[TrueLine], catalog: Catalog) -> Mapping[str, Mapping[str, float]]:
    """Our matcher by title alone, with the chain, and with everything that the line says."""
    titles = [replace(line.query, chain_id="", skills=frozenset(), majors=frozenset()) for line in lines]
    chained = [replace(line.query, skills=frozenset(), majors=frozenset()) for line in lines]
    start = time.process_time()
    matcher = RoleMatcher(catalog)
    by_title = matcher.match(list(dict.fromkeys(titles)))
    seconds = time.process_time() - start
    speed = round(len(by_title) / seconds)
    right = [
        _mean(
            [
                bool(found) and found[0].role_id in line.roles
                for line, found in zip(lines, matcher.match(q), strict=True)
            ]
        )
        for q in (titles, chained, [line.query for line in lines])
    ]
    return {
        "talentmap, title": {"top_1": right[0], "top_1_in_chain": right[1], "titles_per_cpu_second": speed},
        "talentmap, whole line": {"top_1": right[2], "top_1_in_chain": right[2], "titles_per_cpu_second": speed},
    }


def _mean(values: Sequence[bool]) -> float:
    return round(sum(values) / len(values), 4)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Our matcher beside its peers, on the bundled edition.")
    parser.add_argument("--json", action="store_true", help="print JSON")
    wanted = parser.parse_args()
    catalog = shipped_catalog()
    lines = [line for line in true_lines(BUNDLED, survey_of(BUNDLED, catalog).demand, catalog) if line.roles]
    figures = {name: peer_figures(scores, lines, catalog) for name, scores in PEERS.items()}
    figures |= our_figures(lines, catalog)
    if wanted.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    print(
        f"{len(lines)} demand lines with a role, {sum(len(role.titles()) for role in catalog.roles.values())} wordings"
    )
    print(f"{'':<24}{'top-1':>10}{'in chain':>10}{'titles/cpu-s':>14}")
    for name, row in figures.items():
        print(f"{name:<24}{row['top_1']:>10.4f}{row['top_1_in_chain']:>10.4f}{row['titles_per_cpu_second']:>14,}")


if __name__ == "__main__":
    main()
