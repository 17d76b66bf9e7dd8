"""Which words texts hold, so that many pairs of texts are compared at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from talentmap.matching.scoring.nearness import Positions, Scores

_BITS = 32  # of a word's number


class WordSets:
    """The words of some texts, by their numbers in a vocabulary; all that are not in it count as one other word."""

    def __init__(self, texts: Sequence[Collection[str]], vocabulary: Mapping[str, int]) -> None:
        self.sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        self._starts = np.cumsum(self.sizes) - self.sizes
        number, other = vocabulary.get, len(vocabulary)
        self._words = np.array([number(word, other) for words in texts for word in words], dtype=np.int64)
        self._held = np.sort(np.repeat(np.arange(len(texts)) << _BITS, self.sizes) | self._words)

    def lacking(self, rows: Positions, other: WordSets, others: Positions) -> Scores:
        """For each pair of one of these texts and one of the others, the share of its words that the other lacks."""
        sizes = self.sizes[rows]
        places = np.arange(sizes.sum()) + np.repeat(self._starts[rows] - np.cumsum(sizes) + sizes, sizes)
        wanted = np.repeat(others << _BITS, sizes) | self._words[places]
        held = np.append(other._held, -1)  # which no word is, in the place of one behind all
        lacks = np.repeat(np.arange(len(rows)), sizes)[held[np.searchsorted(other._held, wanted)] != wanted]
        shares: Scores = (np.bincount(lacks, minlength=len(rows)) / np.maximum(sizes, 1)).astype(np.float32)
        return shares


def vocabulary_of(texts: Sequence[Collection[str]]) -> dict[str, int]:
    """A number for each word of the texts."""
    return {word: number for number, word in enumerate({word for words in texts for word in words})}
