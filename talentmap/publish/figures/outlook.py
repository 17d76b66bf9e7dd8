"""The years ahead: a fan with the lines of all scenarios, the account behind it as steps, and routes between roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from talentmap.publish.figures.theme import (
    DEEP,
    GREY,
    INK,
    MONEY,
    NEED,
    SIZE,
    SMALL,
    SUPPLY,
    WIDTH,
    Rows,
    data,
    frame,
    render,
    text,
)
from talentmap.publish.wrapping import wrap

_TINTS = (NEED, DEEP, SUPPLY, MONEY, GREY)
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 1])
_ROW, _TOP, _SIDE, _LINES = 27, 10, 200, 2
_WIDEST = 14.0


def scenario_fan(lines: Rows, bands: Rows, order: Sequence[str], axis: str) -> str:
    """One line for each scenario in `order`: rows of `lines` hold kind, year, mid.

    `bands` are the intervals of the first: year, low, high, inner_low, inner_high.
    """
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0))
    banded = alt.Chart(data(bands)).encode(x=x)
    outer = banded.mark_area(color=NEED, opacity=0.12).encode(y=alt.Y("low:Q", title=axis), y2="high:Q")
    inner = banded.mark_area(color=NEED, opacity=0.20).encode(y="inner_low:Q", y2="inner_high:Q")
    clear = alt.Legend(title=None, symbolOpacity=1, symbolType="stroke", symbolStrokeWidth=2.5)
    domain = list(order)
    tint = alt.Color("kind:N", scale=alt.Scale(domain=domain, range=_TINTS[: len(domain)]), legend=clear)
    dash = alt.StrokeDash("kind:N", scale=alt.Scale(domain=domain, range=_DASHES[: len(domain)]), legend=clear)
    y = alt.Y("mid:Q", title=axis, axis=alt.Axis(format=",.0f", tickCount=6), scale=alt.Scale(zero=True))
    line = alt.Chart(data(lines)).encode(x=x, y=y, color=tint)
    dots = line.mark_circle(size=34, opacity=1)
    ends = [row for row in bands if row["year"] == bands[-1]["year"]]
    marks = [{"year": row["year"], "at": row[key], "word": word} for row in ends
             for key, word in (("high", "95%"), ("inner_high", "80%"))]  # fmt: skip
    words = alt.Chart(data(marks)).mark_text(align="left", dx=6, fontSize=SMALL, color=GREY)
    told = words.encode(x="year:O", y="at:Q", text="word:N")
    return render(
        alt.layer(outer, inner, line.mark_line(strokeWidth=2.2).encode(strokeDash=dash), dots, told), 270, 560
    )


def steps(rows: Rows, axis: str) -> str:
    """An account as steps: rows hold name, start, end, label and kind: `total`, `up` or `down`."""
    order = [row["name"] for row in rows]
    base = alt.Chart(data([{**row, "top": max(row["start"], row["end"])} for row in rows])).encode(
        x=alt.X("name:N", sort=order, title=None, axis=alt.Axis(labelAngle=0, ticks=False, labelLimit=110)),
    )
    shades = alt.Scale(domain=["total", "up", "down"], range=[DEEP, NEED, SUPPLY])
    bars = base.mark_bar(width={"band": 0.62}).encode(
        y=alt.Y("start:Q", title=axis, axis=alt.Axis(format=",.0f", tickCount=6)),
        y2="end:Q",
        color=alt.Color("kind:N", scale=shades, legend=None),
    )
    words = base.mark_text(dy=-7, fontSize=SIZE, color=INK).encode(y="top:Q", text="label:N")
    return render(alt.layer(bars, words), 230, 600)


@dataclass(frozen=True, slots=True)
class Route:
    """A way between two roles as drawn: their names, how many go, and a note along the line."""

    source: str
    target: str
    people: float
    note: str


def routes(found: Sequence[Route]) -> str:
    """Roles with people to spare on the left, roles with a gap on the right, and who could go where between them."""
    left = list(dict.fromkeys(route.source for route in found))
    right = list(dict.fromkeys(route.target for route in found))
    height = max(len(left), len(right)) * _ROW
    places = {**_spaced(left, height), **_spaced(right, height)}
    most = max((route.people for route in found), default=1.0) or 1.0
    drawn = [_line(route, places, _thick(route, most)) for route in sorted(found, key=lambda route: route.people)]
    drawn += [_note(route, places, _thick(route, most)) for route in found]
    drawn += [_named(name, _SIDE - 8, places[name], "end") for name in left]
    drawn += [_named(name, WIDTH - _SIDE + 8, places[name], "start") for name in right]
    return frame(WIDTH, height + _TOP, "".join(drawn))


def _spaced(names: Sequence[str], height: float) -> dict[str, float]:
    return {name: _TOP + (number + 0.5) * height / len(names) for number, name in enumerate(names)}


def _thick(route: Route, most: float) -> float:
    return 1.0 + (_WIDEST - 1.0) * route.people / most


def _line(route: Route, places: dict[str, float], thick: float) -> str:
    start, end = places[route.source], places[route.target]
    near, far = _SIDE, WIDTH - _SIDE
    middle = (near + far) / 2
    look = f'stroke="{SUPPLY}" stroke-opacity="0.55"' if route.people else f'stroke="{GREY}" stroke-dasharray="4 3"'
    path = f"M{near} {start:g} C{middle:g} {start:g} {middle:g} {end:g} {far} {end:g}"
    return f'<path d="{path}" fill="none" {look} stroke-width="{thick:.1f}"/>'


def _note(route: Route, places: dict[str, float], thick: float) -> str:
    """The note above the end of its line, on a ground of its own, since other lines may pass behind it."""
    right, foot = WIDTH - _SIDE - 4, places[route.target] - thick / 2 - 2
    wide = len(route.note) * SMALL * 0.62 + 2
    ground = (
        f'<rect x="{right - wide:g}" y="{foot - SMALL + 1:g}" width="{wide + 1:g}" height="{SMALL:g}" fill="#ffffff"/>'
    )
    return ground + text(right, foot, route.note, SMALL, anchor="end")


def _named(name: str, x: float, y: float, anchor: str) -> str:
    lines = wrap(name, 34, _LINES)
    top = y + 3.5 - (len(lines) - 1) * SIZE * 0.6
    return "".join(text(x, top + at * SIZE * 1.2, line, SIZE, anchor=anchor) for at, line in enumerate(lines))
