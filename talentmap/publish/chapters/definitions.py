"""Annex: every measure with its formula, its source and a worked example, the same that the tests run."""

from __future__ import annotations

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.paper.fact import counted
from talentmap.publish.paper.model import Grid
from talentmap.publish.paper.sheet import Col, Group, grid
from talentmap.tables.definitions import Definition, chapters
from talentmap.tables.drawn import Drawn

_ROWS_TOLD = 2
"""An example's table is printed up to so many rows; the rest stand in the online methods."""
_SIGNS = {
    " - ": " − ",
    "-+": "∓",
    "<=": "≤",
    ">=": "≥",
    "sum ": "Σ ",
    "sqrt(": "√(",
    "1/2 ": "½ ",
    "^2": "²",
    " x ": " × ",
}


def _make(context: Context) -> Made:
    number = sum(len(chapter.definitions) for chapter in chapters().values())
    return Made(facts={"number": counted(number, "definitions")}, grids=[_table(context)])


def _table(context: Context) -> Grid:
    lang = context.lang
    columns = [
        Col("measure", lambda one: one.name(lang), "", 1.7, "strong", under=Col("", lambda one: one.note(lang))),
        Col(
            "formula",
            lambda one: _signed(one.written(lang)),
            weight=2,
            tone="small",
            under=Col("", lambda one: one.source),
        ),
        Col("example", _example, weight=2.4, tone="small"),
    ]
    groups = [Group(chapter.name(lang), chapter.definitions) for chapter in chapters().values()]
    return grid("definition-table", columns, groups, context.speech)


def _signed(formula: str) -> str:
    """A formula with the signs of print."""
    for typed, printed in _SIGNS.items():
        formula = formula.replace(typed, printed)
    return formula


def _example(one: Definition) -> str:
    """What goes in and what comes out: `name (columns): values; values ⇒ (columns): values`."""
    given = " | ".join(f"{name} {_told(table)}" for name, table in one.inputs.items())
    return f"{given} ⇒ {_told(one.output)}"


def _told(table: Drawn) -> str:
    rows = [", ".join(cell or "–" for cell in row) for row in table.cells[:_ROWS_TOLD]]
    more = "; …" if len(table.cells) > _ROWS_TOLD else ""
    return f"({', '.join(table.heads)}): {'; '.join(rows)}{more}"


CHAPTER = Chapter("definitions", _make, kind="annex")
