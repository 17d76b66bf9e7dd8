"""The complete problem list as a workbook: a summary by code, and every problem in a filterable table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format

from talentmap.forms.looks import ACCENT, LINE, TINTS, Looks
from talentmap.forms.wording import lines_of
from talentmap.model.problem import Problem, Severity
from talentmap.new_workbook import new_workbook
from talentmap.reports.listing import HEADS, SEVERITIES, Group, grouped, listed, values_of

_CREATED = dt.datetime(2026, 1, 1)  # fixed, so that the same problems give the same bytes
_WIDTHS = {
    "severity": 11, "file": 30, "sheet": 14, "row": 7, "column": 7, "header": 16, "shown": 20, "wrong": 46, "fix": 46,
    "suggestion": 18, "code": 28,
}  # fmt: skip
_SUMMARY = {
    "zh": (("级别", 11), ("代码", 30), ("个数", 8), ("文件数", 8), ("问题（举一例）", 60), ("改法", 60)),
    "en": (("Severity", 11), ("Code", 30), ("Count", 8), ("Files", 8), ("What is wrong, once", 60), ("How to fix", 60)),
}  # fmt: skip
_SHEETS = {"zh": ("概览", "问题清单"), "en": ("Summary", "Problems")}


def write_problem_workbook(path: Path, problems: Sequence[Problem], lang: str) -> None:
    """Write the list in `lang`."""
    with new_workbook(path) as book:
        book.set_properties({"title": _SHEETS[lang][1], "created": _CREATED})
        looks = Looks(book, lang)
        _write_summary(book, grouped(problems), lang, looks)
        _write_list(book, listed(problems), lang, looks)


def _head(looks: Looks) -> Format:
    return looks.of(bold=True, font_color="#FFFFFF", bg_color=ACCENT, text_wrap=True, border=1, border_color=LINE)


def _write_summary(book: Any, groups: Sequence[Group], lang: str, looks: Looks) -> None:
    sheet = book.add_worksheet(_SHEETS[lang][0])
    sheet.hide_gridlines(2)
    for column, (head, width) in enumerate(_SUMMARY[lang]):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, _head(looks))
    plain = looks.box(text_wrap=True)
    for row, group in enumerate(groups, start=1):
        first = group.problems[0]
        texts = (first.wrong(lang), first.fix(lang))
        sheet.set_row(row, 14 * max(lines_of(text, 60) for text in texts) + 6)
        sheet.write_string(row, 0, SEVERITIES[group.severity][lang], looks.box(group.severity))
        sheet.write_string(row, 1, group.code, plain)
        sheet.write_number(row, 2, len(group.problems), looks.box(num_format="#,##0"))
        sheet.write_number(row, 3, group.files, looks.box(num_format="#,##0"))
        sheet.write_string(row, 4, texts[0], plain)
        sheet.write_string(row, 5, texts[1], plain)
    _print(sheet)


def _write_list(book: Any, problems: Sequence[Problem], lang: str, looks: Looks) -> None:
    sheet = book.add_worksheet(_SHEETS[lang][1])
    for column, (name, head) in enumerate(HEADS.items()):
        sheet.set_column(column, column, _WIDTHS[name])
        sheet.write_string(0, column, head[lang], _head(looks))
    plain = looks.box(text_wrap=True)
    tinted = {severity: looks.box(severity) for severity in Severity if severity in TINTS}
    for row, problem in enumerate(problems, start=1):
        values = values_of(problem, lang)
        lines = max(lines_of(str(value), _WIDTHS[name] - 2) for name, value in values.items())
        sheet.set_row(row, 14 * lines + 4)
        for column, (name, value) in enumerate(values.items()):
            look = tinted[problem.severity] if name == "severity" else plain
            if isinstance(value, int):
                sheet.write_number(row, column, value, look)
            else:
                sheet.write_string(row, column, value, look)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(problems), 1), len(HEADS) - 1)
    _print(sheet)


def _print(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C&8&A&R&8&P / &N")
