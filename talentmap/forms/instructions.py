"""The first sheet of the form: what to do in six steps, and every question with a worked answer."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from talentmap.forms.example import Example
from talentmap.forms.looks import ACCENT, LINE, PAPER, SOFT, Looks
from talentmap.forms.marks import INSTRUCTIONS
from talentmap.forms.printing import print_upright
from talentmap.forms.questions import DEMAND_QUESTIONS, ENTERPRISE_QUESTIONS, Question
from talentmap.forms.template import Template
from talentmap.forms.wording import lines_of, said

_WIDTHS = (5, 30, 40, 42)
_LINE_POINTS = 14.5
STEPS = (
    (
        "先填“企业信息”：统一社会信用代码 18 位，照营业执照抄写。",
        "Fill in Enterprise first; copy the credit code of 18 characters from the licence.",
    ),
    (
        "再填“需求”：每行一个岗位；带 * 的必填；人数、月数、薪资只写数字。",
        "Then Demand: one post a row. Columns with * are needed; people, months and pay are plain numbers.",
    ),
    (
        "有下拉列表的请选择；先选环节，再选对应岗位。目录里没有的岗位，“对应岗位”留空即可。",
        "Choose from the lists: the segment first, then the role. Where no role of the catalog fits, leave it empty.",
    ),
    (
        "在“痛点”中按引、育、用、留各选最多四项；有“政策”一页的，选出知道的政策条目和程度。",
        "In Pain points choose up to four for each stage. Where there is a sheet Incentives, choose the items you know "
        "of and how far you got.",
    ),
    (
        "不要填写姓名、证件号、电话等个人信息；不要改动表头和工作表名称。",
        "Leave out names, ID numbers and phone numbers; leave headers and sheet names as they are.",
    ),
    (
        "填好后存为 .xlsx 交回。有问题会退回一份标好颜色的副本，改好着色的格子再交即可。",
        "Save as .xlsx and send it back. If something is wrong, you get a copy with those cells tinted: mend "
        "them and send it again.",
    ),
)


def write_instructions(book: Workbook, template: Template, title: str, looks: Looks) -> None:
    """Write the sheet; nothing on it is data, and its example is never counted."""
    sheet = book.add_worksheet(INSTRUCTIONS)
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 34)
    sheet.merge_range(0, 0, 0, 3, title, looks.of(bold=True, font_size=16, font_color=ACCENT))
    sheet.merge_range(1, 0, 1, 3, template.mark.small_print(), looks.of(font_size=8, font_color=SOFT))
    row = _write_steps(sheet, 3, template, looks)
    _write_examples(sheet, row + 1, template, looks)
    print_upright(sheet, template.mark)


def _write_steps(sheet: Worksheet, row: int, template: Template, looks: Looks) -> int:
    number = looks.of(
        bold=True, font_size=12, font_color="#FFFFFF", bg_color=ACCENT, align="center", bottom=1, bottom_color=LINE
    )
    text = looks.of(text_wrap=True, bg_color=PAPER, bottom=1, bottom_color=LINE, indent=1)
    for place, step in enumerate(STEPS):
        told = said(*step, template.languages)
        sheet.set_row(row + place, _LINE_POINTS * lines_of(told, sum(_WIDTHS[1:])) + 8)
        sheet.write_number(row + place, 0, place + 1, number)
        sheet.merge_range(row + place, 1, row + place, 3, told, text)
    return row + len(STEPS)


def _write_examples(sheet: Worksheet, row: int, template: Template, looks: Looks) -> None:
    languages = template.languages
    caption = said(
        "示例：一家企业、一个岗位怎样填写（不计入统计）",
        "Example: how one enterprise fills in one post (not counted)",
        languages,
        " ",
    )
    sheet.set_row(row, 24)
    sheet.merge_range(row, 0, row, 3, caption, looks.of(bold=True, font_size=12, font_color=ACCENT))
    example = Example(template)
    for place, question in enumerate((*ENTERPRISE_QUESTIONS, *DEMAND_QUESTIONS), start=row + 1):
        answer = str(example.answer(question))
        _write_example(sheet, place, question, answer, template, looks)


def _write_example(
    sheet: Worksheet, row: int, question: Question, answer: str, template: Template, looks: Looks
) -> None:
    languages = template.languages
    header, hint = question.header(languages), question.hint(languages)
    texts = (header, answer, hint)
    height = max(lines_of(text, width) for text, width in zip(texts, _WIDTHS[1:], strict=True))
    sheet.set_row(row, _LINE_POINTS * height + 6)
    sheet.merge_range(row, 0, row, 1, header, looks.head(question.part))
    sheet.write_string(row, 2, answer, looks.box(italic=True, text_wrap=True, indent=1))
    sheet.write_string(row, 3, hint, looks.box(font_color=SOFT, text_wrap=True, indent=1))
