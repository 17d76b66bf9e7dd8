"""How a taxonomy grows: what enterprises write and no role or skill is known for, gathered for a person to review.

Wordings of one chain, tier and function whose trades are alike are put together: the weightiest first, each wording
joins the first cluster whose leading wording comes near enough. So no chain of small steps joins two trades, no
engineer is taken for a worker, and the same lines give the same clusters.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from talentmap.matching.scoring.ngrams import NgramIndex
from talentmap.matching.titles.grammar import TitleGrammar, latin_words
from talentmap.model.taxonomy import Catalog
from talentmap.text import lookup_key, split_list

ALIAS_OF, NEW_ROLE, NEW_SKILL, IGNORE = "alias of", "new role in", "new skill in", "ignore"
TITLE, SKILL, COMMON = "title", "skill", "common"
_OPEN_BANDS = ("review", "none")
_LEADING_SIGNS = re.compile(r"^[\W_]+")
_ALIKE = 0.6  # cosine from which two wordings are of one cluster
_NAMES_IT = 0.6  # cosine from which a wording is proposed as an alias of a skill
_NEIGHBOURS = 30
_PLAIN = "operation"  # the function that a worker has who names none
_LIKELY = 0.5  # share of a cluster's lines, weighed by probability, from which an alias is proposed
_WORDINGS = 8  # told of a cluster
_LONGEST = 30  # characters of a wording that could be an alias


@dataclass(frozen=True, slots=True)
class Proposal:
    """A cluster of wordings, what hangs on it, and what might be done; nothing in it names an enterprise.

    `nearest` is a role or skill id, '' when none is near; `probability` how likely it is meant, or how near it comes.
    """

    kind: str
    chain_id: str
    wordings: tuple[str, ...]
    lines: int
    headcount: int
    enterprises: int
    nearest: str
    probability: float
    proposal: str


@dataclass(slots=True)
class _Wording:
    """One wording with everything that the lines which use it say.

    Only wordings of one `family` may be alike; `label` is what they are compared by.
    """

    chain_id: str
    text: str
    label: str
    family: tuple[str, ...] = ()
    lines: int = 0
    headcount: int = 0
    enterprises: set[str] = field(default_factory=set)
    segments: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    chains: set[str] = field(default_factory=set)
    is_general: bool = False

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Weightiest first."""
        return -self.headcount, -self.lines, self.chain_id, self.text

    def add(self, line: Mapping[str, Any], chances: Mapping[str, float]) -> None:
        """Count a line."""
        self.lines += 1
        self.headcount += line["headcount"] or 0
        self.enterprises.add(line["enterprise_id"])
        self.chains.add(line["chain_id"] or "")
        self.segments.update([line["segment_id"]] if line["segment_id"] else [])
        for role_id, chance in chances.items():
            self.roles[role_id] += chance  # type: ignore[assignment]  # a counter may count in parts


def propose(demand: pa.Table, demand_roles: pa.Table, catalog: Catalog, least_lines: int = 2) -> list[Proposal]:
    """Clusters of open titles, then of unknown skills, the most heads first; those of fewer lines are left out."""
    settled = {row["line_id"]: row for row in demand_roles.to_pylist()}
    lines = demand.to_pylist()
    waiting = [line for line in lines if settled[line["line_id"]]["band"] in _OPEN_BANDS]
    titles = _titles(waiting, settled, TitleGrammar(catalog.levels))
    found = [_of_titles(cluster, catalog) for cluster in _clusters(titles)]
    found += [_of_skills(*pair) for pair in _with_nearest_skill(_clusters(_skills(lines, catalog)), catalog)]
    kept = (proposal for proposal in found if proposal.lines >= least_lines)
    return sorted(kept, key=lambda one: (one.kind == SKILL, -one.headcount, -one.lines, one.chain_id, one.wordings))


def _titles(
    lines: Iterable[Mapping[str, Any]], settled: Mapping[str, Mapping[str, Any]], grammar: TitleGrammar
) -> Iterable[_Wording]:
    """The titles without firm, level, pay and place."""
    found: dict[tuple[str, str], _Wording] = {}
    for line in lines:
        title = grammar.parse(line["title"] or "")
        text = _LEADING_SIGNS.sub("", title.core or title.clean)
        if 1 < len(text) <= _LONGEST:
            chain_id = line["chain_id"] or ""
            if (chain_id, text) not in found:
                found[chain_id, text] = _titled(chain_id, text, grammar)
            found[chain_id, text].add(line, _chances(settled[line["line_id"]]["candidates"] or ""))
    return found.values()


def _titled(chain_id: str, text: str, grammar: TitleGrammar) -> _Wording:
    title = grammar.parse(text)
    function = grammar.function(title)
    family = (chain_id, title.tier.value if title.tier else "", "" if function == _PLAIN else function)
    return _Wording(chain_id, text, title.trade or text, family, is_general=title.is_general)


def _chances(candidates: str) -> Mapping[str, float]:
    pairs = (candidate.rpartition("=") for candidate in candidates.split("|") if candidate)
    return {role_id: float(chance) for role_id, _, chance in pairs}


