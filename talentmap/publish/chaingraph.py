"""A chain drawn: segments as boxes from upstream to downstream, shaded by gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import networkx as nx

from talentmap.model.taxonomy import Chain
from talentmap.publish.fonts import SANS

_GAP_X, _GAP_Y = 30, 16
_BOX_HEIGHT = 58
_LINE = 12.5
_FILLS = ("#eef3f5", "#f8e9d2", "#f0c48a", "#dd8a50", "#b5462c")
_INK, _WHITE, _EDGE = "#22313a", "#ffffff", "#8a969c"


@dataclass(frozen=True, slots=True)
class Box:
    """What a segment's box says: its name in lines, a note under it, and how short it is (0-1; None: not told)."""

    lines: Sequence[str]
    note: str
    heat: float | None


def positions(chain: Chain) -> Mapping[str, tuple[int, float]]:
    """Column and row of each segment: columns by distance from upstream, rows so that few edges cross."""
    placed: dict[str, tuple[int, float]] = {}
    filed = [segment.id for segment in chain.segments]
    layers = [sorted(layer, key=filed.index) for layer in nx.topological_generations(chain.graph)]
    tallest = max(len(layer) for layer in layers)
    for column, layer in enumerate(layers):
        ordered = sorted(layer, key=lambda node: _mean_row(chain, node, placed))
        for row, node in enumerate(ordered):
            placed[node] = (column, row + (tallest - len(layer)) / 2)
    return placed


def draw(chain: Chain, boxes: Mapping[str, Box], *, width: int = 620, title: str = "") -> str:
    """The chain as an SVG string, `width` pixels wide; `boxes` by segment id."""
    placed = positions(chain)
    columns = max(column for column, _ in placed.values()) + 1
    rows = max(row for _, row in placed.values()) + 1
    box_width = (width - (columns - 1) * _GAP_X) / columns
    height = rows * _BOX_HEIGHT + (rows - 1) * _GAP_Y + 4

    def corner(node: str) -> tuple[float, float]:
        column, row = placed[node]
        return column * (box_width + _GAP_X), 2 + row * (_BOX_HEIGHT + _GAP_Y)

    edges = [_edge(corner(a), corner(b), box_width) for a, b in chain.graph.edges]
    drawn = [_box(corner(segment.id), box_width, boxes[segment.id]) for segment in chain.segments]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" lang="zh-Hans" width="{width}" height="{height:.0f}" '
        f'viewBox="0 0 {width} {height:.0f}" font-family="{SANS}"><title>{escape(title)}</title>'
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">'
        f'<path d="M0,0 L8,4 L0,8 z" fill="{_EDGE}"/></marker></defs>{"".join(edges)}{"".join(drawn)}</svg>'
    )


def wrapped(name: str, lang: str, width: int) -> list[str]:
    """`name` in at most three lines of about `width` half-width characters, broken where the language allows."""
    if lang == "zh":
        lines = min(-(-len(name) * 2 // width), 3)
        size = -(-len(name) // lines)
        return [name[start : start + size] for start in range(0, len(name), size)]
    lines = [""]
    for word in name.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= width or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines[:3]


def _mean_row(chain: Chain, node: str, placed: Mapping[str, tuple[int, float]]) -> float:
    above = [placed[parent][1] for parent in chain.graph.predecessors(node) if parent in placed]
    return sum(above) / len(above) if above else 0.0


def _edge(start: tuple[float, float], end: tuple[float, float], box_width: float) -> str:
    x1, y1 = start[0] + box_width, start[1] + _BOX_HEIGHT / 2
    x2, y2 = end[0] - 2, end[1] + _BOX_HEIGHT / 2
    bend = max((x2 - x1) / 2, 10)
    path = f"M{x1:.1f},{y1:.1f} C{x1 + bend:.1f},{y1:.1f} {x2 - bend:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
    return f'<path d="{path}" fill="none" stroke="{_EDGE}" stroke-width="1.2" marker-end="url(#head)"/>'


def _box(corner: tuple[float, float], width: float, box: Box) -> str:
    x, y = corner
    level = 0 if box.heat is None else min(int(box.heat * len(_FILLS)), len(_FILLS) - 1)
    ink = _WHITE if level == len(_FILLS) - 1 else _INK
    top = y + (_BOX_HEIGHT - (len(box.lines) + 1) * _LINE) / 2 + 9
    words = [
        f'<text x="{x + width / 2:.1f}" y="{top + position * _LINE:.1f}" text-anchor="middle" font-size="10" '
        f'fill="{ink}">{escape(line)}</text>'
        for position, line in enumerate(box.lines)
    ]
    note = (
        f'<text x="{x + width / 2:.1f}" y="{top + len(box.lines) * _LINE + 1:.1f}" text-anchor="middle" '
        f'font-size="8.5" fill="{ink}">{escape(box.note)}</text>'
    )
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{_BOX_HEIGHT}" rx="4" fill="{_FILLS[level]}" '
        f'stroke="{_EDGE}" stroke-width="0.8"/>{"".join(words)}{note}'
    )
