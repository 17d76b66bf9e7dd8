"""Names of grades, indicators, sizes, instruments and units in both languages, as every output prints them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from talentmap.model.frozen import Frozen


class Term(Frozen):
    """A name, what it means, and for a grade its stars."""

    zh: str
    en: str
    note_zh: str = ""
    note_en: str = ""
    stars: int = 0

    def name(self, lang: str) -> str:
        """The name in `lang`."""
        return self.zh if lang == "zh" else self.en

    def note(self, lang: str) -> str:
        """The meaning in `lang`."""
        return self.note_zh if lang == "zh" else self.note_en


@cache
def _groups() -> Mapping[str, Mapping[str, Term]]:
    text = Path(__file__).with_name("terms.yaml").read_text(encoding="utf-8")
    return {
        group: {key: Term.model_validate(entry) for key, entry in entries.items()}
        for group, entries in yaml.safe_load(text).items()
    }


def terms(group: str) -> Mapping[str, Term]:
    """Every term of a group, in the file's order."""
    return _groups()[group]


def term(group: str, key: str) -> Term:
    """The term for `key`; one that the list lacks is called by its key."""
    return terms(group).get(key) or Term(zh=key, en=key)
