"""Strings as weighted character n-grams: the nearest labels of a query, and how much of a query each label holds.

An n-gram of up to three characters is one 63-bit number (21 bits a code point), so that all n-grams of all strings are
made, counted and looked up as arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

_LONGEST = 3
_CHARACTERS = 120  # of a query; what follows is no title any more
_BITS = 21
Numbers = NDArray[np.int64]
Array = NDArray[np.float64]


class NgramIndex:
    """TF-IDF over the character 1-3-grams of the labels it was built on."""

    def __init__(self, labels: Sequence[str]) -> None:
        rows, grams, times = _counted(labels)
        self._vocabulary, columns, documents = np.unique(grams, return_inverse=True, return_counts=True)
        self._idf: Array = np.log((1 + len(labels)) / (1 + documents)) + 1
        self._unseen = float(self._idf.max(initial=1.0))
        weights = (1 + np.log(times)) * self._idf[columns]
        shape = (len(labels), max(len(self._vocabulary), 1))
        norms = _nonzero(np.sqrt(np.bincount(rows, weights**2, len(labels))))
        self._labels = csr_matrix((weights / norms[rows], (rows, columns)), shape=shape)
        self._transposed = csr_matrix(self._labels.T)
        self._held = csr_matrix((np.ones(len(rows)), (columns, rows)), shape=shape[::-1])

    def nearest(self, queries: Sequence[str], top: int) -> csr_matrix:
        """Cosine of each query (row) with its `top` nearest labels (columns), best first within a row."""
        return sp_matmul_topn(self._queries(queries, power=2), self._transposed, top_n=top, sort=True)

    def coverage(self, queries: Sequence[str]) -> Array:
        """The idf-weighted share of the n-grams of each query (row) that each label (column) holds."""
        shares: Array = (self._queries(queries, power=1) @ self._held).toarray()
        return shares

    def _queries(self, texts: Sequence[str], *, power: int) -> csr_matrix:
        """One row a text, of length 1 in the given norm; n-grams that no label has count towards the length."""
        rows, grams, times = _counted([text[:_CHARACTERS] for text in texts])
        columns = np.searchsorted(self._vocabulary, grams)
        columns[columns == len(self._vocabulary)] = 0
        seen = self._vocabulary[columns] == grams if len(self._vocabulary) else np.zeros(len(grams), bool)
        idf = np.where(seen, self._idf[columns] if len(self._idf) else 0.0, self._unseen)
        weights = (1 + np.log(times)) * idf
        norms = _nonzero(np.bincount(rows, weights**power, len(texts)) ** (1 / power))
        places = (rows[seen], columns[seen])
        shape = (len(texts), max(len(self._vocabulary), 1))
        return csr_matrix((weights[seen] / norms[rows[seen]], places), shape=shape)


def _counted(texts: Sequence[str]) -> tuple[Numbers, Numbers, Numbers]:
    """Text positions, n-grams and how often each stands in its text, sorted by text and n-gram; blanks left out."""
    packed = [text.replace(" ", "") for text in texts]
    lengths = np.array([len(text) for text in packed], dtype=np.int64)
    codes = np.frombuffer("".join(packed).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    owners = np.repeat(np.arange(len(packed)), lengths)
    grams, rows, run = [], [], np.zeros_like(codes)
    for size in range(1, _LONGEST + 1):
        run = (run[: len(codes) - size + 1] << _BITS) | codes[size - 1 :] if len(codes) >= size else run[:0]
        whole = owners[: len(run)] == owners[len(owners) - len(run) :]
        grams.append(run[whole])
        rows.append(owners[: len(run)][whole])
    return _tallied(np.concatenate(rows), np.concatenate(grams))


def _tallied(rows: Numbers, grams: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    order = np.lexsort((grams, rows))
    rows, grams = rows[order], grams[order]
    first = np.ones(len(rows), bool)
    first[1:] = (rows[1:] != rows[:-1]) | (grams[1:] != grams[:-1])
    starts = np.flatnonzero(first)
    return rows[first], grams[first], np.diff(starts, append=len(rows))


def _nonzero(values: NDArray[np.floating[Any]]) -> Array:
    return np.where(values > 0, values, 1.0)
