"""Strings as weighted character n-grams, and the nearest of many strings for each of many queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn


class NgramIndex:
    """TF-IDF over character 1-3-grams of the labels it was built on; cosine similarity to any query."""

    def __init__(self, labels: Sequence[str], *, longest: int = 3) -> None:
        self._longest = longest
        self._vocabulary: dict[str, int] = {}
        counts = [self._grams(label) for label in labels]
        for count in counts:
            for gram in count:
                self._vocabulary.setdefault(gram, len(self._vocabulary))
        document_frequency = np.zeros(max(len(self._vocabulary), 1))
        for count in counts:
            for gram in count:
                document_frequency[self._vocabulary[gram]] += 1
        self._idf = np.log((1 + len(labels)) / (1 + document_frequency)) + 1
        self._labels = self._matrix(counts)
        self._transposed = csr_matrix(self._labels.T)

    def nearest(self, queries: Sequence[str], top: int) -> csr_matrix:
        """Cosine of each query (row) with its `top` nearest labels (columns), as a sparse matrix."""
        return sp_matmul_topn(self._matrix([self._grams(query) for query in queries]), self._transposed, top_n=top)

    def cosines(self, queries: Sequence[str], rows: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Cosine of queries[rows[k]] with the label at position labels[k], for every k."""
        matrix = self._matrix([self._grams(query) for query in queries])
        return np.asarray(matrix[rows].multiply(self._labels[labels]).sum(axis=1)).ravel()

    def _grams(self, text: str) -> Counter[str]:
        packed = text.replace(" ", "")[:120]
        return Counter(
            packed[start : start + size]
            for size in range(1, self._longest + 1)
            for start in range(len(packed) - size + 1)
        )

    def _matrix(self, counts: Sequence[Counter[str]]) -> csr_matrix:
        """Rows of unit length; n-grams never seen in a label still count towards the length of a query."""
        unseen_idf = float(self._idf.max(initial=1.0))
        data: list[float] = []
        columns: list[int] = []
        starts = [0]
        for count in counts:
            squares = 0.0
            first = len(data)
            for gram, times in count.items():
                column = self._vocabulary.get(gram)
                weight = (1 + np.log(times)) * (unseen_idf if column is None else self._idf[column])
                squares += weight * weight
                if column is not None:
                    data.append(weight)
                    columns.append(column)
            length = squares**0.5 or 1.0
            data[first:] = [weight / length for weight in data[first:]]
            starts.append(len(data))
        shape = (len(counts), max(len(self._vocabulary), 1))
        return csr_matrix((np.array(data), np.array(columns, dtype=np.int32), np.array(starts)), shape=shape)
