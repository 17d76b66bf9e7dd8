"""Tables of shaded cells, and districts as tiles: shades for the eye, the figure itself in every cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talentmap.publish.figures.theme import GREY, SIZE, SMALL, WIDTH, frame, heat_colour, text
from talentmap.publish.wrapping import columns, wrap

Shade = float | None
_COLUMN = 0.55
"""The width of a Latin letter and of half a Chinese character, with some room, in parts of the type size."""


@dataclass(frozen=True, slots=True)
class Shaded:
    """A cell: how dark (0-1, None: not told), its figure, and a smaller note under it."""

    heat: Shade
    figure: str
    note: str = ""


def heat_table(
    cells: Mapping[tuple[str, str], Shaded], rows: Sequence[str], heads: Sequence[str], *, row_height: float = 38
) -> str:
    """`cells` by (row, head) as a table of boxes; a missing cell stays blank."""
    label = max((columns(row) for row in rows), default=0) * SIZE * _COLUMN + 14
    width = (WIDTH - label) / len(heads)
    drawn, top = _heads(heads, label, width)
    for line, row in enumerate(rows):
        y = top + line * row_height
        drawn.append(text(label - 10, y + row_height / 2 + 3.5, row, SIZE, anchor="end"))
        for at, head in enumerate(heads):
            if (row, head) in cells:
                drawn.append(_cell(cells[row, head], label + at * width, y, width - 3, row_height - 3))
    return frame(WIDTH, top + len(rows) * row_height, "".join(drawn))


def _heads(heads: Sequence[str], left: float, width: float) -> tuple[list[str], float]:
    """The heads of columns `width` wide, broken into lines that stand on the table, and where the table begins."""
    longest = max(columns(word) for head in heads for word in (head.split() if head.isascii() else [head[:4]]))
    size = min(SIZE, (width - 4) / (longest * _COLUMN))
    told = [wrap(head, max(int((width - 4) / (size * _COLUMN)), longest), 4) for head in heads]
    leading, most = size * 1.2, max(map(len, told))
    drawn = [
        text(left + (at + 0.5) * width, 14 + (most - len(lines) + line) * leading, words, round(size, 2), GREY)
        for at, lines in enumerate(told)
        for line, words in enumerate(lines)
    ]
    return drawn, 24 + (most - 1) * leading


def district_tiles(tiles: Mapping[tuple[int, int], tuple[str, Shaded]], *, side: float = 96, height: float = 60) -> str:
    """Districts as tiles by (column, row), in place of a map: no boundaries are drawn."""
    across = max(column for column, _ in tiles) + 1
    down = max(row for _, row in tiles) + 1
    drawn = []
    for (column, row), (name, shaded) in sorted(tiles.items()):
        x, y = column * side, row * height
        fill, ink = heat_colour(shaded.heat)
        lines = wrap(name, 14, 2)
        drawn.append(f'<rect x="{x:g}" y="{y:g}" width="{side - 4:g}" height="{height - 4:g}" rx="3" fill="{fill}"/>')
        top = y + height / 2 - 6 * len(lines)
        drawn += [text(x + side / 2 - 2, top + 12 * at, line, SIZE, ink) for at, line in enumerate(lines)]
        drawn.append(text(x + side / 2 - 2, top + 12 * len(lines) + 2, shaded.figure, SMALL, ink))
    return frame(across * side, down * height, "".join(drawn), shown=min(across * side, WIDTH))


def _cell(shaded: Shaded, x: float, y: float, width: float, height: float) -> str:
    fill, ink = heat_colour(shaded.heat)
    box = f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}"/>'
    middle = x + width / 2
    if not shaded.note:
        return box + text(middle, y + height / 2 + 3.5, shaded.figure, SIZE, ink)
    figure = text(middle, y + height / 2 - 2, shaded.figure, SIZE, ink)
    return box + figure + text(middle, y + height / 2 + 11, shaded.note, SMALL, ink)
