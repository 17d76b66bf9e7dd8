"""Need against supply: a dot with its interval, a hollow square, and what lies between."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from talentmap.publish.figures.theme import NEED, RULE, SUPPLY, Rows, colour, data, names_axis, render, shape


def dumbbell(rows: Rows, order: Sequence[str], labels: tuple[str, str], axis: str, *, row_height: int = 20) -> str:
    """Need (dot, with its interval) against supply (hollow square) for each `name`.

    Rows hold name, need, low, high, supply; a missing figure leaves its mark out. `labels`: need, supply.
    """
    base = alt.Chart(data(rows)).encode(y=names_axis(order))
    scale = alt.Scale(zero=True, nice=True)
    x = alt.X("need:Q", title=axis, axis=alt.Axis(format=",.0f", tickCount=6), scale=scale)
    tint = colour([(labels[0], NEED), (labels[1], SUPPLY)])
    link = base.mark_rule(color=RULE, strokeWidth=5).encode(x=x, x2="supply:Q")
    interval = base.mark_rule(color=NEED, strokeWidth=1.3).encode(x="low:Q", x2="high:Q")
    ends = [
        base.mark_tick(color=NEED, thickness=1.3, size=8).encode(x=alt.X(f"{end}:Q", title=axis))
        for end in ("low", "high")
    ]
    need = (
        base.transform_calculate(kind=f"'{labels[0]}'")
        .mark_point(filled=True, size=80, opacity=1)
        .encode(x="need:Q", color=tint, shape=shape(labels))
    )
    supply = (
        base.transform_calculate(kind=f"'{labels[1]}'")
        .mark_point(fill="white", size=66, strokeWidth=2, opacity=1)
        .encode(x="supply:Q", color=tint, shape=shape(labels))
    )
    return render(alt.layer(link, interval, *ends, supply, need), len(order) * row_height + 70)
