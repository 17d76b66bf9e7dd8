"""Service quality: time and round trips of cases, what annoys and what pleases, remarks, who gets an incentive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from talentmap.catalog.policy_words import read_policy_words
from talentmap.catalog.service_items import service_items
from talentmap.model.taxonomy import Stage, Worded
from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.chapters.evaluated import found_in, rows_of
from talentmap.publish.paper.fact import Row
from talentmap.publish.paper.model import Grid
from talentmap.publish.paper.sheet import Col, Group, grid
from talentmap.publish.paper.speech import capitalised
from talentmap.publish.terms import term
from talentmap.tables import evaluation as tables

_FRAMES = ("service_times", "satisfaction", "remarks", "funnel")
_TOP_REMARKS = 8
_TOP_LOOPS = 6


def _make(context: Context) -> Made:
    found = found_in(context.evidence)
    times = rows_of(
        tables.SERVICE_TIMES, found.service_times, lambda record: record["by"] in ("all", "stage", "service")
    )
    loops = rows_of(tables.SERVICE_LOOPS, found.service_loops)[:_TOP_LOOPS]
    scores = rows_of(
        tables.SATISFACTION, found.satisfaction, lambda record: record["item"] == "" or not record["stage"]
    )
    drivers = rows_of(tables.SATISFACTION_DRIVERS, found.satisfaction_drivers, lambda record: record["tier"] == "")
    remarks = rows_of(tables.REMARKS, found.remarks, lambda record: record["kind"] in ("reason", "pain"))
    remarks = tuple(sorted((row for row in remarks if row["remarks"]), key=_most)[:_TOP_REMARKS])
    funnel = rows_of(tables.FUNNEL, found.funnel, lambda record: record["item_id"] == "")
    told = {
        "times": (times, _time_table),
        "loops": (loops, _loop_table),
        "scores": (scores, _score_table),
        "drivers": (drivers, _driver_table),
        "remarks": (remarks, _remark_table),
        "funnel": (funnel, _funnel_table),
    }
    return Made(
        facts={
            **{name: bool(own) for name, (own, _) in told.items()},
            "whole": times[0] if times else None,
            **_slowest(times, context),
            "poor": [service_items()[row["item"]] for row in drivers if row["quadrant"] == "improve"],
            "kinds": {kind: _of_kind(drivers, kind) for kind in ("hygiene", "motivator")},
            "answers": drivers[0]["answers"] if drivers else None,
        },
        grids=[table(own, context) for own, table in told.values() if own],
    )


def _most(row: Row) -> tuple[float, str]:
    return -row["remarks"].size, row["code"]


def _slowest(times: Sequence[Row], context: Context) -> dict[str, Any]:
    """The service whose limit is kept least often, and its name."""
    told = [row for row in times if row["by"] == "service" and row["within"].known]
    slow = min(told, key=lambda row: (row["within"].size, row["value"]), default=None)
    return {"slow": slow, "slow_name": _service(slow["value"], context) if slow else ""}


def _of_kind(drivers: Sequence[Row], kind: str) -> list[Any]:
    return [service_items()[row["item"]] for row in drivers if row["kind"] == kind]


def _case_name(row: Row, context: Context) -> str:
    if row["by"] == "stage" and row["value"] in set(Stage):
        return str(context.evidence.catalog.stages[Stage(row["value"])].long_name(context.lang))
    if row["value"] == "unknown":
        return context.name(term("sizes", "unknown"))
    return _service(row["value"], context) if row["value"] else context.name(term("figures", "all"))


def _service(recorded: str, context: Context) -> str:
    """A service under the name that cases record, in the language of the book where it is known."""
    return context.name(term("services", recorded))


def _route(recorded: str, context: Context) -> str:
    """The offices through which a case went."""
    desks = (_departments().get(office) or term("offices", office) for office in recorded.split(">"))
    return capitalised(" → ".join(map(context.name, desks)))


@cache
def _departments() -> Mapping[str, Worded]:
    """Departments by every word they go by."""
    return {word: found for found in read_policy_words().departments.values() for word in (found.zh, *found.words)}


def _time_table(own: Sequence[Row], context: Context) -> Grid:
    columns = [
        Col("group", lambda row: _case_name(row, context), weight=2),
        Col("service_cases", lambda row: row["cases"], "count"),
        Col("open_cases", lambda row: row["open"], "count"),
        Col("median_days", lambda row: row["median_days"], "count"),
        Col("p90_days", lambda row: row["p90_days"], "count"),
        Col("within", lambda row: row["within"], "percent",
            under=Col("", lambda row: (row["within_low"], row["within_high"]), "percent_span")),
        Col("handoffs", lambda row: row["handoffs"], "ratio"),
        Col("looped_share", lambda row: row["looped_share"], "percent"),
    ]  # fmt: skip
    groups = [
        Group(context.name(term("heads", head)), _in_order(own, by))
        for by, head in (("stage", "stage"), ("service", "service"))
    ]
    return grid("service-time-table", columns, [group for group in groups if group.rows], context.speech, own[0])


def _in_order(own: Sequence[Row], by: str) -> list[Row]:
    """The rows of one grouping; stages in the order of the policy chain."""
    order = [str(stage) for stage in Stage]
    chosen = [row for row in own if row["by"] == by]
    return sorted(chosen, key=lambda row: order.index(row["value"]) if row["value"] in order else len(order))


def _loop_table(own: Sequence[Row], context: Context) -> Grid:
    columns = [
        Col("loop", lambda row: _route(row["loop"], context), weight=4 if context.lang == "zh" else 6),
        Col("service_cases", lambda row: row["cases"], "count"),
        Col("share", lambda row: row["share"], "percent"),
        Col("median_days", lambda row: row["median_days"], "count"),
    ]
    return grid("loop-table", columns, own, context.speech)


def _score_table(own: Sequence[Row], context: Context) -> Grid:
    """Stages down, tiers across."""
    stages = context.evidence.catalog.stages
    cells = {(row["stage"], row["tier"]): row for row in own}
    lines = [stage for stage in (*(str(stage) for stage in Stage), "") if (stage, "") in cells]

    def score(tier: str) -> Col:
        under = Col("", lambda stage: _of(cells, stage, tier, "answers"), "count")
        return Col(tier or "all", lambda stage: _of(cells, stage, tier, "mean"), "ratio", under=under)

    def name(stage: str) -> str:
        return str(stages[Stage(stage)].long_name(context.lang)) if stage else context.name(term("heads", "overall"))

    columns = [
        Col("stage", name, weight=1.4),
        score(""),
        *(score(str(tier)) for tier in context.evidence.catalog.tiers),
    ]
    return grid("score-table", columns, lines, context.speech)


def _of(cells: Mapping[tuple[str, str], Row], stage: str, tier: str, column: str) -> Any:
    return cells[stage, tier][column] if (stage, tier) in cells else ""


def _driver_table(own: Sequence[Row], context: Context) -> Grid:
    def effect(name: str) -> Col:
        under = Col("", lambda row: (row[f"{name}_low"], row[f"{name}_high"], 2), "ratio_span")
        return Col(name, lambda row: (row[name], 2), "ratio", 1.3, under=under)

    columns = [
        Col("service", lambda row: context.name(service_items()[row["item"]]), weight=2.2),
        effect("penalty"),
        effect("reward"),
        Col("kind", lambda row: context.name(term("kinds", row["kind"])), weight=1.1),
        Col("importance", lambda row: (row["importance"], 2), "ratio"),
        Col("mean_score", lambda row: row["mean"], "ratio"),
        Col("quadrant", lambda row: context.name(term("quadrants", row["quadrant"])), weight=1.3),
    ]
    return grid("driver-table", columns, own, context.speech)


def _remark_table(own: Sequence[Row], context: Context) -> Grid:
    catalog = context.evidence.catalog

    def name(row: Row) -> str:
        return context.name(catalog.reasons[row["code"]] if row["kind"] == "reason" else catalog.pain(row["code"])[1])

    columns = [
        Col("remark", name, weight=4),
        Col("remarks", lambda row: row["remarks"], "count"),
        Col("share", lambda row: row["share"], "percent"),
        Col("interval", lambda row: (row["share_low"], row["share_high"]), "percent_span", 1.2),
    ]
    return grid("remark-table", columns, own, context.speech)


def _funnel_table(own: Sequence[Row], context: Context) -> Grid:
    stages = context.evidence.catalog.stages
    columns = [
        Col("stage", lambda row: str(stages[Stage(row["stage"])].long_name(context.lang)), weight=1.2),
        Col("were_asked", lambda row: row["answering"], "count"),
        Col("aware", lambda row: row["aware"], "count"),
        Col("applied", lambda row: row["applied"], "count"),
        Col("granted", lambda row: row["granted"], "count"),
        Col("beneficiaries", lambda row: row["beneficiaries"], "heads"),
        Col("paid_money", lambda row: row["paid_cny"], "money_cell", 1.2),
    ]
    return grid("funnel-table", columns, own, context.speech)


CHAPTER = Chapter(
    "service",
    _make,
    ready=lambda evidence: any(name in found_in(evidence).frames for name in _FRAMES),
    appears=lambda evidence: evidence.shown.evaluation is not None,
)
