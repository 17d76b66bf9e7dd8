"""What the annex on quality says of the survey: response and weights, balance, edits, sensitivity, what is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from talentmap.publish.chapters.declared import Context
from talentmap.publish.evidence import records
from talentmap.publish.paper.fact import Row, given, rows, total
from talentmap.publish.paper.model import Grid
from talentmap.publish.paper.sheet import Col, Group, grid
from talentmap.publish.terms import term
from talentmap.tables.survey_findings import SurveyFindings
from talentmap.tables.weights import EDITS_SUMMARY, SENSITIVITY, SURVEY_BALANCE, SURVEY_QUALITY

_MARGINS = ("size", "district")


def survey_facts(context: Context) -> Mapping[str, Any]:
    """Facts of the whole survey; `has_survey` false where the edition has none."""
    survey = context.evidence.shown.survey
    if survey is None:
        return {"has_survey": False}
    whole = next((row for row in rows(SURVEY_QUALITY, records(survey.quality)) if not row["cell"]), None)
    edits = rows(EDITS_SUMMARY, records(survey.edits))
    return {
        "has_survey": whole is not None,
        "survey": whole,
        "has_edits": bool(edits),
        "edited_lines": total(row["lines"] for row in edits),
        "hidden": _hidden(context),
    }


def survey_tables(context: Context) -> list[Grid]:
    """The tables that the annex places where there is a survey."""
    survey = context.evidence.shown.survey
    if survey is None:
        return []
    return [
        _balance_table(context, survey),
        *([_edit_table(context, survey)] if len(survey.edits) else []),
        _sensitivity_table(context, survey),
    ]


def _hidden(context: Context) -> Mapping[str, Any]:
    """By table, the share of cells and of headcount that is hidden: need of roles and of districts."""
    table = context.evidence.shown.suppression
    if table is None:
        return {}
    need = table[table["basis"] == "need"].set_index("frame")
    return {
        frame: {
            name: given(float(need[f"{name}_share"].astype(float).loc[frame]), f"suppression.{frame}.need.{name}_share")
            for name in ("hidden", "headcount")
        }
        for frame in ("roles", "districts")
        if frame in need.index
    }


def _balance_table(context: Context, survey: SurveyFindings) -> Grid:
    """Employment by size class and district: frame, answers as they came, and as weighted."""
    found = [row for row in rows(SURVEY_BALANCE, records(survey.balance)) if row["kind"] == "employment"]
    groups = [
        Group(context.name(term("margins", margin)), [row for row in found if row["dimension"] == margin])
        for margin in _MARGINS
    ]
    columns = [
        Col("margin", lambda row: _value(context, row), weight=2),
        Col("frame_share", lambda row: (row["frame_share"], 1), "percent"),
        Col("answered_share", lambda row: (row["answered_share"], 1), "percent"),
        Col("weighted_share", lambda row: (row["weighted_share"], 1), "percent"),
    ]
    return grid("balance-table", columns, groups, context.speech)


def _value(context: Context, row: Row) -> str:
    if row["dimension"] == "district" and row["value"] in context.evidence.catalog.districts:
        return context.name(context.evidence.catalog.districts[row["value"]])
    return context.name(term("sizes", row["value"] or "unknown"))


def _edit_table(context: Context, survey: SurveyFindings) -> Grid:
    columns = [
        Col("edit_reason", lambda row: context.name(term("edits", row["reason"])), weight=3),
        Col("edit_lines", lambda row: row["lines"], "count"),
        Col("edit_effect", lambda row: row["effect"], "signed", 1.4),
    ]
    return grid("edit-table", columns, rows(EDITS_SUMMARY, records(survey.edits)), context.speech)


def _sensitivity_table(context: Context, survey: SurveyFindings) -> Grid:
    chains = context.evidence.catalog.chains
    found = rows(SENSITIVITY, records(survey.sensitivity))
    whole = next((row for row in found if not row["chain_id"]), None)
    named = [row for row in found if row["chain_id"] in chains]

    def name(row: Row) -> str:
        chain = row["chain_id"]
        return context.name(chains[chain]) if chain else context.name(term("wholes", "total"))

    columns = [
        Col("chain", name, weight=2),
        Col("nothing", lambda row: row["nothing"], "heads", 1.2),
        Col("half", lambda row: row["half"], "heads", 1.2),
        Col("as_much", lambda row: row["as_much"], "heads", 1.4),
    ]
    return grid("sensitivity-table", columns, named, context.speech, total=whole)
