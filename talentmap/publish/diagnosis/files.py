"""The files of a diagnosis: a PDF and a workbook a language, a CSV file a table under `data/`; all of them or none."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from talentmap.model.diagnosis.case import Diagnosis
from talentmap.new_workbook import new_workbook
from talentmap.publish import pdf
from talentmap.publish.diagnosis.report import report
from talentmap.publish.diagnosis.sheets import Sheet, Value, sheets
from talentmap.publish.diagnosis.tell import Tell
from talentmap.publish.place import Beside
from talentmap.publish.writers.html import leaflet_html
from talentmap.text import defuse

_CREATED = dt.datetime(2026, 1, 1)  # fixed, so that the same figures give the same bytes
_WIDTHS = {"sentence": 70, "figure": 40, "formula": 40, "id": 44, "note": 50, "source": 24, "rule": 20}


def write_diagnosis(folder: Path, diagnosis: Diagnosis) -> list[Path]:
    """Everything told of `diagnosis`, at `folder`; a folder that stood there is replaced. Gives the files.

    The same figures give the same bytes.
    """
    with Beside(folder) as place:
        (place.folder / "data").mkdir()
        languages = diagnosis.settings.languages
        books = {lang: report(diagnosis, lang) for lang in languages}
        pdf.write_pdfs(
            [
                pdf.Sheet(
                    str(place.folder / f"diagnosis.{lang}.pdf"),
                    leaflet_html(book, book.chapters[0], "leaflet brief"),
                    "report",
                )
            ]
            for lang, book in books.items()
        )
        for lang in languages:
            made = sheets(diagnosis, Tell(diagnosis, lang))
            _write_workbook(place.folder / f"diagnosis.{lang}.xlsx", made, books[lang].title, Tell(diagnosis, lang))
            for sheet in made:
                _write_csv(place.folder / "data" / f"{sheet.name}.{lang}.csv", sheet)
        place.publish()
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _write_csv(path: Path, sheet: Sheet) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(sheet.rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in sheet.rows)


def _cell(value: Value) -> str:
    if value is None:
        return ""
    return defuse(value) if isinstance(value, str) else f"{value:.10g}"


def _write_workbook(path: Path, made: Sequence[Sheet], title: str, tell: Tell) -> None:
    with new_workbook(path) as book:
        book.set_properties({"title": title, "created": _CREATED})
        head = book.add_format({"bold": True, "bg_color": "#0F3544", "font_color": "#FFFFFF", "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        number = book.add_format({"valign": "top", "num_format": "#,##0.##"})
        for sheet in made:
            page = book.add_worksheet(tell.say("sheets", sheet.name))
            for column, name in enumerate(sheet.rows[0]):
                page.write_string(0, column, tell.say("heads", name), head)
                page.set_column(column, column, _WIDTHS.get(name, 12))
                for row, values in enumerate(sheet.rows, start=1):
                    value = values[name]
                    if isinstance(value, str):
                        page.write_string(row, column, value, wrapped)
                    elif value is not None:
                        page.write_number(row, column, float(value), number)
            page.freeze_panes(1, 1)
