"""The what-if report as files: a page a language, one workbook, and a CSV file a table."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.scenario import Scenario
from talentmap.model.taxonomy import Catalog
from talentmap.new_workbook import new_workbook
from talentmap.publish.scenario.sections import sections
from talentmap.publish.scenario.words import Words
from talentmap.resources import templates_dir
from talentmap.tables.what_if import WhatIf
from talentmap.text import defuse

_CREATED = dt.datetime(2026, 1, 1)  # fixed, so that the same figures give the same bytes


def write_report(
    folder: Path,
    found: WhatIf,
    scenario: Scenario,
    register: PolicyRegister,
    catalog: Catalog,
    languages: Sequence[str],
) -> list[Path]:
    """Every file of the report, written into `folder`; the same scenario on the same edition gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = frames_of(found)
    written = []
    for lang in languages:
        words = Words(catalog, lang)
        page = folder / f"scenario.{lang}.html"
        page.write_text(_page(found, scenario, register, words), encoding="utf-8", newline="\n")
        book = folder / f"scenario.{lang}.xlsx"
        _write_workbook(book, frames, scenario, words)
        written += [page, book]
    for name, frame in frames.items():
        path = folder / f"{name}.csv"
        _write_csv(path, frame)
        written.append(path)
    return written


def frames_of(found: WhatIf) -> dict[str, pd.DataFrame]:
    """The frames of a what-if that have rows, by the name of their file."""
    frames = {"difference": found.figures, "cells": found.cells, "overlaps": found.pairs, "handovers": found.handovers}
    if found.sought is not None:
        sought = found.sought
        frames |= {"budgets": sought.budgets, "tiers": sought.tiers, "limits": sought.prices}
        frames |= {"assumptions": sought.trials, "clashes": sought.clashes}
    return {name: frame for name, frame in frames.items() if len(frame)}


def _page(found: WhatIf, scenario: Scenario, register: PolicyRegister, words: Words) -> str:
    folder = templates_dir() / "scenario"
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template("report.html.j2").render(
        lang=words.lang,
        css=Markup((folder / "report.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
        title=words.say("headings", "title", name=scenario.name(words.lang)),
        internal=words.say("headings", "internal"),
        sections=sections(found, scenario, register, words),
    )


def _write_csv(path: Path, frame: pd.DataFrame) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(frame.columns)
        for row in frame.itertuples(index=False, name=None):
            writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return defuse(value)
    return "" if pd.isna(value) else f"{value:.10g}"


def _write_workbook(path: Path, frames: Mapping[str, pd.DataFrame], scenario: Scenario, words: Words) -> None:
    with new_workbook(path, nan_inf_to_errors=True) as book:
        book.set_properties({"title": scenario.name(words.lang), "created": _CREATED})
        head = book.add_format({"bold": True, "bg_color": "#EEF3F6", "bottom": 1})
        for name, frame in frames.items():
            sheet = book.add_worksheet(name)
            for column, key in enumerate(frame.columns):
                sheet.write_string(0, column, words.say("heads", str(key)), head)
                sheet.set_column(column, column, 18)
                for row, value in enumerate(frame[key], start=1):
                    if isinstance(value, str):
                        sheet.write_string(row, column, value)
                    elif not pd.isna(value):
                        sheet.write_number(row, column, float(value))
            sheet.freeze_panes(1, 1)
