"""The survey form as a workbook: START HERE for forms. Empty, or filled in again with remarks as an annotated copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from talentmap.forms.answer_sheets import write_demand, write_enterprise, write_incentives, write_pains
from talentmap.forms.filled import EMPTY, FilledForm
from talentmap.forms.instructions import write_instructions
from talentmap.forms.looks import Looks
from talentmap.forms.marks import LISTS_SHEET, MARK_SHEET, FormMark
from talentmap.forms.problem_sheet import write_problem_sheet
from talentmap.forms.template import Template
from talentmap.forms.wording import said
from talentmap.model.source import column_letter
from talentmap.new_workbook import new_workbook

_CREATED = dt.datetime(2026, 1, 1)  # fixed, so that the same catalog gives the same bytes


def write_form(path: Path, template: Template, filled: FilledForm = EMPTY) -> None:
    """Write the form; with answers it is an annotated copy. The same template and answers give the same bytes."""
    with new_workbook(path) as book:
        book.set_properties({"title": title_of(template), "comments": template.mark.small_print(), "created": _CREATED})
        book.set_size(24_000, 14_000)
        looks = Looks(book, template.languages[0])
        if filled is not EMPTY:
            write_problem_sheet(book, template, filled, looks)
        else:
            write_instructions(book, template, title_of(template), looks)
        write_enterprise(book, template, filled, looks)
        write_demand(book, template, filled, looks)
        write_pains(book, template, filled, looks)
        if template.incentives:
            write_incentives(book, template, filled, looks)
        _write_lists(book.add_worksheet(LISTS_SHEET), book, template.lists)
        _write_mark(book.add_worksheet(MARK_SHEET), template.mark)


def title_of(template: Template) -> str:
    """What the form is called."""
    chains = template.chains if template.chain_id else ()
    title = said("重点产业人才需求调查表", "Talent demand survey", template.languages, " ")
    return "：".join([title, *(template.label(chain) for chain in chains)])


def _write_lists(sheet: Worksheet, book: xlsxwriter.Workbook, lists: Mapping[str, Sequence[str]]) -> None:
    """Each drop-down in a column of its own under a defined name, on a sheet that no menu shows."""
    for index, (name, entries) in enumerate(lists.items()):
        for row, entry in enumerate(entries):
            sheet.write_string(row, index, entry)
        letter = column_letter(index)
        book.define_name(name, f"={LISTS_SHEET}!${letter}$1:${letter}${max(len(entries), 1)}")
    sheet.very_hidden()


def _write_mark(sheet: Worksheet, mark: FormMark) -> None:
    for row, pair in enumerate(mark.pairs()):
        for column, text in enumerate(pair):
            sheet.write_string(row, column, text)
    sheet.very_hidden()
