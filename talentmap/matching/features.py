"""What speaks for and against a role for a title: one row of named features a pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy.sparse import csr_matrix

from talentmap.matching.ngrams import NgramIndex
from talentmap.matching.titles import Title, TitleGrammar
from talentmap.model.taxonomy import Catalog, Role, Tier
from talentmap.text import compact, simplify

FEATURES = (
    "bias",  # any role at all against none
    "title",  # best cosine of a view of the title with a wording of the role
    "title_close",  # how far that cosine exceeds 0.6
    "ratio",  # normalised edit similarity with that wording
    "exact",  # a view of the title is a wording of the role
    "profile",  # cosine of the title with the role's definition, skills and segment
    "skills",  # idf-weighted share of the stated skills that the role asks for
    "skills_none",  # skills are stated and the role asks for none of them
    "chain_same",  # the enterprise's own chain
    "chain_other",  # another chain than the enterprise's own
    "tier_same",  # level words agree with the role's tier
    "tier_other",  # level words speak for another tier
    "function_same",  # the function named last agrees
    "function_other",  # another function is named
    "administration",  # the title names an administrative function
)
Array = NDArray[np.float64]
Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Query:
    """A title to be placed, with what is known beside it; `tier`, where given, is certain."""

    title: str
    chain_id: str = ""
    skills: frozenset[str] = frozenset()
    tier: Tier | None = None


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs: queries[k] with roles[k], their features, and the role wording that met the title best."""

    queries: Positions
    roles: Positions
    values: Array
    wordings: Sequence[str]


class PairFeatures:
    """Finds candidate roles for titles and says what speaks for each."""

    def __init__(self, catalog: Catalog, *, nearest: int = 40) -> None:
        self.roles: tuple[Role, ...] = tuple(catalog.roles.values())
        self._grammar = TitleGrammar(catalog.levels)
        self._nearest = nearest
        self._wordings, self._owners = _wordings(self.roles, self._grammar)
        self._index = NgramIndex(self._wordings)
        self._profiles = NgramIndex([_profile(role, catalog) for role in self.roles])
        self._skill_ids = {skill_id: position for position, skill_id in enumerate(catalog.skills)}
        self._role_skills = self._skill_matrix([frozenset(role.skills) for role in self.roles])
        asked = np.asarray(self._role_skills.sum(axis=0)).ravel()
        self._skill_idf = np.log((1 + len(self.roles)) / (1 + asked)) + 1
        self._chains = np.array([role.chain_id for role in self.roles])
        self._tiers = np.array([role.tier.value for role in self.roles])
        self._functions = np.array([self._grammar.parse(role.zh).function for role in self.roles])
        self._exact: dict[str, set[int]] = {}
        for wording, owner in zip(self._wordings, self._owners, strict=True):
            self._exact.setdefault(compact(wording), set()).add(int(owner))

    def pairs(self, queries: Sequence[Query]) -> Pairs:
        """The candidate roles of each query with their features; a query may have none."""
        titles = [self._grammar.parse(query.title) for query in queries]
        cosine, wording = self._title_candidates(titles)
        profile = self._profiles.nearest([title.core for title in titles], 15).tocoo()
        skills = self._skill_overlap(queries)
        found = {(q, r) for q, r in cosine} | set(zip(profile.row.tolist(), profile.col.tolist(), strict=True))
        found |= _best_by_row(skills, 10)
        ordered = sorted(found)
        rows = np.array([q for q, _ in ordered], dtype=np.int64)
        roles = np.array([r for _, r in ordered], dtype=np.int64)
        met = [wording.get(pair, "") for pair in ordered]
        values = self._values(queries, titles, rows, roles, met)
        title = np.array([cosine.get(pair, 0.0) for pair in ordered])
        values[:, FEATURES.index("title")] = title
        values[:, FEATURES.index("title_close")] = np.maximum(title - 0.6, 0)
        if ordered:
            values[:, FEATURES.index("skills")] = np.asarray(skills[rows, roles]).ravel()
        return Pairs(rows, roles, values, met)

    def _title_candidates(
        self, titles: Sequence[Title]
    ) -> tuple[dict[tuple[int, int], float], dict[tuple[int, int], str]]:
        """Best cosine and best wording by (query, role), over all views of each title."""
        owners: list[int] = []
        views: list[str] = []
        for position, title in enumerate(titles):
            for view in _views(title):
                owners.append(position)
                views.append(view)
        near = self._index.nearest(views, self._nearest).tocoo()
        cosine: dict[tuple[int, int], float] = {}
        wording: dict[tuple[int, int], str] = {}
        for view, label, score in zip(near.row.tolist(), near.col.tolist(), near.data.tolist(), strict=True):
            pair = (owners[view], int(self._owners[label]))
            if score > cosine.get(pair, 0.0):
                cosine[pair] = score
                wording[pair] = self._wordings[label]
        return cosine, wording

    def _skill_overlap(self, queries: Sequence[Query]) -> csr_matrix:
        """idf-weighted share of each query's skills that each role asks for."""
        stated = self._skill_matrix([query.skills for query in queries])
        weighted = csr_matrix(stated.multiply(self._skill_idf))
        total = np.asarray(weighted.sum(axis=1)).ravel()
        share = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
        return csr_matrix((weighted @ self._role_skills.T).multiply(share[:, None]))

    def _skill_matrix(self, sets: Sequence[frozenset[str]]) -> csr_matrix:
        columns = [sorted(self._skill_ids[skill] for skill in found if skill in self._skill_ids) for found in sets]
        starts = np.cumsum([0, *(len(row) for row in columns)])
        flat = np.array([column for row in columns for column in row], dtype=np.int32)
        return csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(sets), max(len(self._skill_ids), 1)))

    def _values(
        self, queries: Sequence[Query], titles: Sequence[Title], rows: Positions, roles: Positions, met: Sequence[str]
    ) -> Array:
        values = np.zeros((len(rows), len(FEATURES)))
        if not len(rows):
            return values
        column = {name: values[:, position] for position, name in enumerate(FEATURES)}
        cores = [title.core for title in titles]
        column["bias"][:] = 1
        column["ratio"][:] = process.cpdist([cores[q] for q in rows], list(met), scorer=fuzz.ratio) / 100
        column["exact"][:] = [self._is_exact(titles[q], r) for q, r in zip(rows.tolist(), roles.tolist(), strict=True)]
        column["profile"][:] = self._profiles.cosines(cores, rows, roles)
        has_skills = np.array([len(query.skills) > 1 for query in queries])[rows]
        overlap = np.asarray(self._skill_overlap(queries)[rows, roles]).ravel()
        column["skills_none"][:] = has_skills & (overlap == 0)
        chain = np.array([query.chain_id for query in queries])[rows]
        column["chain_same"][:] = chain == self._chains[roles]
        column["chain_other"][:] = (chain != "") & (chain != self._chains[roles])
        spoken = [query.tier or title.tier for query, title in zip(queries, titles, strict=True)]
        tier = np.array([tier.value if tier else "" for tier in spoken])[rows]
        column["tier_same"][:] = tier == self._tiers[roles]
        column["tier_other"][:] = (tier != "") & (tier != self._tiers[roles])
        function = np.array([title.function for title in titles])[rows]
        column["function_same"][:] = (function != "") & (function == self._functions[roles])
        column["function_other"][:] = (function != "") & (function != self._functions[roles])
        column["administration"][:] = function == "administration"
        return values

    def _is_exact(self, title: Title, role: int) -> bool:
        return any(role in self._exact.get(compact(view), ()) for view in _views(title))


