"""Two languages in one print: what a form says in the languages it is written for, in their order."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import ceil

from talentmap.model.taxonomy import Named

BOTH = ("zh", "en")


def said(zh: str, en: str, languages: Sequence[str], between: str = "\n") -> str:
    """The sentence in each of the languages."""
    return between.join({"zh": zh, "en": en}[language] for language in languages)


def label(entry: Named, languages: Sequence[str] = BOTH) -> str:
    """An entry of the catalog as drop-downs print it; the vocabulary reads every order back."""
    return said(entry.zh, entry.en, languages, " ")


def columns_of(text: str) -> int:
    """How many narrow characters wide a line prints."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def lines_of(text: str, width: float) -> int:
    """How many lines `text` takes in a cell `width` characters wide; words are not cut, so there is room to spare."""
    return sum(max(1, ceil(columns_of(line) * 1.12 / width)) for line in text.split("\n"))
