"""The role of a title, or an honest `none`: the likeliest roles of each title, best first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from talentmap.matching.scoring.candidates import Candidate, Evidence, signs_of
from talentmap.matching.scoring.features import PairFeatures, Pairs, Query
from talentmap.matching.scoring.memory import DecidedTitle
from talentmap.matching.scoring.model import probabilities, shipped_weights
from talentmap.matching.scoring.nearness import Positions, leading
from talentmap.matching.scoring.roles import Classification, asked_in_chains, of_catalog
from talentmap.matching.scoring.semantic import Encoder
from talentmap.matching.skills.reader import SkillReader
from talentmap.matching.titles.grammar import TitleGrammar
from talentmap.model.taxonomy import Catalog

_CHUNK = 1_024  # queries scored at once
_SURE = 0.7  # probability from which one of several posts in a title is taken to be another role


class RoleMatcher:
    """Places titles in the roles of a catalog or of any classification."""

    def __init__(
        self,
        classification: Catalog | Classification,
        weights: Mapping[str, float] | None = None,
        decided: Sequence[DecidedTitle] = (),
        encoder: Encoder | None = None,
    ) -> None:
        """With an `encoder` titles are compared by meaning too."""
        known = classification if isinstance(classification, Classification) else of_catalog(classification)
        self.grammar = TitleGrammar(known.lexicon.levels)
        self.skills = SkillReader(known.skills, asked_in_chains(known.roles))
        self.features = PairFeatures(known.roles, self.grammar, known.lexicon.readings, decided, encoder)
        self._weights = weights or shipped_weights(semantic=encoder is not None)

    def match(self, queries: Sequence[Query], top: int = 5) -> list[tuple[Candidate, ...]]:
        """The likeliest roles of each query, best first; where a title names two posts of two roles, with that sign."""
        found = self._match(queries, top)
        placed = [place for place, query in enumerate(queries) if found[place] and self._may_be_several(query.title)]
        posts = [(place, post) for place in placed for post in self.grammar.posts(queries[place].title)]
        alone = self._match([queries[place]._replace(title=post) for place, post in posts], top=1)
        for (place, _), others in zip(posts, alone, strict=True):
            best, *less = found[place]
            if others and others[0].probability >= _SURE and others[0].role_id != best.role_id:
                found[place] = (best._replace(signs=best.signs | {"several"}), *less)
        return found

    def _may_be_several(self, title: str) -> bool:
        """Whether `title` names several posts and is no role's own name: Aluminium melting and casting engineer."""
        return bool(self.grammar.posts(title)) and self.grammar.parse(title).whole not in self.features.wordings

    def _match(self, queries: Sequence[Query], top: int) -> list[tuple[Candidate, ...]]:
        """The likeliest roles of each query, best first; equal queries are scored once."""
        places: dict[Query, int] = {}
        asked = [places.setdefault(query, len(places)) for query in queries]
        distinct = list(places)
        found: list[tuple[Candidate, ...]] = [()] * len(distinct)
        order = sorted(range(len(distinct)), key=lambda place: distinct[place].title)  # equal titles meet roles once
        for start in range(0, len(order), _CHUNK):
            chunk = order[start : start + _CHUNK]
            for place, candidates in zip(chunk, self._ranked([distinct[k] for k in chunk], top), strict=True):
                found[place] = candidates
        return [found[place] for place in asked]

    def match_decided(self, queries: Sequence[Query], top: int = 5) -> list[tuple[Candidate, ...]]:
        """The same of the decided titles themselves, in their order, each without hearing its own decision."""
        every = np.arange(len(queries))
        starts = range(0, len(queries), _CHUNK)
        parts = [self._ranked(queries[k : k + _CHUNK], top, every[k : k + _CHUNK]) for k in starts]
        return [candidates for part in parts for candidates in part]

    def _ranked(
        self, queries: Sequence[Query], top: int, leave_out: Positions | None = None
    ) -> Iterator[tuple[Candidate, ...]]:
        pairs = self.features.pairs(queries, top, leave_out)
        chances = probabilities(pairs, self._weights, len(queries))
        best = leading(pairs.queries, chances, top)
        found = list(map(Candidate._make, self._listed(pairs, chances, best)))
        ends = np.searchsorted(pairs.queries[best], np.arange(len(queries)), side="right").tolist()
        return (tuple(found[start:end]) for start, end in zip([0, *ends], ends, strict=False))

    def _listed(self, pairs: Pairs, chances: NDArray[np.float64], best: Positions) -> Iterator[tuple[object, ...]]:
        """The fields of each candidate."""
        roles, wordings, decided = self.features.roles, self.features.wordings.texts, self.features.memory.decided
        decisions = pairs.decisions[best].tolist()
        evidence = Evidence(
            pairs.values[best],
            [wordings[k] for k in pairs.wordings[best].tolist()],
            [decided[k].title if k >= 0 else "" for k in decisions],
        )
        placed = [roles[k] for k in pairs.roles[best].tolist()]
        return zip(
            [role.role_id for role in placed],
            np.round(chances[best], 4).tolist(),
            signs_of(evidence.values),
            repeat(evidence),
            range(len(best)),
            [role.group for role in placed],
            strict=False,
        )
