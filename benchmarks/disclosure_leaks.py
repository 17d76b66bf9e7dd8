"""Leaks planted in a copy of a built edition, one at a time, and whether the gate finds each.

    python -m benchmarks.disclosure_leaks output/qingyuan-2026 [--each 12]

For `--each` roles whose need is hidden, spread over all of them: a mask taken out of the open data, of the workbook and
of the map's data; an extra field in the map's data; a label in a drawing; sentences in Chinese and English in the page,
in a text file, in a Word document and in a PDF. And for every table outside the cuts that hides something: a mask taken
out of its open data, and the number in the trail of the white paper. Without any plant the files must raise no alarm.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from docx import Document
from weasyprint import HTML

from talentmap.disclosure.attack.check import attacked_statements, named, read_all, read_file, traced, unmasked
from talentmap.disclosure.attack.readings import Names, Rows, read_names
from talentmap.disclosure.attack.truth import Truth, Value, read_truth
from talentmap.disclosure.gate import read_rules, tables_of
from talentmap.disclosure.masks import ALL, cell_name
from talentmap.publish.sheets import wording
from talentmap.tables.precision import half_up_to
from talentmap.tables.published import declared

_DATA = re.compile(r'(<script type="application/json" id="data">)(.*?)(</script>)', re.DOTALL)
_COPIED = ("map.html", "catalog.zh.xlsx", "opendata/role_balance.csv")
_SPARE = 999_983
"""What stands where a mask is taken out and the true value is no number."""


@dataclass(frozen=True)
class Secret:
    """A hidden need, printed as it would be, with the role's id and names."""

    value: Value
    role: str
    zh: str
    en: str
    printed: float


Plant = Callable[[Path, Secret], Path]
"""Puts a secret into a file of the folder and gives that file."""


def _open_data(folder: Path, secret: Secret) -> Path:
    path = folder / "opendata" / "role_balance.csv"
    rows = _rows(path)
    for row in rows:
        if row["role_id"] == secret.role:
            row["need"] = f"{secret.printed:.0f}"
    return _write(path, rows)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _workbook(folder: Path, secret: Secret) -> Path:
    path = folder / "catalog.zh.xlsx"
    book = openpyxl.load_workbook(path)
    page = book[wording()["sheets"]["roles"][0]]
    for row in page.iter_rows():
        if row[0].value == secret.zh:
            row[5].value = secret.printed
    book.save(path)
    return path


def _map(folder: Path, change: Callable[[dict], None]) -> Path:
    path = folder / "map.html"
    page = path.read_text(encoding="utf-8")
    data = json.loads(_DATA.search(page).group(2))
    change(data)
    path.write_text(_DATA.sub(lambda m: m.group(1) + json.dumps(data) + m.group(3), page), encoding="utf-8")
    return path


def _map_mask(folder: Path, secret: Secret) -> Path:
    def change(data: dict) -> None:
        entry = next(one for one in data["roles"] if one["id"] == secret.role)
        entry["figures"][data["figures"].index("need")] = secret.printed

    return _map(folder, change)


def _map_field(folder: Path, secret: Secret) -> Path:
    def change(data: dict) -> None:
        next(one for one in data["roles"] if one["id"] == secret.role)["need_before_rounding"] = secret.printed

    return _map(folder, change)


def _inserted(folder: Path, text: str) -> Path:
    path = folder / "map.html"
    path.write_text(path.read_text(encoding="utf-8").replace("</body>", f"{text}</body>"), encoding="utf-8")
    return path


def _chart(folder: Path, secret: Secret) -> Path:
    label = f'<text x="1">{secret.zh}</text><text x="9">需求 {secret.printed:.0f}</text>'
    return _inserted(folder, f"<svg><g>{label}</g></svg>")


def _sentence_zh(folder: Path, secret: Secret) -> Path:
    return _inserted(folder, f"<p>今年{secret.zh}需求约{secret.printed:,.0f}人，较为紧缺。</p>")


def _sentence_en(folder: Path, secret: Secret) -> Path:
    return _inserted(folder, f"<p>There are {secret.printed:,.0f} open posts for {secret.en} this year.</p>")


def _text(folder: Path, secret: Secret) -> Path:
    path = folder / "notes.txt"
    path.write_text(f"In short: need for {secret.en} is {secret.printed:.0f} posts.\n", encoding="utf-8")
    return path


def _word(folder: Path, secret: Secret) -> Path:
    path = folder / "draft.docx"
    document = Document()
    document.add_paragraph(f"{secret.zh}：需求 {secret.printed:.0f} 人。")
    document.save(str(path))
    return path


def _pdf(folder: Path, secret: Secret) -> Path:
    path = folder / "leaflet.pdf"
    page = f"<p lang='en'>Shortage of the year: {secret.en}, need {secret.printed:,.0f}.</p>"
    HTML(string=page).write_pdf(path)
    return path


PLANTS: dict[str, Plant] = {
    "open data mask": _open_data,
    "workbook mask": _workbook,
    "map mask": _map_mask,
    "map field": _map_field,
    "chart value": _chart,
    "sentence zh": _sentence_zh,
    "sentence en": _sentence_en,
    "text file": _text,
    "Word draft": _word,
    "PDF text": _pdf,
}