def _views(title: Title) -> list[str]:
    views = [title.clean, title.core, *title.parts]
    if title.bracket:
        views += [f"{title.bracket}{title.core}", title.bracket]
    return list(dict.fromkeys(view for view in views if view))


def _wordings(roles: Sequence[Role], grammar: TitleGrammar) -> tuple[list[str], Positions]:
    """Every wording of every role as the grammar sees it, with the position of its role."""
    pairs = []
    for position, role in enumerate(roles):
        parsed = [grammar.parse(wording) for wording in role.titles()]
        forms = dict.fromkeys(form for title in parsed for form in (title.clean, title.core) if form)
        pairs += [(form, position) for form in forms]
    return [form for form, _ in pairs], np.array([position for _, position in pairs], dtype=np.int64)


def _profile(role: Role, catalog: Catalog) -> str:
    chain = catalog.chains[role.chain_id]
    skills = " ".join(catalog.skills[skill].zh for skill in role.skills if skill in catalog.skills)
    return simplify(f"{role.zh} {role.definition_zh} {skills} {chain.segment(role.segment).zh} {chain.zh}").casefold()


def _best_by_row(matrix: csr_matrix, top: int) -> set[tuple[int, int]]:
    best: set[tuple[int, int]] = set()
    for row in range(matrix.shape[0]):
        start, end = matrix.indptr[row], matrix.indptr[row + 1]
        scored = sorted(zip(-matrix.data[start:end], matrix.indices[start:end], strict=True))[:top]
        best |= {(row, int(column)) for _, column in scored}
    return best
