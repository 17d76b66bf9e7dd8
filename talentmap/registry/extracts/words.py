"""From what a department writes to the catalog's ids: the mapping's own codes first, then the catalog's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from talentmap.model.taxonomy import Catalog, District, Worded
from talentmap.registry.extracts.mapping import ExtractMapping, RecordField, Status
from talentmap.registry.values import is_blank
from talentmap.text import compact

_SEXES = {"m": ("m", "男", "男性", "1", "male"), "f": ("f", "女", "女性", "2", "female")}
_STATUSES = {
    Status.EMPLOYED: ("在职", "在岗", "就业", "已就业", "参保"),
    Status.SEEKING: ("求职", "失业", "待业", "求职登记", "失业登记"),
    Status.STUDENT: ("在校", "在读", "学生", "在校生"),
    Status.RETURNING: ("返乡", "回流", "拟返乡", "返清", "有意返乡"),
}

CODED = (
    RecordField.SEX,
    RecordField.EDUCATION,
    RecordField.PROFESSIONAL_TITLE,
    RecordField.SKILL_LEVEL,
    RecordField.DISTRICT_ID,
    RecordField.STATUS,
)
"""The fields whose values come from a closed list."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one field: `exact` for the whole cell, `parts` for words inside a longer text."""

    exact: Mapping[str, str]
    parts: Mapping[str, str]
    memory: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)

    def code(self, text: str) -> str | None:
        """The id that `text` means, empty for a cell that says nothing, None for what is not understood."""
        if text not in self.memory:
            if len(self.memory) > 10_000:
                self.memory.clear()
            self.memory[text] = self._look_up(compact(text))
        return self.memory[text]

    def _look_up(self, written: str) -> str | None:
        if written in self.exact:
            return self.exact[written]
        if is_blank(written):
            return ""
        found = [(len(word), code) for word, code in self.parts.items() if word in written]
        longest = {code for length, code in found if length == max(found)[0]}
        return longest.pop() if len(longest) == 1 else None


def vocabularies(catalog: Catalog, mapping: ExtractMapping) -> dict[RecordField, Vocabulary]:
    """The vocabulary of every coded field, for one extract."""
    worded: dict[RecordField, Iterable[Worded]] = {
        RecordField.EDUCATION: catalog.education.values(),
        RecordField.PROFESSIONAL_TITLE: catalog.levels.titles,
        RecordField.SKILL_LEVEL: catalog.levels.skill_levels,
        RecordField.DISTRICT_ID: catalog.districts.values(),
    }
    listed: dict[RecordField, Mapping[str, tuple[str, ...]]] = {
        RecordField.SEX: _SEXES,
        RecordField.STATUS: {str(status): words for status, words in _STATUSES.items()},
    }
    return {
        field_: _with_codes(
            _from_entries(worded[field_]) if field_ in worded else _from_lists(listed[field_]),
            mapping.codes.get(field_, {}),
        )
        for field_ in CODED
    }


def unknown_codes(catalog: Catalog, mapping: ExtractMapping) -> list[tuple[RecordField, str]]:
    """The codes of a mapping file that are no legal id of their field; they are not used."""
    plain = vocabularies(catalog, mapping.model_copy(update={"codes": {}}))
    return [
        (field_, code)
        for field_, vocabulary in plain.items()
        for code in mapping.codes.get(field_, {}).values()
        if code not in _legal(vocabulary)
    ]


def _from_entries(entries: Iterable[Worded]) -> Vocabulary:
    exact: dict[str, str] = {}
    parts: dict[str, str] = {}
    for entry in entries:
        code = entry.code if isinstance(entry, District) else entry.id
        for word in (entry.id, code, entry.zh, entry.en, *entry.words):
            exact.setdefault(compact(word), entry.id)
        for word in (entry.zh, *entry.words):
            parts.setdefault(compact(word), entry.id)
    return Vocabulary(exact, {word: code for word, code in parts.items() if len(word) > 1})


def _from_lists(lists: Mapping[str, tuple[str, ...]]) -> Vocabulary:
    return Vocabulary({compact(word): code for code, words in lists.items() for word in (code, *words)}, {})


def _with_codes(vocabulary: Vocabulary, codes: Mapping[str, str]) -> Vocabulary:
    own = {compact(value): code for value, code in codes.items() if code in _legal(vocabulary)}
    return Vocabulary({**vocabulary.exact, **own}, vocabulary.parts)


def _legal(vocabulary: Vocabulary) -> set[str]:
    return {"", *vocabulary.exact.values()}
