"""What any matcher says of a title, and figures over many: accuracy, calibration, abstention. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ranking = tuple[tuple[str, float], ...]
"""Up to five roles of a title with their scores, best first."""

PRECISION = 0.95
RECALL = 0.90
BINS = 15


@dataclass(frozen=True, slots=True)
class Answer:
    """The roles that are right for a title (none: no role is) and the roles that a matcher found."""

    accept: frozenset[str]
    ranking: Ranking

    @property
    def is_right(self) -> bool:
        """The first role is right."""
        return bool(self.ranking) and self.ranking[0][0] in self.accept

    @property
    def is_among_five(self) -> bool:
        """A right role is among the first five."""
        return any(role_id in self.accept for role_id, _ in self.ranking[:5])

    @property
    def confidence(self) -> float:
        """The first role's score; 0 where nothing was found."""
        return self.ranking[0][1] if self.ranking else 0.0


def share(values: Iterable[bool]) -> float | None:
    """The share of true values; None where there is none to count."""
    counted = list(values)
    return round(sum(counted) / len(counted), 4) if counted else None


def coverage(answers: Sequence[Answer], precision: float = PRECISION) -> float | None:
    """The largest share of titles that can be taken, surest first, with that share of them right.

    Titles of equal confidence are taken together: no threshold can part them.
    """
    if not answers:
        return None
    ordered = sorted(answers, key=lambda one: -one.confidence)
    right = np.cumsum([one.is_right for one in ordered])
    sure = np.array([one.confidence for one in ordered])
    last_of_tie = np.append(sure[1:] != sure[:-1], True)
    holding = np.flatnonzero((right / np.arange(1, len(ordered) + 1) >= precision) & last_of_tie)
    return round(float(holding[-1] + 1) / len(ordered), 4) if len(holding) else 0.0


def calibration_error(answers: Sequence[Answer]) -> float | None:
    """Expected calibration error of the first role's score, in bins of equal size."""
    if not answers:
        return None
    bins = calibration_bins(answers)
    return round(float(sum(abs(said - true) * count for said, true, count in bins)) / len(answers), 4)


def calibration_bins(answers: Sequence[Answer]) -> list[tuple[float, float, int]]:
    """Mean score, share right and number of titles of each bin of equal size, the least sure first."""
    ordered = sorted(answers, key=lambda one: one.confidence)
    said = np.array([one.confidence for one in ordered])
    true = np.array([one.is_right for one in ordered], dtype=float)
    parts: list[NDArray[np.int64]] = [part for part in np.array_split(np.arange(len(ordered)), BINS) if len(part)]
    return [(float(said[part].mean()), float(true[part].mean()), len(part)) for part in parts]


def false_accepts(inside: Sequence[Answer], outside: Sequence[Answer], recall: float = RECALL) -> float | None:
    """The share of titles without a role that a threshold lets in which lets in `recall` of those with one."""
    if not inside or not outside:
        return None
    sure = sorted((one.confidence for one in inside), reverse=True)
    threshold = sure[int(np.ceil(recall * len(sure))) - 1]
    return share(one.confidence >= threshold for one in outside)
