"""The American database O*NET, as its text files separated by tabs:

| file | columns read |
|---|---|
| `Occupation Data.txt` | O*NET-SOC Code, Title, Description |
| `Alternate Titles.txt` | Alternate Title, Short Title |
| `Sample of Reported Titles.txt` | Reported Job Title |
| `Task Statements.txt` | Task |
| `Skills.txt`, `Knowledge.txt` | Element Name, Scale ID, Data Value, Recommend Suppress |
| `Technology Skills.txt`, `Tools Used.txt` | Commodity Title, Example |

Only the first file is needed. Of skills and knowledge those are taken whose importance (scale IM, 1 to 5) is 3 or more
and not marked for suppression. The major group of the code is the parent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from talentmap.bilingual import both
from talentmap.catalog.imports.parts import Part, Parts
from talentmap.catalog.imports.relations import Collection, Told, optional, rows_with
from talentmap.catalog.occupations import Gathering, Taxonomy
from talentmap.catalog.tabular import Unreadable

OCCUPATIONS = "occupation data.txt"
_CODE = "O*NET-SOC Code"
_TITLES = (
    ("Alternate Titles.txt", ("Alternate Title", "Short Title")),
    ("Sample of Reported Titles.txt", ("Reported Job Title",)),
)
_TASKS = (("Task Statements.txt", ("Task",)),)
_WITH_SCALES = ("Skills.txt", "Knowledge.txt")
_TOOLS = (("Technology Skills.txt", ("Commodity Title", "Example")), ("Tools Used.txt", ("Commodity Title", "Example")))
_IMPORTANCE, _IMPORTANT_FROM = "IM", 3.0
_NOTHING = frozenset({"", "n/a"})


def read_onet(parts: Parts) -> Taxonomy:
    """The occupations of the database; Unreadable without `Occupation Data.txt`."""
    if OCCUPATIONS not in parts:
        raise Unreadable(both("there is no 'Occupation Data.txt'", "没有“Occupation Data.txt”"))
    gathering = Gathering()
    rows = list(_rows(parts[OCCUPATIONS], ("Title", "Description")))
    known = {told.cells[0]: told for told in rows}
    titles = _collected(parts, _TITLES, known, gathering)
    tasks = _collected(parts, _TASKS, known, gathering)
    skills = _skills(parts, known, gathering)
    for told in rows:
        code, title, description = told.cells
        lists = {"aliases": titles.of(code), "tasks": tasks.of(code), "skills": skills.of(code)}
        parent = _groups().get(code[:2], "")
        gathering.add(
            told.source, {"role_id": code, "name": title, "definition": description, "parent": parent, **lists}
        )
    return gathering.taxonomy("onet")


def _rows(part: Part, columns: Sequence[str]) -> Iterator[Told]:
    """The rows of a file: cells hold no tabs, and a quote is a letter like others."""
    return rows_with(part, (_CODE, *columns), quoted=False, delimiter="\t")


def _collected(
    parts: Parts, files: Sequence[tuple[str, Sequence[str]]], known: Mapping[str, Told], gathering: Gathering
) -> Collection:
    collection = Collection(known, gathering)
    for name, columns in files:
        _collect(collection, optional(parts, name, gathering), columns)
    collection.tell_foreign()
    return collection


def _collect(collection: Collection, part: Part | None, columns: Sequence[str]) -> None:
    for told in _rows(part, columns) if part else ():
        collection.add(told, told.cells[0], *(cell for cell in told.cells[1:] if cell.lower() not in _NOTHING))


def _skills(parts: Parts, known: Mapping[str, Told], gathering: Gathering) -> Collection:
    """Skills and knowledge by importance, then technology and tools."""
    collection = Collection(known, gathering)
    for name in _WITH_SCALES:
        part = optional(parts, name, gathering)
        for told in sorted(_important(part), key=lambda told: -float(told.cells[3])) if part else ():
            collection.add(told, told.cells[0], told.cells[1])
    for name, columns in _TOOLS:
        _collect(collection, optional(parts, name, gathering), columns)
    collection.tell_foreign()
    return collection


def _important(part: Part) -> Iterator[Told]:
    for told in _rows(part, ("Element Name", "Scale ID", "Data Value", "Recommend Suppress")):
        _, _, scale, value, suppressed = told.cells
        if scale == _IMPORTANCE and _number(value) >= _IMPORTANT_FROM and suppressed != "Y":
            yield told


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


@cache
def _groups() -> Mapping[str, str]:
    groups: Mapping[str, str] = yaml.safe_load(Path(__file__).with_name("groups.yaml").read_text(encoding="utf-8"))
    return groups
