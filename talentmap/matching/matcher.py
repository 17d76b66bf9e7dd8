"""The role of a title, or an honest `none`: candidates with probabilities and reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from talentmap.matching.features import FEATURES, PairFeatures, Pairs, Query
from talentmap.matching.model import probabilities, shipped_weights
from talentmap.model.taxonomy import Catalog

_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A role that a title may mean, how likely, and why."""

    role_id: str
    probability: float
    reasons: str


class RoleMatcher:
    """Places titles in the roles of a catalog."""

    def __init__(self, catalog: Catalog, weights: Mapping[str, float] | None = None) -> None:
        self._features = PairFeatures(catalog)
        self._weights = weights or shipped_weights()

    def match(self, queries: Sequence[Query], top: int = 5) -> list[tuple[Candidate, ...]]:
        """The likeliest roles of each query, best first; equal queries are scored once."""
        distinct = list(dict.fromkeys(queries))
        found: dict[Query, tuple[Candidate, ...]] = {}
        for start in range(0, len(distinct), _CHUNK):
            chunk = distinct[start : start + _CHUNK]
            found.update(zip(chunk, self._match_chunk(chunk, top), strict=True))
        return [found[query] for query in queries]

    def _match_chunk(self, queries: Sequence[Query], top: int) -> list[tuple[Candidate, ...]]:
        pairs = self._features.pairs(queries)
        chances = probabilities(pairs, self._weights, len(queries))
        order = np.lexsort((pairs.roles, -chances, pairs.queries))
        best: list[list[Candidate]] = [[] for _ in queries]
        for k in order.tolist():
            candidates = best[pairs.queries[k]]
            if len(candidates) < top:
                role = self._features.roles[pairs.roles[k]]
                candidates.append(Candidate(role.id, round(float(chances[k]), 4), _reasons(pairs, k)))
        return [tuple(candidates) for candidates in best]


def _reasons(pairs: Pairs, k: int) -> str:
    """Which evidence met, strongest kinds first, as `name=value` in one line."""
    value = dict(zip(FEATURES, pairs.values[k].tolist(), strict=True))
    parts = []
    if value["exact"]:
        parts.append(f"alias={pairs.wordings[k]}")
    elif value["title"] > 0:
        parts.append(f"title~{pairs.wordings[k]}:{value['title']:.2f}")
    if value["skills"] > 0:
        parts.append(f"skills={value['skills']:.2f}")
    elif value["skills_none"]:
        parts.append("skills=none of those stated")
    parts += [name for name in ("chain_same", "tier_same", "function_same") if value[name]]
    parts += [
        f"but {name}" for name in ("chain_other", "tier_other", "function_other", "administration") if value[name]
    ]
    return "; ".join(parts)
