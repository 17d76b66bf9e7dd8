"""The look of every figure: colours, type and the one place where a chart is rendered.

Need, supply and money differ in lightness by more than ten steps of L*, so that they stay apart in greyscale and for
colour-blind readers, and in the shape of their marks. Text is sans regular: inside SVG bold cannot say its language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

import altair as alt
import vl_convert

from talentmap.publish.fonts import SANS, faces

NEED = "#a63a22"
SUPPLY = "#2f83a6"
MONEY = "#dba93f"
INK = "#1d2b33"
GREY = "#66747b"
RULE = "#d9dfe2"
PALE = "#eef2f3"
HEAT = ("#f7f1e6", "#f2d6a8", "#e3a066", "#b8532d", "#8a2c17")
DEEP = "#0f3544"
WIDTH = 627
"""The text block, 166 mm, in CSS pixels."""
SMALL, SIZE = 9.0, 10.0
RENDER_FAMILY = "Noto Sans SC"

Rows = Sequence[dict[str, Any]]


def data(rows: Rows) -> alt.InlineData:
    """`rows` as a chart's data."""
    return alt.InlineData(values=[dict(row) for row in rows])


def names_axis(order: Sequence[str], limit: int = 190) -> alt.Y:
    """A vertical axis of names in the given order."""
    axis = alt.Axis(labelLimit=limit, ticks=False, domain=False, labelPadding=8)
    return alt.Y("name:N", sort=list(order), title=None, axis=axis)


def shape(labels: Sequence[str]) -> alt.Shape:
    """Dot for the first kind, square for the second."""
    scale = alt.Scale(domain=list(labels), range=["circle", "square"][: len(labels)])
    return alt.Shape("kind:N", scale=scale, title=None)


def colour(kinds: Sequence[tuple[str, str]]) -> alt.Color:
    """A colour for each (kind, colour), told in a legend above the figure."""
    names = [kind for kind, _ in kinds]
    scale = alt.Scale(domain=names, range=[tint for _, tint in kinds])
    return alt.Color("kind:N", scale=scale, title=None, sort=names)


def render(chart: Any, height: int, width: int = WIDTH) -> str:
    """`chart` as SVG, `width` pixels wide with its axes, text in the sans family."""
    _register_fonts()
    spec = (
        chart.properties(
            width=width,
            height=height,
            background="#ffffff00",
            padding={"left": 0, "right": 4, "top": 2, "bottom": 2},
            autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        )
        .configure(font=RENDER_FAMILY)
        .configure_view(strokeWidth=0)
        .configure_axis(
            labelColor=INK,
            titleColor=GREY,
            titleFontWeight="normal",
            labelFontSize=SIZE,
            titleFontSize=SMALL,
            gridColor=RULE,
            gridWidth=0.6,
            domainColor=GREY,
            tickColor=GREY,
            titlePadding=6,
        )
        .configure_legend(orient="top", labelFontSize=SIZE, labelColor=INK, symbolSize=70, padding=0, offset=8)
        .to_dict()
    )
    return _own_family(vl_convert.vegalite_to_svg(spec))


def text(x: float, y: float, words: str, size: float, ink: str = INK, anchor: str = "middle") -> str:
    """A text element for figures that are drawn by hand."""
    place = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size:g}" fill="{ink}"'
    return f"<text {place}>{escape(words)}</text>"


def frame(width: float, height: float, inside: str, shown: float = WIDTH) -> str:
    """An SVG of its own: `width` x `height` units shown `shown` pixels wide."""
    size = f'width="{shown:g}" height="{height * shown / width:.1f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" lang="zh-Hans" {size} '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{SANS}">{inside}</svg>'
    )


def heat_colour(heat: float | None) -> tuple[str, str]:
    """Fill and ink for a shade from 0 to 1; pale for None."""
    if heat is None:
        return PALE, INK
    level = min(int(heat * len(HEAT)), len(HEAT) - 1)
    return HEAT[level], "#ffffff" if level >= 3 else INK


def titled(svg: str, alternative: str) -> str:
    """`svg` with its text alternative as title, where readers aloud look for it."""
    return re.sub(r"(<svg [^>]*>)", lambda found: f"{found[1]}<title>{escape(alternative)}</title>", svg, count=1)


def as_png(svg: str, scale: float = 2.5) -> bytes:
    """`svg` as a picture for writers that cannot draw it, in the same fonts."""
    _register_fonts()
    picture: bytes = vl_convert.svg_to_png(in_system_family(svg), scale=scale)
    return picture


def in_system_family(svg: str) -> str:
    """`svg` naming the font as the font file does, for engines that look it up by that name."""
    return svg.replace(f'font-family="{SANS}"', f'font-family="{RENDER_FAMILY}"')


def _own_family(svg: str) -> str:
    """The SVG with our font family, without ids or classes that would clash when several stand on one page."""
    svg = svg.replace(f'font-family="{RENDER_FAMILY}"', f'font-family="{SANS}"')
    svg = re.sub(r' (?:aria-[a-z]+|role|class|tabindex)="[^"]*"', "", svg)
    return re.sub(r"<svg ", '<svg lang="zh-Hans" ', svg, count=1)


@cache
def _register_fonts() -> None:
    for face in faces():
        vl_convert.register_font_directory(str(face.path.parent))