def plant_and_look(edition: Path, each: int = 12) -> dict[str, float]:
    """The share of planted leaks that the gate finds, by kind of leak, and the false alarms without any."""
    truth, names = _known(edition)
    found: dict[str, list[bool]] = {kind: [] for kind in PLANTS}
    with tempfile.TemporaryDirectory() as scratch:
        for secret in _spread(list(_secrets(truth, names)), each):
            for kind, plant in PLANTS.items():
                folder = Path(scratch) / "edition"
                _copy(edition, folder)
                found[kind].append(_is_found(plant(folder, secret), truth, names, secret.value))
        for table, row, column in _spread_by_table(truth, each):
            value = Value(table, row, next(one for one in declared()[table].columns if one.name == column), 0.0)
            found.setdefault("other tables", []).append(_table_leaks(edition, Path(scratch), truth, names, value))
            found.setdefault("trail of the book", []).append(_trail_leaks(Path(scratch), truth, value))
    shares = {f"{kind} (of {len(hits)})": sum(hits) / max(len(hits), 1) for kind, hits in found.items()}
    return {**shares, "false alarms without a plant": false_alarms(edition, truth, names)}


def false_alarms(edition: Path, truth: Truth, names: Names) -> int:
    """Leaks that the gate claims in the edition as it was published."""
    files = [path for path in sorted(edition.rglob("*")) if path.is_file() and "internal" not in path.parts]
    read = read_all(files, Rows(truth), names, wording())
    trail = traced(edition / "internal" / "numbers.csv", truth)
    return len({*unmasked(read, truth), *named(read, truth, names), *trail})


def _known(edition: Path) -> tuple[Truth, Names]:
    with tables_of(edition) as engine:
        truth = read_truth(engine, read_rules(edition))
    return truth, read_names(sorted(edition.glob("opendata/*.csv")))


def _secrets(truth: Truth, names: Names) -> Iterator[Secret]:
    base = truth.figures.rules.rounding
    for value in truth.values:
        if value.frame == "roles" and value.column.name == "need" and truth.is_hidden("roles", value.row, "need"):
            role = truth.keys["roles"][value.row]["role_id"]
            called = names.names("role_id", role)
            zh, en = (next(name for name in called if name.isascii() is ascii_) for ascii_ in (False, True))
            yield Secret(value, role, zh, en, half_up_to(value.value, base))


def _spread(secrets: list, count: int) -> list:
    """`count` of them at even distances."""
    step = max(len(secrets) / max(count, 1), 1.0)
    return [secrets[int(at * step)] for at in range(min(count, len(secrets)))]


def _spread_by_table(truth: Truth, each: int) -> Iterator[tuple[str, int, str]]:
    masks = sorted(truth.masks)
    for table in sorted({table for table, *_ in masks}):
        yield from _spread([mask for mask in masks if mask[0] == table], each)


def _copy(edition: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "opendata").mkdir(parents=True)
    for name in _COPIED:
        shutil.copy(edition / name, folder / name)


def _is_found(path: Path, truth: Truth, names: Names, value: Value) -> bool:
    """True where reading the file alone finds the leak of this very value."""
    read = read_file(path, Rows(truth), names, wording())
    leaks = [*unmasked(read, truth), *named(read, truth, names), *attacked_statements(read.readings, truth)[1]]
    cell = truth.cell(value.frame, value.row)
    return any(leak.cell == cell and leak.column == value.column.name for leak in leaks)


def _table_leaks(edition: Path, scratch: Path, truth: Truth, names: Names, value: Value) -> bool:
    """True where a number in the masked place of the table's open data is found."""
    rows = _rows(edition / "opendata" / f"{value.frame}.csv")
    wanted = cell_name(truth.keys[value.frame][value.row].values())
    for row in rows:
        if cell_name("" if row[key] == ALL else row[key] for key in declared()[value.frame].key) == wanted:
            row[value.column.name] = str(_SPARE)
    return _is_found(_write(scratch / f"{value.frame}.csv", rows), truth, names, value)


def _trail_leaks(scratch: Path, truth: Truth, value: Value) -> bool:
    """True where a number that the white paper prints of the masked place is found."""
    fact = f"{value.frame}.{cell_name(truth.keys[value.frame][value.row].values())}.{value.column.name}"
    path = scratch / "numbers.csv"
    _write(path, [{"language": "en", "fact": fact, "printed": str(_SPARE), "parts": ""}])
    return any(leak.column == value.column.name for leak in traced(path, truth))


def main() -> None:
    """Print the shares."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("edition", type=Path)
    options.add_argument("--each", type=int, default=12, help="hidden roles, and masks of each table, to betray")
    chosen = options.parse_args()
    for kind, share in plant_and_look(chosen.edition, chosen.each).items():
        print(f"{kind:<40} {share:>8.0%}" if "alarms" not in kind else f"{kind:<40} {share:>8.0f}")


if __name__ == "__main__":
    main()
