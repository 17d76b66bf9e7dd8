"""Readings of artefacts that say what their numbers mean: open data, workbook, and the data of the map page."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from talentmap.disclosure.attack.readings import Names, Passage, Read, Reading, Rows, number
from talentmap.tables.analysis import INDICATORS
from talentmap.tables.cuts import CUTS

Wording = Mapping[str, Mapping[str, Sequence[str]]]
"""The workbook's words: by group (`sheets`, `heads`) and key, in both languages."""
_FRAMES = {cut.table.name: name for name, cut in CUTS.items() if name != "districts"} | {
    "district_balance": "districts"
}
_SHEETS = {"balance": "groups", "roles": "roles", "districts": "districts", "structure": "structure"}
_KEYS = {"chain": "chain_id", "tier": "tier", "district": "district_id", "role": "role_id"}
_MAP_DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
_HARMLESS = ("figures", "skills", "letters", "aliases", "says", "occupation", "majors", "certificates", "name")


def read_opendata(path: Path, rows: Rows) -> Read:
    """A CSV file of the open data; columns that no table declares are passages."""
    read = Read()
    if path.stem == INDICATORS.name:
        return _read_indicators(path)
    frame = _FRAMES.get(path.stem)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, record in enumerate(csv.DictReader(file), start=2):
            place = f"line {line}"
            row = rows.find(frame, record) if frame else None
            if frame is None or row is None:
                read.passages.append(Passage(path.name, place, _words(record.values())))
                continue
            declared = {column.name for column in CUTS[frame].table.columns}
            for name, text in record.items():
                value = number(text)
                if name in declared and value is not None:
                    read.readings.append(Reading(path.name, place, frame, row, name, value))
            others = {name: text for name, text in record.items() if name not in declared}
            if any(number(text) is not None for text in others.values()):
                read.passages.append(Passage(path.name, place, _words(others.values())))
    return read


def _read_indicators(path: Path) -> Read:
    read = Read()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, record in enumerate(csv.DictReader(file), start=2):
            value = number(record.get("value"))
            if value is not None:
                place = f"line {line}"
                read.readings.append(Reading(path.name, place, INDICATORS.name, 0, record["indicator_id"], value))
    return read


def read_workbook(path: Path, rows: Rows, names: Names, wording: Wording) -> Read:
    """Every sheet of the workbook; sheets and columns of unknown meaning are passages."""
    read = Read()
    book = CalamineWorkbook.from_path(str(path))
    titles = {title: key for key, pair in wording["sheets"].items() for title in pair}
    heads = {title: key for key, pair in wording["heads"].items() for title in pair}
    for title in book.sheet_names:
        grid = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
        frame = _SHEETS.get(titles.get(title, ""))
        start = next((at for at, line in enumerate(grid) if line and str(line[0]) in heads and len(line) > 1), None)
        for at, line in enumerate(grid):
            place = f"{title} {at + 1}"
            if frame is None or start is None or at <= start:
                read.passages.append(Passage(path.name, place, _words(line)))
                continue
            record = {heads.get(str(head), str(head)): cell for head, cell in zip(grid[start], line, strict=False)}
            keys = {_KEYS[name]: names.ids(_KEYS[name], str(cell)) for name, cell in record.items() if name in _KEYS}
            read_row(read, (path.name, place, frame), rows.find(frame, keys), record)
    return read


def read_row(read: Read, where: tuple[str, str, str], row: int | None, record: Mapping[str, Any]) -> None:
    """The numbers of a row as readings; what no table declares, and rows nobody knows, as a passage."""
    file, place, frame = where
    declared = {column.name for column in CUTS[frame].table.columns}
    others = dict(record)
    for name, cell in record.items():
        value = number(cell)
        if row is not None and name in declared and value is not None:
            read.readings.append(Reading(file, place, frame, row, name, value))
            del others[name]
    if any(number(cell) is not None for cell in others.values()):
        read.passages.append(Passage(file, place, _words(others.values())))


def read_map_data(path: Path, rows: Rows) -> tuple[Read, str]:
    """The data that the map page's script reads, and the page without them."""
    read, page = Read(), path.read_text(encoding="utf-8")
    found = _MAP_DATA.search(page)
    if found is None:
        return read, page
    data = json.loads(found.group(1))
    for role in data["roles"]:
        place = f"roles/{role['id']}"
        row = rows.find("roles", {"role_id": role["id"]})
        for name, cell in zip(data["figures"], role["figures"], strict=False):
            value = number(cell)
            if row is not None and value is not None:
                read.readings.append(Reading(path.name, place, "roles", row, name, value))
        rest = {key: value for key, value in role.items() if key not in _HARMLESS}
        extra = role["figures"][len(data["figures"]) :]
        read.passages.append(Passage(path.name, place, _words([*role["name"], *_leaves(rest), *extra])))
    others = {key: value for key, value in data.items() if key not in ("roles", "words")}
    read.passages += [Passage(path.name, key, _words(_leaves(value))) for key, value in others.items()]
    return read, page.replace(found.group(1), "")


def _leaves(value: Any) -> Iterator[Any]:
    """Everything in a JSON value that is no list or object, keys included."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield value


def _words(cells: Any) -> str:
    return "  ".join(str(cell) for cell in cells if cell not in (None, ""))
