"""Annex: where each role is spoken of, under the letter by which people look for it."""

from __future__ import annotations

from itertools import groupby

from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.paper.model import Index, IndexEntry
from talentmap.publish.pinyin import initials


def _make(context: Context) -> Made:
    entries = sorted(
        (IndexEntry(context.name(role["role"]), role["role_id"]) for role in context.evidence.roles), key=_order
    )
    groups = groupby(entries, key=lambda entry: initials(entry.name)[:1].upper())
    return Made(listings={"roles": Index(tuple((letter, tuple(found)) for letter, found in groups))})


def _order(entry: IndexEntry) -> tuple[str, str, str]:
    return initials(entry.name), entry.name, entry.key


CHAPTER = Chapter("index", _make, kind="annex")
