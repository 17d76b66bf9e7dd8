"""TF-IDF and BM25 over characters, written for this benchmark: no peer runs on our own code."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

Nearest = tuple[NDArray[np.int64], NDArray[np.float64]]
_BITS = 21  # a code point fits; three of them fit into 63 bits
_K1, _B = 1.5, 0.75
_CHUNK = 20_000


def grams(texts: Sequence[str], longest: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every run of 1 to `longest` characters as one number, and the text that holds it."""
    joined = "\0".join(text.replace("\0", " ") for text in texts) + "\0" * longest
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.int64)
    rows = np.cumsum(codes == 0)
    keys, owners = [], []
    key, whole = np.zeros_like(codes), np.ones(len(codes), dtype=bool)
    for n in range(longest):
        later = np.concatenate([codes[n:], np.zeros(n, dtype=np.int64)])
        key = key | later << (_BITS * n)
        whole &= later > 0
        keys.append(key[whole])
        owners.append(rows[whole])
    return np.concatenate(keys), np.concatenate(owners)


class GramCounts:
    """Counts of the n-grams of wordings, and of the same n-grams in titles."""

    def __init__(self, wordings: Sequence[str], longest: int) -> None:
        self._longest = longest
        keys, rows = grams(wordings, longest)
        self.vocabulary, columns = np.unique(keys, return_inverse=True)
        self.wordings = self._matrix(rows, columns, len(wordings))

    def of(self, titles: Sequence[str]) -> csr_matrix:
        """A row a title; n-grams that no wording has are left out."""
        keys, rows = grams(titles, self._longest)
        columns = np.minimum(np.searchsorted(self.vocabulary, keys), len(self.vocabulary) - 1)
        known = self.vocabulary[columns] == keys
        return self._matrix(rows[known], columns[known], len(titles))

    def _matrix(self, rows: NDArray[np.int64], columns: NDArray[np.int64], count: int) -> csr_matrix:
        ones = np.ones(len(rows), dtype=np.float32)
        return csr_matrix((ones, (rows, columns)), shape=(count, len(self.vocabulary)))

    @property
    def wordings_with(self) -> NDArray[np.int64]:
        """How many wordings hold each n-gram."""
        return np.bincount(self.wordings.indices, minlength=len(self.vocabulary))


def by_tfidf(titles: Sequence[str], wordings: Sequence[str], top: int, longest: int = 3) -> Nearest:
    """Cosine of characters' n-grams weighted by idf, smoothed as scikit-learn does by default."""
    counts = GramCounts(wordings, longest)
    idf = np.log((1 + len(wordings)) / (1 + counts.wordings_with)) + 1
    index = _unit(counts.wordings, idf).T.tocsr()
    return _nearest(titles, lambda chunk: _unit(counts.of(chunk), idf), index, top)


def by_bm25(titles: Sequence[str], wordings: Sequence[str], top: int) -> Nearest:
    """BM25 of single characters and pairs, as Lucene computes it."""
    counts = GramCounts(wordings, 2)
    weighted, rows = counts.wordings, np.repeat(np.arange(len(wordings)), np.diff(counts.wordings.indptr))
    length = np.asarray(weighted.sum(axis=1)).ravel()
    idf = np.log(1 + (len(wordings) - counts.wordings_with + 0.5) / (counts.wordings_with + 0.5))
    norm = _K1 * (1 - _B + _B * length / length.mean())
    weighted.data = (idf[weighted.indices] * weighted.data / (weighted.data + norm[rows])).astype(np.float32)
    index = weighted.T.tocsr()
    return _nearest(titles, counts.of, index, top)


def _unit(counts: csr_matrix, idf: NDArray[np.float64]) -> csr_matrix:
    weighted = counts.copy()
    weighted.data = (weighted.data * idf[weighted.indices]).astype(np.float32)
    rows = np.repeat(np.arange(weighted.shape[0]), np.diff(weighted.indptr))
    length = np.sqrt(np.bincount(rows, weighted.data.astype(np.float64) ** 2, weighted.shape[0]))
    weighted.data = (weighted.data / length[rows]).astype(np.float32)
    return weighted


def _nearest(
    titles: Sequence[str], rows_of: Callable[[Sequence[str]], csr_matrix], index: csr_matrix, top: int
) -> Nearest:
    places = np.full((len(titles), top), -1)
    scores = np.zeros((len(titles), top))
    for start in range(0, len(titles), _CHUNK):
        found = sp_matmul_topn(rows_of(titles[start : start + _CHUNK]), index, top_n=top, sort=True, n_threads=1)
        rows = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
        ranks = np.arange(len(rows)) - found.indptr[rows]
        places[start + rows, ranks] = found.indices
        scores[start + rows, ranks] = found.data
    return places, scores
