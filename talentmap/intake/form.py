"""The survey form for one chain: an XLSX workbook whose drop-downs speak the catalog, and the same columns as CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from talentmap.intake.form_columns import DEMAND_COLUMNS, ENTERPRISE_QUESTIONS, Entry, FormColumn
from talentmap.intake.form_marks import (
    DEMAND_SHEET,
    ENTERPRISE,
    FORM_ID,
    FORM_VERSION,
    INSTRUCTIONS,
    LISTS_SHEET,
    MARK_SHEET,
    PAINS_SHEET,
)
from talentmap.intake.vocabulary import SIZES
from talentmap.model.taxonomy import Catalog, Chain, Named

_PREPARED_ROWS = 200
_FIRST_ROW = 1
_PAIN_CHOICES = 4
_CREATED = dt.datetime(2026, 1, 1)  # fixed, so that the same catalog gives the same bytes
_PERIODS = ("月 month", "年 year", "日 day", "时 hour")
_ZH_SIZES = {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型"}
_STEPS = (
    (
        "1. 先填“企业信息”，统一社会信用代码 18 位，照营业执照填写。",
        "1. Fill in Enterprise first; copy the credit code of 18 characters from the licence.",
    ),
    (
        "2. 在“需求”中每行填写一个岗位；带 * 的必填，人数填整数。",
        "2. In Demand write one post a row; columns with * are needed, headcounts are whole numbers.",
    ),
    (
        "3. 能选的请用下拉列表；先选环节，再选对应岗位。",
        "3. Use the lists where there are any; choose the segment first, then the role.",
    ),
    ("4. 在“痛点”中按引、育、用、留选择，最多各四项。", "4. In Pain points choose up to four for each stage."),
    (
        "5. 请不要填写姓名、证件号、电话等个人信息；不要改动表头。",
        "5. Leave out names, ID and phone numbers; leave the headers as they are.",
    ),
    ("下面一行是示例，不计入统计。", "The row below is an example and is not counted."),
)


def write_form(path: Path, catalog: Catalog, chain_id: str, edition_id: str) -> None:
    """Write the XLSX form of a chain; the same catalog gives the same bytes."""
    chain = catalog.chains[chain_id]
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": f"{chain.zh} {chain.en}", "created": _CREATED})
        formats = _formats(book)
        _write_instructions(book, chain, formats)
        _write_enterprise(book, chain, catalog, formats)
        _write_demand(book, formats)
        _write_pains(book, catalog, formats)
        _write_lists(book, _lists(catalog, chain))
        _write_mark(book, chain_id, edition_id)


def write_csv_form(path: Path, catalog: Catalog, chain_id: str) -> None:
    """Write the same questions as a CSV header, UTF-8 with a byte order mark; the chain stands in the first row."""
    chain = catalog.chains[chain_id]
    columns = (*ENTERPRISE_QUESTIONS, *(c for c in DEMAND_COLUMNS if c.field != "segment"))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.header.replace("\n", " ") for column in columns])
    writer.writerow([_label(chain) if column.field == "chain" else "" for column in columns])
    path.write_bytes(out.getvalue().encode("utf-8-sig"))


def _label(entry: Named) -> str:
    return f"{entry.zh} {entry.en}"


def _lists(catalog: Catalog, chain: Chain) -> dict[str, list[str]]:
    """The drop-downs by defined name; roles stand in the order of their segments, which `role_segments` repeats."""
    order = [segment.id for segment in chain.segments]
    roles = sorted(catalog.roles_of(chain.id), key=lambda role: order.index(role.segment))
    lists = {
        "chains": [_label(chain)],
        "segments": [_label(segment) for segment in chain.segments],
        "role_segments": [_label(chain.segment(role.segment)) for role in roles],
        "roles": [_label(role) for role in roles],
        "tiers": [_label(tier) for tier in catalog.tiers.values()],
        "districts": [_label(district) for district in catalog.districts.values()],
        "education": [_label(step) for step in catalog.education.values()],
        "reasons": [_label(reason) for reason in catalog.reasons.values()],
        "sizes": [f"{_ZH_SIZES[size]} {size}" for size in SIZES],
        "periods": list(_PERIODS),
    }
    return lists | {f"pains_{stage.id}": [_label(pain) for pain in stage.pains] for stage in catalog.stages.values()}


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
    return {
        "head": book.add_format(
            base
            | {
                "bold": True,
                "text_wrap": True,
                "align": "center",
                "border": 1,
                "bg_color": "#1F4E79",
                "font_color": "#FFFFFF",
            }
        ),
        "text": book.add_format(base | {"num_format": "@", "border": 1, "border_color": "#BFBFBF", "text_wrap": True}),
        "number": book.add_format(base | {"num_format": "0.##", "border": 1, "border_color": "#BFBFBF"}),
        "plain": book.add_format(base | {"text_wrap": True}),
        "title": book.add_format(base | {"bold": True, "font_size": 16}),
        "example": book.add_format(base | {"italic": True, "font_color": "#7F7F7F", "border": 1, "text_wrap": True}),
    }


def _write_instructions(book: Any, chain: Chain, formats: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(INSTRUCTIONS)
    sheet.hide_gridlines(2)
    sheet.set_column(0, len(DEMAND_COLUMNS), 16)
    sheet.write_string(0, 0, f"重点产业人才需求调查表：{chain.zh}", formats["title"])
    sheet.write_string(1, 0, f"Talent demand survey: {chain.en}", formats["title"])
    for row, (zh, en) in enumerate(_STEPS, start=3):
        sheet.merge_range(row, 0, row, 9, "", formats["plain"])
        sheet.write_string(row, 0, f"{zh}\n{en}", formats["plain"])
        sheet.set_row(row, 32)
    row = 4 + len(_STEPS)
    sheet.set_row(row, 48)
    sheet.set_row(row + 1, 48)
    sheet.write_string(row, 0, "示例\nExample", formats["head"])
    sheet.write_string(row + 1, 0, "示例，不计入\nnot counted", formats["example"])
    for index, column in enumerate(DEMAND_COLUMNS, start=1):
        sheet.write_string(row, index, column.header, formats["head"])
        sheet.write_string(row + 1, index, str(column.example), formats["example"])
    _print_setup(sheet)


def _write_enterprise(book: Any, chain: Chain, catalog: Catalog, formats: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(ENTERPRISE)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 48)
    for row, question in enumerate(ENTERPRISE_QUESTIONS):
        sheet.set_row(row, 30)
        sheet.write_string(row, 0, question.header, formats["head"])
        answer = _label(chain) if question.field == "chain" else ""
        sheet.write_string(row, 1, answer, formats["text"]) if answer else sheet.write_blank(
            row, 1, None, formats["number" if question.entry is Entry.COUNT else "text"]
        )
        _validate(sheet, (row, 1, row, 1), question)
    _print_setup(sheet)


def _write_demand(book: Any, formats: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(DEMAND_SHEET)
    sheet.set_row(0, 48)
    sheet.freeze_panes(_FIRST_ROW, 1)
    last = _FIRST_ROW + _PREPARED_ROWS - 1
    for index, column in enumerate(DEMAND_COLUMNS):
        number = column.entry in (Entry.COUNT, Entry.NUMBER)
        sheet.set_column(index, index, column.width, formats["number" if number else "text"])
        sheet.write_string(0, index, column.header, formats["head"])
        _validate(sheet, (_FIRST_ROW, index, last, index), column)
    sheet.repeat_rows(0)
    _print_setup(sheet)


def _write_pains(book: Any, catalog: Catalog, formats: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(PAINS_SHEET)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, _PAIN_CHOICES, 40)
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, "阶段\nStage", formats["head"])
    for choice in range(1, _PAIN_CHOICES + 1):
        sheet.write_string(0, choice, f"痛点 {choice}\nPain point {choice}", formats["head"])
    for row, stage in enumerate(catalog.stages.values(), start=1):
        sheet.set_row(row, 40)
        sheet.write_string(row, 0, _label(stage), formats["head"])
        for choice in range(1, _PAIN_CHOICES + 1):
            sheet.write_blank(row, choice, None, formats["text"])
        sheet.data_validation(row, 1, row, _PAIN_CHOICES, _list_rule(f"=pains_{stage.id}", "痛点 Pain point"))
    _print_setup(sheet)


def _validate(sheet: Any, where: tuple[int, int, int, int], column: FormColumn) -> None:
    title = column.zh.strip("*").split("（")[0]
    if column.names == "roles":
        segment = chr(65 + next(i for i, c in enumerate(DEMAND_COLUMNS) if c.field == "segment"))
        first = f"${segment}{where[0] + 1}"
        source = (
            f'=IF({first}="",roles,OFFSET(INDEX(roles,MATCH({first},role_segments,0)),0,0,'
            f"COUNTIF(role_segments,{first}),1))"
        )
        sheet.data_validation(*where, _list_rule(source, title, strict=False))
    elif column.names:
        sheet.data_validation(*where, _list_rule(f"={column.names}", title, strict=column.names != "chains"))
    elif column.entry is not Entry.TEXT:
        sheet.data_validation(*where, _number_rule(column.entry, title))


def _list_rule(source: str, title: str, strict: bool = True) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_type": "stop" if strict else "information",
        "error_title": title,
        "error_message": "请从下拉列表中选择。Please choose from the list.",
        "input_title": title,
        "input_message": "请从下拉列表中选择。\nChoose from the list.",
    }


def _number_rule(entry: Entry, title: str) -> dict[str, Any]:
    whole = entry is Entry.COUNT
    return {
        "validate": "integer" if whole else "decimal",
        "criteria": ">=",
        "value": 0,
        "error_title": title,
        "error_message": "请填写不小于 0 的整数。A whole number, 0 or more."
        if whole
        else "请填写不小于 0 的数。A number, 0 or more.",
    }


def _print_setup(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&C&P / &N")


def _write_lists(book: Any, lists: Mapping[str, Sequence[str]]) -> None:
    sheet = book.add_worksheet(LISTS_SHEET)
    for index, (name, entries) in enumerate(lists.items()):
        for row, entry in enumerate(entries):
            sheet.write_string(row, index, entry)
        letter = xlsxwriter.utility.xl_col_to_name(index)
        book.define_name(name, f"={LISTS_SHEET}!${letter}$1:${letter}${max(len(entries), 1)}")
    sheet.very_hidden()


def _write_mark(book: Any, chain_id: str, edition_id: str) -> None:
    sheet = book.add_worksheet(MARK_SHEET)
    marks = (("form", FORM_ID), ("version", FORM_VERSION), ("chain", chain_id), ("edition", edition_id))
    for row, (key, value) in enumerate(marks):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.very_hidden()
