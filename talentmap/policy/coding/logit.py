"""Which label the cues of a clause speak for: a logit whose weights people can read, and what each cue added.

Every cue starts with the same weight for its own label; the training half of the gold set moves the weights from there
(maximum a posteriori with a Gaussian prior around that start; Bishop, Pattern Recognition and Machine Learning, 4.3.4).
So a cue that somebody adds to `catalogs/policy/cues.yaml` counts at once, before anything is learnt anew.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

START = 2.0
"""The weight of a cue for its own label before anything is learnt."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Intercepts by label, and weights by label and feature where they left their start."""

    intercepts: Mapping[str, float]
    weights: Mapping[str, Mapping[str, float]]

    def of(self, label: str, feature: str, owner: str | None) -> float:
        """The weight of `feature`, a cue of the label `owner`, for `label`."""
        start = START if owner == label else 0.0
        return self.weights.get(label, {}).get(feature, start)


NOTHING_LEARNT = Weights({}, {})


def scores(
    labels: Sequence[str], features: Mapping[str, float], owners: Mapping[str, str], weights: Weights
) -> dict[str, float]:
    """The sum of what each feature says, by label."""
    return {
        label: weights.intercepts.get(label, 0.0)
        + math.fsum(value * weights.of(label, name, owners.get(name)) for name, value in sorted(features.items()))
        for label in labels
    }


def probabilities(scored: Mapping[str, float]) -> dict[str, float]:
    """The softmax of the scores: one of the labels holds."""
    highest = max(scored.values())
    raised = {label: math.exp(score - highest) for label, score in scored.items()}
    total = math.fsum(raised.values())
    return {label: value / total for label, value in raised.items()}


def probability(score: float) -> float:
    """The logistic function of one score: the label holds or not, whatever the others do."""
    return 1 / (1 + math.exp(-score)) if score >= 0 else math.exp(score) / (1 + math.exp(score))


@cache
def learnt(question: str) -> Weights:
    """The weights that ship, for `kind`, `stage`, `instrument` or `tiers`."""
    path = Path(__file__).with_name("weights.json")
    if not path.is_file():
        return NOTHING_LEARNT
    held = json.loads(path.read_text(encoding="utf-8")).get(question, {})
    return Weights(held.get("intercepts", {}), held.get("weights", {}))
