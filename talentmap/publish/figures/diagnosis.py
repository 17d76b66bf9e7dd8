"""Figures of a diagnosis: shares as a pyramid or as bars with what is unstated, and a yearly series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from talentmap.publish.figures.theme import GREY, INK, NEED, RULE, SMALL, SUPPLY, Rows, data, names_axis, render


def steps(rows: Rows, order: Sequence[str], axis: str) -> str:
    """Shares as centred bars, one a `name`: rows hold name, value (points), label, and `told` (False: unstated)."""
    half = [{**row, "left": -row["value"] / 2, "right": row["value"] / 2} for row in rows]
    most = max((row["right"] for row in half), default=1.0) * 1.35
    ticks = alt.Axis(labels=False, ticks=False, grid=False, domain=False)
    base = alt.Chart(data(half)).encode(y=names_axis(order))
    x = alt.X("left:Q", title=axis, axis=ticks, scale=alt.Scale(domain=[-most, most]))
    bars = base.mark_bar(height={"band": 0.8}).encode(x=x, x2="right:Q", color=_told(SUPPLY), stroke=_edge())
    words = base.mark_text(align="left", dx=6, fontSize=SMALL, color=INK).encode(x="right:Q", text="label:N")
    return render(bars + words, len(order) * 24 + 30, width=520)


def shares(rows: Rows, order: Sequence[str], axis: str) -> str:
    """Shares as bars from one edge: rows as for `steps`."""
    base = alt.Chart(data(rows)).encode(y=names_axis(order, 220))
    x = alt.X("value:Q", title=axis, axis=alt.Axis(tickCount=6), scale=alt.Scale(domainMin=0, domainMax=100))
    bars = base.mark_bar(height={"band": 0.7}).encode(x=x, color=_told(SUPPLY), stroke=_edge())
    words = base.mark_text(align="left", dx=6, fontSize=SMALL, color=INK).encode(x="value:Q", text="label:N")
    return render(bars + words, len(order) * 24 + 40)


def years(rows: Rows, axis: str) -> str:
    """A column a year with its value above and its change below: rows hold year, value, label, change."""
    base = alt.Chart(data(rows)).encode(x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, ticks=False)))
    most = max((row["value"] for row in rows), default=1.0) * 1.2
    y = alt.Y("value:Q", title=axis, axis=alt.Axis(tickCount=4), scale=alt.Scale(domain=[0, most]))
    columns = base.mark_bar(color=SUPPLY, width=46).encode(y=y)
    words = base.mark_text(dy=-8, fontSize=SMALL, color=INK).encode(y=y, text="label:N")
    changes = base.mark_text(align="left", dx=30, fontSize=SMALL, color=NEED).encode(y=y, text="change:N")
    return render(columns + words + changes, 170, width=440)


def _told(tint: str) -> Any:
    return alt.condition("datum.told", alt.value(tint), alt.value(RULE))


def _edge() -> Any:
    return alt.condition("datum.told", alt.value(None), alt.value(GREY))
