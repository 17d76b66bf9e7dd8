"""A chain drawn for the white paper: segments as boxes from upstream to downstream, shaded by gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from talentmap.model.taxonomy import Chain
from talentmap.publish.chainlayout import Arrow, Place, wide
from talentmap.publish.fonts import SANS
from talentmap.publish.wrapping import wrap

_FILLS = ("#eef3f5", "#f8e9d2", "#f0c48a", "#dd8a50", "#b5462c")
_INK, _WHITE, _EDGE = "#22313a", "#ffffff", "#8a969c"
_CHINESE, _LATIN = (18, 2, 18, 23), (20, 3, 15.5, 18)  # columns, lines, size, leading of a name
_NOTE_SIZE = 15


@dataclass(frozen=True, slots=True)
class Box:
    """What a segment's box says: its name, a note under it, and how short it is (0-1; None: not told)."""

    name: str
    note: str
    heat: float | None


def draw(chain: Chain, boxes: Mapping[str, Box], *, width: int = 627, title: str = "") -> str:
    """The chain as an SVG string, `width` pixels wide; `boxes` by segment id."""
    drawing = wide(chain)
    height = drawing.height * width / drawing.width
    arrows = "".join(map(_arrow, drawing.arrows))
    drawn = "".join(_box(place, boxes[place.segment_id]) for place in drawing.places)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" lang="zh-Hans" width="{width}" height="{height:.0f}" '
        f'viewBox="-2 -2 {drawing.width + 4:g} {drawing.height + 4:g}" font-family="{SANS}">'
        f"<title>{escape(title)}</title>{arrows}{drawn}</svg>"
    )


def _arrow(arrow: Arrow) -> str:
    line = f'<path d="{arrow.line}" fill="none" stroke="{_EDGE}" stroke-width="2"/>'
    return f'{line}<path d="{arrow.head}" fill="{_EDGE}"/>'


def _box(place: Place, box: Box) -> str:
    level = 0 if box.heat is None else min(int(box.heat * len(_FILLS)), len(_FILLS) - 1)
    ink = _WHITE if level == len(_FILLS) - 1 else _INK
    columns, most, size, leading = _LATIN if box.name.isascii() else _CHINESE
    lines = wrap(box.name, columns, most)
    middle = place.x + place.width / 2
    top = place.middle - len(lines) * leading / 2 + size * 0.36
    words = [_text(middle, top + number * leading, line, size, ink) for number, line in enumerate(lines)]
    note = _text(middle, top + len(lines) * leading, box.note, _NOTE_SIZE, ink)
    return (
        f'<rect x="{place.x:g}" y="{place.y:g}" width="{place.width:g}" height="{place.height:g}" rx="7" '
        f'fill="{_FILLS[level]}" stroke="{_EDGE}" stroke-width="1.4"/>{"".join(words)}{note}'
    )


def _text(x: float, y: float, words: str, size: float, ink: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="middle" font-size="{size:g}" fill="{ink}">{escape(words)}</text>'
