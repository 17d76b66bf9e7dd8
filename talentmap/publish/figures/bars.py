"""Bars: shares ranked, kinds side by side, and roles ranked with last year's rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from talentmap.publish.figures.theme import GREY, INK, NEED, SIZE, SMALL, Rows, colour, data, names_axis, render

_MOVE_ROOM = 1.2
"""How far the axis of a ranking reaches beyond its longest bar, so that the words beside it are not cut."""


def ranked_bars(rows: Rows, order: Sequence[str], axis: str, tint: str = NEED) -> str:
    """One bar a `name`, rows hold name, value (share of one) and optionally low and high, the ends of its interval."""
    base = alt.Chart(data(rows)).encode(y=names_axis(order))
    x = alt.X("value:Q", title=axis, axis=alt.Axis(format=".0%", tickCount=6), scale=alt.Scale(domainMin=0))
    bars = base.mark_bar(color=tint, height={"band": 0.62}).encode(x=x)
    interval = base.mark_rule(color=INK, strokeWidth=1.1).encode(x="low:Q", x2="high:Q")
    words = base.mark_text(align="right", dx=-5, fontSize=SMALL, color="white").encode(
        x="value:Q", text=alt.Text("value:Q", format=".0%")
    )
    return render(bars + interval + words, len(order) * 22 + 46)


def paired_bars(rows: Rows, order: Sequence[str], kinds: Sequence[tuple[str, str]], axis: str) -> str:
    """Bars side by side for each `name`: rows hold name, kind, share (of one). `kinds`: (kind, colour) in order."""
    base = alt.Chart(data(rows)).encode(
        y=names_axis(order),
        yOffset=alt.YOffset("kind:N", sort=[kind for kind, _ in kinds]),
        x=alt.X("share:Q", title=axis, axis=alt.Axis(format=".0%", tickCount=6)),
    )
    bars = base.mark_bar(height={"band": 0.82}).encode(color=colour(kinds))
    words = base.mark_text(align="left", dx=5, fontSize=SMALL, color=INK).encode(text=alt.Text("share:Q", format=".0%"))
    return render(bars + words, len(order) * (15 * len(kinds) + 8) + 64)


def shortage_ranking(rows: Rows, axis: str, words: Mapping[str, str]) -> str:
    """Roles in the order of `rows` with their gap and how their rank moved since last year.

    Rows hold name, gap and optionally `rank` (else their place) and `before` (last year's rank, None when new); without
    any `before` no column of moves is drawn. `words`: `new`, `same`, `up` and `down`, the last two with a place for the
    number of ranks.
    """
    ranked = [{"rank": place, **row} for place, row in enumerate(rows, start=1)]
    told = [{**row, "name": f"{row['rank']}  {row['name']}"} for row in ranked]
    base = alt.Chart(data(told)).encode(y=names_axis([row["name"] for row in told], 260))
    moving = any("before" in row for row in rows)
    widest = max((float(row["gap"]) for row in rows), default=1.0) * (_MOVE_ROOM if moving else 1.0)
    scale = alt.Scale(domain=[0, widest], nice=not moving)
    bars = base.mark_bar(color=NEED, height={"band": 0.62}).encode(
        x=alt.X("gap:Q", title=axis, axis=alt.Axis(format=",.0f", tickCount=6), scale=scale)
    )
    if not moving:
        return render(bars, len(told) * 24 + 50)
    moved = [{**row, "move": _move(int(row["rank"]), row.get("before"), words)} for row in told]
    moves = (
        alt.Chart(data(moved))
        .mark_text(align="left", dx=6, fontSize=SIZE, color=GREY)
        .encode(y=names_axis([row["name"] for row in told], 260), x="gap:Q", text="move:N")
    )
    return render(bars + moves, len(told) * 24 + 50)


def _move(rank: int, before: int | None, words: Mapping[str, str]) -> str:
    if before is None:
        return words["new"]
    if before == rank:
        return words["same"]
    return words["up" if before > rank else "down"].format(abs(before - rank))
