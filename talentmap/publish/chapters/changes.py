"""What changed since the edition before: the gap in parts, and who entered and left the shortage list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.evidence import records
from talentmap.publish.figures.alternative import described
from talentmap.publish.figures.bars import shortage_ranking
from talentmap.publish.paper.fact import Row, counted, given, rows
from talentmap.publish.paper.model import Drawing
from talentmap.publish.paper.sheet import Col, Group, grid
from talentmap.publish.terms import term
from talentmap.tables.comparison import GAP_CHANGES, PARTS

_RANKED, _NAMED = 15, 8


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
            "entered": counted([row for row in moves if row["move"] == "entered"], "entered"),
            "left": counted([row for row in moves if row["move"] == "left"], "left"),
            **{f"{move}_names": _names(context, moves, move) for move in ("entered", "left", "unrated")},
        },
        drawings=[_figure(context, moves)],
        grids=[_table(context, found)],
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


def _table(context: Context, found: Sequence[Row]) -> Any:
    catalog = context.evidence.catalog
    named = {"tier": catalog.tiers, "chain": catalog.chains}

    def name(row: Row) -> str:
        if row["level"] == "total":
            return term("figures", "all").name(context.lang)
        thing = named[row["level"]].get(row["tier"] or row["chain_id"])
        return context.name(thing) if thing else term("figures", "unknown_tier").name(context.lang)

    columns = [
        Col("group", name, weight=2.2),
        Col("change", lambda row: row["change"], "signed"),
        Col("verdict", lambda row: term("changes", row["verdict"]).name(context.lang), weight=1.4),
        *(Col(f"part_{part}", itemgetter(part), "signed") for part in PARTS),
    ]
    groups = [
        Group(term("figures", f"by_{level}").name(context.lang), [row for row in found if row["level"] == level])
        for level in ("total", "tier", "chain")
    ]
    return grid("change-table", columns, [group for group in groups if group.rows], context.speech)


def _figure(context: Context, moves: Sequence[Mapping[str, Any]]) -> Drawing:
    before = {row["role_id"]: row["rank_before"] for row in moves}
    short = [role for role in context.evidence.short_roles if role["gap"].known][:_RANKED]
    gaps = [role["gap"] for role in short]
    drawn = [
        {
            "name": context.name(role["role"]),
            "gap": role["gap"].size,
            "before": int(before[role["role_id"]]) if _is_rank(before.get(role["role_id"])) else None,
        }
        for role in short
    ]
    words = {word: term("figures", f"rank_{word}").name(context.lang) for word in ("new", "same", "up", "down")}
    told = [(str(row["name"]), [("", f"{gap.size:,.0f}")]) for row, gap in zip(drawn, gaps, strict=True)]
    svg = shortage_ranking(drawn, term("figures", "people").name(context.lang), words)
    return Drawing("rank-moves", svg, described(told, context.lang))


def _is_rank(value: Any) -> bool:
    return value is not None and value == value and str(value) != "<NA>"  # noqa: PLR0124 - nan differs from itself


CHAPTER = Chapter(
    "changes",
    _make,
    ready=lambda evidence: evidence.shown.since is not None and not evidence.shown.since.moves.empty,
    appears=lambda evidence: evidence.edition.previous is not None,
)
