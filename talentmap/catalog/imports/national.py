"""A national list of occupations as bureaus keep it: Chinese headers, code and name in one cell or in two.

    小类,细类（职业）,细类含义,细类主要工作任务,细类包含工种
    6-04-04（GBM60404）针织人员,6-04-04-03横机工,操作横机……的人员。,1.调节……；2.检查……,经编机操作工‖经编钳针工

A row with a shorter code (`6-04-04`) names the group of the rows whose codes begin with it. A row without code and name
goes on with the row above, as merged cells leave it; so does a row that repeats both for one more 工种.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from talentmap.catalog.imports.listed import Listed
from talentmap.catalog.occupations import Gathering, Taxonomy, plain
from talentmap.model.source import Source

_LEVELS = 4
_DASHES = re.compile(r"\s*[-‐-―−－]\s*")
_CODED = re.compile(
    r"(?P<code>\d(?:-\d{1,2}){1,3}(?!\d)|(?:GBM)\s*\d{3,})?\s*"
    r"(?:[(（]\s*(?:GBM)\s*(?P<gbm>\d+)\s*[)）])?\s*(?P<name>.*)",
    re.IGNORECASE | re.DOTALL,
)
_MARKS = re.compile(r"(?<=[一-鿿)）])\s*[LS](?:\s*[/／、]?\s*[LS])?$")
_TASK = re.compile(r"(?:[\n；;]|(?<![\d.])\d{1,2}\s*[.．、)）](?!\d)|[（(]\d{1,2}[)）]|[①-⑳])+")
_TRADES_LEAD = re.compile(r"^.{0,30}?工种[^:：]{0,12}[:：]")
_TRADE = re.compile(r"[|‖\n、；;，,]|(?<=[一-鿿])\s+(?=[一-鿿])")
_LIST_ENDS = " 。；;，,、"


@dataclass(slots=True)
class _Listing:
    """One occupation with what several rows say of it."""

    source: Source
    code: str
    name: str
    parent: str
    definition: str
    tasks: list[str] = field(default_factory=list)
    trades: list[str] = field(default_factory=list)
    skills: list[object] = field(default_factory=list)

    def fields(self, groups: Mapping[str, str]) -> Mapping[str, object]:
        """The fields of the occupation; a parent that no column names is the nearest group."""
        return {
            "role_id": self.code or self.name,
            "name": self.name,
            "aliases": self.trades,
            "parent": self.parent or _group(self.code, groups),
            "definition": self.definition,
            "tasks": self.tasks,
            "skills": self.skills,
        }


def read_national(listed: Listed) -> Taxonomy:
    """The occupations of a national list; a list without codes takes the names as ids."""
    gathering = Gathering()
    listings = _listings(listed, gathering)
    detailed = any(_level(listing.code) == _LEVELS for listing in listings)
    groups = {listing.code: listing.name for listing in listings if 0 < _level(listing.code) < _LEVELS}
    for listing in listings:
        if not (detailed and listing.code in groups):
            gathering.add(listing.source, listing.fields(groups))
    if gathering.entries and not any(listing.code for listing in listings):
        gathering.tell("catalog-taxonomy-ids-from-names", Source(listings[0].source.file, listings[0].source.sheet))
    return gathering.taxonomy("national")


def _listings(listed: Listed, gathering: Gathering) -> list[_Listing]:
    """The occupations in the order in which each is named first."""
    listings: dict[tuple[str, str], _Listing] = {}
    key = ("", "")
    for source, record in listed.records:
        if not isinstance(record, Mapping):
            gathering.refuse(source, record)
            continue
        named = _coded(record)
        key = named if any(named) or key not in listings else key
        if key not in listings:
            definition = plain(record.get("definition")) or ""
            listings[key] = _Listing(source, *key, _group_name(record.get("parent")), definition)
        _add_lists(listings[key], record)
    return list(listings.values())


def _add_lists(listing: _Listing, record: Mapping[str, object]) -> None:
    listing.definition = listing.definition or plain(record.get("definition")) or ""
    listing.tasks += _cut(record.get("tasks"), _TASK)
    listing.trades += map(_without_marks, _cut(record.get("aliases"), _TRADE))
    skills = record.get("skills")
    listing.skills += skills if isinstance(skills, list) else _cut(skills, _TRADE)


def _coded(record: Mapping[str, object]) -> tuple[str, str]:
    """Code and name, from their own columns or from one cell that holds both."""
    stated = _folded(record.get("role_id"))
    code, beside_code = _taken_apart(stated)
    in_name, name = _taken_apart(_folded(record.get("name")))
    return code or stated or in_name, _without_marks(name or (beside_code if code else ""))


def _taken_apart(text: str) -> tuple[str, str]:
    found = _CODED.match(_DASHES.sub("-", text) if text[:1].isdigit() else text)
    if found is None or not (found["code"] or found["gbm"]):
        return "", text
    code = (found["code"] or f"GBM{found['gbm']}").upper().replace(" ", "")
    return code, found["name"].strip()


def _group_name(value: object) -> str:
    return _taken_apart(_folded(value))[1]


def _folded(value: object) -> str:
    return unicodedata.normalize("NFKC", plain(value) or "")


def _without_marks(name: str) -> str:
    """A name without the letters that mark green (L) and digital (S) occupations."""
    return _MARKS.sub("", name)


def _cut(value: object, separators: re.Pattern[str]) -> list[str]:
    if isinstance(value, list):
        return list(chain.from_iterable(_cut(item, separators) for item in value))
    text = value if isinstance(value, str) else plain(value) or ""
    bare = _TRADES_LEAD.sub("", text) if separators is _TRADE else text
    parts = (part.strip(_LIST_ENDS) for part in separators.split(bare))
    return [part for part in parts if part]


def _level(code: str) -> int:
    return code.count("-") + 1 if code[:1].isdigit() else 0


def _group(code: str, groups: Mapping[str, str]) -> str:
    parts = code.split("-")
    return next((groups[key] for n in range(len(parts) - 1, 0, -1) if (key := "-".join(parts[:n])) in groups), "")
