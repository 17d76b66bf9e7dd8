"""A chain drawn for the white paper: segments as boxes from upstream to downstream, shaded by gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talentmap.model.taxonomy import Chain
from talentmap.publish.chainlayout import Arrow, Place, wide
from talentmap.publish.figures.theme import GREY, WIDTH, frame, heat_colour, text
from talentmap.publish.wrapping import wrap

_CHINESE, _LATIN = (16, 2, 21, 26), (20, 3, 16.5, 19)  # columns, lines, size, leading of a name
_NOTE_SIZE = 18
_PAD = 3
_SCALE = 0.58


@dataclass(frozen=True, slots=True)
class Box:
    """What a segment's box says: its name, a note under it, and how short it is (0-1; None: not told)."""

    name: str
    note: str
    heat: float | None


def chain_graph(chain: Chain, boxes: Mapping[str, Box]) -> str:
    """The chain, `boxes` by segment id; as wide as the text block."""
    drawing = wide(chain, height=92, gap_y=14)
    arrows = "".join(map(_arrow, drawing.arrows))
    drawn = "".join(_box(place, boxes[place.segment_id]) for place in drawing.places)
    inside = f'<g transform="translate({_PAD} {_PAD})">{arrows}{drawn}</g>'
    width = drawing.width + 2 * _PAD
    return frame(width, drawing.height + 2 * _PAD, inside, shown=min(width * _SCALE, WIDTH))


def _arrow(arrow: Arrow) -> str:
    line = f'<path d="{arrow.line}" fill="none" stroke="{GREY}" stroke-width="1.8"/>'
    return f'{line}<path d="{arrow.head}" fill="{GREY}"/>'


def _box(place: Place, box: Box) -> str:
    fill, ink = heat_colour(box.heat)
    most, lines, size, leading = _LATIN if box.name.isascii() else _CHINESE
    names = wrap(box.name, most, lines)
    middle = place.x + place.width / 2
    top = place.middle - (len(names) * leading + _NOTE_SIZE) / 2 + size * 0.86
    words = [text(middle, top + number * leading, line, size, ink) for number, line in enumerate(names)]
    note = text(middle, top + len(names) * leading + 1, box.note, _NOTE_SIZE - (0 if names and size > 18 else 3), ink)
    stroke = f'stroke="{GREY}" stroke-width="1.1"'
    size_and_place = f'x="{place.x:g}" y="{place.y:g}" width="{place.width:g}" height="{place.height:g}"'
    return f'<rect {size_and_place} rx="5" fill="{fill}" {stroke}/>{"".join(words)}{note}'
