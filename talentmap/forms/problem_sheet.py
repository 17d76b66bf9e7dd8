"""The first sheet of an annotated copy: every problem of the enterprise, gravest first, linked to its cell."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname

from talentmap.forms.answer_sheets import PAIN_CHOICES
from talentmap.forms.filled import FilledForm, answered
from talentmap.forms.looks import ACCENT, SOFT, Looks
from talentmap.forms.marks import DEMAND_SHEET, ENTERPRISE_SHEET, PAINS_SHEET, PROBLEMS_SHEET
from talentmap.forms.printing import print_across
from talentmap.forms.questions import DEMAND_QUESTIONS, ENTERPRISE_QUESTIONS, Part
from talentmap.forms.template import Template
from talentmap.forms.wording import lines_of, said
from talentmap.model.problem import Problem, Severity
from talentmap.model.source import column_letter

Place = tuple[str, str, str]
"""Sheet of the form, cell, header of its question."""

_NOWHERE: Place = ("", "", "")
_HEADS = (
    ("级别", "Severity", 10),
    ("单元格", "Cell", 8),
    ("栏目", "Question", 17),
    ("原值", "Value", 16),
    ("问题", "What is wrong", 40),
    ("改法", "How to fix", 40),
    ("建议值", "Suggested", 14),
    ("原文件位置", "In your file", 15),
    ("代码", "Code", 20),
)
_LINKED = 1
SEVERITIES = {
    Severity.ERROR: ("✗ 必须改", "✗ error"),
    Severity.WARNING: ("! 请核对", "! warning"),
    Severity.NOTE: ("· 提示", "· note"),
}
_LEAD = (
    "这份表格由您提交的文件重新生成，读得懂的内容都已填好。请改好红色和黄色的格子，保存后整份交回；不必重填其他内容。",
    "This form was made anew from the file you sent; all that could be read is filled in. Mend the red and yellow "
    "cells, save it, and send it back; nothing else needs filling in again.",
)


def write_problem_sheet(book: Workbook, template: Template, filled: FilledForm, looks: Looks) -> None:
    """Write the sheet; every problem that a cell stands for links to it."""
    sheet = book.add_worksheet(PROBLEMS_SHEET)
    languages = template.languages
    sheet.hide_gridlines(2)
    for column, (_, _, width) in enumerate(_HEADS):
        sheet.set_column(column, column, width)
    lead = said(*_LEAD, languages)
    sheet.set_row(0, 16 * lines_of(lead, sum(width for *_, width in _HEADS)) + 10)
    sheet.merge_range(0, 0, 0, len(_HEADS) - 1, lead, looks.of(bold=True, font_color=ACCENT, text_wrap=True))
    sheet.merge_range(1, 0, 1, len(_HEADS) - 1, template.mark.small_print(), looks.of(font_size=8, font_color=SOFT))
    sheet.set_row(3, 32)
    for column, (zh, en, _) in enumerate(_HEADS):
        sheet.write_string(3, column, said(zh, en, languages), looks.head(Part.FIRM))
    link = looks.box(font_color=ACCENT, underline=1)
    for row, (place, problem) in enumerate(_ordered(template, filled), start=4):
        texts = _row(place, problem, template)
        sheet.set_row(row, 14 * max(lines_of(text, head[2]) for text, head in zip(texts, _HEADS, strict=True)) + 6)
        for column, text in enumerate(texts):
            tint = problem.severity if column == 0 else None
            sheet.write_string(row, column, text, looks.box(tint, text_wrap=True))
        if place[1]:
            target = f"internal:{quote_sheetname(place[0])}!{place[1]}"
            sheet.write_url(row, _LINKED, target, link, string=place[1])
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)
    print_across(sheet, template.mark)


def _row(place: Place, problem: Problem, template: Template) -> list[str]:
    languages = template.languages
    _, cell, header = place
    return [
        said(*SEVERITIES[problem.severity], languages),
        cell,
        header or problem.source.header,
        problem.shown,
        said(problem.wrong("zh"), problem.wrong("en"), languages),
        said(problem.fix("zh"), problem.fix("en"), languages),
        problem.suggestion,
        " ".join(filter(None, (problem.source.sheet, f"{problem.source.column}{problem.source.row or ''}"))),
        problem.code,
    ]


def _ordered(template: Template, filled: FilledForm) -> list[tuple[Place, Problem]]:
    """Every problem with the cell that stands for it, gravest first."""
    found = [*_in_cells(template, filled), *((_NOWHERE, problem) for problem in filled.elsewhere)]
    return sorted(found, key=lambda item: list(Severity).index(item[1].severity))


def _in_cells(template: Template, filled: FilledForm) -> Iterator[tuple[Place, Problem]]:
    for row, question in enumerate(ENTERPRISE_QUESTIONS, start=1):
        header = said(question.zh, question.en, template.languages)
        for problem in answered(filled.enterprise, question).problems:
            yield (ENTERPRISE_SHEET, f"B{row}", header), problem
    for number, line in enumerate(filled.lines, start=2):
        for index, question in enumerate(DEMAND_QUESTIONS):
            for problem in answered(line, question).problems:
                header = said(question.zh, question.en, template.languages)
                yield (DEMAND_SHEET, f"{column_letter(index)}{number}", header), problem
    for row, (stage_id, stage) in enumerate(template.catalog.stages.items(), start=2):
        for index, answer in enumerate(filled.pains.get(stage_id, ())[:PAIN_CHOICES], start=1):
            for problem in answer.problems:
                yield (PAINS_SHEET, f"{column_letter(index)}{row}", template.label(stage)), problem
