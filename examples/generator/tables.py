"""A firm's own table as a sheet: title, the enterprise's data, headers, lines, totals and notes, with merges."""

from __future__ import annotations

from dataclasses import dataclass, field

from examples.generator.cells import COUNTS, firm_cell, need_cell
from examples.generator.chance import Dice
from examples.generator.demand import Answer, Cell, Need
from examples.generator.styles import Block, Style
from talentmap.model.taxonomy import Catalog

NOTE = "备注：示例数据，企业与数字均为虚构，不对应任何真实单位。"
_KEYS = {
    "enterprise_name": "企业名称",
    "credit_code": "统一社会信用代码",
    "chain": "所属产业链",
    "employees": "从业人数",
    "home": "所在县区",
}
_STAGES = {"attract": "引才痛点", "cultivate": "育才痛点", "utilize": "用才痛点", "retain": "留才痛点"}
_GROUPS = {
    "需求人数": {"headcount": "当前", "headcount_12m": "未来12个月", "headcount_3y": "未来三年"},
    "月薪（元）": {"pay_low": "下限", "pay_high": "上限"},
}
_FIRM_FIELDS = tuple(_KEYS)


@dataclass(slots=True)
class Sheet:
    """A sheet in the making: rows of cells from row 1, merges as (row, column, row, column), where each line stands."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    shaded: list[int] = field(default_factory=list)
    line_rows: list[int] = field(default_factory=list)
    is_hidden: bool = False

    def add(self, *cells: Cell) -> int:
        """Append a row; its number from 1."""
        self.rows.append(list(cells))
        return len(self.rows)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge a range, rows from 1, columns from 0; a single cell stays as it is."""
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))


def own_table(answer: Answer, style: Style, catalog: Catalog, dice: Dice) -> Sheet:
    """The answer in a firm's own table."""
    sheet = Sheet(dice.choice(("Sheet1", "人才需求", "2026年需求", "岗位需求表", "Sheet1")))
    _head(sheet, answer, style, catalog, dice)
    (_two_row_header if style.has_two_row_header else _one_row_header)(sheet, style)
    _lines(sheet, answer, style, catalog, dice)
    if style.has_totals:
        _totals(sheet, answer, style)
    if style.has_notes:
        sheet.add("说明：以上岗位均为长期招聘，薪资面谈可议，有意者请与人力资源部联系。")
    sheet.merge(sheet.add(NOTE), 0, len(sheet.rows), len(style.fields) - 1)
    return sheet


def _head(sheet: Sheet, answer: Answer, style: Style, catalog: Catalog, dice: Dice) -> None:
    width = len(style.fields)
    if style.has_title:
        owner = answer.firm.name if style.block is Block.FILENAME else ""
        row = sheet.add(f"{owner}2026年度人才需求{dice.choice(('调查表', '统计表', '表'))}", *([""] * (width - 1)))
        sheet.merge(row, 0, row, width - 1)
    if style.block is Block.FILENAME:
        sheet.add(f"所属产业链：{firm_cell('chain', answer, catalog, dice)}")
    if style.block is Block.PAIRS:
        for name, label in _KEYS.items():
            sheet.add(label, firm_cell(name, answer, catalog, dice))
    if style.block is Block.INLINE:
        for name, label in _KEYS.items():
            row = sheet.add(f"{label}：{firm_cell(name, answer, catalog, dice)}", *([""] * (width - 1)))
            sheet.merge(row, 0, row, width - 1)
    if style.block in (Block.PAIRS, Block.INLINE) and dice.chance(0.7):
        _pains(sheet, answer, style, catalog)


def _pains(sheet: Sheet, answer: Answer, style: Style, catalog: Catalog) -> None:
    for stage in catalog.stages.values():
        named = [pain.zh for pain in stage.pains if pain.id in answer.pains]
        label, text = _STAGES[stage.id], "；".join(named)
        sheet.add(*((f"{label}：{text}",) if style.block is Block.INLINE else (label, text)))


def _one_row_header(sheet: Sheet, style: Style) -> None:
    sheet.add(*style.headers)


def _two_row_header(sheet: Sheet, style: Style) -> None:
    upper: list[Cell] = list(style.headers)
    lower: list[Cell] = [""] * len(style.fields)
    top = len(sheet.rows) + 1
    grouped: set[int] = set()
    for title, members in _GROUPS.items():
        places = [place for place, name in enumerate(style.fields) if name in members]
        if len(places) > 1:
            upper[places[0] : places[-1] + 1] = [title, *([""] * (len(places) - 1))]
            for place in places:
                lower[place] = members[style.fields[place]]
            sheet.merge(top, places[0], top, places[-1])
            grouped.update(places)
    for place in set(range(len(style.fields))) - grouped:
        sheet.merge(top, place, top + 1, place)
    sheet.add(*upper)
    sheet.add(*lower)


def _lines(sheet: Sheet, answer: Answer, style: Style, catalog: Catalog, dice: Dice) -> None:
    first = len(sheet.rows) + 1
    for number, need in enumerate(answer.needs, start=1):
        if style.has_blank_rows and number % 7 == 0:
            sheet.shaded.append(sheet.add())
        earlier = answer.needs.index(need)
        is_repeated = earlier < len(sheet.line_rows)
        cells = sheet.rows[sheet.line_rows[earlier] - 1] if is_repeated else _line(answer, need, style, catalog, dice)
        named = {**dict(zip(style.fields, cells, strict=True)), "serial": number}
        sheet.line_rows.append(sheet.add(*(named[name] for name in style.fields)))
    if style.block is Block.COLUMNS and not style.has_blank_rows:
        for place, name in enumerate(style.fields):
            if name in _FIRM_FIELDS:
                sheet.merge(first, place, len(sheet.rows), place)


def _line(answer: Answer, need: Need, style: Style, catalog: Catalog, dice: Dice) -> list[Cell]:
    own = {name: firm_cell(name, answer, catalog, dice) for name in (*_FIRM_FIELDS, "district")}
    return [
        "" if name == "serial" else own[name] if name in own else need_cell(name, need, style, catalog, dice)
        for name in style.fields
    ]


def _totals(sheet: Sheet, answer: Answer, style: Style) -> None:
    sums = {name: sum(getattr(need, name) for need in answer.needs if name not in need.raw) for name in COUNTS[:4]}
    cells = [sums.get(name, "") for name in style.fields]
    place = style.fields.index("serial") if "serial" in style.fields else style.fields.index("title")
    cells[place] = "合计"
    if "totals" in answer.raw:
        cells[style.fields.index("headcount")] = int(answer.raw["totals"])
    sheet.add(*cells)
