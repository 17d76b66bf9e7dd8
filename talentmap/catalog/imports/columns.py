"""Which column of a list holds which field of an occupation, told by its header alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from talentmap.text import lookup_key

_SIGNS = re.compile(r"[\W_]+")
_CHINESE = re.compile("[一-鿿]")


def header_key(header: str) -> str:
    """A header without case, blanks, brackets and signs."""
    return _SIGNS.sub("", lookup_key(header))


def columns_of(header: Sequence[str]) -> Mapping[str, int]:
    """The position of each field that the header names; of two columns for one field the better wording."""
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        places.setdefault(header_key(name), place)
    found = {field: [key for key in keys if key in places] for field, keys in _wordings().items()}
    return {field: places[keys[0]] for field, keys in found.items() if keys}


def is_a_list(columns: Mapping[str, int]) -> bool:
    """Whether columns make a list of occupations: each at least has a name."""
    return "name" in columns


def is_chinese(header: Sequence[str], columns: Mapping[str, int]) -> bool:
    """Whether the occupations' names or ids stand under a Chinese header."""
    return any(_CHINESE.search(header[columns[field]]) for field in ("role_id", "name") if field in columns)


@cache
def _wordings() -> Mapping[str, tuple[str, ...]]:
    wordings = yaml.safe_load(Path(__file__).with_name("columns.yaml").read_text(encoding="utf-8"))
    return {field: tuple(map(header_key, words)) for field, words in wordings.items()}
