"""The role of a title, or an honest `none`: candidates with probabilities and reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from talentmap.matching.features import FEATURES, PairFeatures, Query
from talentmap.matching.model import probabilities, shipped_weights
from talentmap.matching.titles import TitleGrammar
from talentmap.model.taxonomy import Catalog

_PLACE = {name: place for place, name in enumerate(FEATURES)}
_REASONS = [
    *((_PLACE[name], name) for name in ("chain_same", "tier_same", "function_same")),
    *((_PLACE[name], f"but {name}") for name in FEATURES if name in ("far", "general", "administration")),
    *((_PLACE[name], f"but {name}") for name in FEATURES if name.endswith("_other")),
]
_SIGNS = [(_PLACE[name], name) for name in FEATURES if name in ("exact", "far", "general") or name.endswith("_other")]
_ENOUGH = {"title": 0.5, "skills": 0.25, "majors": 0.5}  # evidence of which one alone may carry a verdict
_NEGLIGIBLE = 0.001  # a candidate behind the first that is less likely helps nobody
_CHUNK = 2_000  # queries scored at once; each holds a row over all roles


@dataclass(frozen=True, slots=True)
class Candidate:
    """A role that a title may mean, how likely, and why.

    `signs` are what a verdict goes by beside the probability: `exact`, and what speaks against the role (`thin`, `far`,
    `general` and the features that end in `_other`).
    """

    role_id: str
    probability: float
    reasons: str
    signs: frozenset[str] = frozenset()


class RoleMatcher:
    """Places titles in the roles of a catalog."""

    def __init__(self, catalog: Catalog, weights: Mapping[str, float] | None = None) -> None:
        self.grammar = TitleGrammar(catalog.levels)
        self._features = PairFeatures(catalog, self.grammar)
        self._weights = weights or shipped_weights()

    def match(self, queries: Sequence[Query], top: int = 5) -> list[tuple[Candidate, ...]]:
        """The likeliest roles of each query, best first; equal queries are scored once."""
        distinct = sorted(dict.fromkeys(queries), key=lambda query: query.title)  # equal titles meet roles once
        found: dict[Query, tuple[Candidate, ...]] = {}
        for start in range(0, len(distinct), _CHUNK):
            chunk = distinct[start : start + _CHUNK]
            found.update(zip(chunk, self._match_chunk(chunk, top), strict=True))
        return [found[query] for query in queries]

    def _match_chunk(self, queries: Sequence[Query], top: int) -> list[tuple[Candidate, ...]]:
        pairs = self._features.pairs(queries)
        chances = probabilities(pairs, self._weights, len(queries))
        order = np.lexsort((pairs.roles, -chances, pairs.queries))
        starts = np.searchsorted(pairs.queries, np.arange(len(queries)))
        rank = np.arange(len(order)) - starts[pairs.queries[order]]
        best = order[(rank < top) & ((rank == 0) | (chances[order] >= _NEGLIGIBLE))]
        found: list[list[Candidate]] = [[] for _ in queries]
        rounded = np.round(chances[best], 4).tolist()
        evidence = zip(best.tolist(), rounded, pairs.values[best].tolist(), strict=True)
        for k, chance, values in evidence:
            role = self._features.roles[pairs.roles[k]]
            reasons = _reasons(pairs.wordings[k], values)
            found[pairs.queries[k]].append(Candidate(role.id, chance, reasons, _signs(values)))
        return [tuple(candidates) for candidates in found]


def _signs(values: Sequence[float]) -> frozenset[str]:
    signs = {name for place, name in _SIGNS if values[place]}
    if all(values[_PLACE[name]] < enough for name, enough in _ENOUGH.items()):
        signs.add("thin")
    return frozenset(signs)


def _reasons(wording: str, values: Sequence[float]) -> str:
    """Which evidence met, strongest kinds first, as `name=value` in one line."""
    parts = []
    if values[_PLACE["exact"]]:
        parts.append(f"alias={wording}")
    elif values[_PLACE["title"]]:
        parts.append(f"title~{wording}:{values[_PLACE['title']]:.2f}")
    parts += [f"{name}={values[_PLACE[name]]:.2f}" for name in ("skills", "majors") if values[_PLACE[name]]]
    if values[_PLACE["skills_none"]]:
        parts.append("skills=none of those stated")
    parts += [reason for place, reason in _REASONS if values[place]]
    return "; ".join(parts)
