"""The policy register as a workbook: documents, items, drop-downs, a worked row; `catalog.policies` reads it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from talentmap.catalog.policy_columns import (
    DOCUMENT_COLUMNS,
    DOCUMENT_SHEET,
    ITEM_COLUMNS,
    ITEM_SHEET,
    Column,
    header_of,
)
from talentmap.catalog.policy_words import PolicyWords
from talentmap.forms.looks import ACCENT, LINE, PAPER, PARTS, SOFT, Looks
from talentmap.forms.marks import INSTRUCTIONS, LISTS_SHEET, FormMark
from talentmap.forms.printing import print_in_parts, print_upright
from talentmap.forms.questions import Part
from talentmap.forms.validation import list_rule
from talentmap.forms.wording import lines_of, said
from talentmap.model.policy import PolicyDocument, PolicyItem
from talentmap.model.source import column_letter
from talentmap.model.taxonomy import Catalog, Tier
from talentmap.new_workbook import new_workbook

Row = Mapping[str, object]
_CREATED = dt.datetime(2026, 1, 1)  # fixed, so that the same register gives the same bytes
_EMPTY_ROWS = 200
_LINE_POINTS = 14.5
_WIDTHS = (5, 30, 40, 46)
_TITLE = ("政策登记表", "Register of policies")
_BASES = {
    "once": ("一次性", "once"),
    "per-year": ("每年", "a year"),
    "per-month": ("每月", "a month"),
    "per-day": ("每天", "a day"),
    "per-project": ("每个项目", "a project"),
    "per-head": ("每培训或引进一人", "for each person trained or hired"),
    "percent": ("按比例", "a share"),
    "in-kind": ("实物或服务", "in kind"),
    "unstated": ("未写明", "not stated"),
}
_STEPS = (
    ("先填“政策文件”：每份文件一行。", "First Documents: one row a document."),
    (
        "再填“政策条目”：一条措施一行；同一条款给几类人不同的数额，分行填写。",
        "Then Items: one measure a row; where a clause gives different sums to different people, a row for each.",
    ),
    (
        "资格规则写比较式，用 and 连接，例如 education >= doctorate and age <= 45；写法见 docs/edition.md。",
        "Rules are comparisons joined by and, such as education >= doctorate and age <= 45; see docs/edition.md.",
    ),
    (
        "不知道的一律留空，不要填 0。“最高100万元”只填最高金额；“按实际贡献”两格都留空。",
        "Leave empty what is not known, never 0. For 'up to 1,000,000' fill in the highest amount alone.",
    ),
    (
        "数额调整时新增一行，编号不变，写明数值的起止日；旧行不删。",
        "When values change, add a row with the same id and say from when to when each holds; keep the old row.",
    ),
    (
        "存为 policies/register.xlsx，用 talentmap policy check 检查。",
        "Save it as policies/register.xlsx and run talentmap policy check.",
    ),
)


@dataclass(frozen=True, slots=True)
class RegisterRows:
    """What the form is filled with: values by the fields of the columns."""

    documents: Sequence[Row] = ()
    items: Sequence[Row] = ()


def rows_of(documents: Sequence[PolicyDocument], items: Sequence[PolicyItem]) -> RegisterRows:
    """A register as rows."""
    return RegisterRows([document.model_dump() for document in documents], [_item_row(item) for item in items])


def write_policy_form(
    path: Path, catalog: Catalog, words: PolicyWords, rows: RegisterRows, languages: Sequence[str] = ("zh", "en")
) -> None:
    """Write the form. The same rows give the same bytes."""
    choices = _choices(catalog, words, languages)
    with new_workbook(path) as book:
        title = said(*_TITLE, languages, " ")
        book.set_properties({"title": title, "created": _CREATED})
        book.set_size(24_000, 14_000)
        looks = Looks(book, languages[0])
        _write_instructions(book.add_worksheet(INSTRUCTIONS), title, looks, languages)
        _write_sheet(book.add_worksheet(DOCUMENT_SHEET), DOCUMENT_COLUMNS, rows.documents, choices, looks, languages)
        _write_sheet(book.add_worksheet(ITEM_SHEET), ITEM_COLUMNS, rows.items, choices, looks, languages)
        hidden = book.add_worksheet(LISTS_SHEET)
        for index, (name, entries) in enumerate(choices.items()):
            for row, entry in enumerate(entries.values()):
                hidden.write_string(row, index, entry)
            letter = column_letter(index)
            book.define_name(name, f"={LISTS_SHEET}!${letter}$1:${letter}${max(len(entries), 1)}")
        hidden.very_hidden()


def _item_row(item: PolicyItem) -> Row:
    return {**item.model_dump(), "stage": str(item.stage), "tiers": "|".join(item.tiers)}


def _choices(catalog: Catalog, words: PolicyWords, languages: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """Each drop-down's entries by id; an entry begins with its id, which is what is read back."""

    def entry(key: str, zh: str, en: str) -> str:
        return f"{key} {said(zh, en, languages, ' ')}"

    tiers = {
        "|".join(some): entry(
            "|".join(some), "、".join(catalog.tiers[t].zh for t in some), ", ".join(catalog.tiers[t].en for t in some)
        )
        for size in range(1, len(Tier) + 1)
        for some in combinations(tuple(Tier), size)
    }
    offices = {key: entry(key, office.zh, office.en) for key, office in words.departments.items()}
    local = {f"district-{key}": entry(f"district-{key}", d.zh, d.en) for key, d in catalog.districts.items()}
    return {
        "stages": {key: entry(key, stage.zh, stage.en) for key, stage in catalog.stages.items()},
        "tier_sets": tiers,
        "instruments": {key: entry(key, one.zh, one.en) for key, one in words.instruments.items()},
        "bases": {key: entry(key, *told) for key, told in _BASES.items()},
        "departments": {**offices, **local},
    }


