"""Words with a meaning, found where they stand in a title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from talentmap.text import fold

_LETTER_OR_DIGIT = re.compile(r"[a-z0-9]")
Meaning = TypeVar("Meaning")


class Words(Generic[Meaning]):
    """Words with their meanings, found at a place of a text; of two that fit there the longer one wins."""

    def __init__(self, pairs: Iterable[tuple[str, Meaning]]) -> None:
        self._meanings: dict[str, Meaning] = {}
        for word, meaning in pairs:
            self._meanings[fold(word) or " "] = meaning
        self._sizes = sorted({len(word) for word in self._meanings}, reverse=True)
        self._openings = _grouped(self._meanings)
        self._lasts = {word[-1] for word in self._meanings}

    def get(self, word: str) -> Meaning | None:
        """The meaning of `word`; None when it is none of ours."""
        return self._meanings.get(word)

    def at(self, text: str, place: int) -> str:
        """The longest word that begins at `place`; '' when none does."""
        return next(self._starting(text, place), "") if text else ""

    def endings(self, text: str) -> Iterator[str]:
        """The words that close `text`, longest first."""
        if text[-1:] not in self._lasts:
            return iter(())
        return (text[-size:] for size in self._sizes if text[-size:] in self._meanings and size <= len(text))

    def ending(self, text: str) -> str:
        """The longest word that closes `text`; '' when none does. 高级工艺员 is no 高级工."""
        if text[-1:] in self._lasts:
            for size in self._sizes:
                if text[-size:] in self._meanings:
                    return text[-size:]
        return ""

    def closing(self, text: str) -> Meaning | None:
        """The meaning of the word that closes `text`."""
        word = self.ending(text)
        return self._meanings[word] if word else None

    def last_in(self, text: str) -> Meaning | None:
        """The meaning of the word that begins last in `text`."""
        for place in range(len(text) - 1, -1, -1):
            for size in self._sizes_at(text, place):
                if (word := text[place : place + size]) in self._meanings:
                    return self._meanings[word]
        return None

    def longest_in(self, text: str) -> Meaning | None:
        """The meaning of the longest word anywhere in `text`; of equal ones the last."""
        best = ""
        for place in range(len(text)):
            for word in self._starting(text, place):
                if len(word) >= len(best) and _stands_alone(text, place, word):
                    best = word
                    break
        return self._meanings[best] if best else None

    def closing_alone(self, text: str) -> Meaning | None:
        """The meaning of the longest word that closes `text` and is no end of a longer word in Latin letters."""
        for word in self.endings(text):
            if _stands_alone(text, len(text) - len(word), word):
                return self._meanings[word]
        return None

    def run_at_end(self, text: str) -> int:
        """Where the longest end of `text` begins that consists of our words alone."""
        begins = len(text)
        if text[-1:] not in self._lasts:
            return begins
        reached = {begins}
        for place in range(begins - 1, -1, -1):
            if place + self._sizes[0] < begins:
                break
            for size in self._sizes_at(text, place):
                if place + size in reached and text[place : place + size] in self._meanings:
                    reached.add(place)
                    begins = place
                    break
        return begins

    def _starting(self, text: str, place: int) -> Iterator[str]:
        """The words that begin at `place`, longest first."""
        words = (text[place : place + size] for size in self._sizes_at(text, place))
        return (word for word in words if word in self._meanings)

    def _sizes_at(self, text: str, place: int) -> tuple[int, ...]:
        """The sizes that a word beginning at `place` may have, longest first."""
        return self._openings.get(text[place : place + 2]) or self._openings.get(text[place], ())


def _stands_alone(text: str, place: int, word: str) -> bool:
    """Whether `word` is no part of a longer word in Latin letters: java is not in javascript."""
    if not (word[0].isascii() or word[-1].isascii()):
        return True
    before, after = text[:place][-1:], text[place + len(word) :][:1]
    opened = bool(_LETTER_OR_DIGIT.match(before)) and bool(_LETTER_OR_DIGIT.match(word))
    closed = bool(_LETTER_OR_DIGIT.match(after)) and bool(_LETTER_OR_DIGIT.match(word[-1]))
    return not (opened or closed)


def _grouped(words: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """The sizes of the words that open with each two characters, longest first; single characters for themselves."""
    singles = {word for word in words if len(word) == 1}
    sizes: dict[str, set[int]] = {word: {1} for word in singles}
    for word in words:
        if len(word) > 1:
            sizes.setdefault(word[:2], {1} if word[0] in singles else set()).add(len(word))
    return {opening: tuple(sorted(found, reverse=True)) for opening, found in sizes.items()}
