"""Who could move where: ways from roles with people to spare to roles with a gap, and a plan; each counts once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import networkx as nx
import pandas as pd

from talentmap.evaluation.routes.graph import Way, shared, skill_graph, to_learn, ways
from talentmap.model.projection import Reskilling
from talentmap.model.taxonomy import Catalog
from talentmap.tables.outlook import RESKILLING

_COST_STEPS = 1000
"""Efforts are counted in thousandths: the plan is solved in whole numbers."""


def reskilling(balance: pd.DataFrame, catalog: Catalog, rules: Reskilling) -> pd.DataFrame:
    """The table RESKILLING of the roles in `balance` (role_id, gap).

    Roles whose gap is not told take no part, not even on the way.
    """
    told = balance[balance["gap"].notna()]
    gaps = {str(role): float(gap) for role, gap in zip(told["role_id"], told["gap"], strict=True)}
    spare = {role: -gap for role, gap in gaps.items() if gap < 0}
    short = {role: gap for role, gap in gaps.items() if gap > 0}
    graph = skill_graph({role: catalog.roles[role] for role in gaps}, rules)
    found = (way for source in sorted(spare) for way in ways(graph, source, short, rules.steps))
    ranked = _ranked((way for way in found if way.effort <= rules.effort_maximum), rules.routes)
    movers = plan([way for way, _ in ranked], spare, short)
    rows = [_row(way, rank, catalog, (spare, short, movers)) for way, rank in ranked]
    return pd.DataFrame(rows, columns=list(RESKILLING.names))


def plan(found: Sequence[Way], spare: Mapping[str, float], short: Mapping[str, float]) -> dict[tuple[str, str], float]:
    """How many move on each way when as many as possible move with the least effort (minimum-cost maximum flow).

    Nobody moves twice, no gap is overfilled. Counts are whole people.
    """
    graph: nx.DiGraph[tuple[str, str]] = nx.DiGraph()
    start, end = ("", "start"), ("", "end")
    graph.add_nodes_from([start, end])
    for way in sorted(found, key=lambda way: way.roles):
        source, target = (way.roles[0], "spare"), (way.roles[-1], "short")
        graph.add_edge(start, source, capacity=int(spare[way.roles[0]]), weight=0)
        graph.add_edge(target, end, capacity=int(short[way.roles[-1]]), weight=0)
        graph.add_edge(source, target, weight=round(way.effort * _COST_STEPS))
    flow = nx.max_flow_min_cost(graph, start, end)
    return {(way.roles[0], way.roles[-1]): float(flow[way.roles[0], "spare"][way.roles[-1], "short"]) for way in found}


def _ranked(found: Iterable[Way], most: int) -> list[tuple[Way, int]]:
    """The ways to each role, the shortest first, with their places; at most so many for each."""
    by_target: dict[str, list[Way]] = {}
    for way in sorted(found, key=lambda way: (way.effort, len(way.roles), way.roles)):
        by_target.setdefault(way.roles[-1], []).append(way)
    return [(way, rank) for _, own in sorted(by_target.items()) for rank, way in enumerate(own[:most], start=1)]


def _row(
    way: Way, rank: int, catalog: Catalog, people: tuple[Mapping[str, float], Mapping[str, float], Mapping[Any, float]]
) -> dict[str, Any]:
    spare, short, movers = people
    source, target = catalog.roles[way.roles[0]], catalog.roles[way.roles[-1]]
    return {
        "to_role": target.id,
        "from_role": source.id,
        "via": "|".join(way.roles[1:-1]),
        "rank": rank,
        "shared": shared(source, target),
        "effort": way.effort,
        "missing_skills": "|".join(to_learn(way, catalog.roles)),
        "surplus": spare[source.id],
        "gap": short[target.id],
        "movers": movers[source.id, target.id],
    }