def _skills(lines: Iterable[Mapping[str, Any]], catalog: Catalog) -> Iterable[_Wording]:
    """The skills asked for that no skill of the catalog is worded like; chains share them."""
    known = {lookup_key(word) for skill in catalog.skills.values() for word in (skill.zh, skill.en, *skill.aliases)}
    found: dict[str, _Wording] = {}
    for line in lines:
        for skill in split_list(line["skills"] or ""):
            if lookup_key(skill) not in known and 1 < len(skill) <= _LONGEST:
                found.setdefault(lookup_key(skill), _Wording("", skill, lookup_key(skill))).add(line, {})
    return found.values()


def _clusters(wordings: Iterable[_Wording]) -> Iterator[Sequence[_Wording]]:
    """Wordings of one family that are alike, the weightiest of each cluster first."""
    families: defaultdict[tuple[str, ...], list[_Wording]] = defaultdict(list)
    for wording in sorted(wordings, key=lambda wording: wording.order):
        families[wording.family].append(wording)
    for family in sorted(families):
        yield from _alike(families[family])


def _alike(wordings: Sequence[_Wording]) -> Iterable[Sequence[_Wording]]:
    labels = [wording.label for wording in wordings]
    near, _ = NgramIndex(labels).nearest(labels, _NEIGHBOURS)
    clusters: dict[int, list[_Wording]] = {}
    for row, wording in enumerate(wordings):
        span = slice(near.indptr[row], near.indptr[row + 1])
        places = near.indices[span][near.data[span] >= _ALIKE]
        leader = next((place for place in sorted(places.tolist()) if place in clusters), row)
        clusters.setdefault(leader, []).append(wording)
    return clusters.values()


def _of_titles(cluster: Sequence[_Wording], catalog: Catalog) -> Proposal:
    lines = sum(wording.lines for wording in cluster)
    roles: Counter[str] = sum((wording.roles for wording in cluster), Counter())
    nearest, weight = max(roles.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))
    probability = round(weight / lines, 3)
    if cluster[0].is_general:
        proposal = IGNORE
    elif probability >= _LIKELY:
        proposal = f"{ALIAS_OF} {nearest}"
    else:
        proposal = f"{NEW_ROLE} {_segment(cluster, nearest, catalog)}".rstrip()
    return _proposal(TITLE, cluster, (nearest, probability), proposal)


def _segment(cluster: Sequence[_Wording], nearest: str, catalog: Catalog) -> str:
    """Where a new role would belong: the segment that most lines state, else that of the nearest role of the chain."""
    stated: Counter[str] = sum((wording.segments for wording in cluster), Counter())
    chain_id = cluster[0].chain_id
    if stated:
        return f"{chain_id}/{max(stated.items(), key=lambda item: (item[1], item[0]))[0]}"
    role = catalog.roles.get(nearest)
    return f"{chain_id}/{role.segment}" if role and role.chain_id == chain_id else chain_id


def _with_nearest_skill(
    clusters: Iterable[Sequence[_Wording]], catalog: Catalog
) -> Iterator[tuple[Sequence[_Wording], tuple[str, float]]]:
    """Each cluster with the skill whose wording comes nearest to its leading one, and how near.

    A word in Latin letters that the skill's wording lacks makes it another skill: C++ is not C.
    """
    clusters = list(clusters)
    words = [
        (lookup_key(word), skill.id)
        for skill in catalog.skills.values()
        for word in (skill.zh, skill.en, *skill.aliases)
    ]
    texts = [lookup_key(cluster[0].text) for cluster in clusters]
    near, _ = NgramIndex([word for word, _ in words]).nearest(texts, _NEIGHBOURS)
    for row, cluster in enumerate(clusters):
        span = slice(near.indptr[row], near.indptr[row + 1])
        pairs = sorted(zip((-near.data[span]).tolist(), near.indices[span].tolist(), strict=True))
        latin = latin_words(texts[row])
        found = ((words[place][1], -less) for less, place in pairs if latin <= latin_words(words[place][0]))
        yield cluster, next(found, ("", 0.0))


def _of_skills(cluster: Sequence[_Wording], nearest: tuple[str, float]) -> Proposal:
    skill_id, nearness = nearest
    chains = set[str]().union(*(wording.chains for wording in cluster))
    home = min(chains) if len(chains) == 1 else ""
    proposal = f"{ALIAS_OF} {skill_id}" if nearness >= _NAMES_IT else f"{NEW_SKILL} {home or COMMON}"
    return replace(_proposal(SKILL, cluster, (skill_id, round(nearness, 3)), proposal), chain_id=home)


def _proposal(kind: str, cluster: Sequence[_Wording], nearest: tuple[str, float], proposal: str) -> Proposal:
    return Proposal(
        kind=kind,
        chain_id=cluster[0].chain_id,
        wordings=tuple(wording.text for wording in cluster[:_WORDINGS]),
        lines=sum(wording.lines for wording in cluster),
        headcount=sum(wording.headcount for wording in cluster),
        enterprises=len(set[str]().union(*(wording.enterprises for wording in cluster))),
        nearest=nearest[0],
        probability=nearest[1],
        proposal=proposal,
    )
