"""What speaks for and against a role for a title: one row of named features a pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy.sparse import csr_matrix

from talentmap.matching.scoring.memory import DecidedTitle, Heard, Memory
from talentmap.matching.scoring.nearness import Positions, Scores, distinct, leading, looked_up
from talentmap.matching.scoring.readings import Readings
from talentmap.matching.scoring.roles import RoleEntry
from talentmap.matching.scoring.semantic import Encoder, Meanings, Meant
from talentmap.matching.scoring.wordings import Met, RoleWordings
from talentmap.matching.skills.reader import MUST, SkillIndex
from talentmap.matching.titles.grammar import Title, TitleGrammar, stemmed
from talentmap.model.taxonomy import Reading, Tier
from talentmap.text import compact, lookup_fold

FEATURES = (
    "bias",  # any role at all against none
    "title",  # best cosine of a view of the title with a wording of the role
    "title_behind",  # how far it falls behind the best cosine that any role has with the title
    "wording_met",  # share of that wording that the title holds
    "ratio",  # normalised edit similarity of the trades that title and wording name
    "exact",  # a name in the title is a wording of the role
    "reading",  # best cosine of the formal words for what the title says in everyday ones
    "profile",  # share of the trade's n-grams in what is written about the role; of a short trade less counts
    "bracket_met",  # share of the words in brackets that what is written about the role covers
    "bracket_other",  # it covers next to none of them
    "far",  # neither a wording nor the profile comes near the title
    "general",  # the title names no trade, and is no wording of the role
    "skills",  # idf-weighted share of the stated skills that the role asks for; few and common ones count less
    "majors",  # the same of the majors
    "skills_none",  # skills are stated and the role asks for none of them
    "beside",  # share of other words' n-grams in what is written about the role; few words count less
    "chain_same",  # the enterprise's own chain
    "chain_other",  # another chain than the enterprise's own
    "tier_same",  # level words agree with the role's tier
    "tier_other",  # level words speak for another tier
    "level_other",  # the title names one tier or skilled-worker level, the wording that it met another
    "function_same",  # the function named last agrees
    "function_other",  # another function is named
    "letters_other",  # share of a Chinese title's words in Latin letters that the role never uses
    "words_other",  # the same of a title in Latin letters alone
    "words_missing",  # share of the wording's words in Latin letters that a title in Latin letters lacks
    "character_more",  # the trades differ in their first character alone, or in one more before it: 固件, 紧固件
    "noun_other",  # title and wording close with nouns of different kinds: 造型工 is no 造型师
    "administration",  # the title names an administrative function, the role none
    "decided",  # how near the nearest title comes that people placed in the role
    "votes",  # share of the role among the decided titles near by
    "decided_same",  # that title is the very same
    "declined",  # people placed the very same title in no role
    "decided_other",  # how near the nearest title comes that people placed elsewhere, or nowhere
    "semantic",  # how near title and role lie as sentence vectors; 0 without the optional extra
    "semantic_alone",  # the same where roles are named in another script than the title, so that no characters can meet
    "semantic_behind",  # how far it falls behind the nearest role
)
Array = NDArray[np.float32]
_BY_PROFILE = 5  # candidates that the profile alone may add
_BY_SKILLS = 10  # candidates that stated skills alone may add
_FAR_WORDING, _FAR_PROFILE = 0.3, 0.4
_CLOSE = 0.45  # edit similarity from which one character may be all that differs
_UNMET = 0.15  # share of the words in brackets below which they speak of something else
_THE_SAME = 0.995  # nearness of a decided title that is the very same
_UNSAID = 2.0  # weight of the n-grams that a trade is held to leave out: by two characters alone it is hardly known
_SHRUNK = 4.0  # one rare skill, stated alone, counts half


_NO_SKILLS = csr_matrix((0, 0))


class Query(NamedTuple):
    """A title to be placed, with what is known beside it.

    `tier`, where given, is certain: other tiers are left out. `beside` are words that the taxonomy does not know, such
    as wordings of skills that are none of its own.
    """

    title: str
    chain_id: str = ""
    skills: frozenset[str] = frozenset()
    tier: Tier | None = None
    majors: frozenset[str] = frozenset()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs: queries[k] with roles[k], their features, the nearest wording and decision (-1: none)."""

    queries: Positions
    roles: Positions
    values: Array
    wordings: Positions
    decisions: Positions


