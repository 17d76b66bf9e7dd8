"""A book in the characters that its typefaces have: names come from many files, and some write what no font can show.

Such a character becomes 〓, the mark by which East Asian typesetters say that a type is wanting, and a note at the end
of the book tells which they were. Characters that nobody sees are left out. Ids and the trail of numbers stay.
"""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from talentmap.publish.paper import model as m
from talentmap.publish.terms import term
from talentmap.text import visible

WANTING = "〓"
_KEPT = frozenset({"id", "fact", "key", "target", "lang", "kind", "tone", "align", "place", "words"})
_BLANKS = frozenset("\t\n\r")
_TOLD = 20

Part = TypeVar("Part")


def legible(book: m.Book, signs: frozenset[str]) -> m.Book:
    """`book` in `signs`, the characters that every face of it has; itself where it needs no other."""
    wanting: dict[str, None] = {}
    shown = _shown(book, signs | _BLANKS, wanting)
    if not wanting:
        return shown
    told = ", ".join(map(_called, list(wanting)[:_TOLD])) + ("…" if len(wanting) > _TOLD else "")
    note = m.Paragraph((m.Words(term("book", "wanting").name(book.lang).format(told)),), "note")
    *before, last = shown.chapters
    return replace(shown, chapters=(*before, last.with_blocks((*last.blocks, note))))


def _shown(part: Part, signs: frozenset[str], wanting: dict[str, None]) -> Part:
    """`part` of a book with every text in `signs`; what they lack is added to `wanting`."""
    given: Any = part
    if isinstance(given, str):
        return given if signs.issuperset(given) else _set(given, signs, wanting)  # type: ignore[return-value]  # a text for a text
    if isinstance(given, tuple):
        made = tuple(_shown(each, signs, wanting) for each in given)
        return part if all(map(_same, made, given)) else made  # type: ignore[return-value]  # a tuple for a tuple
    if not is_dataclass(given) or isinstance(given, type):
        return part
    held = {each.name: getattr(given, each.name) for each in fields(given) if each.name not in _KEPT}
    made_of = {name: _shown(value, signs, wanting) for name, value in held.items()}
    changed = {name: value for name, value in made_of.items() if value is not held[name]}
    return replace(given, **changed) if changed else part  # type: ignore[return-value]  # a block for a block


def _same(one: Any, other: Any) -> bool:
    return one is other


def _set(text: str, signs: frozenset[str], wanting: dict[str, None]) -> str:
    seen = "".join(letter for letter in text if letter in _BLANKS or visible(letter))
    wanting.update(dict.fromkeys(letter for letter in seen if letter not in signs))
    return "".join(letter if letter in signs else WANTING for letter in seen)


def _called(letter: str) -> str:
    """The number and the name of a character that cannot be shown: U+1F600 GRINNING FACE."""
    return f"U+{ord(letter):04X} {unicodedata.name(letter, '')}".rstrip()
