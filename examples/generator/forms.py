"""Answers on the survey form: the workbook and its CSV twin, filled in as an enterprise would.

Sheets, columns and labels are the form's own, so an answer follows the form when the form changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from examples.generator.demand import Answer, Cell, Need
from examples.generator.files import COMMENT, delimited, workbook
from examples.generator.tables import NOTE, Sheet
from talentmap.forms.choices import REACHES
from talentmap.forms.delimited import COLUMNS as CSV_QUESTIONS
from talentmap.forms.marks import (
    DEMAND_SHEET,
    ENTERPRISE_SHEET,
    INCENTIVES_SHEET,
    INSTRUCTIONS,
    MARK_SHEET,
    PAINS_SHEET,
    FormMark,
)
from talentmap.forms.questions import DEMAND_QUESTIONS, ENTERPRISE_QUESTIONS, Question
from talentmap.forms.wording import BOTH
from talentmap.model.taxonomy import Catalog, Named, Stage

_SIZES = {"large": "大型 large", "medium": "中型 medium", "small": "小型 small", "micro": "微型 micro"}
_CSV_COLUMNS = CSV_QUESTIONS[len(ENTERPRISE_QUESTIONS) :]
_LISTED = ("majors", "certificates", "skills")
_CHOICES = 4


def form_workbook(answer: Answer, catalog: Catalog, edition_id: str) -> tuple[bytes, Sheet]:
    """The XLSX form with the answer in it, and its sheet of demand lines."""
    demand = Sheet(DEMAND_SHEET)
    demand.add(*(column.header(BOTH) for column in DEMAND_QUESTIONS))
    for need in answer.needs:
        demand.line_rows.append(demand.add(*_line(need, DEMAND_QUESTIONS, catalog)))
    sheets = [
        _instructions(),
        _enterprise(answer, catalog),
        demand,
        _pains(answer, catalog),
        _incentives(answer, catalog),
        _mark(answer, edition_id),
    ]
    return workbook(sheets, f"{answer.firm.name}人才需求调查表"), demand


def csv_form(answer: Answer, catalog: Catalog) -> tuple[bytes, Sheet]:
    """The CSV form with the answer in it: the enterprise in front of every line."""
    sheet = Sheet("")
    sheet.add(*(column.header(BOTH).replace("\n", " ") for column in (*ENTERPRISE_QUESTIONS, *_CSV_COLUMNS)))
    firm = _firm(answer, catalog)
    for need in answer.needs:
        sheet.line_rows.append(sheet.add(*firm.values(), *_line(need, _CSV_COLUMNS, catalog)))
    if not answer.needs:
        sheet.add(*firm.values())
    sheet.add(NOTE)
    return delimited(sheet.rows, "utf-8-sig"), sheet


def _firm(answer: Answer, catalog: Catalog) -> dict[str, Cell]:
    firm = answer.firm
    chain = catalog.chains[firm.chain_id]
    said: dict[str, Cell] = {
        "enterprise_name": firm.name,
        "credit_code": firm.credit_code,
        "chain": _label(chain),
        "segment": _label(chain.segment(firm.segment_id)),
        "enterprise_district": _label(catalog.districts[firm.district_id]),
        "size_class": _SIZES[firm.size_class],
        "employees": firm.employees,
        "hires": "有 yes" if answer.needs else "无 no",
    }
    return {question.field: said[question.field] for question in ENTERPRISE_QUESTIONS}


def _line(need: Need, columns: tuple[Question, ...], catalog: Catalog) -> list[Cell]:
    """The cells of one line; the reasons fill as many columns as there are for them."""
    reasons = iter(catalog.reasons[reason] for reason in need.reasons)
    cells: list[Cell] = []
    for column in columns:
        reason = next(reasons, None) if column.field == "reasons" else None
        cells.append(_label(reason) if reason else _cell(column.field, need, catalog))
    return cells


def _cell(field: str, need: Need, catalog: Catalog) -> Cell:
    if field in _LISTED:
        return "、".join(getattr(need, field))
    if field in _ANSWERS:
        return _ANSWERS[field](need, catalog)
    value: Cell = getattr(need, field)
    return value


def _segment(need: Need, catalog: Catalog) -> Cell:
    if not need.has_role_stated:
        return ""
    role = catalog.roles[need.titled.role_id]
    return _label(catalog.chains[role.chain_id].segment(role.segment))


_ANSWERS: Mapping[str, Callable[[Need, Catalog], Cell]] = {
    "title": lambda need, catalog: need.titled.text,
    "segment": _segment,
    "role_stated": lambda need, catalog: _label(catalog.roles[need.titled.role_id]) if need.has_role_stated else "",
    "tier_stated": lambda need, catalog: _label(catalog.tiers[need.tier]) if need.has_role_stated else "",
    "education": lambda need, catalog: _label(catalog.education[need.education]),
    "pay_low": lambda need, catalog: "" if need.is_negotiable else need.pay_low,
    "pay_high": lambda need, catalog: "" if need.is_negotiable else need.pay_high,
    "pay_period": lambda need, catalog: "" if need.is_negotiable else "月 month",
    "need_kind": lambda need, catalog: "新增 new" if need.headcount_12m > need.headcount else "补员 replacement",
    "reasons": lambda need, catalog: "",
    "district": lambda need, catalog: "",
}


def _instructions() -> Sheet:
    sheet = Sheet(INSTRUCTIONS)
    sheet.add(COMMENT)
    sheet.add("在“需求”中每行填写一个岗位；下面一行是示例，不计入统计。")
    sheet.add("示例\nExample", *(column.header(BOTH) for column in DEMAND_QUESTIONS))
    sheet.add("示例，不计入\nnot counted", *(column.example for column in DEMAND_QUESTIONS))
    return sheet


def _enterprise(answer: Answer, catalog: Catalog) -> Sheet:
    sheet = Sheet(ENTERPRISE_SHEET)
    for question, said in zip(ENTERPRISE_QUESTIONS, _firm(answer, catalog).values(), strict=True):
        sheet.add(question.header(BOTH), said)
    return sheet


def _pains(answer: Answer, catalog: Catalog) -> Sheet:
    sheet = Sheet(PAINS_SHEET)
    sheet.add("阶段\nStage", *(f"痛点 {choice}\nPain point {choice}" for choice in range(1, _CHOICES + 1)))
    for stage in catalog.stages.values():
        sheet.add(_label(stage), *(_label(pain) for pain in stage.pains if pain.id in answer.pains))
    return sheet


def _incentives(answer: Answer, catalog: Catalog) -> Sheet:
    sheet = Sheet(INCENTIVES_SHEET)
    sheet.add("阶段\nStage", "知道的政策条目\nIncentive item you know of", "程度\nHow far you got")
    for stage, item, reach in answer.uses:
        sheet.add(_label(catalog.stages[Stage(stage)]), item, " ".join(REACHES[reach]))
    return sheet


def _mark(answer: Answer, edition_id: str) -> Sheet:
    mark = FormMark(edition_id, answer.firm.chain_id)
    return Sheet(MARK_SHEET, [list(pair) for pair in mark.pairs()], is_hidden=True)


def _label(entry: Named) -> str:
    return f"{entry.zh} {entry.en}"
