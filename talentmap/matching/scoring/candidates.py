"""A role that a title may mean, how likely, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from talentmap.matching.scoring.features import FEATURES

_PLACE = {name: place for place, name in enumerate(FEATURES)}
_AGAINST = tuple(
    name for name in FEATURES if name.endswith("_other") and name not in ("decided_other", "bracket_other")
)
_SAID = {name: name for name in ("chain_same", "tier_same", "function_same")} | {
    name: f"but {name}" for name in ("far", "general", "words_missing", "character_more", "administration", *_AGAINST)
}
_SIGNS = ("exact", "decided_same", "far", "general", "words_missing", "character_more", *_AGAINST)
_THIN = "thin"
_ENOUGH = {"title": 0.5, "reading": 0.5, "skills": 0.25, "majors": 0.5, "decided": 0.6}  # one may carry a verdict


@dataclass(frozen=True, slots=True)
class Evidence:
    """What spoke for and against many candidates: a row of features each, the nearest wording and decided title."""

    values: NDArray[np.float32] = field(repr=False)
    wordings: Sequence[str] = field(repr=False)
    decided: Sequence[str] = field(repr=False)

    def reasons(self, row: int) -> str:
        """Which evidence met one candidate, strongest kinds first, as `name=value` in one line."""
        values = dict(zip(FEATURES, self.values[row].tolist(), strict=True))
        return "; ".join(_told(values, self.wordings[row], self.decided[row]))


class Candidate(NamedTuple):
    """A role that a title may mean, and how likely.

    `signs` are what a verdict goes by beside the probability: `exact`, and what speaks against the role: `thin`, `far`,
    `general`, `several` (the title names another role too) and the features that end in `_other`.
    """

    role_id: str
    probability: float
    signs: frozenset[str] = frozenset()
    evidence: Evidence | None = None
    row: int = 0
    group: str = ""

    @property
    def reasons(self) -> str:
        """Which evidence met, in one line."""
        return self.evidence.reasons(self.row) if self.evidence else ""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Candidate):
            return NotImplemented
        return (self[:3], self.reasons) == (other[:3], other.reasons)

    def __hash__(self) -> int:
        return hash(self[:3])


def signs_of(values: NDArray[np.float32]) -> list[frozenset[str]]:
    """The signs of each row of features."""
    places = [_PLACE[name] for name in _SIGNS]
    thin = np.all([values[:, _PLACE[name]] < enough for name, enough in _ENOUGH.items()], axis=0)
    bits = np.packbits(np.column_stack([values[:, places] != 0, thin]), axis=1, bitorder="little")
    masks = bits.astype(np.int64) @ (1 << 8 * np.arange(bits.shape[1]))
    return [_decoded(mask) for mask in masks.tolist()]


@cache
def _decoded(mask: int) -> frozenset[str]:
    return frozenset(name for place, name in enumerate((*_SIGNS, _THIN)) if mask >> place & 1)


def _told(values: Mapping[str, float], wording: str, decided: str) -> Iterator[str]:
    if decided:
        yield f"decided~{decided}:{values['decided']:.2f}"
    if values["exact"]:
        yield f"alias={wording}"
    elif values["title"]:
        yield f"title~{wording}:{values['title']:.2f}"
    yield from (f"{name}={values[name]:.2f}" for name in ("reading", "semantic", "skills", "majors") if values[name])
    if values["skills_none"]:
        yield "skills=none of those stated"
    yield from (said for name, said in _SAID.items() if values[name])
