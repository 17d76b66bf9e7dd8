"""Charts as vector SVG, one look for all: Altair specifications rendered by vl-convert.

Each function takes plain rows and gives an SVG string whose text is in the sans family. Colours tell need, supply and
money apart for colour-blind readers and in greyscale; marks differ in shape as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import altair as alt
import vl_convert

from talentmap.publish.fonts import SANS, faces

NEED = "#b5462c"
SUPPLY = "#1f6f8b"
MONEY = "#c98f1d"
INK = "#22313a"
GREY = "#8a969c"
PALE = "#dfe5e7"
HEAT = ("#f6efe4", "#f0c987", "#de8a4a", "#b5462c", "#7d2414")
WIDTH = 480
_RENDER_FAMILY = "Noto Sans SC"

Rows = Sequence[dict[str, Any]]


def dumbbell(rows: Rows, order: Sequence[str], labels: tuple[str, str], axis: str, *, row_height: int = 26) -> str:
    """Need (dot, with its interval) against supply (hollow square) for each `name`.

    Rows hold name, need, low, high, supply; a missing figure leaves its mark out. `labels`: need, supply.
    """
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y("name:N", sort=list(order), title=None, axis=alt.Axis(labelLimit=220, ticks=False, domain=False))
    )
    x = alt.X("need:Q", title=axis, axis=alt.Axis(format=",.0f", tickCount=6), scale=alt.Scale(zero=True, nice=True))
    scale = alt.Scale(domain=list(labels), range=[NEED, SUPPLY])
    link = base.mark_rule(color=PALE, strokeWidth=3).encode(x=x, x2="supply:Q")
    interval = base.mark_rule(color=NEED, strokeWidth=1.2, opacity=0.75).encode(x="low:Q", x2="high:Q")
    need = (
        base.transform_calculate(kind=f"'{labels[0]}'")
        .mark_point(filled=True, size=70, opacity=1)
        .encode(x="need:Q", color=alt.Color("kind:N", scale=scale, title=None), shape=_shape(labels))
    )
    supply = (
        base.transform_calculate(kind=f"'{labels[1]}'")
        .mark_point(filled=False, size=60, strokeWidth=1.8, opacity=1)
        .encode(x="supply:Q", color=alt.Color("kind:N", scale=scale, title=None), shape=_shape(labels))
    )
    return _svg(alt.layer(link, interval, need, supply), len(order) * row_height)


def paired_bars(rows: Rows, order: Sequence[str], kinds: Sequence[tuple[str, str]], axis: str) -> str:
    """Bars side by side for each `name`: rows hold name, kind, share (of one). `kinds`: (kind, colour) in order."""
    names = [kind for kind, _ in kinds]
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y("name:N", sort=list(order), title=None, axis=alt.Axis(ticks=False, domain=False)),
        yOffset=alt.YOffset("kind:N", sort=names),
        x=alt.X("share:Q", title=axis, axis=alt.Axis(format=".0%", tickCount=6)),
    )
    scale = alt.Scale(domain=names, range=[colour for _, colour in kinds])
    bars = base.mark_bar(height={"band": 0.86}).encode(color=alt.Color("kind:N", scale=scale, title=None, sort=names))
    words = base.mark_text(align="left", dx=4, fontSize=8.5, color=INK).encode(text=alt.Text("share:Q", format=".0%"))
    return _svg(bars + words, len(order) * (16 * len(kinds) + 8))


def ranked_bars(rows: Rows, order: Sequence[str], axis: str, colour: str = NEED) -> str:
    """One bar a `name`, rows hold name, value (share of one) and optionally low and high."""
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y("name:N", sort=list(order), title=None, axis=alt.Axis(labelLimit=260, ticks=False, domain=False))
    )
    bars = base.mark_bar(color=colour, opacity=0.9, height={"band": 0.66}).encode(
        x=alt.X("value:Q", title=axis, axis=alt.Axis(format=".0%", tickCount=6), scale=alt.Scale(domainMin=0))
    )
    interval = base.mark_rule(color=INK, strokeWidth=1.1).encode(x="low:Q", x2="high:Q")
    return _svg(bars + interval, len(order) * 22)


def heat_table(
    rows: Rows, columns: Sequence[str], lines: Sequence[str], *, column_width: int = 84, row_height: int = 34
) -> str:
    """A table of cells shaded by `heat` (0-1), each printing `text` over `note`; rows hold column, line and these."""
    base = alt.Chart(_data(rows)).encode(
        x=alt.X(
            "column:N",
            sort=list(columns),
            title=None,
            axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelLimit=column_width),
        ),
        y=alt.Y("line:N", sort=list(lines), title=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=180)),
    )
    boxes = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color("heat:Q", scale=alt.Scale(domain=[0, 1], range=list(HEAT)), legend=None)
    )
    ink = alt.condition("datum.heat > 0.62", alt.value("white"), alt.value(INK))
    words = base.mark_text(fontSize=9, dy=-6).encode(text="text:N", color=ink)
    notes = base.mark_text(fontSize=8, dy=7).encode(text="note:N", color=ink)
    return _svg(boxes + words + notes, len(lines) * row_height, width=len(columns) * column_width)


def concentration_curve(rows: Rows, labels: tuple[str, str], axes: tuple[str, str], diagonal: str) -> str:
    """Cumulative shares of money and need over cumulative employment; rows hold kind, x, y. `labels`: money, need."""
    scale = alt.Scale(domain=list(labels), range=[MONEY, NEED])
    x = alt.X("x:Q", title=axes[0], axis=alt.Axis(format=".0%", tickCount=5), scale=alt.Scale(domain=[0, 1]))
    y = alt.Y("y:Q", title=axes[1], axis=alt.Axis(format=".0%", tickCount=5), scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(_data(rows)).encode(x=x, y=y, color=alt.Color("kind:N", scale=scale, title=None), order="x:Q")
    even = alt.Chart(_data([{"x": 0, "y": 0}, {"x": 1, "y": 1}]))
    even_line = even.mark_line(color=GREY, strokeDash=[4, 3], strokeWidth=1).encode(x="x:Q", y="y:Q")
    even_word = (
        alt.Chart(_data([{"x": 0.3, "y": 0.36, "t": diagonal}]))
        .mark_text(fontSize=8.5, color=GREY, align="right")
        .encode(x="x:Q", y="y:Q", text="t:N")
    )
    lines = base.mark_line(strokeWidth=2.2)
    dots = base.mark_point(filled=True, size=40, opacity=1).encode(shape=_shape(labels))
    return _svg(even_line + even_word + lines + dots, 250, width=330)


def _data(rows: Rows) -> alt.InlineData:
    return alt.InlineData(values=[dict(row) for row in rows])


def _shape(labels: Sequence[str]) -> alt.Shape:
    return alt.Shape("kind:N", scale=alt.Scale(domain=list(labels), range=["circle", "square"]), title=None)


def _svg(chart: Any, height: int, width: int = WIDTH) -> str:
    _register_fonts()
    spec = (
        chart.properties(
            width=width, height=height, background="#ffffff00", padding={"left": 2, "right": 8, "top": 2, "bottom": 2}
        )
        .configure(font=_RENDER_FAMILY)
        .configure_view(strokeWidth=0)
        .configure_axis(
            labelColor=INK,
            titleColor=INK,
            titleFontWeight="normal",
            labelFontSize=9.5,
            titleFontSize=9.5,
            gridColor="#eceff0",
            domainColor=GREY,
            tickColor=GREY,
            titlePadding=6,
        )
        .configure_legend(orient="top", labelFontSize=9.5, labelColor=INK, symbolSize=60, padding=0, offset=6)
        .to_dict()
    )
    svg: str = vl_convert.vegalite_to_svg(spec)
    return _own_family(svg)


def _own_family(svg: str) -> str:
    """The SVG with our font family, without ids or classes that would clash when several stand on one page."""
    svg = svg.replace(f'font-family="{_RENDER_FAMILY}"', f'font-family="{SANS}"')
    svg = re.sub(r' (?:aria-[a-z]+|role|class|tabindex)="[^"]*"', "", svg)
    return re.sub(r"<svg ", '<svg lang="zh-Hans" ', svg, count=1)


@cache
def _register_fonts() -> None:
    for face in faces():
        vl_convert.register_font_directory(str(face.path.parent))
