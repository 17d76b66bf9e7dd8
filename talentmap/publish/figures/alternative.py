"""What a figure says to those who cannot see it: its data, read out in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Told = tuple[str, Sequence[tuple[str, str]]]


def described(rows: Iterable[Told], lang: str) -> str:
    """One phrase a row: name, then each label with its value. The caption is read beside it and is not repeated."""
    between, after, comma = ("；", "：", "，") if lang == "zh" else ("; ", ": ", ", ")
    phrases = [f"{name}{after}{comma.join(' '.join(filter(None, pair)) for pair in pairs)}" for name, pairs in rows]
    return between.join(phrases) + ("。" if lang == "zh" else ".")