def _write_sheet(
    sheet: Worksheet,
    columns: Sequence[Column],
    rows: Sequence[Row],
    choices: Mapping[str, Mapping[str, str]],
    looks: Looks,
    languages: Sequence[str],
) -> None:
    head = looks.head(Part.FIRM)
    last = len(rows) + _EMPTY_ROWS
    sheet.set_row(0, 44)
    sheet.freeze_panes(1, 1)
    for index, column in enumerate(columns):
        shape = (
            {"num_format": "General", "align": "right"} if column.is_number else {"num_format": "@", "text_wrap": True}
        )
        sheet.set_column(index, index, column.width, looks.of(**shape))
        sheet.write_string(0, index, header_of(column, languages), head)
        rule: dict[str, object] = {
            "validate": "any",
            "input_title": column.zh[:32] if languages[0] == "zh" else column.en[:32],
            "input_message": said(column.hint_zh, column.hint_en, languages)[:250],
        }
        if column.choices:
            rule = list_rule(f"={column.choices}", languages, is_strict=column.choices == "stages") | {
                key: rule[key] for key in ("input_title", "input_message")
            }
        if column.hint_zh:
            sheet.data_validation(1, index, last, index, rule)
        for number, row in enumerate(rows, start=1):
            _write_cell(sheet, number, index, _shown(row.get(column.field), column, choices), looks.box(**shape))
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    print_in_parts(sheet, FormMark("", ""), [column.width for column in columns])


def _shown(value: object, column: Column, choices: Mapping[str, Mapping[str, str]]) -> object:
    if column.choices and isinstance(value, str):
        return choices[column.choices].get(value, value)
    return value


def _write_cell(sheet: Worksheet, row: int, column: int, value: object, look: xlsxwriter.format.Format) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_string(row, column, str(value), look)


def _write_instructions(sheet: Worksheet, title: str, looks: Looks, languages: Sequence[str]) -> None:
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 34)
    sheet.merge_range(0, 0, 0, 3, title, looks.of(bold=True, font_size=16, font_color=ACCENT))
    number = looks.of(bold=True, font_color="#FFFFFF", bg_color=ACCENT, align="center", bottom=1, bottom_color=LINE)
    text = looks.of(text_wrap=True, bg_color=PAPER, bottom=1, bottom_color=LINE, indent=1)
    row = 2
    for place, step in enumerate(_STEPS, start=1):
        told = said(*step, languages)
        sheet.set_row(row, _LINE_POINTS * lines_of(told, sum(_WIDTHS[1:])) + 8)
        sheet.write_number(row, 0, place, number)
        sheet.merge_range(row, 1, row, 3, told, text)
        row += 1
    row += 1
    caption = said(
        "示例：一份文件、一个条目（不计入登记）", "Example: one document, one item (not counted)", languages, " "
    )
    sheet.merge_range(row, 0, row, 3, caption, looks.of(bold=True, font_size=12, font_color=ACCENT))
    for asked in (*DOCUMENT_COLUMNS, *ITEM_COLUMNS):
        if not asked.hint_zh:
            continue
        row += 1
        hint = said(asked.hint_zh, asked.hint_en, languages)
        sheet.set_row(row, _LINE_POINTS * max(2, lines_of(hint, _WIDTHS[3])) + 6)
        look = looks.of(
            bold=True, text_wrap=True, bg_color=PARTS[Part.FIRM], font_color="#FFFFFF", border=1, border_color=LINE
        )
        sheet.merge_range(row, 0, row, 1, header_of(asked, languages), look)
        sheet.write_string(row, 2, asked.example, looks.box(italic=True, text_wrap=True, indent=1))
        sheet.write_string(row, 3, hint, looks.box(font_color=SOFT, text_wrap=True, indent=1))
    print_upright(sheet, FormMark("", ""))
