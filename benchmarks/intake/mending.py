"""Annotated copies, mended where they are marked, must pass: planted faults x firms, there and back.

    python -m benchmarks.intake.mending [--each 20] [--json]

For each kind of fault a firm's own table is spoilt, checked, and its annotated copy taken. Somebody who knows the truth
follows the links of the copy's problem sheet, fills in what is true in the cells they lead to and touches nothing else.
The mended copies are checked again: no error, no warning may be left, and posts and headcounts must be the true ones.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from examples.generator.chance import Dice
from examples.generator.demand import Answer, Surroundings, answer_of
from examples.generator.enterprises import Firm, draw_firms
from examples.generator.faults import CONTENT_FAULTS, Fault
from examples.generator.files import delimited, workbook
from examples.generator.forms import form_workbook
from examples.generator.identifiers import credit_code
from examples.generator.market import build_market
from examples.generator.scale import Scale
from examples.generator.styles import draw_style
from examples.generator.tables import own_table
from examples.generator.titles import build_wording
from talentmap.catalog.read import read_catalog
from talentmap.forms.marks import ENTERPRISE_SHEET, PROBLEMS_SHEET
from talentmap.forms.questions import DEMAND_QUESTIONS
from talentmap.forms.template import Template
from talentmap.intake.take_in import Intake, survey_files, take_in
from talentmap.intake.terms import NO_TERMS
from talentmap.intake.transcribe import Transcriber
from talentmap.model.problem import Severity
from talentmap.model.source import column_letter
from talentmap.model.taxonomy import Catalog
from talentmap.reports.folder import COPIES, Checked, copy_name, write_reports
from talentmap.resources import catalogs_dir
from talentmap.text import squeeze

_SEED = 11
_EDITION = "mending"
_PAY = {column_letter(place) for place, q in enumerate(DEMAND_QUESTIONS) if q.field.startswith("pay_")}


@dataclass(frozen=True)
class Case:
    """A spoilt file and what its firm meant."""

    file: str
    kind: str
    answer: Answer


def plant(folder: Path, catalog: Catalog, each: int, seed: int = _SEED) -> list[Case]:
    """Write `each` spoilt files of every kind below `folder`, each of a firm of its own."""
    surroundings = Surroundings(catalog, build_market(catalog, seed), build_wording(catalog))
    scale = Scale(enterprises=150, people=0)
    drawn: dict[str, Firm] = {}
    while len(drawn) < each * len(CONTENT_FAULTS):
        seed += 1
        drawn |= {firm.name: firm for firm in draw_firms(catalog, scale, seed) if firm.size_class == "small"}
    return [
        _spoilt(
            folder,
            fault,
            answer_of(replace(firm, credit_code=credit_code(serial + 1)), surroundings, seed),
            serial,
            catalog,
        )
        for serial, (fault, firm) in enumerate(zip([*CONTENT_FAULTS] * each, drawn.values(), strict=False))
    ]


def _spoilt(folder: Path, fault: Fault, answer: Answer, serial: int, catalog: Catalog) -> Case:
    dice = Dice(_SEED, "mending", serial)
    spoilt, _ = fault.spoil(answer, dice)
    style = draw_style(dice, fault.needed)
    if serial % 2:
        sheet = own_table(spoilt, style.plain(), catalog, dice)
        width = max(map(len, sheet.rows))
        path = folder / f"{serial:04d}_{answer.firm.name}.csv"
        path.write_bytes(delimited([[*row, *[""] * (width - len(row))] for row in sheet.rows], "utf-8-sig"))
    else:
        path = folder / f"{serial:04d}_{answer.firm.name}.xlsx"
        path.write_bytes(workbook([own_table(spoilt, style, catalog, dice)], answer.firm.name))
    return Case(path.name, fault.kind, answer)


def copies_of(surveys: Path, out: Path, catalog: Catalog) -> Intake:
    """Check the files and write their reports."""
    paths = survey_files(surveys)
    survey = take_in(paths, surveys, catalog)
    checked = Checked(survey.files.to_pylist(), survey.enterprises.to_pylist(), survey.problems)
    form_of = partial(Template, catalog, edition_id=_EDITION)
    with Transcriber(paths, surveys, catalog, NO_TERMS, form_of) as transcriber:
        write_reports(out, checked, transcriber.transcripts, ("zh", "en"))
    return survey


def mend(copy: Path, mended: Path, answer: Answer, catalog: Catalog) -> int:
    """Fill the truth into every marked cell of a copy; gives the number of cells touched."""
    truth = openpyxl.load_workbook(BytesIO(form_workbook(answer, catalog, _EDITION)[0]))
    book = openpyxl.load_workbook(copy)
    touched = 0
    for row in book[PROBLEMS_SHEET].iter_rows(min_row=5):
        link = row[1].hyperlink
        if link is None or str(row[0].value).startswith("·"):
            continue
        sheet, cell = str(link.location).replace("'", "").rsplit("!", 1)
        for address in _cells(sheet, cell, len(answer.needs)):
            book[sheet][address] = truth[sheet][address].value
            touched += 1
    book.save(mended)
    return touched


def _cells(sheet: str, cell: str, lines: int) -> Sequence[str]:
    """The cells that a marked one stands for: all of pay for one of its three, a whole row where it should not be."""
    letter, number = cell.rstrip("0123456789"), int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    if sheet == ENTERPRISE_SHEET:
        return [cell]
    if number > lines + 1:
        return [f"{column_letter(place)}{number}" for place in range(len(DEMAND_QUESTIONS))]
    return [f"{other}{number}" for other in sorted(_PAY)] if letter in _PAY else [cell]


def figures(each: int, catalog: Catalog) -> dict[str, Any]:
    """How many copies were written, mended and passed."""
    with tempfile.TemporaryDirectory() as made:
        surveys, out, mended = (Path(made) / name for name in ("surveys", "out", "mended"))
        surveys.mkdir()
        mended.mkdir()
        cases = plant(surveys, catalog, each)
        survey = copies_of(surveys, out, catalog)
        told = {p.source.file for p in survey.problems if p.severity is not Severity.NOTE}
        passed: Counter[str] = Counter()
        failed: list[dict[str, Any]] = []
        for case in cases:
            copy = out / COPIES / copy_name(case.file)
            if copy.is_file():
                mend(copy, mended / copy.name, case.answer, catalog)
        again = take_in(survey_files(mended), mended, catalog)
        for case in (case for case in cases if case.file in told):
            left = _left(again, copy_name(case.file), case.answer)
            passed[case.kind] += not left
            failed += [{"file": case.file, "kind": case.kind, "left": left}] if left else []
    return {
        "files": len(cases),
        "to_mend": sum(case.file in told for case in cases),
        "kinds": len(passed),
        "passed": sum(passed.values()),
        "failed": failed,
    }


def _left(again: Intake, file: str, answer: Answer) -> list[str]:
    """What is still wrong with a mended copy."""
    if file not in again.files["file"].to_pylist():
        return ["no copy"]
    left = [p.code for p in again.problems if p.source.file == file and p.severity is not Severity.NOTE]
    lines = [row for row in again.demand.to_pylist() if row["source_file"] == file]
    meant = Counter((squeeze(need.titled.text), need.headcount) for need in answer.needs)
    got = Counter((row["title"], row["headcount"]) for row in lines)
    return left + [f"{count} x {post}" for post, count in ((meant - got) + (got - meant)).items()]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = figures(asked.each, read_catalog(catalogs_dir(), "qingyuan"))
    if asked.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        print(f"annotated copies mended: {found['passed']} of {found['to_mend']} pass")
        print(f"  {found['files']} files, {found['kinds']} kinds of fault above a note; only these have copies")
        for case in found["failed"]:
            print(f"  {case['kind']}  {case['file']}  {case['left']}")


if __name__ == "__main__":
    main()
