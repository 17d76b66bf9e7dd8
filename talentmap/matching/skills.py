"""Free-text skills to skills of the taxonomy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy.sparse import csr_matrix

from talentmap.model.taxonomy import Skill
from talentmap.text import compact, simplify, split_list

MUST = 3
"""The weight of a skill that a role must have."""

_NEAR = 88.0  # a near spelling of a skill's name, never a related skill
_IN_TEXT = 3  # shortest wording looked for inside running text


class SkillReader:
    """Recognises skills in a list of wordings and in duty texts."""

    def __init__(self, wordings: Mapping[str, Sequence[str]]) -> None:
        """`wordings` are those of each skill, the first skill winning where two share one."""
        self._ids = {
            _key(wording): skill for skill in reversed(list(wordings)) for wording in reversed(wordings[skill])
        }
        words = sorted((key for key in self._ids if len(key) >= _IN_TEXT), key=lambda key: (-len(key), key))
        self._near = list(self._ids)
        self._in_text = re.compile("|".join(map(re.escape, words)) or r"(?!)")
        self.listed = lru_cache(maxsize=100_000)(self._listed)
        self._named = lru_cache(maxsize=100_000)(self._one)
        self.told = lru_cache(maxsize=20_000)(self._told)

    def _listed(self, text: str) -> frozenset[str]:
        """The skills in a cell that lists them; wordings that name none are left out."""
        return frozenset(_known(map(self._named, split_list(text))))

    def read(self, wordings: Iterable[str]) -> tuple[frozenset[str], str]:
        """The skills among `wordings`, one skill each, and the wordings that name none, joined by blanks."""
        named = [(wording, self._named(wording)) for wording in wordings]
        return frozenset(_known(skill for _, skill in named)), " ".join(word for word, skill in named if skill is None)

    def _told(self, text: str) -> frozenset[str]:
        """The skills named anywhere in a running text."""
        return frozenset(self._ids[found] for found in self._in_text.findall(_key(text[:4000])))

    def _one(self, wording: str) -> str | None:
        key = _key(wording)
        if key in self._ids:
            return self._ids[key]
        if len(key) < _IN_TEXT:
            return None
        near = process.extractOne(key, self._near, scorer=fuzz.ratio, score_cutoff=_NEAR)
        return self._ids[str(near[0])] if near else None


class SkillIndex:
    """Which roles ask for which skills: rare skills weigh more, and so do those that a role must have."""

    def __init__(self, roles: Sequence[Mapping[str, int]]) -> None:
        named = dict.fromkeys(skill for asked in roles for skill in asked)
        self._columns = {skill: column for column, skill in enumerate(named)}
        asked = self._matrix(roles)
        times = np.bincount(asked.indices, minlength=asked.shape[1])
        self._idf = np.log((1 + len(roles)) / (1 + times))
        self._weighted = csr_matrix(asked.multiply(self._idf / MUST)).T.tocsr()

    def overlap(self, stated: Sequence[frozenset[str]]) -> csr_matrix:
        """The weight of the stated skills (row) that each role (column) asks for; columns sorted."""
        weights = csr_matrix(self._stated(stated) @ self._weighted)
        weights.sort_indices()
        return weights

    def weights(self, stated: Sequence[frozenset[str]]) -> NDArray[np.float64]:
        """The weight of all stated skills, as if they were a must."""
        weights: NDArray[np.float64] = self._stated(stated) @ self._idf
        return weights

    def _stated(self, stated: Sequence[frozenset[str]]) -> csr_matrix:
        return self._matrix([dict.fromkeys(sorted(skills), 1) for skills in stated])

    def _matrix(self, rows: Sequence[Mapping[str, int]]) -> csr_matrix:
        known = [
            (row, self._columns[skill], weight)
            for row, skills in enumerate(rows)
            for skill, weight in skills.items()
            if skill in self._columns
        ]
        places = np.array([(row, column) for row, column, _ in known], dtype=np.int64).reshape(-1, 2)
        weights = np.array([weight for _, _, weight in known], dtype=np.float64)
        return csr_matrix((weights, places.T), shape=(len(rows), max(len(self._columns), 1)))


def wordings_of(skills: Mapping[str, Skill]) -> Mapping[str, Sequence[str]]:
    """The wordings of each skill of a catalog, its own names first."""
    return {skill.id: (skill.zh, skill.en, *skill.aliases) for skill in skills.values()}


def _key(wording: str) -> str:
    return simplify(compact(wording))


def _known(ids: Iterable[str | None]) -> Iterable[str]:
    return (skill_id for skill_id in ids if skill_id is not None)
