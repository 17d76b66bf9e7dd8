"""Annex: every measure with its formula, its source and a worked example, the same that the tests run."""

from __future__ import annotations

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.paper.fact import counted
from talentmap.publish.paper.model import Grid
from talentmap.publish.paper.sheet import Col, Group, grid
from talentmap.tables.definitions import Definition, chapters
from talentmap.tables.drawn import Drawn

_ROWS_TOLD = 5
"""An example's table is printed up to so many rows; the rest stand in the online methods."""


def _make(context: Context) -> Made:
    number = sum(len(chapter.definitions) for chapter in chapters().values())
    return Made(facts={"number": counted(number, "definitions")}, grids=[_table(context)])


def _table(context: Context) -> Grid:
    lang = context.lang
    columns = [
        Col("measure", lambda one: one.name(lang), "", 1.7, "strong", under=Col("", lambda one: one.note(lang))),
        Col("formula", lambda one: one.formula, weight=1.8, tone="small", under=Col("", lambda one: one.source)),
        Col("example", _example, weight=2.6, tone="small"),
    ]
    groups = [Group(chapter.name(lang), chapter.definitions) for chapter in chapters().values()]
    return grid("definition-table", columns, groups, context.speech)


def _example(one: Definition) -> str:
    """What goes in and what comes out: `name(columns) values; values`."""
    given = " · ".join(f"{name}{_told(table)}" for name, table in one.inputs.items())
    return f"{given} ⇒ {_told(one.output)}"


def _told(table: Drawn) -> str:
    rows = [" ".join(cell or "–" for cell in row) for row in table.cells[:_ROWS_TOLD]]
    more = "; …" if len(table.cells) > _ROWS_TOLD else ""
    return f"({', '.join(table.heads)}) {'; '.join(rows)}{more}"


CHAPTER = Chapter("definitions", _make, kind="annex")
