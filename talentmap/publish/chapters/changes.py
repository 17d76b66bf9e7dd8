"""What changed since the edition before: the gap in parts, and who entered and left the shortage list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

import pandas as pd

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.evidence import records
from talentmap.publish.figures.alternative import described
from talentmap.publish.figures.bars import shortage_ranking
from talentmap.publish.paper.fact import Fact, Row, counted, given, negative, rows
from talentmap.publish.paper.model import Drawing
from talentmap.publish.paper.sheet import Col, Group, grid
from talentmap.publish.terms import term, terms
from talentmap.tables.comparison import GAP_CHANGES, PARTS

_RANKED, _NAMED = 15, 5
_RATED = ("very_short", "short", "watch", "not_short")


def _make(context: Context) -> Made:
    since = context.evidence.shown.since
    if since is None:
        return Made()
    found = rows(GAP_CHANGES, records(since.changes))
    total = next((row for row in found if row["level"] == "total"), None)
    moves = records(since.moves)
    return Made(
        facts={
            "year_before": since.year,
            "before": given(float(since.year), "previous.year"),
            "total": total,
            "driver": _driver(total),
            "less": negative(total["change"]) if total is not None else None,
            "entered": counted([row for row in moves if row["move"] == "entered"], "entered"),
            "left": counted([row for row in moves if row["move"] == "left"], "left"),
            **{f"{move}_names": _names(context, moves, move) for move in ("entered", "left", "unrated")},
        },
        drawings=[_figure(context, moves)],
        grids=[_table(context, found), _moves_table(context, moves)],
    )


def _driver(total: Row | None) -> str:
    """The part that moved the gap most; '' where there is no total, or no clear change."""
    if total is None or total["verdict"] not in ("up", "down"):
        return ""
    return max(PARTS, key=lambda part: (abs(total[part].size), part))


def _names(context: Context, moves: Sequence[Mapping[str, Any]], move: str) -> list[str]:
    roles = context.evidence.catalog.roles
    named = [roles[row["role_id"]] for row in moves if row["move"] == move and row["role_id"] in roles]
    return [context.name(role) for role in named[:_NAMED]]


def _moves_table(context: Context, moves: Sequence[Mapping[str, Any]]) -> Any:
    """Who entered and who left, with rank and grade then and now."""
    roles, chains = context.evidence.catalog.roles, context.evidence.catalog.chains

    def rank(row: Mapping[str, Any], when: str) -> Fact | None:
        found = _rank(row[f"rank_{when}"])
        return None if found is None else given(float(found), f"shortage_moves.{row['role_id']}.rank_{when}")

    def grade(row: Mapping[str, Any], when: str) -> str:
        return "★" * terms("grades")[row[f"grade_{when}"]].stars if row[f"grade_{when}"] in _RATED else "–"

    columns = [
        Col("role", lambda row: context.name(roles[row["role_id"]]), weight=3),
        Col("chain", lambda row: context.name(chains[roles[row["role_id"]].chain_id]), weight=2),
        *(Col(f"rank_{when}", partial(rank, when=when), "count") for when in ("before", "after")),
        *(Col(f"grade_{when}", partial(grade, when=when), tone="stars") for when in ("before", "after")),
    ]
    known = [row for row in moves if row["role_id"] in roles]
    groups = [
        Group(term("moves", move).name(context.lang), [row for row in known if row["move"] == move])
        for move in ("entered", "left")
    ]
    return grid("move-table", columns, [group for group in groups if group.rows], context.speech)


def _table(context: Context, found: Sequence[Row]) -> Any:
    catalog = context.evidence.catalog
    named = {"tier": catalog.tiers, "chain": catalog.chains}
    order = [*catalog.tiers, *catalog.chains]

    def place(row: Row) -> int:
        key = row["tier"] or row["chain_id"]
        return order.index(key) if key in order else len(order)

    def name(row: Row) -> str:
        if row["level"] == "total":
            return term("figures", "all").name(context.lang)
        thing = named[row["level"]].get(row["tier"] or row["chain_id"])
        return context.name(thing) if thing else term("figures", "unknown_tier").name(context.lang)

    columns = [
        Col("group", name, weight=2.2),
        Col("change", lambda row: row["change"], "signed"),
        Col("verdict", lambda row: term("changes", row["verdict"]).name(context.lang), weight=1.9),
        *(Col(f"part_{part}", itemgetter(part), "signed") for part in PARTS),
    ]
    groups = [
        Group(
            term("figures", f"by_{level}").name(context.lang),
            sorted((row for row in found if row["level"] == level), key=place),
        )
        for level in ("total", "tier", "chain")
    ]
    return grid("change-table", columns, [group for group in groups if group.rows], context.speech)


def _figure(context: Context, moves: Sequence[Mapping[str, Any]]) -> Drawing:
    ranks = {row["role_id"]: row for row in moves if _rank(row["rank_after"]) is not None}
    told = [role for role in context.evidence.short_roles if role["gap"].known]
    short = [role for role in told if role["role_id"] in ranks][:_RANKED]
    gaps = [role["gap"] for role in short]
    drawn = [
        {
            "name": context.name(role["role"]),
            "gap": role["gap"].size,
            "rank": _rank(ranks[role["role_id"]]["rank_after"]),
            "before": _rank(ranks[role["role_id"]]["rank_before"]),
        }
        for role in short
    ]
    words = {word: term("figures", f"rank_{word}").name(context.lang) for word in ("new", "same", "up", "down")}
    lines = [
        (str(row["name"]), [("", context.speech.text("heads", gap))]) for row, gap in zip(drawn, gaps, strict=True)
    ]
    svg = shortage_ranking(drawn, term("figures", "people").name(context.lang), words)
    return Drawing("rank-moves", svg, described(lines, context.lang))


def _rank(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


CHAPTER = Chapter(
    "changes",
    _make,
    ready=lambda evidence: evidence.shown.since is not None and not evidence.shown.since.moves.empty,
    appears=lambda evidence: evidence.edition.previous is not None,
)
