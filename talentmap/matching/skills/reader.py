"""Free-text skills to skills of the taxonomy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from talentmap.matching.skills.skill_names import SkillNames, Twins
from talentmap.matching.skills.skill_words import (
    clauses,
    denies,
    is_asked,
    joined,
    parts,
    tokens_of,
    unversioned,
    unwrappings,
)
from talentmap.model.taxonomy import Skill
from talentmap.text import lookup_fold, split_list

MUST = 3
"""The weight of a skill that a role must have."""

_SENTENCE, _ENGLISH_SENTENCE = 24, 60  # characters beyond which a wording is read as a sentence
_TELLING = 2  # characters that must be exactly a name to be one
_TEXT = 4_000  # characters of a text that are read
_REMEMBERED = 200_000  # wordings
_CAPITALS = re.compile(r"(?<=[^.!?\s] )[A-Z]\w*|[A-Z]{2,}")
_EVERYDAY = frozenset(
    ["reach", "gap", "fat", "sat", "excel", "word", "fluent", "pads", "lean", "magma", "adams", "allegro", "office"]
)
"""Names that are words of everyday English too: there they need a capital."""


class SkillReader:
    """Recognises skills in a list of wordings and in duty texts."""

    def __init__(self, wordings: Mapping[str, Sequence[str]], asked: Mapping[str, Iterable[str]] | None = None) -> None:
        """`wordings` are those of each skill, its own names first; `asked` the skills that each chain's roles ask for.

        Of skills that share a wording the chain's own is taken, else the first.
        """
        self._names = SkillNames(wordings)
        self._asked = {chain_id: frozenset(skills) for chain_id, skills in (asked or {}).items()}
        self._known: dict[str, tuple[Twins, ...]] = {}
        self._told = lru_cache(maxsize=20_000)(self._named_in)

    def listed(self, text: str, chain_id: str = "") -> frozenset[str]:
        """The skills in a cell that lists them; wordings that name none are left out."""
        return self.read(split_list(text), chain_id)[0]

    def read(self, wordings: Iterable[str], chain_id: str = "") -> tuple[frozenset[str], str]:
        """The skills among `wordings`, and the wordings that name none, joined by blanks."""
        wordings = list(wordings)
        self.learn(wordings)
        named = [(wording, self._known[wording]) for wording in wordings]
        skills = self._chosen((twins for _, found in named for twins in found), chain_id)
        return skills, " ".join(wording for wording, found in named if not found)

    def read_all(self, lists: Iterable[Iterable[str]], chains: Iterable[str]) -> list[tuple[frozenset[str], str]]:
        """What `read` gives for each list of wordings in its chain, with new wordings learnt at once."""
        kept = list(map(list, lists))
        self.learn(wording for wordings in kept for wording in wordings)
        return [self.read(wordings, chain_id) for wordings, chain_id in zip(kept, chains, strict=True)]

    def told(self, text: str, chain_id: str = "") -> frozenset[str]:
        """The skills that a running text asks for; what it says is not needed is none of them."""
        return self._chosen(self._told(text[:_TEXT]), chain_id)

    def learn(self, wordings: Iterable[str]) -> None:
        """Read wordings at once, in a fraction of the time that it takes one by one."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        pieces = {wording: self._pieces(wording) for wording in dict.fromkeys(wordings) if wording not in self._known}
        meant = self._meant(dict.fromkeys(piece for found in pieces.values() for piece in found))
        for wording, found in pieces.items():
            named = (skills for piece in found for skills in meant[piece])
            self._known[wording] = tuple(named) if found else self._told(wording[:_TEXT])

    def _chosen(self, found: Iterable[Twins], chain_id: str) -> frozenset[str]:
        home = self._asked.get(chain_id, frozenset())
        return frozenset(next((skill for skill in twins if skill in home), twins[0]) for twins in found)

    def _pieces(self, wording: str) -> Sequence[str]:
        """What a wording lists, itself where it is one name; nothing where it is a sentence."""
        if len(wording) > (_ENGLISH_SENTENCE if wording.isascii() else _SENTENCE) or denies(wording):
            return ()
        found = parts(lookup_fold(wording))
        return [wording] if len(found) < 2 or self._single(wording) else found

    def _meant(self, pieces: Iterable[str]) -> Mapping[str, tuple[Twins, ...]]:
        """The skills of each piece: by its name, by what it comes near to, by the names that stand in it."""
        named = {piece: self._single(piece) for piece in pieces}
        meant: dict[str, tuple[Twins, ...]] = {piece: (skills,) if skills else () for piece, skills in named.items()}
        unnamed = [piece for piece, skills in named.items() if not skills and len(piece) > _TELLING]
        near = self._names.nearest([_unnumbered(_core(piece)) for piece in unnamed])
        for piece, skills in zip(unnamed, near, strict=True):
            meant[piece] = (skills,) if skills else self._within(piece)
        return meant

    def _single(self, wording: str) -> Twins:
        """The skill that a wording names, with as little as possible taken off."""
        if len(wording) > _ENGLISH_SENTENCE:
            return ()
        return next(filter(None, self._tries(list(unwrappings(wording)))), ())

    def _tries(self, forms: Sequence[str]) -> Iterator[Twins]:
        yield from map(self._names.by_key, forms)
        older = list(dict.fromkeys("".join(tokens) for form in forms for tokens in unversioned(tokens_of(form))))
        yield from map(self._names.by_key, older)
        yield from map(self._names.by_bare, [*forms, *older])

    def _within(self, wording: str) -> tuple[Twins, ...]:
        """The skills whose names stand in a short wording where they carry its meaning: in Latin letters, or last."""
        core = _core(wording)
        found = self._names.inside(core)
        return tuple(skills for skills, start, end in found if end == len(core) or core[start:end].isascii())

    def _named_in(self, text: str) -> tuple[Twins, ...]:
        capitals = frozenset(map(str.lower, _CAPITALS.findall(text)))
        named = (skills for clause in clauses(text) for skills in self._in_clause(clause, _EVERYDAY - capitals))
        return tuple(dict.fromkeys(named))

    def _in_clause(self, clause: str, everyday: frozenset[str]) -> Iterator[Twins]:
        """The skills that a clause asks for; English words among `everyday` are no names."""
        for skills, start, end in self._names.inside(clause):
            is_word = clause.isascii() and clause[start:end] in everyday
            if not is_word and is_asked(clause, start, end):
                yield skills
        end = 0
        for part in parts(clause):
            start = clause.index(part, end)
            end = start + len(part)
            if part not in everyday and (named := self._single(part)) and is_asked(clause, start, end):
                yield named


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


def _core(wording: str) -> str:
    """A wording with all taken off that advertisements say around a skill."""
    return [lookup_fold(wording), *unwrappings(wording)][-1]


def _unnumbered(core: str) -> str:
    """`core` without versions of software and years of standards."""
    return joined([tokens_of(core), *unversioned(tokens_of(core))][-1]) if any(map(str.isdigit, core)) else core
