"""Keeps personal values out of the fields that are stored as written: posts, schools, majors, certificates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_NUMBERS = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?![\dXx])", re.ASCII)
_GROUPING = re.compile(r"(?<=\d)[\s-]+(?=\d)")


def mentions(text: str, own: Sequence[str]) -> bool:
    """True where `text` contains one of the row's `own` personal values."""
    written = unicodedata.normalize("NFKC", text)
    return any(value in written for value in own)


@lru_cache(maxsize=50_000)
def looks_personal(text: str) -> bool:
    """True where `text` contains what looks like a resident ID or a mobile number."""
    written = unicodedata.normalize("NFKC", text)
    return any(char.isdigit() for char in written) and bool(_NUMBERS.search(_GROUPING.sub("", written)))


def own_values(name: str, id_number: str, phone: str) -> tuple[str, ...]:
    """The row's personal values that are long enough to be recognised inside a text."""
    squeezed = (unicodedata.normalize("NFKC", value).strip() for value in (name, id_number, phone))
    return tuple(value for value, least in zip(squeezed, (2, 6, 7), strict=True) if len(value) >= least)
