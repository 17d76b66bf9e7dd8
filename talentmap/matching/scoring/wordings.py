"""Every wording of every role, and which of them a title meets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talentmap.matching.scoring.nearness import Positions, Scores, flattened, leading, strongest
from talentmap.matching.scoring.ngrams import NgramIndex
from talentmap.matching.scoring.roles import RoleEntry
from talentmap.matching.scoring.word_sets import WordSets, vocabulary_of
from talentmap.matching.titles.grammar import Title, TitleGrammar, latin_words, stemmed
from talentmap.model.taxonomy import Tier
from talentmap.text import lookup_fold

_PUNCTUATION = re.compile(r"[^\w+#]+")
_COMMON = 0.05  # share of the labels above which an n-gram (工程师) tells nothing
_PROFILED = 60  # roles whose profile is looked at for each title
_ROLES = 12  # roles that wordings may suggest for each title
_BUT_IN_PART = 0.97  # what a likeness to the title without its level, its brackets, or to one of its posts is worth
_OTHER_SCRIPT = 1 - 1e-5  # of two wordings that come equally near, the one in the title's script counts
_HINTED = 0.9  # what a likeness by a hint is worth


@dataclass(frozen=True, slots=True)
class Met:
    """Titles against the roles they come near to, by the key title * roles + role, sorted."""

    keys: Positions
    cosines: Scores
    wordings: Positions
    lengths: Scores  # of the view that met the wording, relative to the wording
    exact: NDArray[np.bool_]


class RoleWordings:
    """The wordings of the roles as the title grammar sees them, indexed."""

    def __init__(self, roles: Sequence[RoleEntry], grammar: TitleGrammar) -> None:
        titles = [[*map(grammar.parsed, role.titles)] or [grammar.parsed("")] for role in roles]
        self.own_titles = [first for first, *_ in titles]
        wholes = ((title.whole, position, title) for position, own in enumerate(titles) for title in own)
        parsed = {(whole, position): title for whole, position, title in wholes if whole}
        self.texts = [*(stemmed(text) for text, _ in parsed), ""]
        self.trades = [*(title.trade for title in parsed.values()), ""]
        self._levels = np.array([*map(grammar.levels_said, parsed.values()), (0, 0)])
        self.owners = np.array([*(position for _, position in parsed), -1], dtype=np.int64)
        self._levels_said = grammar.levels_said
        self._latin = _in_latin(self.texts)
        self._has_two_scripts = len(set(self._latin[:-1].tolist())) > 1
        words = [latin_words(text) for text in self.texts]
        parts = dict.fromkeys((*self.trades, *(trade[1:] for trade in self.trades)))
        self._numbers = {part: number for number, part in enumerate(parts)}
        self._trades, self._rests = self._numbered(self.trades)
        self._nouns = np.array([*map(closing_kind, parsed.values()), 0], dtype=np.int64)
        self._role_count = max(len(roles), 1)
        self.index = NgramIndex(self.texts[:-1], common=_COMMON)
        self._nearest = nearest_needed(len(parsed) / self._role_count)
        profiles = [
            lookup_fold(_PUNCTUATION.sub(" ", " ".join((*role.titles, role.profile))).strip()) for role in roles
        ]
        self._profiles = NgramIndex(profiles, common=_COMMON, sizes=(2,))
        letters = [latin_words(stemmed(profile)) for profile in profiles]
        self._vocabulary = vocabulary_of([*words, *letters])
        self._words, self._letters = (WordSets(texts, self._vocabulary) for texts in (words, letters))
        self._exact: dict[str, list[int]] = {}
        for position, text in enumerate(self.texts[:-1]):
            self._exact.setdefault(text.replace(" ", ""), []).append(position)

    def __contains__(self, name: str) -> bool:
        """Whether `name`, a title without noise, is a role's own wording."""
        return stemmed(name).replace(" ", "") in self._exact

    def meet(self, names: Sequence[Sequence[str]], hints: Sequence[Sequence[str]], top: int) -> Met:
        """Every title, by its names and hints, against the roles it comes near to."""
        nearest = max(self._nearest, 2 * top)
        rows, wordings, cosines, lengths = self._near(names, nearest)
        same = self._same(names)
        exact_keys = np.unique(same[:, 0] * self._role_count + self.owners[same[:, 1]])
        whole = np.array([names[row][0] for row in same[:, 0]]) == np.array([self.texts[k] for k in same[:, 1]])
        likeness = np.where(whole, 1, _BUT_IN_PART).astype(np.float32)
        parts = [(same[:, 0], same[:, 1], likeness, np.ones(len(same), np.float32))]
        parts.append((rows, wordings, cosines, lengths))
        if any(hints):
            hinted = self._near(hints, nearest)
            parts.append((*hinted[:2], hinted[2] * np.float32(_HINTED), hinted[3]))
        rows, wordings, cosines, lengths = (np.concatenate(column) for column in zip(*parts, strict=True))
        best = strongest(rows * self._role_count + self.owners[wordings], cosines)
        best = best.some(np.sort(leading(best.keys // self._role_count, best.scores, max(_ROLES, top))))
        exact = np.isin(best.keys, exact_keys, assume_unique=True)
        return Met(best.keys, best.scores, wordings[best.places], lengths[best.places], exact)

    def nearest_roles(self, texts: Sequence[Sequence[str]], top: int) -> tuple[Positions, Scores]:
        """The keys text * roles + role of the roles that the views of texts come nearest to, sorted, and how near."""
        rows, wordings, cosines, _ = self._near(texts, max(self._nearest, 2 * top))
        best = strongest(rows * self._role_count + self.owners[wordings], cosines)
        best = best.some(np.sort(leading(best.keys // self._role_count, best.scores, top)))
        return best.keys, best.scores

    def covered(self, texts: Sequence[str], unsaid: float = 0.0) -> tuple[Positions, Scores]:
        """The share of each text that the roles' wordings, definitions and skills cover; keys sorted."""
        shares = self._profiles.coverage([stemmed(text) for text in texts], _PROFILED, unsaid)
        rows = np.repeat(np.arange(len(texts)), np.diff(shares.indptr))
        keys = rows * self._role_count + shares.indices
        order = np.argsort(keys)
        return keys[order], np.minimum(shares.data[order], 1)

    def letters_of(self, titles: Sequence[Title]) -> WordSets:
        """The words in Latin letters of each title."""
        return WordSets([latin_words(stemmed(title.clean)) for title in titles], self._vocabulary)

    def foreign_letters(self, letters: WordSets, rows: Positions, roles: Positions) -> Scores:
        """The share of each title's words in Latin letters that the role never uses: Java is no JavaScript."""
        return letters.lacking(rows, self._letters, roles)

    def missing_words(self, letters: WordSets, rows: Positions, wordings: Positions) -> Scores:
        """The share of each wording's words in Latin letters that a title with any lacks."""
        return np.where(letters.sizes[rows] > 0, self._words.lacking(wordings, letters, rows), np.float32(0))

    def other_nouns(self, titles: Sequence[Title], rows: Positions, wordings: Positions) -> NDArray[np.bool_]:
        """Where title and wording close with nouns of different kinds."""
        said = np.array([closing_kind(title) for title in titles], dtype=np.int64)[rows]
        written = self._nouns[wordings]
        differ: NDArray[np.bool_] = (said != 0) & (written != 0) & (said != written)
        return differ

    def other_levels(self, titles: Sequence[Title], rows: Positions, wordings: Positions) -> NDArray[np.bool_]:
        """Where title and wording name different skilled-worker levels or tiers."""
        said = np.array([self._levels_said(title) for title in titles]).reshape(-1, 2)[rows]
        written = self._levels[wordings]
        differ = (said != 0) & (written != 0) & (said != written)
        either: NDArray[np.bool_] = differ[:, 0] | differ[:, 1]
        return either

    def one_character_more(self, trades: Sequence[str], rows: Positions, wordings: Positions) -> NDArray[np.bool_]:
        """Where the trades of title and wording differ in their first character alone, or in one more before it.

        固件 is no 紧固件, 上游 no 下游; in a title in Latin letters one letter is a slip.
        """
        said, rest = (numbers[rows] for numbers in self._numbered(["" if t.isascii() else t for t in trades]))
        own, own_rest = self._trades[wordings], self._rests[wordings]
        more: NDArray[np.bool_] = (said != own) & ((rest == own_rest) | (rest == own) | (said == own_rest))
        return more

    def _numbered(self, trades: Sequence[str]) -> tuple[Positions, Positions]:
        """The number of each trade and of what follows its first character; -1 where no wording has such a part."""
        wholes = np.array([self._numbers.get(trade, -1) for trade in trades], dtype=np.int64)
        rests = np.array([self._numbers.get(trade[1:], -1) for trade in trades], dtype=np.int64)
        return wholes, rests

    def _same(self, names: Sequence[Sequence[str]]) -> Positions:
        """Title and wording positions of names that are a role's own wording, one row each."""
        found = [
            (row, position)
            for row, group in enumerate(names)
            for name in group
            for position in self._exact.get(name.replace(" ", ""), ())
        ]
        return np.array(found, dtype=np.int64).reshape(-1, 2)

    def _near(self, groups: Sequence[Sequence[str]], top: int) -> tuple[Positions, Positions, Scores, Scores]:
        """Title positions with near wordings, their cosines, and the length of the view relative to the wording."""
        texts, owners = flattened(groups)
        near, lengths = self.index.nearest(texts, top)
        first = np.diff(owners, prepend=-1) > 0
        worth = np.where(first, 1, _BUT_IN_PART).astype(np.float32)
        places = np.repeat(np.arange(len(texts)), np.diff(near.indptr))
        wordings = near.indices.astype(np.int64)
        cosines = near.data * worth[places]
        if self._has_two_scripts:
            cosines[_in_latin(texts)[places] != self._latin[wordings]] *= np.float32(_OTHER_SCRIPT)
        return owners[places], wordings, cosines, lengths[places] / self.index.norms[wordings]


def _in_latin(texts: Sequence[str]) -> NDArray[np.bool_]:
    return np.fromiter((text.isascii() for text in texts), dtype=bool, count=len(texts))


_WORKER, _MASTER, _ENGINEER = 1, 2, 3
_CLOSING = {"工": _WORKER, "人": _WORKER, "员": _WORKER, "手": _WORKER, "匠": _WORKER, "师": _MASTER}


def closing_kind(title: Title) -> int:
    """The kind of a Chinese title's closing noun: worker, master, engineer; 0 where it closes with none."""
    if title.tier in (Tier.ENGINEER, Tier.SCIENTIST):
        return _ENGINEER
    return _CLOSING.get(title.core[-1:], 0)


def nearest_needed(wordings_per_role: float) -> int:
    """How many wordings to fetch so that some ten roles are among them."""
    return min(64, round(10 * (1 + wordings_per_role / 3)))
