"""Every wording of every role, and which of them a title meets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talentmap.matching.ngrams import NgramIndex
from talentmap.matching.titles import Title, TitleGrammar, latin_words
from talentmap.model.taxonomy import Catalog, Role
from talentmap.text import compact, simplify

Array = NDArray[np.float64]
Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Met:
    """Titles (rows) against roles (columns): the nearest wording (-1: none), its cosine, whether it is the same."""

    wordings: Positions
    cosines: Array
    exact: NDArray[np.bool_]
    profile: Array


class RoleWordings:
    """The wordings of a catalog's roles as the title grammar sees them, indexed."""

    def __init__(self, catalog: Catalog, grammar: TitleGrammar, nearest: int) -> None:
        roles = tuple(catalog.roles.values())
        parsed = {
            (title.clean, position): title
            for position, role in enumerate(roles)
            for title in map(grammar.parse, role.titles())
            if title.clean
        }
        self.texts = [*(text for text, _ in parsed), ""]
        self.trades = [*(title.trade for title in parsed.values()), ""]
        self._levels = np.array([*map(_levels, parsed.values()), ("", "")], dtype=str)
        self._owners = np.array([position for _, position in parsed], dtype=np.int64)
        self._role_count = len(roles)
        self._nearest = nearest
        self._index = NgramIndex(self.texts[:-1])
        profiles = [_profile(role, catalog) for role in roles]
        self._profiles = NgramIndex(profiles)
        self._letters = [latin_words(profile) for profile in profiles]
        self._exact: dict[str, list[int]] = {}
        for position, text in enumerate(self.texts[:-1]):
            self._exact.setdefault(compact(text), []).append(position)

    def meet(self, titles: Sequence[Title]) -> Met:
        """Every title against every role."""
        shape = (len(titles), self._role_count)
        met = Met(np.full(shape, -1), np.zeros(shape), np.zeros(shape, bool), self._covered(titles))
        rows, wordings, cosines = self._near(titles)
        rising = np.lexsort((-wordings, cosines))  # of equal places the last written stays: the nearest wording
        places = (rows[rising], self._owners[wordings[rising]])
        met.cosines[places] = cosines[rising]
        met.wordings[places] = wordings[rising]
        same = [(row, k) for row, title in enumerate(titles) for name in title.names for k in self._same(name)]
        rows, wordings = np.array(same, dtype=np.int64).reshape(-1, 2)[::-1].T
        met.exact[rows, self._owners[wordings]] = True
        met.wordings[rows, self._owners[wordings]] = wordings
        return met

    def foreign_letters(self, titles: Sequence[Title], rows: Positions, roles: Positions) -> Array:
        """The share of each title's words in Latin letters that the role never uses: Java is no JavaScript."""
        shares = np.zeros(len(rows))
        words = [latin_words(title.clean) for title in titles]
        spoken = np.array([bool(said) for said in words], dtype=bool)
        for k in np.flatnonzero(spoken[rows]).tolist():
            said = words[rows[k]]
            shares[k] = len(said - self._letters[roles[k]]) / len(said)
        return shares

    def other_levels(self, titles: Sequence[Title], rows: Positions, wordings: Positions) -> NDArray[np.bool_]:
        """Where title and wording name different skilled-worker levels or tiers."""
        said = np.array([_levels(title) for title in titles], dtype=str).reshape(-1, 2)[rows]
        written = self._levels[wordings]
        differ = (said != "") & (written != "") & (said != written)
        either: NDArray[np.bool_] = np.logical_or(differ[:, 0], differ[:, 1])
        return either

    def _same(self, name: str) -> Sequence[int]:
        return self._exact.get(name.replace(" ", ""), ())

    def _near(self, titles: Sequence[Title]) -> tuple[Positions, Positions, Array]:
        """Title positions with near wordings and their cosines, over all views of each title."""
        shown = [(row, view) for row, title in enumerate(titles) for view in title.views]
        distinct = {view: place for place, view in enumerate(dict.fromkeys(view for _, view in shown))}
        near = self._index.nearest(list(distinct), self._nearest)[[distinct[view] for _, view in shown]]
        rows = np.repeat(np.array([row for row, _ in shown], dtype=np.int64), np.diff(near.indptr))
        return rows, near.indices.astype(np.int64), near.data

    def _covered(self, titles: Sequence[Title]) -> Array:
        """The share of each title's trade that each role's wordings, definition, skills and segment cover."""
        return self._profiles.coverage([title.trade for title in titles])


def _levels(title: Title) -> tuple[str, str]:
    return title.skill_level, title.tier.value if title.tier else ""


def _profile(role: Role, catalog: Catalog) -> str:
    chain = catalog.chains[role.chain_id]
    skills = [catalog.skills[skill] for skill in role.skills if skill in catalog.skills]
    skilled = " ".join(word for skill in skills for word in (skill.zh, skill.en, *skill.aliases))
    named = f"{' '.join(role.titles())} {role.definition_zh} {role.definition_en}"
    return simplify(f"{named} {skilled} {chain.segment(role.segment).zh} {chain.zh}").casefold()
