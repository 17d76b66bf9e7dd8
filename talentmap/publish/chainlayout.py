"""Where the segments and arrows of a chain stand, on the map page and in the white paper, upstream to downstream.

`wide` sets segments in columns by `networkx` topological generation, with arrows that pass a column routed through a
gap in it (Sugiyama, Tagawa and Toda, 1981); `narrow` lists them top to bottom with arcs at the left, for a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import networkx as nx

from talentmap.model.taxonomy import Chain

_SWEEPS = 12
_PASSAGE = 8.0
Node = tuple[str, ...]
"""(segment,) for a segment; (source, target, column) for the place where an arrow passes a column."""


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle that a segment or a passing arrow takes."""

    segment_id: str
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Half-way down."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow's line and head, as SVG path data."""

    source: str
    target: str
    line: str
    head: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn chain, without words or colours."""

    width: float
    height: float
    places: tuple[Place, ...]
    arrows: tuple[Arrow, ...]


def wide(chain: Chain, page: float = 1188, height: float = 86, gap_y: float = 20) -> Drawing:
    """The chain from left to right, as wide as `page` where its columns allow."""
    ways = {edge: _way(_ranks(chain.graph), edge) for edge in chain.graph.edges}
    links = [pair for way in ways.values() for pair in pairwise(way)]
    columns = _ordered(_columns(chain.graph, list(ways.values())), links)
    width, gap_x = _spread(len(columns), page)
    spans = [sum(_height(node, height) for node in column) + gap_y * (len(column) - 1) for column in columns]
    places: dict[Node, Place] = {}
    for number, column in enumerate(columns):
        y = (max(spans) - spans[number]) / 2
        for node in column:
            places[node] = Place(node[0], number * (width + gap_x), y, width, _height(node, height))
            y += places[node].height + gap_y
    return Drawing(
        len(columns) * (width + gap_x) - gap_x,
        max(spans),
        tuple(places[(segment.id,)] for segment in chain.segments),
        tuple(_arrow([places[node] for node in way], edge) for edge, way in ways.items()),
    )


def _spread(columns: int, page: float) -> tuple[float, float]:
    """Width of a box and of the gap between two columns."""
    gaps = max(columns - 1, 1)
    width = round(min(max((page - 56 * gaps) / columns, 172), 230))
    return width, round(min(max((page - columns * width) / gaps, 40), 120))


def narrow(chain: Chain, width: float = 356, margin: float = 60, height: float = 74, gap: float = 14) -> Drawing:
    """The chain from top to bottom, one segment a row."""
    filed = [segment.id for segment in chain.segments]
    order = list(nx.lexicographical_topological_sort(chain.graph, key=filed.index))
    places = {
        segment: Place(segment, margin, row * (height + gap), width - margin, height)
        for row, segment in enumerate(order)
    }
    arrows = (_arc(places[source], places[target], height + gap) for source, target in chain.graph.edges)
    return Drawing(width, len(order) * (height + gap) - gap, tuple(places[segment] for segment in order), tuple(arrows))


def _ranks(graph: nx.DiGraph[str]) -> dict[str, int]:
    return {node: rank for rank, nodes in enumerate(nx.topological_generations(graph)) for node in nodes}


def _way(ranks: dict[str, int], edge: tuple[str, str]) -> list[Node]:
    """The nodes an arrow passes, from its source to its target."""
    source, target = edge
    between: list[Node] = [(source, target, str(rank)) for rank in range(ranks[source] + 1, ranks[target])]
    return [(source,), *between, (target,)]


def _columns(graph: nx.DiGraph[str], ways: Sequence[Sequence[Node]]) -> list[list[Node]]:
    ranks = _ranks(graph)
    columns: list[list[Node]] = [[] for _ in range(max(ranks.values()) + 1)]
    for segment in graph.nodes:
        columns[ranks[segment]].append((segment,))
    for way in ways:
        for node in way[1:-1]:
            columns[int(node[2])].append(node)
    return columns


def _ordered(columns: list[list[Node]], links: Sequence[tuple[Node, Node]]) -> list[list[Node]]:
    """The columns ordered by the mean place of their neighbours, in the order with the fewest crossings met."""
    best, fewest = columns, crossings(columns, links)
    for sweep in range(_SWEEPS):
        columns = _swept(columns, links, forward=sweep % 2 == 0)
        crossed = crossings(columns, links)
        if crossed < fewest:
            best, fewest = columns, crossed
    return best


def _swept(columns: list[list[Node]], links: Sequence[tuple[Node, Node]], *, forward: bool) -> list[list[Node]]:
    swept = [list(column) for column in columns]
    for number in range(1, len(swept)) if forward else range(len(swept) - 2, -1, -1):
        fixed = {node: at for at, node in enumerate(swept[number - 1 if forward else number + 1])}
        pull: dict[Node, float] = {}
        for at, node in enumerate(swept[number]):
            near = [fixed[a] for a, b in links if b == node and a in fixed]
            near += [fixed[b] for a, b in links if a == node and b in fixed]
            pull[node] = sum(near) / len(near) if near else at
        swept[number].sort(key=pull.__getitem__)
    return swept


def crossings(columns: Sequence[Sequence[Node]], links: Sequence[tuple[Node, Node]]) -> int:
    """How many pairs of links between neighbouring columns cross."""
    at = {node: (number, row) for number, column in enumerate(columns) for row, node in enumerate(column)}
    ends = [(at[a][0], at[a][1], at[b][1]) for a, b in links]
    return sum(
        one[0] == other[0] and (one[1] - other[1]) * (one[2] - other[2]) < 0 for one, other in combinations(ends, 2)
    )


def _height(node: Node, height: float) -> float:
    return height if len(node) == 1 else _PASSAGE


def _arrow(way: Sequence[Place], edge: tuple[str, str]) -> Arrow:
    line = ""
    for here, there in pairwise(way):
        x1, x2 = here.x + here.width, there.x
        half = (x1 + x2) / 2
        line += f"{'L' if line else 'M'}{x1:g} {here.middle:g}"
        line += f"C{half:g} {here.middle:g} {half:g} {there.middle:g} {x2:g} {there.middle:g}"
    return Arrow(*edge, line, _head(way[-1].x, way[-1].middle))


def _arc(source: Place, target: Place, step: float) -> Arrow:
    start, end = source.y + source.height * 0.65, target.y + target.height * 0.35
    reach = min(10 + 11 * (target.y - source.y) / step, target.x - 4)
    bend = target.x - reach * 4 / 3
    line = f"M{source.x:g} {start:g}C{bend:g} {start:g} {bend:g} {end:g} {target.x:g} {end:g}"
    return Arrow(source.segment_id, target.segment_id, line, _head(target.x, end))


def _head(x: float, y: float) -> str:
    return f"M{x:g} {y:g}l-8 -4.5v9z"
