"""Annex: where every row went, who answered, what the registers see, which problems were found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.chapters.survey import survey_facts, survey_tables
from talentmap.publish.paper.fact import Fact, Row, given, ratio
from talentmap.publish.paper.model import Grid
from talentmap.publish.paper.sheet import Col, grid
from talentmap.publish.terms import term
from talentmap.tables.registry import COVERAGE


def _make(context: Context) -> Made:
    evidence = context.evidence
    quality = evidence.quality
    return Made(
        facts={
            **{step: _counts(step, quality.steps[step]) for step in ("intake", "matching", "analysis")},
            "unplaced": evidence.indicator("unplaced_share"),
            "has_coverage": bool(quality.coverage),
            "has_problems": bool(quality.problems),
            **survey_facts(context),
        },
        grids=[
            _response_table(context),
            *survey_tables(context),
            *([_coverage_table(context)] if quality.coverage else []),
            *([_problem_table(context)] if quality.problems else []),
        ],
    )


def _counts(step: str, counts: Mapping[str, int]) -> dict[str, Fact]:
    return {name: given(value, f"steps.{step}.{name}") for name, value in counts.items()}


def _response_table(context: Context) -> Grid:
    evidence = context.evidence
    rows = [row for row in evidence.response.rows if row["chain_id"] in evidence.catalog.chains]
    columns = [
        Col("chain", lambda row: context.name(evidence.catalog.chains[row["chain_id"]]), weight=2),
        Col("size", lambda row: context.name(term("sizes", row["size_class"] or "unknown"))),
        Col("frame", lambda row: row["frame_enterprises"], "heads"),
        Col("answered", lambda row: row["answered"], "heads"),
        Col("rate", lambda row: ratio(row["answered"], row["frame_enterprises"]), "percent"),
        Col("weight", lambda row: (row["weight"], 2), "ratio"),
    ]
    return grid("response-table", columns, rows, context.speech)


def _coverage_table(context: Context) -> Grid:
    def department(name: str) -> Any:
        return lambda row: context.name(term("departments", row[name]))

    columns = [
        Col("register_a", department("department_a"), weight=2),
        Col("register_b", department("department_b"), weight=2),
        Col("in_a", lambda row: row["people_a"], "heads"),
        Col("in_b", lambda row: row["people_b"], "heads"),
        Col("in_both", lambda row: row["people_both"], "heads"),
        Col("estimate", lambda row: row["estimate"], "heads"),
        Col("standard_error", lambda row: row["standard_error"], "heads"),
    ]
    rows = [Row(COVERAGE, record) for record in context.evidence.quality.coverage]
    return grid("coverage-table", columns, rows, context.speech)


def _problem_table(context: Context) -> Grid:
    lang = context.lang
    columns = [
        Col("problem", lambda row: _quoted(row[f"title_{lang}"]), weight=3),
        Col("cases", lambda row: given(row["count"], f"problems.{row['code']}"), "heads", 0.7),
        Col("cure", lambda row: _quoted(row[f"fix_{lang}"]), weight=3),
    ]
    return grid("problem-table", columns, context.evidence.quality.problems, context.speech)


def _quoted(text: str) -> str:
    """`text` of a console with the quotation marks of a book."""
    return re.sub('"([^"]*)"', "“\\1”", text)


CHAPTER = Chapter("quality", _make, kind="annex")
