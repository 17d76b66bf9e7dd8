"""The skill-transfer graph: who could learn which role, and what is missing.

An edge leads from a role to another whose must and important skills it shares far enough; its length is the share, by
weight, that is still to be learnt. No edge crosses an education floor, nor leads to a tier that is not open from the
role's own. Ways are shortest paths (Dijkstra 1959, by networkx).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, permutations

import networkx as nx

from talentmap.model.projection import Reskilling
from talentmap.model.taxonomy import Role

IMPORTANT = 2
"""Skills from this weight on have to be there; useful ones are learnt on the way."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way between two roles: the roles in turn, and the share of skills to be learnt added up over the steps."""

    roles: tuple[str, ...]
    effort: float


def asked(role: Role) -> dict[str, int]:
    """The must and important skills of a role with their weights."""
    return {skill: weight for skill, weight in role.skills.items() if weight >= IMPORTANT}


def missing(source: Role, target: Role) -> dict[str, int]:
    """The must and important skills of `target` that people of `source` do not have, the weightiest first."""
    lacking = {skill: weight for skill, weight in asked(target).items() if skill not in source.skills}
    return dict(sorted(lacking.items(), key=lambda pair: (-pair[1], pair[0])))


def shared(source: Role, target: Role) -> float:
    """The share, by weight, of the target's must and important skills that people of `source` have; 1 if none."""
    whole = sum(asked(target).values())
    return 1 - sum(missing(source, target).values()) / whole if whole else 1.0


def may_move(source: Role, target: Role, rules: Reskilling) -> bool:
    """Whether the target's tier is open from the source's, and its education floor is no higher."""
    return target.tier in rules.towards.get(source.tier, ()) and target.education.rank <= source.education.rank


def skill_graph(roles: Mapping[str, Role], rules: Reskilling) -> nx.DiGraph[str]:
    """Every role, and every step that somebody may take; `effort` is the share to be learnt."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(roles)
    for source, target in permutations(roles.values(), 2):
        if may_move(source, target, rules) and shared(source, target) >= rules.shared_minimum:
            graph.add_edge(source.id, target.id, effort=1 - shared(source, target))
    return graph


def to_learn(way: Way, roles: Mapping[str, Role]) -> list[str]:
    """Every skill to be learnt on the way, step by step, each once, in a step the weightiest first."""
    steps = pairwise(way.roles)
    own = roles[way.roles[0]].skills
    learnt = (skill for one, other in steps for skill in missing(roles[one], roles[other]) if skill not in own)
    return list(dict.fromkeys(learnt))


def ways(graph: nx.DiGraph[str], source: str, targets: Collection[str], steps: int) -> Iterator[Way]:
    """The shortest way from `source` to each of `targets` that so many steps reach.

    A way of the same effort with fewer steps comes first, then the one whose roles come first by name.
    """
    best: dict[str, Way] = {source: Way((source,), 0.0)}
    reached = dict(best)
    for _ in range(steps):
        found: dict[str, Way] = {}
        for way in reached.values():
            for target in sorted(graph.successors(way.roles[-1])):
                longer = Way((*way.roles, target), way.effort + graph.edges[way.roles[-1], target]["effort"])
                if _is_shorter(longer, best.get(target)) and _is_shorter(longer, found.get(target)):
                    found[target] = longer
        best |= found
        reached = found
    yield from (best[target] for target in sorted(set(targets) & set(best) - {source}))


def _is_shorter(way: Way, known: Way | None) -> bool:
    return known is None or (way.effort, len(way.roles), way.roles) < (known.effort, len(known.roles), known.roles)
