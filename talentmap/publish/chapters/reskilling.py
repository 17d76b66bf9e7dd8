"""Who could change roles: ways from roles with people to spare to roles with a gap, and what is to be learnt."""

from __future__ import annotations

from collections.abc import Sequence

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.chapters.evaluated import rows_of
from talentmap.publish.chapters.projection import outlook_in
from talentmap.publish.figures.alternative import described
from talentmap.publish.figures.outlook import Route, routes
from talentmap.publish.paper.fact import Row, counted, total
from talentmap.publish.paper.model import Drawing, Grid
from talentmap.publish.paper.sheet import Col, grid, sized
from talentmap.tables.outlook import RESKILLING

_DRAWN, _SKILLS = 18, 4


def _make(context: Context) -> Made:
    ways = sorted(
        rows_of(RESKILLING, outlook_in(context.evidence).reskilling),
        key=lambda row: (sized(row["movers"]), row["effort"].size, row["to_role"], row["from_role"]),
    )
    direct = [row for row in ways if not row["via"]]
    largest = next((row for row in direct if row["movers"]), None)
    return Made(
        facts={
            "ways": counted(ways, "ways"),
            "targets": counted(len({row["to_role"] for row in ways}), "targets"),
            "sources": counted(len({row["from_role"] for row in ways}), "sources"),
            "movers": total(row["movers"] for row in ways),
            "largest": largest,
            "largest_from": _role(context, largest["from_role"]) if largest else "",
            "largest_to": _role(context, largest["to_role"]) if largest else "",
            "largest_skills": [context.speech.lower_first(skill) for skill in _skills(context, largest)]
            if largest
            else [],
        },
        drawings=[_graph(context, ways[:_DRAWN])],
        grids=[_table(context, ways)],
    )


def _role(context: Context, role_id: str) -> str:
    return context.name(context.evidence.catalog.roles[role_id])


def _skills(context: Context, row: Row) -> list[str]:
    skills = context.evidence.catalog.skills
    return [context.name(skills[skill]) for skill in str(row["missing_skills"]).split("|") if skill in skills]


def _listed(context: Context, row: Row) -> str:
    named = _skills(context, row)
    comma, more = ("、", "等") if context.lang == "zh" else (", ", " …")
    told = (*named[:1], *map(context.speech.lower_first, named[1:_SKILLS]))
    return comma.join(told) + (more if len(named) > _SKILLS else "")


def _from(context: Context, row: Row) -> str:
    names = [_role(context, role) for role in (row["from_role"], *filter(None, str(row["via"]).split("|")))]
    return " → ".join(names)


def _table(context: Context, ways: Sequence[Row]) -> Grid:
    columns = [
        Col("to_role", lambda row: _role(context, row["to_role"]), weight=2),
        Col("missing", lambda row: row["gap"], "heads"),
        Col("from_role", lambda row: _from(context, row), weight=2.2),
        Col("to_spare", lambda row: row["surplus"], "heads"),
        Col("shared_skills", lambda row: row["shared"], "percent"),
        Col("missing_skills", lambda row: _listed(context, row), weight=3, tone="small"),
        Col("movers", lambda row: row["movers"], "heads"),
    ]
    return grid("reskilling-table", columns, ways, context.speech)


def _graph(context: Context, ways: Sequence[Row]) -> Drawing:
    drawn = [
        Route(
            _role(context, row["from_role"]), _role(context, row["to_role"]), row["movers"].size,
            context.speech.text("percent", row["shared"]),
        )
        for row in ways
    ]  # fmt: skip
    read = [(f"{route.source} → {route.target}", [(route.note, context.speech.text("heads", row["movers"]))])
            for route, row in zip(drawn, ways, strict=True)]  # fmt: skip
    return Drawing("reskilling-graph", routes(drawn), described(read, context.lang))


CHAPTER = Chapter(
    "reskilling",
    _make,
    ready=lambda evidence: outlook_in(evidence).reskilling is not None,
    appears=lambda evidence: evidence.shown.outlook is not None,
)
