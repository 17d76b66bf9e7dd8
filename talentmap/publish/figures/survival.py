"""Lines that fall: the share that is still there, month by month, with the band of its interval."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from talentmap.publish.figures.theme import DEEP, GREY, MONEY, NEED, SUPPLY, Rows, data, render

_TINTS = (NEED, SUPPLY, MONEY, DEEP, GREY)
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 1])


def survival(rows: Rows, order: Sequence[str], axes: tuple[str, str]) -> str:
    """One step line for each kind in `order`; rows hold kind, months, share, low, high. `axes`: months, share."""
    clear = alt.Legend(title=None, symbolOpacity=1, symbolType="stroke", symbolStrokeWidth=2.5)
    tint = alt.Color("kind:N", scale=alt.Scale(domain=list(order), range=_TINTS[: len(order)]), legend=clear)
    dash = alt.StrokeDash("kind:N", scale=alt.Scale(domain=list(order), range=_DASHES[: len(order)]), legend=clear)
    x = alt.X("months:Q", title=axes[0], axis=alt.Axis(values=list(range(0, 61, 6))))
    share = alt.Axis(format=".0%", tickCount=5)
    y = alt.Y("share:Q", title=axes[1], axis=share, scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(data(rows)).encode(x=x, color=tint)
    band = base.mark_area(opacity=0.10, interpolate="step-after").encode(y=alt.Y("low:Q", title=axes[1]), y2="high:Q")
    line = base.mark_line(strokeWidth=2.2, interpolate="step-after").encode(y=y, strokeDash=dash)
    return render(band + line, 250)
