"""Everyday words for posts read as classifications name them: 程序员 is a 计算机程序设计员."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from talentmap.matching.scoring.nearness import Positions, Scores, strongest
from talentmap.matching.scoring.wordings import RoleWordings
from talentmap.matching.titles.grammar import Title
from talentmap.matching.titles.word_list import Words
from talentmap.model.taxonomy import Reading
from talentmap.text import lookup_fold

_MOST = 4  # formal wordings looked up for one title
_ROLES = 4  # roles that one formal wording may mean
_INSIDE = 0.8  # what a word inside the title is worth beside one that closes it


class Readings:
    """The roles that everyday words stand for, by the formal wordings that they mean.

    A reading is one more view of a title; it never replaces what the title says. The words that close the title speak
    first: of two, the longer; only where none closes it, those inside. Formal wordings meet roles once, when this is
    built.
    """

    def __init__(self, readings: Iterable[Reading], wordings: RoleWordings, roles: int) -> None:
        meanings: dict[str, int] = {}
        said: dict[str, tuple[int, ...]] = {}
        for reading in readings:
            meant = tuple(meanings.setdefault(lookup_fold(word), len(meanings)) for word in reading.means[:_MOST])
            said |= {lookup_fold(word): meant for word in reading.said}
        self._words = Words(said.items())
        self._roles = max(roles, 1)
        keys, self._scores = wordings.nearest_roles([(meaning,) for meaning in meanings], _ROLES)
        self._starts = np.searchsorted(keys, np.arange(len(meanings) + 1) * self._roles)
        self._owners = keys % self._roles

    def read(self, titles: Sequence[Title]) -> tuple[Positions, Scores]:
        """The keys title * roles + role of the roles that titles read as, sorted, and how near their wordings come."""
        found = [(row, meaning, worth) for row, title in enumerate(titles) for meaning, worth in self._of(title)]
        if not found:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        rows, meanings, worth = (np.array(column) for column in zip(*found, strict=True))
        sizes = (self._starts[1:] - self._starts[:-1])[meanings]
        places = np.arange(sizes.sum()) + np.repeat(self._starts[meanings] - np.cumsum(sizes) + sizes, sizes)
        scores = self._scores[places] * np.repeat(worth, sizes).astype(np.float32)
        best = strongest(np.repeat(rows, sizes) * self._roles + self._owners[places], scores)
        return best.keys, best.scores

    def _of(self, title: Title) -> Iterator[tuple[int, float]]:
        for text in title.parts or (title.clean,):
            closing = self._words.closing_alone(text)
            if not closing and text == title.clean != title.core:
                closing = self._words.closing_alone(title.core)
            if closing:
                yield from ((meaning, 1.0) for meaning in closing)
            else:
                yield from ((meaning, _INSIDE) for meaning in self._words.longest_in(text) or ())
