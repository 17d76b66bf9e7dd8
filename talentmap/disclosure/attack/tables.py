"""Readings of artefacts that say what their numbers mean: open data, workbook, and the data of the map page."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from talentmap.disclosure.attack.readings import Names, Passage, Read, Reading, Rows, number
from talentmap.tables.analysis import INDICATORS
from talentmap.tables.cuts import CUTS
from talentmap.tables.published import declared

Wording = Mapping[str, Mapping[str, Sequence[str]]]
"""The workbook's words: by group (`sheets`, `heads`) and key, in both languages."""
_FRAMES = {cut.table.name: name for name, cut in CUTS.items() if name != "districts"} | {
    "district_balance": "districts"
}
_SHEETS = {"balance": "groups", "roles": "roles", "districts": "districts"}
_BY_ID = ("item_id", "other_id")
_NAME_AT, _TITLE = 3, 31
"""Where the dictionary has a column's name; how long a sheet's title may be."""
_KEYS = {"chain": "chain_id", "tier": "tier", "district": "district_id", "role": "role_id"}
_MAP_DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
_HARMLESS = (
    "figures",
    "skills",
    "letters",
    "aliases",
    "says",
    "occupation",
    "majors",
    "certificates",
    "name",
    "accepts",
    "depends",
    "move",
    "routes",
)


def read_opendata(path: Path, rows: Rows) -> Read:
    """A CSV file of the open data; columns that no table declares are passages."""
    if path.stem == INDICATORS.name:
        return _read_indicators(path)
    read, frame = Read(), _FRAMES.get(path.stem, path.stem)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, record in enumerate(csv.DictReader(file), start=2):
            read_row(read, (path.name, f"line {line}", frame), rows.find(frame, record), record)
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
    """Every sheet of the workbook, as its own dictionary explains it; what that does not explain are passages."""
    read = Read()
    book = CalamineWorkbook.from_path(str(path))
    grids = {title: book.get_sheet_by_name(title).to_python(skip_empty_area=False) for title in book.sheet_names}
    heads = _dictionary(grids, wording)
    for title, grid in grids.items():
        frame, own = _frame_of(title, wording), heads.get(title, {})
        start = next((at for at, line in enumerate(grid) if sum(str(cell) in own for cell in line) > 1), None)
        for at, line in enumerate(grid):
            place = f"{title} {at + 1}"
            if start is None or at <= start:
                read.passages.append(Passage(path.name, place, _words(line)))
                continue
            told = (own.get(str(head), str(head)) for head in grid[start])
            record = {_KEYS.get(name, name): cell for name, cell in zip(told, line, strict=False)}
            keys = {name: names.ids(name, _text(cell, name)) for name, cell in record.items()}
            read_row(read, (path.name, place, frame), rows.find(frame, keys), record)
    return read


def _dictionary(grids: Mapping[str, Sequence[Sequence[Any]]], wording: Wording) -> dict[str, dict[str, str]]:
    """By sheet: what each head is called in the open data."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for title in wording["sheets"]["dictionary"]:
        for line in grids.get(title, ()):
            if len(line) > _NAME_AT and line[_NAME_AT]:
                found[str(line[0])][str(line[1])] = str(line[_NAME_AT])
    return found


def _frame_of(title: str, wording: Wording) -> str:
    """The frame that a sheet of this title shows; the title itself where it shows none."""
    worded = next((key for key, pair in wording["sheets"].items() if title in pair), title)
    if worded in _SHEETS:
        return _SHEETS[worded]
    for name, table in declared().items():
        if worded == name or title in (table.zh[:_TITLE], name.replace("_", " ").capitalize()[:_TITLE]):
            return _FRAMES.get(name, name)
    return title


def _text(cell: object, name: str) -> str:
    """A key as the open data would write it: no decimals, an id without the name behind it."""
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return str(cell).split(" ")[0] if name in _BY_ID else str(cell)


def read_row(read: Read, where: tuple[str, str, str], row: int | None, record: Mapping[str, Any]) -> None:
    """The numbers of a row as readings; what no table declares, and rows nobody knows, as a passage.

    Of a table outside the cuts only rows that hide something are known: in the others any declared number may stand.
    """
    file, place, frame = where
    columns = columns_of(frame)
    if row is None and (frame in CUTS or not columns):
        read.passages.append(Passage(file, place, _words(record.values())))
        return
    others = dict(record)
    for name, cell in record.items():
        value = number(cell)
        if name in columns and value is not None:
            del others[name]
            if row is not None:
                read.readings.append(Reading(file, place, frame, row, name, value))
    if any(number(cell) is not None for cell in others.values()):
        read.passages.append(Passage(file, place, _words(others.values())))


def columns_of(frame: str) -> tuple[str, ...]:
    """The declared columns of a frame, or of a published table outside the cuts; none where there is no such table."""
    table = CUTS[frame].table if frame in CUTS else declared().get(frame)
    return table.names if table is not None else ()


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
        rest["figures"] = role["figures"][len(data["figures"]) :]
        told = (_words([*role["name"], key, *_leaves(value)]) for key, value in rest.items())
        read.passages += [Passage(path.name, place, text) for text in told]
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
