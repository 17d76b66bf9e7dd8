"""Reads whole columns by reading each distinct text once: departments repeat themselves a thousand times over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa


def each_distinct(texts: pa.StringArray, read: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
    """`read` of every text, as an Arrow array of `kind`."""
    encoded = texts.dictionary_encode()
    return pa.array([read(text) for text in encoded.dictionary.to_pylist()], kind).take(encoded.indices)


def marks(texts: pa.StringArray, holds: Callable[[str], bool]) -> np.ndarray:
    """Whether `holds` is true of each text, as a mask."""
    return as_mask(each_distinct(texts, holds, pa.bool_()))


def as_mask(values: pa.Array) -> np.ndarray:
    """A Boolean array as a NumPy mask; nothing counts as false."""
    return np.asarray(values.fill_null(False).to_numpy(zero_copy_only=False), dtype=bool)
