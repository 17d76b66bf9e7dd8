"""A corpus of messy survey files with truth: styles x writers x encodings, drawn with a seed."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from intake import writers
from intake.layouts import Style, Survey, draw_style, lay_out
from intake.survey import respondent
from talentmap.model.taxonomy import Catalog

WRITERS = ("openpyxl", "openpyxl", "openpyxl", "xlsxwriter", "xlsxwriter", "text", "text", "text", "xls", "ods")


def write_corpus(folder: Path, catalog: Catalog, count: int, seed: int) -> dict[str, Survey]:
    """Write `count` files below `folder`; the truth by file name."""
    chance = random.Random(seed)
    written: dict[str, Survey] = {}
    converted: dict[str, list[tuple[Path, Survey]]] = {"xls": [], "ods": []}
    staging = folder.parent / "staging"
    staging.mkdir(exist_ok=True)
    for serial in range(count):
        writer = WRITERS[serial % len(WRITERS)]
        survey = _survey(chance, catalog, serial, writer)
        if writer in converted:
            path = staging / f"{survey.stem}.xlsx"
            writers.write_openpyxl(survey, path)
            converted[writer].append((path, survey))
        else:
            name = _write(chance, survey, folder, writer)
            written[name] = survey
    for kind, files in converted.items():
        if files and writers.convert([path for path, _ in files], kind, folder):
            written |= {f"{path.stem}.{kind}": survey for path, survey in files}
    return written


def _survey(chance: random.Random, catalog: Catalog, serial: int, writer: str) -> Survey:
    flat = writer == "text"
    style = draw_style(chance, flat)
    several = style.firm_in == "columns" and chance.random() < 0.25
    firms = [respondent(chance, catalog, 10 * serial + n) for n in range(chance.randint(2, 4) if several else 1)]
    stem = f"{firms[0].name}" if style.firm_in == "filename" else f"{serial:04d}_{firms[0].name[:6]}"
    return lay_out(chance, catalog, firms, (style, stem))


def _write(chance: random.Random, survey: Survey, folder: Path, writer: str) -> str:
    if writer == "text":
        encoding = chance.choice(writers.ENCODINGS)
        delimiter = chance.choice(writers.DELIMITERS)
        if encoding == "big5":
            survey = writers.traditional(survey)
        if not writers.fits(survey, encoding):
            encoding = "gb18030"
        name = f"{survey.stem}.{'txt' if delimiter == chr(9) else 'csv'}"
        writers.write_text(survey, folder / name, encoding, delimiter)
        return name
    name = f"{survey.stem}.xlsx"
    (writers.write_openpyxl if writer == "openpyxl" else writers.write_xlsxwriter)(survey, folder / name)
    return name


def write_clean(folder: Path, catalog: Catalog, count: int, seed: int) -> dict[str, Survey]:
    """Files as a careful clerk fills them in: nothing in them deserves a warning."""
    chance = random.Random(seed)
    written = {}
    for serial in range(count):
        style = replace(
            Style(plain=True, pay=chance.choice(("ends_period", "free", "month_plain", "ends"))), serial=serial % 2 == 0
        )
        survey = lay_out(chance, catalog, [respondent(chance, catalog, serial)], (style, f"clean_{serial:04d}"))
        name = _write(chance, survey, folder, ("openpyxl", "text", "xlsxwriter")[serial % 3])
        written[name] = survey
    return written
