"""Annex: every measure with its formula, its source and a worked example, the same that the tests run."""

from __future__ import annotations

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.paper.fact import counted
from talentmap.publish.worked import examples
from talentmap.tables.definitions import chapters


def _make(context: Context) -> Made:
    number = sum(len(chapter.definitions) for chapter in chapters().values())
    sections = [(name, chapter.name(context.lang)) for name, chapter in chapters().items()]
    return Made(
        facts={"number": counted(number, "definitions"), "sections": sections},
        listings={name: examples(chapter, context.lang) for name, chapter in chapters().items()},
    )


CHAPTER = Chapter("definitions", _make, kind="annex")
