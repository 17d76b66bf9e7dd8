"""Words of the vocabulary as one pattern: … for a few characters, …… for more, # for a number, English words whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

NUMBER = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十]+)"
_GAP = r"[^。；;！？!?]{0,15}?"
_LONG_GAP = r"[^。；;！？!?]{0,90}?"
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the vocabulary as it stands in a text."""

    word: str
    start: int
    end: int


@lru_cache(maxsize=2_000)
def pattern_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds any of the words, the longest that fits first."""
    return re.compile("|".join(_written(word) for word in sorted(words, key=lambda w: (-len(w), w))), re.IGNORECASE)


def _written(word: str) -> str:
    escaped = re.escape(word).replace("\\#", NUMBER).replace("……", _LONG_GAP).replace("…", _GAP).replace("\\ ", r"\s+")
    if not _LATIN.search(word):
        return escaped
    head, tail = (r"\b" if word[0].isalnum() else ""), (r"\b" if word[-1].isalnum() else "")
    return f"{head}{escaped}{tail}"


def hits_of(words: Iterable[str], text: str) -> tuple[Hit, ...]:
    """Where the words stand in `text`, in order, none within another."""
    return tuple(Hit(match[0], match.start(), match.end()) for match in pattern_of(tuple(words)).finditer(text))


def longest_hits(words: Mapping[str, tuple[str, ...]], text: str) -> tuple[tuple[str, Hit], ...]:
    """Which entry's word stands where, in order; of words that overlap the first counts, of equal starts the longest.

    So 博士后 hides 博士, 正高级职称 hides 高级职称, 高级工程师 hides 高级工.
    """
    found = [(entry, hit) for entry, listed in words.items() for hit in hits_of(listed, text)]
    kept: list[tuple[str, Hit]] = []
    for entry, hit in sorted(found, key=lambda pair: (pair[1].start, -pair[1].end, pair[0])):
        if not kept or hit.start >= kept[-1][1].end:
            kept.append((entry, hit))
    return tuple(kept)


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where the sentences of `text` begin and end."""
    spans, start = [], 0
    for match in re.finditer(r"[。；;！？!?]|\.(?=\s+[A-Z\"“]|$)", text):
        spans.append((start, match.end()))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return tuple(spans)


def segments(text: str) -> tuple[tuple[int, int], ...]:
    """Where the parts between commas, colons, bars and full stops begin and end: within one a word governs the next."""
    spans, start = [], 0
    for match in re.finditer(r"[，。；;：｜|！？!?]|,(?=\s)|\.(?=\s|$)|:(?=\s)", text):
        if match.start() > start:
            spans.append((start, match.start()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return tuple(spans)
