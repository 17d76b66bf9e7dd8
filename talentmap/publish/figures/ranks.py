"""Ranks with the range that they take when the weights change."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from talentmap.publish.figures.theme import DEEP, MONEY, Rows, colour, data, names_axis, render


def rank_ranges(rows: Rows, order: Sequence[str], kinds: tuple[str, str], axis: str) -> str:
    """For each `name` the rank of two kinds, dot and square, each with its range as a bar beside the other's.

    Rows hold name, kind, rank, low and high, 1 being best.
    """
    last = max((int(row["high"]) for row in rows), default=1)
    scale = alt.Scale(domain=[0.6, last + 0.4], nice=False)
    x = alt.X("rank:Q", title=axis, axis=alt.Axis(values=list(range(1, last + 1)), format="d"), scale=scale)
    tint = colour([(kinds[0], MONEY), (kinds[1], DEEP)])
    offset = alt.YOffset("kind:N", sort=list(kinds))
    base = alt.Chart(data(rows)).encode(y=names_axis(order, 240), yOffset=offset, color=tint)
    span = base.mark_rule(strokeWidth=3, opacity=0.55).encode(x=alt.X("low:Q", title=axis, scale=scale), x2="high:Q")
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=list(kinds), range=["square", "circle"]), title=None)
    dot = base.mark_point(filled=True, size=70, opacity=1).encode(x=x, shape=shape)
    return render(span + dot, len(order) * 26 + 64)
