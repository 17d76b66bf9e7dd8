"""Annex: the words of the figures, each with its meaning."""

from __future__ import annotations

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.pinyin import initials
from talentmap.publish.terms import terms


def _make(context: Context) -> Made:
    lang = context.lang
    known = {**terms("indicators"), **terms("measures")}
    entries = [(entry.name(lang), entry.note(lang)) for entry in known.values() if entry.note(lang)]
    return Made(facts={"entries": sorted(entries, key=lambda entry: (initials(entry[0]), entry[0]))})


CHAPTER = Chapter("glossary", _make, kind="annex")
