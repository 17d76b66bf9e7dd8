"""Posts or people as an eligibility rule sees them: one column a field, with what is not known marked as such."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from talentmap.model.rule import LADDERS, NUMBERS

UNKNOWN = -1
OF_THE_PERSON = frozenset({"age", "contract_years", "graduation_years"})
"""What belongs to whoever will fill a post, and is taken as met for posts and roles."""
UNDERTAKEN = frozenset({"contract_years"})
"""What anybody can undertake, and is taken as met for people."""
Codes = NDArray[np.int32]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of words: each distinct word once, and its position for every subject (-1: not known)."""

    codes: Codes
    words: tuple[str, ...]

    def part(self, start: int, stop: int) -> Coded:
        """The subjects from `start` to before `stop`."""
        return Coded(self.codes[start:stop], self.words)


Column = Coded | Numbers


def coded(words: Sequence[str | None], unknown: str = "") -> Coded:
    """A column of words; None and `unknown` are not known. Several words of one subject are joined by `|`."""
    positions: dict[str, int] = {}
    codes = [UNKNOWN if not word or word == unknown else positions.setdefault(word, len(positions)) for word in words]
    return Coded(np.array(codes, dtype=np.int32), tuple(positions))


def constant(word: str, size: int) -> Coded:
    """A column in which every subject has the same word."""
    return Coded(np.zeros(size, dtype=np.int32), (word,))


def numbers(values: ArrayLike) -> Numbers:
    """A column of numbers; nan is not known."""
    return np.asarray(values, dtype=float)


@dataclass(frozen=True, slots=True)
class Profiles:
    """The subjects that rules are held against. A field that `columns` lacks is not known of anybody.

    `assumed` names fields that are taken as met: what belongs to the person who will fill a post and not to the post,
    or what anybody can undertake, such as the length of a contract.
    """

    size: int
    columns: Mapping[str, Column]
    assumed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for field, column in self.columns.items():
            words = isinstance(column, Coded)
            length = len(column.codes) if isinstance(column, Coded) else len(column)
            if length != self.size or words is (field in NUMBERS):
                raise ValueError(f"the column {field} does not fit {self.size} subjects")

    def chunks(self, rows: int) -> Iterable[tuple[int, Profiles]]:
        """The subjects in pieces of at most `rows`, each with the position of its first."""
        for start in range(0, self.size, rows):
            stop = min(start + rows, self.size)
            columns = {
                field: column.part(start, stop) if isinstance(column, Coded) else column[start:stop]
                for field, column in self.columns.items()
            }
            yield start, Profiles(stop - start, columns, self.assumed)


def rank(field: str, step: str) -> float:
    """The rank of a step on its ladder; nan for a word that is no step."""
    ladder = LADDERS[field]
    return float(ladder.index(step)) if step in ladder else np.nan
