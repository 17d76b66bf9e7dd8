"""From compared pairs to persons: the unique best for each record, then clusters in which nobody contradicts.

The outcome depends on what the traces say, never on their order, because every step is a function of sets:

1. A record without an ID that two different IDs fit equally well belongs to neither: it is *ambiguous* and stays alone.
2. Otherwise it keeps, of all IDs that fit, only the best one.
3. Records that fit one another are joined (union-find). A cluster stands when it holds at most one ID and no two
   members contradict each other.
4. A cluster that does not stand keeps what is sure: first the records that have an ID of their own to go to; of the
   rest, those that leave open what the others contradict each other about are set aside, and what remains is
   joined again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from talentmap.linkage.blocks import pairs, without_shared_phones
from talentmap.linkage.comparison import WEIGHTS, Comparison, compare, contradict
from talentmap.linkage.trace import Trace, united

Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Linkage:
    """Who belongs together: `groups` of two or more entities, sorted; `ambiguous` entities that were left alone."""

    groups: tuple[tuple[str, ...], ...]
    ambiguous: tuple[str, ...]
    comparisons: tuple[Comparison, ...]


def link(traces: Iterable[Trace]) -> Linkage:
    """The linkage of all traces; `comparisons` holds those that speak for a link, with their reasons."""
    entities = without_shared_phones(united(traces))
    linking = [comparison for pair in pairs(entities) if (comparison := compare(*pair)).links]
    by_entity = {trace.entity: trace for trace in entities}
    anchors, ambiguous = _anchors(linking, by_entity)
    edges = [
        (comparison.one, comparison.other)
        for comparison in linking
        if not {comparison.one, comparison.other} & ambiguous and _kept(comparison, anchors, by_entity)
    ]
    groups = [group for cluster in components(edges) for group in _settled(cluster, edges, anchors, by_entity)]
    together = {entity for group in groups for entity in group}
    left = {entity for edge in edges for entity in edge} - together
    return Linkage(
        groups=tuple(sorted(groups)),
        ambiguous=tuple(sorted(ambiguous | {entity for entity in left if not by_entity[entity].identified})),
        comparisons=tuple(sorted(linking, key=lambda comparison: (comparison.one, comparison.other))),
    )


def components(edges: Iterable[Edge]) -> list[tuple[str, ...]]:
    """The connected components of `edges`, each sorted, in the order of their first members (union-find)."""
    leader: dict[str, str] = {}
    for one, other in edges:
        first, second = sorted((_find(leader, one), _find(leader, other)))
        leader[second] = first
    members: dict[str, list[str]] = defaultdict(list)
    for entity in leader:
        members[_find(leader, entity)].append(entity)
    return sorted(tuple(sorted(group)) for group in members.values())


def _find(leader: dict[str, str], entity: str) -> str:
    leader.setdefault(entity, entity)
    while leader[entity] != entity:
        leader[entity] = leader[leader[entity]]
        entity = leader[entity]
    return entity


def _anchors(linking: Sequence[Comparison], by_entity: Mapping[str, Trace]) -> tuple[dict[str, str], frozenset[str]]:
    """For each record the one ID that fits it best, and the records that two IDs fit equally well."""
    fits: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for comparison in linking:
        for record, person in ((comparison.one, comparison.other), (comparison.other, comparison.one)):
            if by_entity[person].identified:
                fits[record].append((comparison.points, person))
    best = {record: max(points for points, _ in found) for record, found in fits.items()}
    finest = {record: [person for points, person in found if points == best[record]] for record, found in fits.items()}
    anchors = {record: persons[0] for record, persons in finest.items() if len(persons) == 1}
    return anchors, frozenset(finest.keys() - anchors.keys())


def _kept(comparison: Comparison, anchors: Mapping[str, str], by_entity: Mapping[str, Trace]) -> bool:
    one, other = comparison.one, comparison.other
    if by_entity[one].identified:
        return anchors[other] == one
    return not by_entity[other].identified or anchors[one] == other


def _settled(
    cluster: tuple[str, ...], edges: Sequence[Edge], anchors: Mapping[str, str], by_entity: Mapping[str, Trace]
) -> list[tuple[str, ...]]:
    """The groups of two or more that a cluster falls into."""
    if _stands([by_entity[entity] for entity in cluster]):
        return [cluster]
    members = set(cluster)
    inside = [edge for edge in edges if edge[0] in members]
    anchored = [(record, anchors[record]) for record in cluster if record in anchors]
    if anchored:
        placed = {entity for edge in anchored for entity in edge}
        free = [edge for edge in inside if not placed & set(edge)]
        rest = [group for part in components(free) for group in _settled(part, free, {}, by_entity)]
        return [*components(anchored), *rest]
    open_records = _undecided([by_entity[entity] for entity in cluster])
    sure = [edge for edge in inside if not open_records & set(edge)]
    return components(sure)


def _stands(traces: Sequence[Trace]) -> bool:
    if sum(trace.identified for trace in traces) > 1:
        return False
    return not any(contradict(one, other) for one, other in combinations(traces, 2))


def _undecided(traces: Sequence[Trace]) -> frozenset[str]:
    """The records that leave an item empty about which other records of the cluster contradict each other."""
    disputed = [
        item
        for item, weight in WEIGHTS.items()
        if weight.differ is None and len({value for trace in traces for value in trace.values(item)}) > 1
    ]
    return frozenset(trace.entity for trace in traces if not all(trace.values(item) for item in disputed))