class PairFeatures:
    """Finds candidate roles for titles and says what speaks for each."""

    def __init__(
        self,
        roles: Sequence[RoleEntry],
        grammar: TitleGrammar,
        readings: Iterable[Reading],
        decided: Sequence[DecidedTitle] = (),
        encoder: Encoder | None = None,
    ) -> None:
        self.roles = tuple(roles)
        self.grammar = grammar
        self.wordings = RoleWordings(self.roles, grammar)
        self._readings = Readings(readings, self.wordings, len(self.roles))
        self._count = max(len(self.roles), 1)
        places = {role.role_id: place for place, role in enumerate(self.roles)}
        self.memory = Memory(decided, places, grammar, self.wordings.index)
        self._meanings = Meanings([role.titles for role in self.roles], grammar, encoder) if encoder else None
        self._skills = SkillIndex([role.skills for role in self.roles])
        self._majors = SkillIndex([dict.fromkeys(map(compact, role.majors), MUST) for role in self.roles])
        own = self.wordings.own_titles
        self._chains = _Numbered([role.chain_id for role in self.roles])
        tiers = [role.tier or title.tier for role, title in zip(self.roles, own, strict=True)]
        self._tiers = _Numbered([tier.value if tier else "" for tier in tiers])
        self._functions = _Numbered(list(map(grammar.function, own)))

    def pairs(self, queries: Sequence[Query], top: int = 5, leave_out: Positions | None = None) -> Pairs:
        """The candidate roles of each query with their features, sorted by query and role; a query may have none.

        `leave_out` names for each query the decision that it may not hear, -1 for none.
        """
        place = {text: k for k, text in enumerate(dict.fromkeys(query.title for query in queries))}
        titles = [self.grammar.parse(text) for text in place]
        title_of = np.fromiter((place[query.title] for query in queries), dtype=np.int64, count=len(queries))
        near = self._near(titles, title_of, [query.chain_id for query in queries], top, leave_out)
        asked = any(query.skills for query in queries)
        skills = self._skills.overlap([query.skills for query in queries]) if asked else _NO_SKILLS
        rows, roles = self._candidates(queries, near, title_of, skills)
        said = _Said(titles, title_of, title_of[rows], rows, roles, title_of[rows] * self._count + roles)
        values = np.zeros((len(rows), len(FEATURES)), dtype=np.float32)
        column = {name: values[:, position] for position, name in enumerate(FEATURES)}
        wordings = self._compare_titles(column, near, said)
        self._compare_skills(column, queries, skills, said)
        if near.meant:
            self._compare_meanings(column, near.meant, said)
        self._compare_brackets(column, said)
        self._compare_beside(column, queries, said)
        self._compare_surroundings(column, queries, said)
        decisions = self._hear(column, near.heard, said) if near.heard else np.full(len(rows), -1)
        return Pairs(rows, roles, values, wordings, decisions)

    def _near(
        self,
        titles: Sequence[Title],
        title_of: Positions,
        chains: Sequence[str],
        top: int,
        leave_out: Positions | None,
    ) -> _Near:
        names = [tuple(map(stemmed, title.names)) for title in titles]
        hints = [tuple(map(stemmed, title.hints)) for title in titles]
        return _Near(
            met=self.wordings.meet(names, hints, top),
            read=self._readings.read(titles),
            profile=self.wordings.covered([title.trade for title in titles], _UNSAID),
            heard=self.memory.hear([names[k] for k in title_of], chains, leave_out) if self.memory else None,
            meant=self._meanings.near([title.whole for title in titles]) if self._meanings else None,
        )

    def _candidates(
        self, queries: Sequence[Query], near: _Near, title_of: Positions, skills: csr_matrix
    ) -> tuple[Positions, Positions]:
        """The pairs that anything suggests, meaning and decisions included, without roles of a tier ruled out."""
        covered, shares = near.profile
        told = covered[leading(covered // self._count, shares, _BY_PROFILE)]
        meant = (near.meant.keys,) if near.meant else ()
        keys = distinct(np.concatenate((near.met.keys, near.read[0], told, *meant)))
        starts = np.searchsorted(keys, np.arange(len(title_of) + 1) * self._count)
        first, sizes = starts[title_of], (starts[1:] - starts[:-1])[title_of]
        rows = np.repeat(np.arange(len(title_of)), sizes)
        places = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + np.repeat(first, sizes)
        pairs = [rows * self._count + keys[places] % self._count]
        if skills.nnz:
            owners = np.repeat(np.arange(len(queries)), np.diff(skills.indptr))
            asked = leading(owners, skills.data, _BY_SKILLS)
            pairs.append(owners[asked] * self._count + skills.indices[asked])
        if near.heard:
            placed = near.heard.roles < len(self.roles)
            pairs.append(near.heard.titles[placed] * self._count + near.heard.roles[placed])
        wanted = distinct(np.concatenate(pairs)) if len(pairs) > 1 else pairs[0]
        rows, roles = wanted // self._count, wanted % self._count
        certain = self._tiers.said([query.tier.value if query.tier else "" for query in queries])[rows]
        allowed = (certain == 0) | (certain == self._tiers.own[roles])
        return rows[allowed], roles[allowed]

    def _compare_titles(self, column: dict[str, Array], near: _Near, said: _Said) -> Positions:
        """How near each title is to each role; a title without a trade is near to none but by its very wording."""
        met = near.met
        place = looked_up(said.keys, met.keys, np.arange(len(met.keys)), -1)
        known = place >= 0
        exact = known & met.exact[place] if len(met.keys) else known
        vague = np.fromiter((title.is_general for title in said.titles), dtype=bool)[said.title] & ~exact
        none = len(self.wordings.texts) - 1
        nearest = np.where(known, met.wordings[place], none) if len(met.keys) else np.full(len(place), none)
        cosines = np.where(known & ~vague, met.cosines[place], 0) if len(met.keys) else np.zeros(len(place))
        lengths = np.where(known, met.lengths[place], 1) if len(met.keys) else np.ones(len(place))
        read = np.where(vague, 0, looked_up(said.keys, *near.read))
        profile = np.select([exact, vague], [1.0, 0.0], looked_up(said.keys, *near.profile))
        trades, own = [title.trade for title in said.titles], self.wordings.trades
        left, right = [trades[k] for k in said.title.tolist()], [own[k] for k in nearest.tolist()]
        ratio = process.cpdist(left, right, scorer=fuzz.ratio, dtype=np.float32) / 100 if left else cosines
        best = self._best_cosines(met, said.titles)
        column["bias"][:] = 1
        column["title"][:] = cosines
        column["title_behind"][:] = best[said.title] - cosines
        column["wording_met"][:] = np.minimum(cosines * lengths, 1)
        column["ratio"][:] = np.select([exact, vague], [1.0, 0.0], ratio)
        column["exact"][:] = exact
        column["reading"][:] = read
        column["profile"][:] = profile
        far = (np.maximum(cosines, read) < _FAR_WORDING) | ((column["ratio"] == 0) & (read == 0))
        column["far"][:] = far & (profile < _FAR_PROFILE) & ~vague
        column["general"][:] = vague
        letters = self.wordings.letters_of(said.titles)
        foreign = self.wordings.foreign_letters(letters, said.title, said.roles)
        latin = np.fromiter((title.clean.isascii() for title in said.titles), dtype=bool)[said.title]
        column["letters_other"][:] = np.where(latin, 0, foreign)
        column["words_other"][:] = np.where(latin, foreign, 0)
        column["words_missing"][:] = np.where(
            latin & ~exact, self.wordings.missing_words(letters, said.title, nearest), 0
        )
        more = self.wordings.one_character_more(trades, said.title, nearest)
        column["character_more"][:] = (ratio >= _CLOSE) & ~exact & more
        column["noun_other"][:] = self.wordings.other_nouns(said.titles, said.title, nearest)
        column["level_other"][:] = self.wordings.other_levels(said.titles, said.title, nearest)
        return nearest

    def _best_cosines(self, met: Met, titles: Sequence[Title]) -> Array:
        """The best cosine that any role has with each title, of whatever tier it is."""
        owners = met.keys // self._count
        vague = np.fromiter((title.is_general for title in titles), dtype=bool)[owners] & ~met.exact
        best = np.zeros(len(titles), dtype=np.float32)
        np.maximum.at(best, owners, np.where(vague, 0, met.cosines))
        return best

    def _compare_meanings(self, column: dict[str, Array], meant: Meant, said: _Said) -> None:
        nearest = meant.nearness.max(axis=1, initial=0)
        column["semantic"][:] = meant.nearness[said.title, said.roles]
        column["semantic_alone"][:] = column["semantic"] * meant.is_foreign[said.title]
        column["semantic_behind"][:] = nearest[said.title] - column["semantic"]

    def _compare_skills(
        self, column: dict[str, Array], queries: Sequence[Query], skills: csr_matrix, said: _Said
    ) -> None:
        if any(query.skills for query in queries):
            met = _entries(skills, said.rows, said.roles)
            stated = self._skills.weights([query.skills for query in queries])[said.rows]
            column["skills"][:] = met / (stated + _SHRUNK)
            several = np.array([len(query.skills) > 1 for query in queries], dtype=bool)[said.rows]
            column["skills_none"][:] = several & (met == 0)
        if any(query.majors for query in queries):
            studied = _entries(self._majors.overlap([query.majors for query in queries]), said.rows, said.roles)
            stated = self._majors.weights([query.majors for query in queries])[said.rows]
            column["majors"][:] = studied / (stated + _SHRUNK)

    def _compare_brackets(self, column: dict[str, Array], said: _Said) -> None:
        bracketed = np.flatnonzero(np.fromiter((bool(title.bracket) for title in said.titles), dtype=bool))
        if len(bracketed):
            keys, shares = self.wordings.covered([said.titles[k].bracket for k in bracketed.tolist()])
            keys = bracketed[keys // self._count] * self._count + keys % self._count
            covered = looked_up(said.keys, keys, shares)
            column["bracket_met"][:] = covered
            column["bracket_other"][:] = np.isin(said.title, bracketed) & (covered < _UNMET)

    def _compare_beside(self, column: dict[str, Array], queries: Sequence[Query], said: _Said) -> None:
        spoken = np.flatnonzero(np.fromiter((bool(query.beside) for query in queries), dtype=bool))
        if len(spoken):
            keys, shares = self.wordings.covered([lookup_fold(queries[k].beside) for k in spoken.tolist()])
            keys = spoken[keys // self._count] * self._count + keys % self._count
            column["beside"][:] = looked_up(said.rows * self._count + said.roles, keys, shares)

    def _compare_surroundings(self, column: dict[str, Array], queries: Sequence[Query], said: _Said) -> None:
        tiers = [query.tier or said.titles[k].tier for query, k in zip(queries, said.title_of, strict=True)]
        functions = list(map(self.grammar.function, said.titles))
        chain = self._chains.said([query.chain_id for query in queries])[said.rows]
        tier = self._tiers.said([tier.value if tier else "" for tier in tiers])[said.rows]
        function = self._functions.said(functions)[said.title]
        for name, stated, own in (
            ("chain", chain, self._chains.own[said.roles]),
            ("tier", tier, self._tiers.own[said.roles]),
            ("function", function, self._functions.own[said.roles]),
        ):
            column[f"{name}_same"][:] = (stated != 0) & (stated == own)
            column[f"{name}_other"][:] = (stated != 0) & (stated != own) & ((own != 0) | (name == "function"))
        office = self._functions.number("administration")
        column["administration"][:] = (function == office) & (self._functions.own[said.roles] != office)

    def _hear(self, column: dict[str, Array], heard: Heard, said: _Said) -> Positions:
        """What decided titles say; the nearest decision for each pair's role."""
        columns = len(self.roles) + 1
        keys = heard.titles * columns + heard.roles
        pairs = said.rows * columns + said.roles
        strongest_of = np.zeros(len(said.title_of) + 1, dtype=np.float32)
        np.maximum.at(strongest_of, heard.titles, heard.nearness)
        named = looked_up(pairs, keys, heard.nearness)
        column["decided"][:] = named
        column["votes"][:] = looked_up(pairs, keys, heard.votes)
        column["decided_same"][:] = named >= _THE_SAME
        none = (heard.roles == len(self.roles)) & (heard.nearness >= _THE_SAME)
        column["declined"][:] = np.isin(said.rows, heard.titles[none])
        column["decided_other"][:] = np.where(named > 0, looked_up(pairs, keys, heard.others), strongest_of[said.rows])
        return looked_up(pairs, keys, heard.decisions, -1)


@dataclass(frozen=True, slots=True)
class _Near:
    """What titles come near to: wordings, formal readings, profiles, meanings (by title), decisions (by query)."""

    met: Met
    read: tuple[Positions, Scores]
    profile: tuple[Positions, Scores]
    heard: Heard | None
    meant: Meant | None


@dataclass(frozen=True, slots=True)
class _Said:
    """The pairs: parsed titles, the title, query and role of each pair, and its key title * roles + role."""

    titles: Sequence[Title]
    title_of: Positions
    title: Positions
    rows: Positions
    roles: Positions
    keys: Positions


class _Numbered:
    """Words as numbers, so that those of many pairs compare at once; 0 is no word, -1 one that no role has."""

    def __init__(self, words: Sequence[str]) -> None:
        self._numbers = {word: k for k, word in enumerate(dict.fromkeys(("", *words)))}
        self.own = np.array([self._numbers[word] for word in words] or [0], dtype=np.int64)

    def number(self, word: str) -> int:
        return self._numbers.get(word, -1)

    def said(self, words: Sequence[str]) -> Positions:
        return np.fromiter(map(self.number, words), dtype=np.int64, count=len(words))


def _entries(matrix: csr_matrix, rows: Positions, columns: Positions) -> Array:
    """The entries of a sparse matrix at the given places; its columns are sorted within a row."""
    owners = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    keys = owners * matrix.shape[1] + matrix.indices
    return looked_up(rows * matrix.shape[1] + columns, keys, matrix.data).astype(np.float32)
