"""The sheets that are answered: enterprise, demand, pain points, incentives."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from talentmap.forms.filled import Answer, Answers, FilledForm, answered
from talentmap.forms.looks import SOFT, Looks
from talentmap.forms.marks import DEMAND_SHEET, ENTERPRISE_SHEET, INCENTIVES_SHEET, PAINS_SHEET
from talentmap.forms.printing import print_across, print_in_parts, print_upright
from talentmap.forms.questions import DEMAND_QUESTIONS, ENTERPRISE_QUESTIONS, Part, Question
from talentmap.forms.template import Template
from talentmap.forms.validation import dependent, list_rule, rule_of
from talentmap.forms.wording import lines_of, said
from talentmap.model.problem import Problem, Severity

PREPARED_ROWS = 200
PAIN_CHOICES = 4
_RULED_ROWS = 15
_LINE_POINTS = 14.0
_HIGHEST_ROW = 400.0
_INCENTIVE_ROWS = 20
_INCENTIVE_HEADS = (
    ("阶段", "Stage", 16),
    ("知道的政策条目", "Incentive item you know of", 90),
    ("程度", "How far you got", 24),
)


def write_enterprise(book: Workbook, template: Template, filled: FilledForm, looks: Looks) -> None:
    """One question a row and nothing but the answer beside it: a hint there would be read as one."""
    sheet = book.add_worksheet(ENTERPRISE_SHEET)
    languages = template.languages
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 60)
    for row, question in enumerate(ENTERPRISE_QUESTIONS):
        sheet.set_row(row, 34)
        sheet.write_string(row, 0, question.header(languages), looks.head(Part.FIRM))
        answer = _of_enterprise(question, template, filled)
        _put(sheet, (row, 1), answer, looks.cell(question, answer.gravest), template)
        sheet.data_validation(row, 1, row, 1, rule_of(question, row, languages))
    small = looks.of(font_size=8, font_color=SOFT)
    sheet.write_string(len(ENTERPRISE_QUESTIONS) + 1, 0, template.mark.small_print(), small)
    print_upright(sheet, template.mark)


def _of_enterprise(question: Question, template: Template, filled: FilledForm) -> Answer:
    """The answer given; the form's own chain where none was."""
    answer = answered(filled.enterprise, question)
    if question.field == "chain" and template.chain_id and answer == Answer():
        return Answer(template.label(template.chains[0]))
    return answer


def write_demand(book: Workbook, template: Template, filled: FilledForm, looks: Looks) -> None:
    """One post a row under bilingual headers, with a drop-down wherever the catalog has words."""
    sheet = book.add_worksheet(DEMAND_SHEET)
    languages = template.languages
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, _LINE_POINTS * max(lines_of(q.header(languages), q.width) for q in DEMAND_QUESTIONS) + 4)
    last = max(PREPARED_ROWS, 2 * len(filled.lines))
    for column, question in enumerate(DEMAND_QUESTIONS):
        sheet.set_column(column, column, question.width, looks.entry(question))
        sheet.write_string(0, column, question.header(languages), looks.head(question.part))
        sheet.data_validation(1, column, last, column, rule_of(question, 1, languages))
    empty: list[Answers] = [{}] * (_RULED_ROWS - len(filled.lines))
    for row, line in enumerate([*filled.lines, *empty], start=1):
        sheet.set_row(row, _height(line))
        for column, question in enumerate(DEMAND_QUESTIONS):
            answer = answered(line, question)
            _put(sheet, (row, column), answer, looks.cell(question, answer.gravest), template)
    print_in_parts(sheet, template.mark, [question.width for question in DEMAND_QUESTIONS])


def _height(line: Answers) -> float:
    """The height of a row in which every answer can be read."""
    lines = (lines_of(str(answered(line, q).value or ""), q.width) for q in DEMAND_QUESTIONS if not q.is_number)
    return min(max(24.0, _LINE_POINTS * max(lines) + 4), _HIGHEST_ROW)


def write_pains(book: Workbook, template: Template, filled: FilledForm, looks: Looks) -> None:
    """A row for each policy stage, and up to four coded reasons why it hurts."""
    sheet = book.add_worksheet(PAINS_SHEET)
    languages = template.languages
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, PAIN_CHOICES, 34)
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, said("阶段", "Stage", languages), looks.head(Part.POST))
    for choice in range(1, PAIN_CHOICES + 1):
        head = said(f"痛点 {choice}", f"Pain point {choice}", languages)
        sheet.write_string(0, choice, head, looks.head(Part.HIRING))
    for row, (stage_id, stage) in enumerate(template.catalog.stages.items(), start=1):
        sheet.set_row(row, 62)
        sheet.write_string(row, 0, template.label(stage), looks.head(Part.POST))
        given = filled.pains.get(stage_id, ())
        for choice in range(PAIN_CHOICES):
            answer = given[choice] if choice < len(given) else Answer()
            _put(sheet, (row, choice + 1), answer, looks.box(answer.gravest, text_wrap=True), template)
        sheet.data_validation(row, 1, row, PAIN_CHOICES, list_rule(f"=pains_{stage_id}", languages))
    print_across(sheet, template.mark)


def write_incentives(book: Workbook, template: Template, filled: FilledForm, looks: Looks) -> None:
    """The incentive items that the enterprise knows, one a row, and how far it got with each."""
    sheet = book.add_worksheet(INCENTIVES_SHEET)
    languages = template.languages
    sheet.hide_gridlines(2)
    heads = (
        ("阶段", "Stage", 16),
        ("知道的政策条目", "Incentive item you know of", 90),
        ("程度", "How far you got", 24),
    )
    for column, (zh, en, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, said(zh, en, languages), looks.head(Part.OFFER))
    sheet.set_row(0, 34)
    last = max(_INCENTIVE_ROWS, len(filled.incentives) + 5)
    for row in range(1, last + 1):
        given = filled.incentives[row - 1] if row <= len(filled.incentives) else ("", "", "")
        sheet.set_row(row, 24)
        for column, text in enumerate(given):
            _put(sheet, (row, column), Answer(text), looks.box(None, text_wrap=True), template)
    sheet.data_validation(1, 0, last, 0, list_rule("=stages", languages))
    sheet.data_validation(1, 1, last, 1, list_rule(dependent("incentives", "incentive_stages", "$A2"), languages))
    sheet.data_validation(1, 2, last, 2, list_rule("=reaches", languages))
    print_across(sheet, template.mark)
    sheet.repeat_rows(0)


def _put(sheet: Worksheet, cell: tuple[int, int], answer: Answer, look: object, template: Template) -> None:
    """An answer in its cell; its problems become a comment that says what is wrong and how to mend it."""
    if isinstance(answer.value, int | float):
        sheet.write_number(*cell, answer.value, look)
    elif answer.value:
        sheet.write_string(*cell, answer.value, look)
    else:
        sheet.write_blank(*cell, None, look)
    if answer.problems:
        text = remark(answer.problems, template.languages)
        height = 18 * lines_of(text, 40) + 12
        sheet.write_comment(*cell, text, {"author": "talentmap", "width": 300, "height": height, "font_size": 9})


def remark(problems: Sequence[Problem], languages: Sequence[str]) -> str:
    """What a cell's comment says: each problem with its cure and suggestion, language by language."""
    marks = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}
    return "\n".join(
        line
        for language in languages
        for problem in problems
        for line in (
            f"{marks[problem.severity]} {problem.wrong(language)}",
            f"→ {problem.fix(language)}",
            *((f"{'建议' if language == 'zh' else 'Suggested'}: {problem.suggestion}",) if problem.suggestion else ()),
        )
    )
