"""The unified social credit code (GB 32100-2015): is it right, and if one character is wrong, which?

Eighteen characters without I O Z S V: registering department, category, six digits of region, nine characters of
organisation code with its own check digit (GB 11714-1997), and a last check character over all.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from talentmap.text import compact

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CHARACTERS = frozenset(ALPHABET)
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_INNER_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_DEPARTMENTS = "123456789ANY"
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "Q": "0", "Z": "2", "S": "5", "V": "U"})
_SEPARATORS = re.compile(r"[\s\-_.·:：'’`]+")


class CodeFault(StrEnum):
    """What is wrong with a credit code."""

    RIGHT = ""
    LENGTH = "length"  # not eighteen characters
    ALPHABET = "alphabet"  # a character that no code has, or letters where the region's digits belong
    CHECK = "check"  # a check digit does not fit: something was mistyped


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """A credit code as it should be written, what is wrong with it, and how it could be mended.

    `positions` (from 1) are those where one other character would make it right; `mend` is the mend where there is
    only one.
    """

    code: str
    fault: CodeFault
    mend: str = ""
    positions: tuple[int, ...] = ()

    @property
    def right(self) -> bool:
        """True for a code that fits its own check digits."""
        return self.fault is CodeFault.RIGHT


def check_code(text: str) -> CodeCheck:
    """The check of a credit code as somebody typed it: width, case, blanks and hyphens do not matter."""
    code = _SEPARATORS.sub("", compact(unicodedata.normalize("NFKC", text))).upper()
    if len(code) != 18:
        return CodeCheck(code, CodeFault.LENGTH)
    if not _CHARACTERS.issuperset(code) or not code[2:8].isdigit() or code[0] not in _DEPARTMENTS:
        return _faulty(code, CodeFault.ALPHABET)
    return CodeCheck(code, CodeFault.RIGHT) if fits(code) else _faulty(code, CodeFault.CHECK)


def fits(code: str) -> bool:
    """True where alphabet, region digits, organisation digit and last character of an 18-character code all fit."""
    return (
        len(code) == 18
        and _CHARACTERS.issuperset(code)
        and code[0] in _DEPARTMENTS
        and code[2:8].isdigit()
        and code[16] == organisation_digit(code[8:16])
        and code[17] == check_character(code[:17])
    )


def check_character(body: str) -> str:
    """The 18th character for the first seventeen: weights 3^(i-1) mod 31."""
    total = sum(_VALUES[character] * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def organisation_digit(body: str) -> str:
    """The ninth character of the organisation code for its first eight (GB 11714): 10 is written X, 11 is 0."""
    total = sum(_INNER_VALUES[character] * weight for character, weight in zip(body, _INNER_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def mends(code: str) -> tuple[str, ...]:
    """Every right code that differs from `code` in one character."""
    return tuple(
        candidate
        for position in range(18)
        for character in ALPHABET
        if character != code[position] and fits(candidate := code[:position] + character + code[position + 1 :])
    )


def _faulty(code: str, fault: CodeFault) -> CodeCheck:
    """The fault with its mends: look-alikes of letters that no code holds go first, then one character, then a swap."""
    if any(character not in _VALUES for character in code):
        alike = "".join(c if c in _VALUES else c.translate(_LOOKALIKES) for c in code)
        if fits(alike):
            changed = tuple(place for place, pair in enumerate(zip(code, alike, strict=True), 1) if pair[0] != pair[1])
            return CodeCheck(code, fault, alike, changed)
    found = mends(code)
    positions = tuple(sorted({_differs_at(code, mend) for mend in found}))
    if not found:
        found = tuple({swapped for place in range(17) if fits(swapped := _swapped(code, place))})
    return CodeCheck(code, fault, found[0] if len(found) == 1 else "", positions)


def _differs_at(code: str, mend: str) -> int:
    return next(place for place, pair in enumerate(zip(code, mend, strict=True), 1) if pair[0] != pair[1])


def _swapped(code: str, place: int) -> str:
    return code[:place] + code[place + 1] + code[place] + code[place + 2 :]
