"""Entries of any classification made into occupations, leniently: what cannot be used is told, the rest is kept.

The file form is JSON, a list with one object an occupation, fields that are empty left out:

    [
    {"role_id": "2-02-07-01", "name": "机械设计工程师", "aliases": ["机械工程师"], "parent": "机械工程技术人员"}
    ]

The same fields may stand as columns of a CSV, lists joined by `|`.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from talentmap.model.occupation import Occupation
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.text import lookup_key, visible

LISTS = ("aliases", "tasks", "skills")
TEXTS = ("role_id", "name", "parent", "definition")
_SEPARATORS = re.compile(r"[|‖\n]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SHOWN = 60
_OWNERS_NAMED = 3

Entry = tuple[Source, Mapping[str, object]]
"""Where an occupation stands, and its fields as they were read."""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A classification as it was read: entries read = occupations + entries set aside with an error."""

    occupations: tuple[Occupation, ...]
    problems: tuple[Problem, ...] = ()
    entries: int = 0
    form: str = "flat"


@dataclass(slots=True)
class Gathering:
    """Takes entries one by one and keeps those that are occupations."""

    problems: list[Problem] = field(default_factory=list)
    entries: int = 0
    _kept: dict[str, tuple[Source, Occupation]] = field(default_factory=dict)
    _owners: dict[str, list[tuple[Source, str, str]]] = field(default_factory=dict)

    def add(self, source: Source, fields: Mapping[str, object]) -> None:
        """Keep the entry as an occupation, or tell why it is none."""
        self.entries += 1
        texts = {name: self._text(source, name, fields.get(name)) for name in TEXTS}
        lists = {name: self._list(source, name, fields.get(name)) for name in LISTS}
        role_id, name = texts["role_id"], texts["name"]
        if not role_id:
            self.tell("catalog-taxonomy-no-id", source, name)
        elif not name:
            self.tell("catalog-taxonomy-no-name", source, role_id)
        elif role_id in self._kept:
            self.tell("catalog-taxonomy-duplicate-id", source, role_id, first=self._kept[role_id][0])
        else:
            lists["aliases"] = self._own(source, role_id, name, lists["aliases"])
            self._kept[role_id] = (source, Occupation.model_validate({**texts, **lists}))

    def refuse(self, source: Source, shown: object) -> None:
        """Count an entry that has no fields at all."""
        self.entries += 1
        self.tell("catalog-taxonomy-entry", source, str(shown))

    def tell(self, code: str, source: Source, shown: str = "", **facts: object) -> None:
        """Note a problem."""
        self.problems.append(Problem(code, source, shown=shown[:_SHOWN], facts=facts))

    def taxonomy(self, form: str) -> Taxonomy:
        """What was kept, in the order in which it came, and every problem."""
        occupations = tuple(occupation for _, occupation in self._kept.values())
        problems = [*self.problems, *_shared_wordings(self._owners.values())]
        return Taxonomy(occupations, tuple(problems), self.entries, form)

    def _own(self, source: Source, role_id: str, name: str, aliases: Iterable[str]) -> tuple[str, ...]:
        """The aliases that are neither the name nor one another to a reader; whose they are is noted."""
        own = lookup_key(name)
        keyed = {own: name}
        for alias in aliases:
            keyed.setdefault(lookup_key(alias) or own, alias)
        for key, wording in keyed.items():
            self._owners.setdefault(key, []).append((source, role_id, wording))
        return tuple(keyed.values())[1:]

    def _text(self, source: Source, name: str, value: object) -> str:
        text = plain(value)
        if text is None:
            self.tell("catalog-taxonomy-field", source, repr(value), field=name)
        return text or ""

    def _list(self, source: Source, name: str, value: object) -> tuple[str, ...]:
        items = value if isinstance(value, list | tuple) else _items(value)
        texts = [plain(item) for item in items]
        if None in texts:
            self.tell("catalog-taxonomy-field", source, repr(value), field=name)
        return tuple(dict.fromkeys(filter(None, texts)))


def gathered(entries: Iterable[Entry], form: str) -> Taxonomy:
    """The occupations among `entries`."""
    gathering = Gathering()
    for source, fields in entries:
        gathering.add(source, fields)
    return gathering.taxonomy(form)


def plain(value: object) -> str | None:
    """A value as one line of text: numbers as a person writes them, nothing as empty; None for what is no text."""
    if isinstance(value, str):
        shown = value if value.isprintable() else visible(_SURROGATES.sub("", value))
        return " ".join(shown.split())
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def write_occupations(path: Path, occupations: Iterable[Occupation]) -> None:
    """Write the file form to `path` in one step; the same occupations give the same bytes."""
    lines = ",\n".join(_line(occupation) for occupation in occupations)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(f"[\n{lines}\n]\n".encode())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _line(occupation: Occupation) -> str:
    return json.dumps({name: value for name, value in occupation if value}, ensure_ascii=False)


def _items(value: object) -> Iterator[object]:
    if isinstance(value, str):
        yield from _SEPARATORS.split(value)
    elif value is not None:
        yield value


def _shared_wordings(owners: Iterable[Sequence[tuple[Source, str, str]]]) -> Iterator[Problem]:
    """A warning for each wording that names several occupations, at the last of them."""
    for owning in owners:
        if len(owning) > 1:
            source, _, wording = owning[-1]
            ids = [role_id for _, role_id, _ in owning[:_OWNERS_NAMED]]
            named = ", ".join(ids) + (" …" if len(owning) > _OWNERS_NAMED else "")
            facts = {"owners": named, "count": len(owning)}
            yield Problem("catalog-taxonomy-shared-wording", source, shown=wording[:_SHOWN], facts=facts)
