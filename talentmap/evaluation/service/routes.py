"""The way of a case through departments, and the round trips on it: A > B > A and longer."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import networkx as nx

from talentmap.evaluation.files import Fault
from talentmap.text import squeeze

_LONGEST = 50


def route_of(written: str) -> tuple[str, ...]:
    """The departments in turn, as written with > or → between them; two in a row that are the same are one."""
    steps = [squeeze(step) for step in re.split(r"->|→|>|＞", written)]
    if "" in steps or len(steps) > _LONGEST:
        raise Fault("evaluation-route", longest=_LONGEST)
    return tuple(step for place, step in enumerate(steps) if place == 0 or step != steps[place - 1])


@lru_cache(maxsize=4096)
def loops_of(route: tuple[str, ...]) -> frozenset[str]:
    """The round trips of one route, each from the department where it was first met: the cycles of its graph."""
    graph = nx.DiGraph(pairwise(route))
    first = {department: place for place, department in reversed(list(enumerate(route)))}
    found = set()
    for cycle in nx.simple_cycles(graph):
        start = min(range(len(cycle)), key=lambda place: first[cycle[place]])
        turned = cycle[start:] + cycle[:start]
        found.add(">".join([*turned, turned[0]]))
    return frozenset(found)
