"""The catalog's linter: what a schema cannot see because it lies between entries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import networkx as nx

from talentmap.catalog.diagnosis import check_diagnosis_catalog
from talentmap.catalog.load import CatalogReading, load_catalog
from talentmap.catalog.policy_words import check_policy_words
from talentmap.catalog.projection import check_projection_rules
from talentmap.catalog.scorecard import check_scorecard
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.model.taxonomy import Catalog, Chain, Education, Role, Stage, Tier
from talentmap.text import compact

_ALIASES_MINIMUM = 4
_SKILLS_RANGE = range(6, 16)
_Places = Mapping[tuple[str, str], Source]


def check_catalog(folder: Path, region: str) -> CatalogReading:
    """Everything under `folder` read and checked, the problems in the order of files and lines."""
    reading = load_catalog(folder, region)
    others = (check_diagnosis_catalog(folder)[2], check_scorecard(folder)[1], check_projection_rules(folder)[1])
    found = [*reading.problems, *check_policy_words(folder)[1], *(problem for own in others for problem in own)]
    if reading.catalog is not None:
        found += _problems(reading.catalog, reading.places)
    return replace(reading, problems=tuple(sorted(found, key=lambda problem: (problem.source, problem.code))))


def check_catalog_of(folder: Path, regions: Sequence[str]) -> CatalogReading:
    """What `check_catalog` finds for any of the regions: their districts differ, all else is found once."""
    readings = [check_catalog(folder, region) for region in regions]
    found: list[Problem] = []
    for reading in readings:
        found += [problem for problem in reading.problems if problem not in found]
    return replace(readings[0], problems=tuple(sorted(found, key=lambda problem: (problem.source, problem.code))))


def _problems(catalog: Catalog, places: _Places) -> Iterator[Problem]:
    yield from _vocabulary_problems(catalog)
    for chain in catalog.chains.values():
        yield from _chain_problems(chain, catalog, places)
        yield from _alias_problems(catalog.roles_of(chain.id), places)
    for role in catalog.roles.values():
        yield from _role_problems(role, catalog, places["Role", role.id])
    yield from _skill_problems(catalog, places)


def _vocabulary_problems(catalog: Catalog) -> Iterator[Problem]:
    for file, found, wanted in (
        ("tiers.yaml", set(catalog.tiers), {tier.value for tier in Tier}),
        ("stages.yaml", set(catalog.stages), {stage.value for stage in Stage}),
        ("education.yaml", set(catalog.education), {step.value for step in Education}),
    ):
        if found != wanted:
            wrong = ", ".join(sorted(found ^ wanted))
            yield Problem("catalog-vocabulary", Source(file), shown=wrong, facts={"wanted": ", ".join(sorted(wanted))})


def _chain_problems(chain: Chain, catalog: Catalog, places: _Places) -> Iterator[Problem]:
    known = Counter(segment.id for segment in chain.segments)
    source = {segment_id: places["Segment", f"{chain.id}/{segment_id}"] for segment_id in known}
    for segment_id in (segment_id for segment_id, times in known.items() if times > 1):
        yield Problem("catalog-duplicate-segment", source[segment_id], shown=segment_id)
    for segment in chain.segments:
        for target in sorted(set(segment.feeds) - set(known)):
            yield Problem("catalog-unknown-segment", source[segment.id], shown=target, facts={"owner": segment.id})
    if len(chain.segments) > 1:
        for segment_id in sorted(nx.isolates(chain.graph)):
            yield Problem("catalog-orphan-segment", source[segment_id], shown=segment_id)
    if not nx.is_directed_acyclic_graph(chain.graph):
        cycle = [str(edge[0]) for edge in nx.find_cycle(chain.graph)]
        yield Problem("catalog-cycle", source[cycle[0]], shown=" > ".join(cycle))
    staffed = {role.segment for role in catalog.roles_of(chain.id)}
    for segment_id in sorted(set(known) - staffed):
        yield Problem("catalog-empty-segment", source[segment_id], shown=segment_id)


def _role_problems(role: Role, catalog: Catalog, source: Source) -> Iterator[Problem]:
    chain = catalog.chains.get(role.chain_id)
    if chain is None:
        return
    if not role.id.startswith(f"{chain.prefix}-"):
        yield Problem("catalog-prefix", source, shown=role.id, facts={"prefix": chain.prefix})
    if role.segment not in {segment.id for segment in chain.segments}:
        yield Problem("catalog-unknown-segment", source, shown=role.segment, facts={"owner": role.id})
    if role.ladder not in {ladder.id for ladder in catalog.levels.ladders}:
        yield Problem("catalog-unknown-ladder", source, shown=role.ladder, facts={"owner": role.id})
    for skill_id in role.skills:
        if skill_id not in catalog.skills:
            yield Problem("catalog-unknown-skill", source, shown=skill_id, facts={"owner": role.id})
    if len(role.aliases) < _ALIASES_MINIMUM:
        yield Problem("catalog-few-aliases", source, shown=str(len(role.aliases)), facts={"owner": role.id})
    if len(role.skills) not in _SKILLS_RANGE:
        yield Problem("catalog-skill-count", source, shown=str(len(role.skills)), facts={"owner": role.id})


def _alias_problems(roles: tuple[Role, ...], places: _Places) -> Iterator[Problem]:
    owners: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for role in roles:
        for title in role.titles():
            owners[compact(title)].setdefault(role.id, title)
    for owning in owners.values():
        first, *others = owning
        for other in others:
            facts = {"owner": other, "other": first}
            yield Problem("catalog-alias-ambiguous", places["Role", other], shown=owning[other], facts=facts)


def _skill_problems(catalog: Catalog, places: _Places) -> Iterator[Problem]:
    used = {skill_id for role in catalog.roles.values() for skill_id in role.skills}
    owners: dict[tuple[str, str], str] = {}
    for skill in catalog.skills.values():
        source = places["Skill", skill.id]
        prefix = catalog.chains[skill.chain_id].prefix if skill.chain_id in catalog.chains else ""
        if prefix and not skill.id.startswith(f"{prefix}-"):
            yield Problem("catalog-prefix", source, shown=skill.id, facts={"prefix": prefix})
        if skill.chain_id and skill.id not in used:
            yield Problem("catalog-skill-unused", source, shown=skill.id)
        for word in dict.fromkeys(compact(word) for word in (skill.zh, skill.en, *skill.aliases)):
            owner = owners.setdefault((skill.chain_id, word), skill.id)
            shared = owners.get(("", word), skill.id)
            if {owner, shared} != {skill.id}:
                other = owner if owner != skill.id else shared
                facts = {"owner": skill.id, "other": other}
                yield Problem("catalog-skill-ambiguous", source, shown=word, facts=facts)
