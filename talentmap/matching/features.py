"""What speaks for and against a role for a title: one row of named features a pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from talentmap.matching.skills import MUST, SkillIndex
from talentmap.matching.titles import Title, TitleGrammar
from talentmap.matching.wordings import Met, RoleWordings
from talentmap.model.taxonomy import Catalog, Role, Tier
from talentmap.text import compact

FEATURES = (
    "bias",  # any role at all against none
    "title",  # best cosine of a view of the title with a wording of the role
    "title_close",  # how far that cosine exceeds 0.6
    "ratio",  # normalised edit similarity of the trades that title and wording name
    "exact",  # a name in the title is a wording of the role
    "profile",  # share of the trade's n-grams in the role's definition, wordings, skills and segment
    "far",  # neither a wording nor the profile comes near the title
    "general",  # the title names no trade, and is no wording of the role
    "skills",  # idf-weighted share of the stated skills that the role asks for; few and common ones count less
    "majors",  # the same of the majors
    "skills_none",  # skills are stated and the role asks for none of them
    "chain_same",  # the enterprise's own chain
    "chain_other",  # another chain than the enterprise's own
    "tier_same",  # level words agree with the role's tier
    "tier_other",  # level words speak for another tier
    "level_other",  # the title names one tier or skilled-worker level, the wording that it met another
    "function_same",  # the function named last agrees
    "function_other",  # another function is named
    "letters_other",  # share of the title's words in Latin letters that the role never uses
    "administration",  # the title names an administrative function
)
Array = NDArray[np.float64]
Positions = NDArray[np.int64]
_BY_PROFILE = 15  # candidates that the profile alone may add
_BY_SKILLS = 10  # candidates that stated skills alone may add
_FAR_WORDING, _FAR_PROFILE = 0.3, 0.4
_SHRUNK = 4.0  # one rare skill, stated alone, counts half


@dataclass(frozen=True, slots=True)
class Query:
    """A title to be placed, with what is known beside it; `tier`, where given, is certain: other tiers are left out."""

    title: str
    chain_id: str = ""
    skills: frozenset[str] = frozenset()
    tier: Tier | None = None
    majors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs: queries[k] with roles[k], their features, and the role wording that met the title best."""

    queries: Positions
    roles: Positions
    values: Array
    wordings: Sequence[str]


