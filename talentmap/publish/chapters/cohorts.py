"""Those in training: which roles with a gap they are for, what remains unmet, and the seats that would close it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from talentmap.catalog.projection import projection_rules
from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.chapters.evaluated import rows_of
from talentmap.publish.chapters.projection import outlook_in
from talentmap.publish.paper.fact import Fact, Row, counted, total
from talentmap.publish.paper.model import Grid
from talentmap.publish.paper.sheet import Col, grid, sized
from talentmap.tables.outlook import COHORTS

_TOLD, _NAMED = 20, 5
Ahead = Mapping[int, Row]


def _make(context: Context) -> Made:
    roles = _by_role(context)
    last = projection_rules().years
    unmet = [ahead for ahead in roles if ahead[last]["unmet"].size > 0]
    without = [ahead for ahead in unmet if all(row["seats"].size == 0 for row in ahead.values())]
    return Made(
        facts={
            "roles": counted(roles, "roles"),
            "closed": counted(len(roles) - len(unmet), "closed"),
            "without": counted(without, "without seats"),
            "without_names": [context.speech.lower_first(_role(context, ahead)) for ahead in without[:_NAMED]],
            "untrained": total(ahead[last]["gap_untrained"] for ahead in roles),
            "graduates": total(ahead[last]["graduates"] for ahead in roles),
            "unmet": total(ahead[last]["unmet"] for ahead in roles),
            "worst": _role(context, unmet[0]) if unmet else "",
            "worst_unmet": unmet[0][last]["unmet"] if unmet else None,
        },
        grids=[_table(context, roles[:_TOLD])],
    )


def _by_role(context: Context) -> list[Ahead]:
    """The years of each role, the one that misses most at the end first."""
    found: dict[str, dict[int, Row]] = {}
    for row in rows_of(COHORTS, outlook_in(context.evidence).cohorts):
        found.setdefault(row["role_id"], {})[int(row["years_ahead"].size)] = row
    last = projection_rules().years
    return sorted(found.values(), key=lambda ahead: (sized(ahead[last]["unmet"]), ahead[0]["role_id"]))


def _role(context: Context, ahead: Ahead) -> str:
    return context.name(context.evidence.catalog.roles[ahead[0]["role_id"]])


def _beside(context: Context, ahead: Ahead) -> str:
    """The majors, which have Chinese names alone; in other languages the chain."""
    if context.lang == "zh":
        return "、".join(str(ahead[0]["majors"]).split("|"))
    return context.name(context.evidence.catalog.chains[ahead[0]["chain_id"]])


def _seats(ahead: Ahead) -> Fact | None:
    return next((row["extra_seats"] for row in ahead.values() if row["extra_seats"].known), None)


def _unmet(ahead: Ahead, year: int) -> Fact:
    return ahead[year]["unmet"]  # type: ignore[no-any-return] # a number of the table


def _table(context: Context, roles: Sequence[Ahead]) -> Grid:
    rules, education = projection_rules(), context.evidence.catalog.education
    columns = [
        Col("role", partial(_role, context), weight=2.6, under=Col("", partial(_beside, context))),
        Col("education", lambda ahead: context.name(education[ahead[0]["education"]]), weight=1.2),
        Col("qualify_years", lambda ahead: ahead[0]["years_to_qualify"], "count"),
        Col("gap_untrained", lambda ahead: ahead[rules.years]["gap_untrained"], "signed", 1.3),
        Col("graduates_all", lambda ahead: ahead[rules.years]["graduates"], "heads", 1.2),
        *(Col(f"ahead_{year}", partial(_unmet, year=year), "heads") for year in rules.horizons),
        Col("extra_seats", _seats, "heads", 1.2),
    ]
    return grid("cohort-table", columns, roles, context.speech)


CHAPTER = Chapter(
    "cohorts",
    _make,
    ready=lambda evidence: outlook_in(evidence).cohorts is not None,
    appears=lambda evidence: evidence.shown.outlook is not None,
)
