"""Keeps personal values out of the fields that are stored as written: posts, schools, majors, certificates."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NUMBERS = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?![\dXx])", re.ASCII)
LEAST_LENGTHS = (2, 6, 7)
"""Characters from which on a name, an ID and a phone number are recognised inside a text."""

_GROUPING = re.compile(r"(?<=\d)[\s-]+(?=\d)")


@lru_cache(maxsize=50_000)
def looks_personal(text: str) -> bool:
    """True where `text` contains what looks like a resident ID or a mobile number."""
    written = unicodedata.normalize("NFKC", text)
    return any(char.isdigit() for char in written) and bool(_NUMBERS.search(_GROUPING.sub("", written)))
