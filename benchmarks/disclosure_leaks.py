"""Leaks planted in a copy of a built edition, one at a time, and whether the gate finds each.

A mask taken out of the open data, of the workbook and of the map's data; an extra field in the map's data; a label in
a drawing; a sentence in the page, in a text file and in a Word document: for every role whose need is hidden.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from docx import Document

from talentmap.disclosure.attack.check import attacked_statements, named, read_file, unmasked
from talentmap.disclosure.attack.readings import Names, Rows, read_names
from talentmap.disclosure.attack.truth import Truth, Value, read_truth
from talentmap.disclosure.gate import read_rules, tables_of
from talentmap.publish.sheets import wording
from talentmap.tables.precision import half_up_to

_DATA = re.compile(r'(<script type="application/json" id="data">)(.*?)(</script>)', re.DOTALL)
Plant = Callable[[Path, str, str, float], Path]
"""Puts a value of a role (id, name) into a file of the folder and gives that file."""


def _open_data(folder: Path, role: str, _: str, value: float) -> Path:
    path = folder / "opendata" / "role_balance.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["role_id"] == role:
            row["need"] = f"{value:.0f}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _workbook(folder: Path, _: str, name: str, value: float) -> Path:
    import openpyxl  # noqa: PLC0415 - only to plant

    path = folder / "catalog.zh.xlsx"
    book = openpyxl.load_workbook(path)
    page = book[wording()["sheets"]["roles"][0]]
    for row in page.iter_rows(min_row=5):
        if row[0].value == name:
            row[5].value = value
    book.save(path)
    return path


def _map(folder: Path, change: Callable[[dict], None]) -> Path:
    path = folder / "map.html"
    page = path.read_text(encoding="utf-8")
    data = json.loads(_DATA.search(page).group(2))
    change(data)
    path.write_text(_DATA.sub(lambda m: m.group(1) + json.dumps(data) + m.group(3), page), encoding="utf-8")
    return path


def _map_mask(folder: Path, role: str, _: str, value: float) -> Path:
    def change(data: dict) -> None:
        entry = next(one for one in data["roles"] if one["id"] == role)
        entry["figures"][data["figures"].index("need")] = value

    return _map(folder, change)


def _map_field(folder: Path, role: str, _: str, value: float) -> Path:
    def change(data: dict) -> None:
        next(one for one in data["roles"] if one["id"] == role)["need_before_rounding"] = value

    return _map(folder, change)


def _inserted(folder: Path, text: str) -> Path:
    path = folder / "map.html"
    path.write_text(path.read_text(encoding="utf-8").replace("</body>", f"{text}</body>"), encoding="utf-8")
    return path


def _chart(folder: Path, _: str, name: str, value: float) -> Path:
    return _inserted(folder, f'<svg><g><text x="1">{name}</text><text x="9">需求 {value:.0f}</text></g></svg>')


def _sentence(folder: Path, _: str, name: str, value: float) -> Path:
    return _inserted(folder, f"<p>今年{name}需求约{value:,.0f}人，较为紧缺。</p>")


def _text(folder: Path, _: str, name: str, value: float) -> Path:
    path = folder / "notes.txt"
    path.write_text(f"In short: need for {name} is {value:.0f} posts.\n", encoding="utf-8")
    return path


def _word(folder: Path, _: str, name: str, value: float) -> Path:
    path = folder / "draft.docx"
    document = Document()
    document.add_paragraph(f"{name}：需求 {value:.0f} 人。")
    document.save(str(path))
    return path


PLANTS: dict[str, Plant] = {
    "open data mask": _open_data,
    "workbook mask": _workbook,
    "map mask": _map_mask,
    "map field": _map_field,
    "chart value": _chart,
    "sentence": _sentence,
    "text file": _text,
    "Word draft": _word,
}


def plant_and_look(edition: Path) -> dict[str, float]:
    """The share of planted leaks that the gate finds, by kind of leak, and the false alarms without any."""
    with tables_of(edition) as engine:
        truth = read_truth(engine, read_rules(edition))
    names = read_names(sorted(edition.glob("opendata/*.csv")))
    found: dict[str, list[bool]] = {kind: [] for kind in PLANTS}
    with tempfile.TemporaryDirectory() as scratch:
        for value, role, name in _hidden_roles(truth, names):
            for kind, plant in PLANTS.items():
                folder = Path(scratch) / "edition"
                _copy(edition, folder)
                path = plant(folder, role, name, half_up_to(value.value, truth.figures.rules.rounding))
                found[kind].append(_is_found(path, truth, names, value))
    return {f"{kind} (of {len(hits)})": sum(hits) / max(len(hits), 1) for kind, hits in found.items()}


def _copy(edition: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "opendata").mkdir(parents=True)
    for name in ("map.html", "catalog.zh.xlsx", "opendata/role_balance.csv"):
        shutil.copy(edition / name, folder / name)


def _hidden_roles(truth: Truth, names: Names) -> Iterator[tuple[Value, str, str]]:
    for value in truth.values:
        if value.frame == "roles" and value.column.name == "need" and truth.is_hidden("roles", value.row, "need"):
            role = truth.keys["roles"][value.row]["role_id"]
            called = [name for name in names.names("role_id", role) if not name.isascii()]
            yield value, role, called[0]


def _is_found(path: Path, truth: Truth, names: Names, value: Value) -> bool:
    """True where reading the file alone finds the leak of this very value."""
    read = read_file(path, Rows(truth), names, wording())
    leaks = [*unmasked(read, truth), *named(read, truth, names), *attacked_statements(read.readings, truth)[1]]
    return any(leak.cell == truth.cell("roles", value.row) and leak.column == "need" for leak in leaks)
