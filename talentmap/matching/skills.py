"""Free-text skills to skills of the taxonomy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from talentmap.model.taxonomy import Skill
from talentmap.text import compact, simplify, split_list

_NEAR = 88.0  # a near spelling of a skill's name, never a related skill
_IN_TEXT = 3  # shortest wording looked for inside running text


class SkillReader:
    """Recognises skills in a list of wordings and in duty texts."""

    def __init__(self, skills: Mapping[str, Skill]) -> None:
        self._ids = {
            _key(wording): skill.id
            for skill in reversed(list(skills.values()))
            for wording in (*skill.aliases, skill.en, skill.zh)
        }
        words = sorted((key for key in self._ids if len(key) >= _IN_TEXT), key=lambda key: (-len(key), key))
        self._in_text = re.compile("|".join(map(re.escape, words)) or r"(?!)")
        self.listed = lru_cache(maxsize=100_000)(self._listed)
        self.told = lru_cache(maxsize=20_000)(self._told)

    def _listed(self, text: str) -> frozenset[str]:
        """The skills in a cell that lists them; wordings that name none are left out."""
        return frozenset(_known(self._one(wording) for wording in split_list(text)))

    def _told(self, text: str) -> frozenset[str]:
        """The skills named anywhere in a running text."""
        return frozenset(self._ids[found] for found in self._in_text.findall(_key(text[:4000])))

    def _one(self, wording: str) -> str | None:
        key = _key(wording)
        if key in self._ids:
            return self._ids[key]
        if len(key) < _IN_TEXT:
            return None
        near = process.extractOne(key, list(self._ids), scorer=fuzz.ratio, score_cutoff=_NEAR)
        return self._ids[str(near[0])] if near else None


def _key(wording: str) -> str:
    return simplify(compact(wording))


def _known(ids: Iterable[str | None]) -> Iterable[str]:
    return (skill_id for skill_id in ids if skill_id is not None)
