"""What a figure says to those who cannot see it: its data, read out in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from talentmap.publish.paper.speech import Told

Described = tuple[str, Sequence[tuple[str, str]]]


def described(rows: Iterable[Described], lang: str) -> Told:
    """One phrase a row: name, then each label with its value. The caption is read beside it and is not repeated."""
    rows = list(rows)
    between, after, comma = ("；", "：", "，") if lang == "zh" else ("; ", ": ", ", ")
    phrases = [f"{name}{after}{comma.join(' '.join(filter(None, pair)) for pair in pairs)}" for name, pairs in rows]
    facts = [fact for _, pairs in rows for pair in pairs for text in pair for fact in getattr(text, "facts", ())]
    return Told(between.join(phrases) + ("。" if lang == "zh" else "."), facts)