class PairFeatures:
    """Finds candidate roles for titles and says what speaks for each."""

    def __init__(self, catalog: Catalog, grammar: TitleGrammar, *, nearest: int = 40) -> None:
        self.roles: tuple[Role, ...] = tuple(catalog.roles.values())
        self._grammar = grammar
        self._wordings = RoleWordings(catalog, self._grammar, nearest)
        self._skills = SkillIndex(list(catalog.skills), [role.skills for role in self.roles])
        majors = [dict.fromkeys(map(compact, role.majors), MUST) for role in self.roles]
        self._majors = SkillIndex(list(dict.fromkeys(major for asked in majors for major in asked)), majors)
        self._chains = np.array([role.chain_id for role in self.roles])
        self._tiers = np.array([role.tier.value for role in self.roles])
        self._functions = np.array([self._grammar.parse(role.zh).function for role in self.roles])

    def pairs(self, queries: Sequence[Query]) -> Pairs:
        """The candidate roles of each query with their features, sorted by query and role; a query may have none."""
        place = {text: k for k, text in enumerate(dict.fromkeys(query.title for query in queries))}
        titles = [self._grammar.parse(text) for text in place]
        title_of = np.array([place[query.title] for query in queries], dtype=np.int64)
        met = self._wordings.meet(titles)
        skills = self._skills.overlap([query.skills for query in queries])
        rows, roles = self._candidates(queries, met, title_of, skills)
        values = np.zeros((len(rows), len(FEATURES)))
        column = {name: values[:, position] for position, name in enumerate(FEATURES)}
        self._compare_titles(column, titles, met, title_of[rows], roles)
        self._compare_skills(column, queries, skills, rows, roles)
        self._compare_surroundings(column, queries, [titles[k] for k in title_of], rows, roles)
        nearest = met.wordings[title_of[rows], roles].tolist()
        return Pairs(rows, roles, values, [self._wordings.texts[k] for k in nearest])

    def _candidates(
        self, queries: Sequence[Query], met: Met, title_of: Positions, skills: Array
    ) -> tuple[Positions, Positions]:
        """The pairs that wording, profile or skills suggest; roles of another tier than a certain one are left out."""
        suggested = met.exact | (met.cosines > 0) | _largest(met.profile, _BY_PROFILE)
        wanted = suggested[title_of] | _largest(skills, _BY_SKILLS)
        certain = np.array([query.tier.value if query.tier else "" for query in queries], dtype=str)[:, None]
        rows, roles = np.nonzero(wanted & ((certain == "") | (certain == self._tiers)))
        return rows, roles

    def _compare_titles(
        self, column: dict[str, Array], titles: Sequence[Title], met: Met, rows: Positions, roles: Positions
    ) -> None:
        """How near each title is to each role; a title without a trade is near to none but by its very wording."""
        exact, nearest = met.exact[rows, roles], met.wordings[rows, roles]
        vague = np.array([title.is_general for title in titles], dtype=bool)[rows] & ~exact
        cosines = np.where(vague, 0.0, met.cosines[rows, roles])
        profile = np.select([exact, vague], [1.0, 0.0], met.profile[rows, roles])
        trades, own_trades = [title.trade for title in titles], self._wordings.trades
        said, written = [trades[k] for k in rows.tolist()], [own_trades[k] for k in nearest.tolist()]
        ratio = process.cpdist(said, written, scorer=fuzz.ratio) / 100 if said else np.zeros(0)
        column["bias"][:] = 1
        column["title"][:] = cosines
        column["title_close"][:] = np.maximum(cosines - 0.6, 0)
        column["ratio"][:] = np.select([exact, vague], [1.0, 0.0], ratio)
        column["exact"][:] = exact
        column["profile"][:] = profile
        far = (cosines < _FAR_WORDING) | (column["ratio"] == 0)
        column["far"][:] = far & (profile < _FAR_PROFILE) & ~vague
        column["general"][:] = vague
        column["letters_other"][:] = self._wordings.foreign_letters(titles, rows, roles)
        column["level_other"][:] = self._wordings.other_levels(titles, rows, nearest)

    def _compare_skills(
        self, column: dict[str, Array], queries: Sequence[Query], skills: Array, rows: Positions, roles: Positions
    ) -> None:
        met = skills[rows, roles]
        stated = self._skills.weights([query.skills for query in queries])[rows]
        column["skills"][:] = met / (stated + _SHRUNK)
        studied = self._majors.overlap([query.majors for query in queries])[rows, roles]
        column["majors"][:] = studied / (self._majors.weights([query.majors for query in queries])[rows] + _SHRUNK)
        several = np.array([len(query.skills) > 1 for query in queries], dtype=bool)[rows]
        column["skills_none"][:] = several & (met == 0)

    def _compare_surroundings(
        self,
        column: dict[str, Array],
        queries: Sequence[Query],
        titles: Sequence[Title],
        rows: Positions,
        roles: Positions,
    ) -> None:
        chain = np.array([query.chain_id for query in queries], dtype=str)[rows]
        spoken = [query.tier or title.tier for query, title in zip(queries, titles, strict=True)]
        tier = np.array([tier.value if tier else "" for tier in spoken], dtype=str)[rows]
        function = np.array([title.function for title in titles], dtype=str)[rows]
        for name, said, own in (
            ("chain", chain, self._chains),
            ("tier", tier, self._tiers),
            ("function", function, self._functions),
        ):
            column[f"{name}_same"][:] = (said != "") & (said == own[roles])
            column[f"{name}_other"][:] = (said != "") & (said != own[roles])
        column["administration"][:] = function == "administration"


def _largest(values: Array, top: int) -> NDArray[np.bool_]:
    """Where a row's `top` largest entries above 0 stand, with whatever equals the last of them."""
    if values.shape[1] <= top:
        return values > 0
    least = np.partition(values, -top, axis=1)[:, -top][:, None]
    return (values > 0) & (values >= least)
