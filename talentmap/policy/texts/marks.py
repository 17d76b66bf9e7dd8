"""By what a clause is known: 第三条, 三、, （一）, 1., Article 5, (a); each with its depth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

_NUMERAL = "[〇零一二三四五六七八九十百]+"


class Depth(IntEnum):
    """How deep in a text a mark stands; a heading groups clauses, an article is the unit that people cite."""

    HEADING = 0
    ARTICLE = 1
    SECTION = 2  # 一、
    ITEM = 3  # （一）
    POINT = 4  # 1.
    SUBPOINT = 5  # (1) ①


@dataclass(frozen=True, slots=True)
class Mark:
    """A clause mark as it stands (`label`), its depth, and the text after it."""

    label: str
    depth: Depth
    rest: str


_MARKS: tuple[tuple[Depth, re.Pattern[str]], ...] = tuple(
    (depth, re.compile(pattern, flags))
    for depth, pattern, flags in (
        (Depth.HEADING, rf"^(第{_NUMERAL}[章节编篇])[\s　]*", 0),
        (Depth.HEADING, r"^((?:Chapter|Part|Title)\s+(?:[IVXLC]+|\d+))\b[\s.:：—–-]*", re.IGNORECASE),
        (Depth.ARTICLE, rf"^(第(?:{_NUMERAL}|\d{{1,3}})条(?:之{_NUMERAL})?)[\s　、:：]*", 0),
        (Depth.ARTICLE, r"^((?:Article|Section|Clause|Art\.|Sec\.|§)\s*\d{1,3}[A-Z]?)\b[\s.:：—–-]*", re.IGNORECASE),
        (Depth.SECTION, rf"^({_NUMERAL})[、.．][\s　]*", 0),
        (Depth.ITEM, rf"^([（(]{_NUMERAL}[)）])[\s　、]*", 0),
        (Depth.POINT, r"^(\d{1,2})[.．、)）](?!\d)[\s　]*", 0),
        (Depth.POINT, r"^(\d{1,2}(?:\.\d{1,2}){1,2})[.．、]?\s+(?=[^\d\s])", 0),
        (Depth.SUBPOINT, r"^([（(]\d{1,2}[)）]|[①-⑳]|[（(][a-z]{1,3}[)）])[\s　、]*", 0),
    )
)


def mark_of(line: str) -> Mark | None:
    """The mark with which `line` opens; None where it opens with none."""
    for depth, pattern in _MARKS:
        match = pattern.match(line)
        if match is not None:
            return Mark(match[1].strip(), depth, line[match.end() :].strip())
    return None


def opens_clause(line: str) -> bool:
    """True where `line` opens a clause."""
    return mark_of(line) is not None
