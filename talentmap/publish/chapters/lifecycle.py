"""The life cycle: who stays, who comes and goes, graduates, programmes, projects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.chapters.evaluated import found_in, rows_of
from talentmap.publish.figures.alternative import described
from talentmap.publish.figures.survival import survival
from talentmap.publish.paper.fact import Row
from talentmap.publish.paper.model import Drawing, Grid
from talentmap.publish.paper.sheet import Col, grid
from talentmap.publish.terms import term
from talentmap.tables import evaluation as tables

_TOLD_FLOWS = ("all", "year", "tier")


def _make(context: Context) -> Made:
    found, rules = found_in(context.evidence), context.evidence.catalog.rules.evaluation
    last = max(rules.retention_months)
    stayed = rows_of(
        tables.RETENTION, found.retention, lambda record: record["cohort"] == "" and record["months"] == last
    )
    flows = rows_of(tables.FLOWS, found.flows, lambda record: record["by"] in _TOLD_FLOWS)
    reported = rows_of(tables.REPORTED_FLOWS, found.reported_flows)
    classes = rows_of(tables.GRADUATES, found.graduates, lambda record: record["education"] == "")
    projects = rows_of(tables.PROJECT_OUTCOMES, found.project_outcomes, lambda record: record["mature"] > 0)
    programmes = rows_of(tables.PROGRAMMES, found.programmes, lambda record: record["year"] == "")
    told = {
        "stayed": (stayed, _retention_table),
        "flows": (flows, _flow_table),
        "reported": (reported, _reported_table),
        "classes": (classes, _graduate_table),
        "projects": ([row for row in projects if row["by"] in ("all", "year", "chain")], _project_table),
        "programmes": (programmes, _programme_table),
    }
    curve = rows_of(tables.RETENTION_CURVE, found.retention_curve, lambda record: record["tier"] != "")
    started = [row for row in classes if row["in_window"]]
    return Made(
        facts={
            **{name: bool(own) for name, (own, _) in told.items()},
            "whole": stayed[0] if stayed else None,
            "least": _least(stayed, context),
            "window": context.evidence.rule("evaluation", "commercialisation_months"),
            "project": projects[0] if projects else None,
            "start": started[-1] if started else None,
            "flow": flows[0] if flows else None,
            "has_curve": bool(curve),
        },
        drawings=[_curve(curve, context)] if curve else [],
        grids=[table(own, context) for own, table in told.values() if own],
    )


def _least(stayed: Sequence[Row], context: Context) -> dict[str, Any] | None:
    """The tier of which the fewest stay, where its interval lies below that of the one of which the most do."""
    told = [row for row in stayed if row["tier"] and row["retained"].known and row["retained_high"].known]
    if len(told) < 2:
        return None
    ordered = sorted(told, key=lambda row: row["retained"].size)
    if ordered[0]["retained_high"].size >= ordered[-1]["retained_low"].size:
        return None
    return {"row": ordered[0], "label": context.evidence.catalog.tiers[ordered[0]["tier"]]}


def _tier(row: Row, context: Context) -> str:
    found = context.evidence.catalog.tiers.get(row["tier"])
    return context.name(found if found else term("figures", "all"))


def _retention_table(own: Sequence[Row], context: Context) -> Grid:
    columns = [
        Col("tier", lambda row: _tier(row, context), weight=1.5),
        Col("attracted", lambda row: row["people"], "heads"),
        Col("left", lambda row: row["left"], "heads"),
        Col("censored", lambda row: row["censored"], "heads"),
        Col("at_risk", lambda row: row["at_risk"], "heads"),
        Col("retained", lambda row: row["retained"], "percent"),
        Col("interval", lambda row: (row["retained_low"], row["retained_high"]), "percent_span"),
    ]
    return grid("retention-table", columns, own, context.speech)


def _flow_table(own: Sequence[Row], context: Context) -> Grid:
    def name(row: Row) -> str:
        if row["by"] == "tier":
            found = context.evidence.catalog.tiers.get(row["value"])
            return context.name(found if found else term("sizes", "unknown"))
        return str(row["value"]) or context.name(term("figures", "all"))

    columns = [
        Col("group", name, weight=2),
        Col("inflow", lambda row: row["inflow"], "heads"),
        Col("outflow", lambda row: row["outflow"], "heads"),
        Col("flow_ratio", lambda row: row["inflow_per_outflow"], "ratio"),
    ]
    return grid("flow-table", columns, own, context.speech)


def _reported_table(own: Sequence[Row], context: Context) -> Grid:
    columns = [
        Col("year", lambda row: row["year"]),
        Col("tier", lambda row: _tier(row, context)),
        Col("inflow", lambda row: row["inflow"], align="right"),
        Col("outflow", lambda row: row["outflow"], align="right"),
        Col("flow_ratio", lambda row: row["ratio"], align="right"),
        Col("source", lambda row: row["source"], weight=2),
    ]
    return grid("reported-flow-table", columns, own, context.speech)


def _graduate_table(own: Sequence[Row], context: Context) -> Grid:
    columns = [
        Col("class_of", lambda row: f"{row['graduation_year'].value:.0f}"),
        Col("months_since", lambda row: row["months_since"], "count"),
        Col("people", lambda row: row["people"], "heads"),
        Col("insured", lambda row: row["employed"], "percent"),
        Col("interval", lambda row: (row["employed_low"], row["employed_high"]), "percent_span"),
        Col("pay_mid", lambda row: row["pay_mid"], "heads"),
        Col("pay_quartiles", lambda row: (row["pay_low"], row["pay_high"]), "pay", 1.5),
        Col("paid_people", lambda row: row["paid"], "heads"),
    ]
    return grid("graduate-table", columns, own, context.speech)


def _project_table(own: Sequence[Row], context: Context) -> Grid:
    def name(row: Row) -> str:
        chains = context.evidence.catalog.chains
        return context.name(chains[row["value"]]) if row["value"] in chains else _plain(row, context)

    columns = [
        Col("group", name, weight=2),
        Col("projects", lambda row: row["projects"], "count"),
        Col("mature", lambda row: row["mature"], "count"),
        Col("local", lambda row: row["local"], "count"),
        Col("elsewhere", lambda row: row["elsewhere"], "count"),
        Col("local_rate", lambda row: row["rate"], "percent"),
        Col("interval", lambda row: (row["rate_low"], row["rate_high"]), "percent_span"),
    ]
    return grid("project-table", columns, own, context.speech)


def _plain(row: Row, context: Context) -> str:
    if row["value"] == "unknown":
        return context.name(term("sizes", "unknown"))
    return str(row["value"]) or context.name(term("figures", "all"))


def _programme_table(own: Sequence[Row], context: Context) -> Grid:
    columns = [
        Col("programme", lambda row: row["programme"], weight=2.2, under=Col("", lambda row: _tier(row, context))),
        Col("target", lambda row: row["target"], align="right"),
        Col("actual", lambda row: row["actual"], align="right"),
        Col("attainment", lambda row: row["attainment"], align="right"),
        Col("cost_per_person", lambda row: row["cost_per_person"], align="right", weight=1.2),
        Col("retained", lambda row: row["retained"], "percent",
            under=Col("", lambda row: (row["retained_low"], row["retained_high"]), "percent_span")),
        Col("cost_per_retained", lambda row: row["cost_per_retained"], "heads", 1.4,
            under=Col("", lambda row: (row["cost_per_retained_low"], row["cost_per_retained_high"]), "span")),
    ]  # fmt: skip
    return grid("programme-table", columns, own, context.speech)


def _curve(curve: Sequence[Row], context: Context) -> Drawing:
    tiers = context.evidence.catalog.tiers
    order = [context.name(label) for label in tiers.values()]
    drawn = [
        {
            "kind": context.name(tiers[row["tier"]]),
            "months": row["months"].value,
            "share": row["retained"].value,
            **{name: row[f"retained_{name}"].value for name in ("low", "high") if row[f"retained_{name}"].known},
        }
        for row in curve
        if row["retained"].known
    ]
    months = sorted({row["months"].value for row in curve})
    ends = [row for row in curve if row["months"].value == months[-1] and row["retained"].known]
    told = [(context.name(tiers[row["tier"]]), [("", context.speech.text("percent", row["retained"]))]) for row in ends]
    axes = (term("figures", "months_after").name(context.lang), term("figures", "still_there").name(context.lang))
    return Drawing("retention-curve", survival(drawn, order, axes), described(told, context.lang))


CHAPTER = Chapter(
    "lifecycle",
    _make,
    ready=lambda evidence: any(
        name in found_in(evidence).frames
        for name in ("retention", "flows", "reported_flows", "graduates", "project_outcomes", "programmes")
    ),
    appears=lambda evidence: evidence.shown.evaluation is not None,
)
