"""Lines: the concentration of money and need, and projections as fans."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from talentmap.publish.figures.theme import GREY, MONEY, NEED, SMALL, SUPPLY, Rows, colour, data, render, shape


def concentration_curve(rows: Rows, labels: tuple[str, str], axes: tuple[str, str], diagonal: str) -> str:
    """Cumulative shares of money and need over cumulative employment; rows hold kind, x, y. `labels`: money, need."""
    unit = alt.Scale(domain=[0, 1])
    x = alt.X("x:Q", title=axes[0], axis=alt.Axis(format=".0%", tickCount=5), scale=unit)
    y = alt.Y("y:Q", title=axes[1], axis=alt.Axis(format=".0%", tickCount=5), scale=unit)
    tint = colour([(labels[0], MONEY), (labels[1], NEED)])
    base = alt.Chart(data(rows)).encode(x=x, y=y, color=tint, order="x:Q")
    even = alt.Chart(data([{"x": 0, "y": 0}, {"x": 1, "y": 1}]))
    even_line = even.mark_line(color=GREY, strokeDash=[4, 3], strokeWidth=1).encode(x="x:Q", y="y:Q")
    even_word = (
        alt.Chart(data([{"x": 0.25, "y": 0.29, "t": diagonal}]))
        .mark_text(fontSize=SMALL, color=GREY, align="right")
        .encode(x="x:Q", y="y:Q", text="t:N")
    )
    dots = base.mark_point(filled=True, size=46, opacity=1).encode(shape=shape(labels))
    return render(even_line + even_word + base.mark_line(strokeWidth=2.4) + dots, 215, width=400)


def fan(rows: Rows, labels: tuple[str, str], axis: str, *, wide: str = "95%", narrow: str = "80%") -> str:
    """A projection: rows hold year, mid, low, high (the wide interval), inner_low, inner_high, and optionally supply.

    `labels`: need, supply. Years without an interval are history.
    """
    base = alt.Chart(data(rows)).encode(x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)))
    y = alt.Y("mid:Q", title=axis, axis=alt.Axis(format=",.0f", tickCount=6), scale=alt.Scale(zero=True))
    tint = colour([(labels[0], NEED), (labels[1], SUPPLY)])
    outer = base.mark_area(color=NEED, opacity=0.14).encode(y=alt.Y("low:Q", title=axis), y2="high:Q")
    inner = base.mark_area(color=NEED, opacity=0.22).encode(y="inner_low:Q", y2="inner_high:Q")
    need = (
        base.transform_calculate(kind=f"'{labels[0]}'").mark_line(strokeWidth=2.4, point=True).encode(y=y, color=tint)
    )
    layers = [outer, inner, need]
    if any("supply" in row for row in rows):
        line = base.transform_calculate(kind=f"'{labels[1]}'").mark_line(strokeWidth=2.4, strokeDash=[6, 3])
        layers.append(line.encode(y="supply:Q", color=tint))
    last = [row for row in rows if "high" in row][-1:]
    words = [{"year": row["year"], "at": row[key], "word": word}
             for row in last for key, word in (("high", wide), ("inner_high", narrow))]  # fmt: skip
    marks = (
        alt.Chart(data(words))
        .mark_text(align="right", dx=-4, dy=-4, fontSize=SMALL, color=GREY)
        .encode(x="year:O", y="at:Q", text="word:N")
    )
    return render(alt.layer(*layers, marks), 300, width=500)


def pyramid(rows: Rows, order: Sequence[str], sides: tuple[str, str], axis: str) -> str:
    """Two sides of bars back to back by `name` (age band, education): rows hold name, left, right."""
    told = [
        {"name": row["name"], "kind": side, "value": sign * row[key], "label": row[key]}
        for row in rows
        for side, key, sign in ((sides[0], "left", -1), (sides[1], "right", 1))
    ]
    most = max((abs(row["value"]) for row in told), default=1.0) * 1.2
    ticks = alt.Axis(labelExpr="format(abs(datum.value), ',.0f')", tickCount=6)
    base = alt.Chart(data(told)).encode(
        y=alt.Y("name:N", sort=list(order), title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8)),
        x=alt.X("value:Q", title=axis, axis=ticks, scale=alt.Scale(domain=[-most, most])),
    )
    bars = base.mark_bar(height={"band": 0.78}).encode(color=colour([(sides[0], SUPPLY), (sides[1], NEED)]))
    label = alt.Text("label:Q", format=",.0f")
    words = [
        base.transform_filter("datum.value < 0").mark_text(align="right", dx=-4, fontSize=SMALL).encode(text=label),
        base.transform_filter("datum.value > 0").mark_text(align="left", dx=4, fontSize=SMALL).encode(text=label),
    ]
    return render(alt.layer(bars, *words), len(order) * 24 + 70, width=540)
