"""A list of occupations in one file, JSON, CSV or workbook, as entries by field.

In JSON the row of a source is the number of the entry, from 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from talentmap.bilingual import both
from talentmap.catalog.imports.columns import columns_of, is_a_list, is_chinese
from talentmap.catalog.imports.parts import Part
from talentmap.catalog.tabular import Row, Unreadable, rows_of
from talentmap.model.source import Source
from talentmap.workbook import WorkbookFault, sheets_of

_HEAD = 30
_HOLDERS = ("roles", "occupations", "items", "data")
_FAULTS = (json.JSONDecodeError, RecursionError, ValueError)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list's header in its own words, which column holds which field, and its records.

    A record is a mapping of fields to values, or what stood there instead.
    """

    header: tuple[str, ...]
    columns: Mapping[str, int]
    records: Iterator[tuple[Source, object]]

    @property
    def is_chinese(self) -> bool:
        """Whether the columns are named in Chinese."""
        return is_chinese(self.header, self.columns)


def read_list(part: Part) -> Listed:
    """The list in a file; Unreadable where it holds none."""
    if part.is_workbook:
        return _best_sheet(part)
    text = part.text()
    if text.lstrip()[:1] in ("[", "{") or part.suffix in (".json", ".jsonl"):
        return _of_document(part, _document(text))
    return _of_rows(rows_of(text), Source(part.name))


def _best_sheet(part: Part) -> Listed:
    """The sheet that has the most fields of an occupation."""
    try:
        found = [_of_rows(rows, Source(part.name, name)) for name, rows in sheets_of(part.read())]
    except WorkbookFault as fault:
        raise Unreadable(fault.args[0]) from fault
    if not found:
        raise Unreadable(both("the workbook has no sheet", "工作簿中没有工作表"))
    return max(found, key=lambda listed: len(listed.columns))


def _of_rows(rows: Iterator[Row], place: Source) -> Listed:
    """The header is the row among the first that names the most fields."""
    head = list(islice(rows, _HEAD))
    named = [columns_of(cells) for _, cells in head]
    at = max(range(len(head)), key=lambda k: (len(named[k]), -k), default=0)
    if not head or not is_a_list(named[at]):
        shown = next((cells for _, cells in head if any(cells)), [])
        return Listed(tuple(shown), {}, iter(()))
    header, columns = head[at][1], named[at]
    width = max(len(header), 1)
    return Listed(tuple(header), columns, _records(chain(head[at + 1 :], rows), columns, place, width))


def _records(
    rows: Iterable[Row], columns: Mapping[str, int], place: Source, width: int
) -> Iterator[tuple[Source, object]]:
    for number, cells in rows:
        if not any(cells) or not any(cell.strip() for cell in cells):
            continue
        source = Source(place.file, place.sheet, number)
        if any(cell.strip() for cell in cells[width:]):
            yield source, "|".join(cells)
        else:
            yield source, {field: cells[at] for field, at in columns.items() if at < len(cells)}


def _document(text: str) -> object:
    """The JSON document; one object a line makes a list."""
    try:
        return json.loads(text)
    except _FAULTS as fault:
        if isinstance(fault, json.JSONDecodeError) and fault.msg == "Extra data":
            return _of_lines(text, fault)
        row = fault.lineno if isinstance(fault, json.JSONDecodeError) else 0
        raise Unreadable(_cause(fault), row) from fault


def _of_lines(text: str, first: json.JSONDecodeError) -> list[object]:
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except _FAULTS as fault:
        raise Unreadable(_cause(first), first.lineno) from fault


def _cause(fault: Exception) -> str:
    told = fault.msg if isinstance(fault, json.JSONDecodeError) else "it is no JSON that can be read"
    return both(told, "JSON 写法有误")


def _of_document(part: Part, document: object) -> Listed:
    entries = _entries(document)
    if entries is None:
        raise Unreadable(both("the document holds no list of occupations", "其中没有职业列表"))
    keyed = [entry for entry in entries if isinstance(entry, Mapping)]
    header = tuple(dict.fromkeys(key for entry in keyed[:_HEAD] for key in entry))
    fields = columns_of(header)
    if not entries or (keyed and not is_a_list(fields)):
        return Listed(header, {}, iter(()))
    return Listed(header, fields, _of_entries(entries, part.name))


def _entries(document: object) -> Sequence[Any] | None:
    """The list that a document is or holds; an object of objects is a list whose keys are ids."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return None
    for holder in _HOLDERS:
        if isinstance(document.get(holder), list | dict):
            return _entries(document[holder])
    if document and all(isinstance(value, dict) for value in document.values()):
        return [{"role_id": key, **value} for key, value in document.items()]
    lists = [value for value in document.values() if isinstance(value, list)]
    return lists[0] if len(lists) == 1 else None


def _of_entries(entries: Sequence[Any], file: str) -> Iterator[tuple[Source, object]]:
    known: dict[tuple[str, ...], Mapping[str, str]] = {}
    for number, entry in enumerate(entries, start=1):
        source = Source(file, row=number)
        if isinstance(entry, str):
            yield source, {"name": entry}
        elif not isinstance(entry, Mapping):
            yield source, entry
        else:
            keys = tuple(entry)
            if keys not in known:
                known[keys] = {field: keys[at] for field, at in columns_of(keys).items()}
            yield source, {field: entry[key] for field, key in known[keys].items()}
