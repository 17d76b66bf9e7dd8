"""From pairs that link to persons: the unique best for each record, then clusters in which nobody contradicts.

The outcome depends on what the pairs say, never on their order, because every step is a function of sets:

1. A record without an ID that two different IDs fit equally well belongs to neither: it is *ambiguous* and stays alone.
2. Otherwise it keeps, of all IDs that fit, only the best one.
3. Records that fit one another are joined (union-find). A cluster stands when it holds at most one ID, no two members
   contradict each other, and nobody has decided that two of them are different people.
4. A cluster that does not stand keeps what is sure: first the records that have an ID of their own to go to; of the
   rest, those that leave open what the others contradict each other about are set aside, and what remains is
   joined again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import combinations

from talentmap.linkage.comparison import contradict
from talentmap.linkage.trace import Item, Trace

Edge = tuple[str, str]
Score = tuple[float | None, int]
"""How likely one person is, where that could be learned, and the points; larger is better."""

Scored = tuple[str, str, Score]

TracesOf = Callable[[Set[str]], Mapping[str, Trace]]


@dataclass(frozen=True, slots=True)
class Linkage:
    """Who belongs together: `groups` of two or more entities, sorted; `ambiguous` entities that were left alone."""

    groups: tuple[tuple[str, ...], ...]
    ambiguous: tuple[str, ...]


def settle(
    pairs: Iterable[Scored], identified: Set[str], traces_of: TracesOf, different: Iterable[Edge] = ()
) -> Linkage:
    """The linkage of pairs that link; `traces_of` is asked once, for the members of clusters of three and more."""
    apart = {frozenset(edge) for edge in different}
    linking = [pair for pair in pairs if frozenset(pair[:2]) not in apart]
    anchors, ambiguous = _anchors(linking, identified)
    edges = [
        (one, other)
        for one, other, _ in linking
        if not {one, other} & ambiguous and _kept((one, other), anchors, identified)
    ]
    clusters = components(edges)
    larger = {entity for cluster in clusters if len(cluster) > 2 for entity in cluster}
    settling = _Settling(anchors, identified, traces_of(larger) if larger else {}, apart)
    inside = _by_cluster(edges, clusters)
    groups = [group for cluster in clusters for group in settling.settled(cluster, inside[cluster[0]])]
    together = {entity for group in groups for entity in group}
    left = {entity for edge in edges for entity in edge} - together - identified
    return Linkage(tuple(sorted(groups)), tuple(sorted(ambiguous | left)))


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


def _anchors(linking: Sequence[Scored], identified: Set[str]) -> tuple[dict[str, str], frozenset[str]]:
    """For each record the one ID that fits it best, and the records that two IDs fit equally well."""
    fits: dict[str, list[tuple[tuple[float, int], str]]] = defaultdict(list)
    for one, other, (probability, points) in linking:
        for record, person in ((one, other), (other, one)):
            if person in identified:
                fits[record].append(((probability or 0.0, points), person))
    best = {record: max(score for score, _ in found) for record, found in fits.items()}
    finest = {record: [person for score, person in found if score == best[record]] for record, found in fits.items()}
    anchors = {record: persons[0] for record, persons in finest.items() if len(persons) == 1}
    return anchors, frozenset(finest.keys() - anchors.keys())


def _kept(edge: Edge, anchors: Mapping[str, str], identified: Set[str]) -> bool:
    one, other = edge
    if one in identified:
        return anchors[other] == one
    return other not in identified or anchors[one] == other


def _by_cluster(edges: Sequence[Edge], clusters: Sequence[tuple[str, ...]]) -> dict[str, list[Edge]]:
    """The edges of each cluster, by its first member."""
    first_of = {entity: cluster[0] for cluster in clusters for entity in cluster}
    found: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        found[first_of[edge[0]]].append(edge)
    return found


@dataclass(frozen=True, slots=True)
class _Settling:
    """What a cluster is judged by."""

    anchors: Mapping[str, str]
    identified: Set[str]
    traces: Mapping[str, Trace]
    apart: Set[frozenset[str]] = field(default_factory=frozenset)

    def settled(self, cluster: tuple[str, ...], edges: Sequence[Edge]) -> list[tuple[str, ...]]:
        """The groups of two or more that a cluster falls into."""
        if len(cluster) <= 2 or self._stands(cluster):
            return [cluster]
        anchored = [(record, self.anchors[record]) for record in cluster if record in self.anchors]
        if anchored:
            return [*self._around_ids(anchored), *self._beside_ids(anchored, edges)]
        open_records = _undecided([self.traces[entity] for entity in cluster])
        sure = [edge for edge in edges if not open_records & set(edge)]
        return [group for group in components(sure) if self._stands(group)]

    def _around_ids(self, anchored: Sequence[Edge]) -> list[tuple[str, ...]]:
        """Each ID with its records; those that were decided apart from another record of it go their own way."""
        groups = components(anchored)
        return [group for group in groups if not self._decided_apart(group)]

    def _beside_ids(self, anchored: Sequence[Edge], edges: Sequence[Edge]) -> list[tuple[str, ...]]:
        placed = {entity for edge in anchored for entity in edge}
        free = [edge for edge in edges if not placed & set(edge)]
        inside = _Settling({}, self.identified, self.traces, self.apart)
        parts = components(free)
        by_cluster = _by_cluster(free, parts)
        return [group for part in parts for group in inside.settled(part, by_cluster[part[0]])]

    def _stands(self, cluster: Sequence[str]) -> bool:
        if sum(entity in self.identified for entity in cluster) > 1 or self._decided_apart(cluster):
            return False
        return not any(contradict(self.traces[one], self.traces[other]) for one, other in combinations(cluster, 2))

    def _decided_apart(self, cluster: Sequence[str]) -> bool:
        return bool(self.apart) and any(frozenset(pair) in self.apart for pair in combinations(cluster, 2))


def _undecided(traces: Sequence[Trace]) -> frozenset[str]:
    """The records that leave an item empty about which other records of the cluster contradict each other."""
    disputed = [
        item
        for item in (Item.NAME, Item.BIRTH_MONTH, Item.SEX)
        if len({value for trace in traces for value in trace.values(item)}) > 1
    ]
    return frozenset(trace.entity for trace in traces if not all(trace.values(item) for item in disputed))
