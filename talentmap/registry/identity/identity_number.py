"""Resident identity numbers 公民身份号码 (GB 11643): canonical form, check digit, and what they say of a person."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from talentmap.text import visible

_WEIGHTS = tuple(2 ** (17 - index) % 11 for index in range(17))
_CHECKS = "10X98765432"
_FORM = re.compile(r"\d{17}[\dX]|\d{15}", re.ASCII)
_SPREADSHEET_NUMBER = re.compile(r"\d(\.\d+)?E\+?\d+|\d{15,18}\.0*", re.ASCII)
_NOISE = re.compile(r"[\s\-'’]")

_MAINLAND = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65"
_RESIDENCE_PERMITS = "71 81 82 83"
_FOREIGNERS = "91 92 93 94 95 96 97 98"
_SYNTHETIC = "99"
KNOWN_PREFIXES = frozenset(" ".join((_MAINLAND, _RESIDENCE_PERMITS, _FOREIGNERS, _SYNTHETIC)).split())
"""First two digits that are in use, and 99, which is never issued: made-up people of examples and tests carry it."""


class IdFault(StrEnum):
    """Why a text is no resident ID; the values are problem codes."""

    FORM = "registry-id-form"
    ROUNDED = "registry-id-rounded"
    BIRTH = "registry-id-birth"
    CHECK = "registry-id-check-digit"


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A valid number in its 18-character form, with the birth date and sex it states."""

    number: str
    birth: dt.date
    sex: str

    @property
    def region_known(self) -> bool:
        """True where the first two digits are in use, or are 99."""
        return self.number[:2] in KNOWN_PREFIXES


def read_resident_id(text: str, reference_date: dt.date) -> ResidentId | IdFault:
    """The resident ID that `text` writes, or why it is none.

    15-digit numbers become 18-character ones. A number whose birth date does not exist, or lies after
    `reference_date`, is refused even where the check digit agrees.
    """
    written = text if _FORM.fullmatch(text) else _NOISE.sub("", visible(unicodedata.normalize("NFKC", text))).upper()
    if not _FORM.fullmatch(written):
        return IdFault.ROUNDED if _SPREADSHEET_NUMBER.fullmatch(written) else IdFault.FORM
    number = with_check_digit(f"{written[:6]}19{written[6:]}") if len(written) == 15 else written
    if number[17] != check_digit(number[:17]):
        return IdFault.CHECK
    birth = _date(number[6:14])
    if birth is None or birth > reference_date:
        return IdFault.BIRTH
    return ResidentId(number, birth, "m" if int(number[16]) % 2 else "f")


def check_digit(first17: str) -> str:
    """The 18th character that belongs to 17 digits (ISO 7064, MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first17, strict=True))
    return _CHECKS[total % 11]


def with_check_digit(first17: str) -> str:
    """The whole number of 17 digits."""
    return first17 + check_digit(first17)


def _date(digits: str) -> dt.date | None:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
