"""From features to probabilities: a conditional logit over the candidate roles and `none of them`.

P(role r) = exp(w·x_r) / (1 + sum over candidates of exp(w·x_c)); the 1 is the utility of `none`. Source: McFadden,
"Conditional logit analysis of qualitative choice behavior" (1974). The weights are few, named and readable; they
ship in `weights.json` beside this module and are refitted by `python -m benchmarks.train_matcher`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from talentmap.matching.scoring.features import FEATURES, Pairs

_WEIGHTS_FILE = Path(__file__).with_name("weights.json")
_SEMANTIC_WEIGHTS_FILE = _WEIGHTS_FILE.with_name("weights_semantic.json")
_EXTREME = 30.0
_DIGITS = 5  # of a utility: the last bits depend on how many pairs are summed at once


def shipped_weights(*, semantic: bool = False) -> Mapping[str, float]:
    """The weights that ship with the tool, by feature; others where titles are compared by meaning too."""
    file = _SEMANTIC_WEIGHTS_FILE if semantic else _WEIGHTS_FILE
    weights: dict[str, float] = json.loads(file.read_text(encoding="utf-8"))
    return weights


def probabilities(pairs: Pairs, weights: Mapping[str, float], queries: int) -> NDArray[np.float64]:
    """The probability of each pair's role; what is missing to 1 within a query is the probability of none."""
    vector = np.array([weights[name] for name in FEATURES], dtype=np.float32)
    evidence = np.einsum("ij,j->i", pairs.values, vector)  # no BLAS: its threads would spin for next to nothing
    utility = np.exp(np.clip(np.round(evidence, _DIGITS), -_EXTREME, _EXTREME, dtype=np.float64))
    total = 1 + np.bincount(pairs.queries, weights=utility, minlength=queries)
    chances: NDArray[np.float64] = utility / total[pairs.queries]
    return chances
