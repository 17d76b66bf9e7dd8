"""Words with a meaning, found where they stand in a title."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Generic, TypeVar

from talentmap.text import fold

_LETTER_OR_DIGIT = re.compile(r"[a-z0-9]")
Meaning = TypeVar("Meaning")
Sizes = tuple[int, ...]


class Words(Generic[Meaning]):
    """Words with their meanings, found at a place of a text; of two that fit there the longer one wins.

    Two characters tell which sizes a word may have that opens or closes there, so that few places are looked at twice.
    """

    def __init__(self, pairs: Iterable[tuple[str, Meaning]]) -> None:
        self._meanings: dict[str, Meaning] = {}
        for word, meaning in pairs:
            self._meanings[fold(word) or " "] = meaning
        self._opening = _sizes(self._meanings, slice(2), 0)
        self._closing = _sizes(self._meanings, slice(-2, None), -1)
        self._firsts = frozenset(word[0] for word in self._meanings)

    def get(self, word: str) -> Meaning | None:
        """The meaning of `word`; None when it is none of ours."""
        return self._meanings.get(word)

    def at(self, text: str, place: int) -> str:
        """The longest word that begins at `place`; '' when none does."""
        for size in self._sizes_at(text, place):
            if (word := text[place : place + size]) in self._meanings:
                return word
        return ""

    def endings(self, text: str) -> list[str]:
        """The words that close `text`, longest first."""
        sizes = self._sizes_before(text, len(text))
        return [text[-size:] for size in sizes if size <= len(text) and text[-size:] in self._meanings]

    def ending(self, text: str) -> str:
        """The longest word that closes `text`; '' when none does. 高级工艺员 is no 高级工."""
        for size in self._closing.get(text[-2:]) or self._closing.get(text[-1:], ()):
            if (word := text[-size:]) in self._meanings:
                return word
        return ""

    def closing(self, text: str) -> Meaning | None:
        """The meaning of the word that closes `text`."""
        word = self.ending(text)
        return self._meanings[word] if word else None

    def last_in(self, text: str) -> Meaning | None:
        """The meaning of the word that begins last in `text`; of two that begin there, of the longer."""
        opening, firsts = self._opening, self._firsts
        for place in range(len(text) - 1, -1, -1):
            if text[place] in firsts:
                for size in opening.get(text[place : place + 2]) or opening.get(text[place], ()):
                    if (word := text[place : place + size]) in self._meanings:
                        return self._meanings[word]
        return None

    def longest_in(self, text: str) -> Meaning | None:
        """The meaning of the longest word anywhere in `text`; of equal ones the last."""
        best, opening = "", self._opening
        for place in self._places(text):
            for size in opening.get(text[place : place + 2]) or opening.get(text[place], ()):
                if size < len(best):
                    break
                if (word := text[place : place + size]) in self._meanings and _stands_alone(text, place, word):
                    best = word
                    break
        return self._meanings[best] if best else None

    def closing_alone(self, text: str) -> Meaning | None:
        """The meaning of the longest word that closes `text` and is no end of a longer word in Latin letters."""
        for size in self._sizes_before(text, len(text)):
            if (word := text[-size:]) in self._meanings and _stands_alone(text, len(text) - len(word), word):
                return self._meanings[word]
        return None

    def run_at_end(self, text: str) -> int:
        """Where the longest end of `text` begins that consists of our words alone."""
        reached = [len(text)]
        for end in reached:
            for size in self._sizes_before(text, end):
                place = end - size
                if place >= 0 and place not in reached and text[place:end] in self._meanings:
                    reached.append(place)
        return min(reached)

    def _places(self, text: str) -> list[int]:
        """Where a word may begin that is no part of a longer one in Latin letters."""
        places = [place for place, letter in enumerate(text) if letter in self._firsts]
        return [at for at in places if not (at and text[at - 1 : at + 1].isalnum())] if text.isascii() else places

    def _sizes_at(self, text: str, place: int) -> Sizes:
        """The sizes that a word beginning at `place` may have, longest first."""
        return self._opening.get(text[place : place + 2]) or self._opening.get(text[place : place + 1], ())

    def _sizes_before(self, text: str, end: int) -> Sizes:
        """The sizes that a word ending before `end` may have, longest first."""
        if end < 2:
            return self._closing.get(text[:end], ())
        return self._closing.get(text[end - 2 : end]) or self._closing.get(text[end - 1], ())


def _stands_alone(text: str, place: int, word: str) -> bool:
    """Whether `word` is no part of a longer word in Latin letters: java is not in javascript."""
    if not (word[0].isascii() or word[-1].isascii()):
        return True
    before, after = text[:place][-1:], text[place + len(word) :][:1]
    opened = bool(_LETTER_OR_DIGIT.match(before)) and bool(_LETTER_OR_DIGIT.match(word))
    closed = bool(_LETTER_OR_DIGIT.match(after)) and bool(_LETTER_OR_DIGIT.match(word[-1]))
    return not (opened or closed)


def _sizes(words: Collection[str], two: slice, one: int) -> Mapping[str, Sizes]:
    """The sizes of words by the two characters at one of their ends, longest first; single characters by themselves."""
    singles = {word for word in words if len(word) == 1}
    found = {word: {1} for word in singles}
    for word in words:
        if len(word) > 1:
            found.setdefault(word[two], {1} if word[one] in singles else set()).add(len(word))
    return {end: tuple(sorted(sizes, reverse=True)) for end, sizes in found.items()}
