"""The cover's picture: one bar a chain for need and one for supply, drawn from the edition's own figures."""

from __future__ import annotations

import math
from collections.abc import Sequence

from talentmap.publish.figures.theme import NEED, SUPPLY

_WIDTH, _HEIGHT = 794, 360  # an A4 page in CSS pixels across
_LINE = "#274a59"


def cover_art(pairs: Sequence[tuple[float, float]]) -> str:
    """An SVG as wide as the page from pairs of need and supply; a hidden figure (nan) leaves its bar out."""
    known = [value for pair in pairs for value in pair if not math.isnan(value)]
    tallest = max(known, default=0.0) or 1.0
    step = (_WIDTH - 140) / max(len(pairs), 1)
    bars = []
    for position, pair in enumerate(pairs):
        for offset, (value, colour) in enumerate(zip(pair, (NEED, SUPPLY), strict=True)):
            if math.isnan(value):
                continue
            height = 14 + (_HEIGHT - 110) * math.sqrt(value / tallest)
            x = 90 + position * step + offset * step * 0.34
            size = f'width="{step * 0.28:.1f}" height="{height:.1f}"'
            bars.append(f'<rect x="{x:.1f}" y="{_HEIGHT - height:.1f}" {size} fill="{colour}"/>')
    lines = "".join(
        f'<line x1="0" x2="{_WIDTH}" y1="{y}" y2="{y}" stroke="{_LINE}" stroke-width="0.7"/>'
        for y in range(30, _HEIGHT, 42)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}">{lines}{"".join(bars)}</svg>'
    )
