"""One line, or one enterprise, as answers on our form: what was understood in its words, the rest as written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from talentmap.forms.filled import Answer, Value
from talentmap.forms.questions import DEMAND_QUESTIONS, ENTERPRISE_QUESTIONS, Entry, Question
from talentmap.forms.template import Template
from talentmap.intake.cells.shown import mask
from talentmap.intake.enterprise import Firm
from talentmap.intake.files.grid import Row, is_blank, text_of
from talentmap.intake.lines import Line, Values
from talentmap.intake.sheets.firm import Facts
from talentmap.intake.sheets.headers import Field
from talentmap.intake.sheets.table import Table, TableColumn
from talentmap.model.problem import Problem
from talentmap.text import squeeze

ABOUT_FIRM = {
    "intake-code-missing": "credit_code",
    "intake-chain-missing": "chain",
    "intake-enterprise-missing": "enterprise_name",
    "intake-enterprise-from-filename": "enterprise_name",
    "intake-total-implausible": "employees",
    "intake-group-repeats": "enterprise_name",
}
"""Problems that no cell of the enterprise's own stands for, and the question that they are put to."""

_ABOUT_LINE = {"intake-headcount-missing": "headcount"}
_LISTED = frozenset({"majors", "certificates", "skills"})
_PAY = frozenset({"pay_low", "pay_high"})
_REASONS = [question for question in DEMAND_QUESTIONS if question.field == "reasons"]
_CODED = {"district": "district_id", "segment": "segment_id"}
Place = tuple[str, int, str]
Found = Callable[[Place], Sequence[Problem]]


@dataclass(frozen=True, slots=True)
class Written:
    """A line with the table and row that it was read from."""

    line: Line
    table: Table
    row: Row

    def place(self, column: str = "") -> Place:
        """Its row, or the cell of it in a column."""
        return self.table.sheet.name, self.row.number, column

    def raw(self, column: TableColumn) -> str:
        """What a cell holds, personal numbers masked."""
        return squeeze(mask(text_of(self.row.cell(column.index))))


def line_answers(written: Written, found: Found, template: Template) -> dict[str, Answer]:
    """The answers of a line by question, each with the problems of the cell it came from."""
    columns = _columns(written.table)
    answers = {
        question.key: _answer(question, columns.get(question.field, []), written, found, template)
        for question in DEMAND_QUESTIONS
        if question.field != "reasons"
    }
    if "pay" in columns:
        answers |= _pay_in_one(columns["pay"], answers, written, found)
    answers |= _reasons(columns.get("reasons", []), written, found, template)
    for problem in found(written.place()):
        if problem.code not in ABOUT_FIRM:
            key = _ABOUT_LINE.get(problem.code, "title")
            answers[key] = _with_problems(answers[key], [problem])
    return answers


def _columns(table: Table) -> dict[str, list[TableColumn]]:
    columns: dict[str, list[TableColumn]] = {}
    for column in table.columns:
        if column.field is not None and column.field.block == "demand":
            columns.setdefault(column.field.name, []).append(column)
    return columns


def _answer(
    question: Question, columns: Sequence[TableColumn], written: Written, found: Found, template: Template
) -> Answer:
    problems = [problem for column in columns for problem in found(written.place(column.letter))]
    value = _understood(question, written.line.values, template)
    if value in ("", None) and problems:
        value = next((raw for column in columns if (raw := written.raw(column))), None)
    return Answer(value, tuple(problems))


def _understood(question: Question, values: Values, template: Template) -> Value:
    """The value of a field as the form says it."""
    if question.field == "pay_period":
        return template.choice("periods", "month") if any(getattr(values, name) is not None for name in _PAY) else None
    value = getattr(values, _CODED.get(question.field, question.field))
    if question.entry is Entry.LIST:
        return template.choice(question.choices, str(value)) if value else None
    if question.field in _LISTED:
        return str(value).replace("|", "、")
    return value if isinstance(value, str | int | float) else None


def _pay_in_one(
    columns: Sequence[TableColumn], answers: Mapping[str, Answer], written: Written, found: Found
) -> dict[str, Answer]:
    """Pay that stood in one cell: what is wrong with it goes to the lower end, as written where it was not read."""
    problems = [problem for column in columns for problem in found(written.place(column.letter))]
    if not problems:
        return {}
    low = answers["pay_low"]
    is_read = low.value is not None or answers["pay_high"].value is not None
    value = low.value if is_read else next((raw for column in columns if (raw := written.raw(column))), None)
    return {"pay_low": Answer(value, (*low.problems, *problems))}


def _reasons(columns: Sequence[TableColumn], written: Written, found: Found, template: Template) -> dict[str, Answer]:
    """Coded reasons in the first columns; after them, as far as there is room, what fits none of the codes."""
    problems = [problem for column in columns for problem in found(written.place(column.letter))]
    ids = [reason for reason in written.line.values.reasons.split("|") if reason]
    read = [Answer(template.choice("reasons", reason)) for reason in ids]
    unread = [Answer(problem.shown, (problem,)) for problem in problems]
    room = max(len(_REASONS) - len(unread), 1)
    answers = [*read[:room], *unread][: len(_REASONS)]
    return {question.key: answer for question, answer in zip(_REASONS, answers, strict=False)}


def _with_problems(answer: Answer, problems: Sequence[Problem]) -> Answer:
    return Answer(answer.value, (*answer.problems, *problems))


def firm_answers(
    firm: Firm, written: Sequence[Written], facts: Facts, found: Found, template: Template
) -> dict[str, Answer]:
    """The answers of an enterprise by question; what it wrote stands where it could not be used."""
    values: Mapping[str, Value] = {
        "enterprise_name": firm.name,
        "credit_code": firm.code,
        "chain": template.choice("chains", firm.chain_id),
        "segment": template.choice("segments", firm.segment_id),
        "enterprise_district": template.choice("districts", firm.district_id),
        "size_class": template.choice("sizes", firm.size_class),
        "employees": firm.employees,
        "hires": template.choice("hires", "yes" if written else "no"),
    }
    answers = {}
    for question in ENTERPRISE_QUESTIONS:
        told = _told_of_firm(question, written, facts, found)
        value = values[question.field]
        if value in ("", None):
            value = next((raw for raw, problems in told if problems), None)
        problems = tuple(problem for _, found_here in told for problem in found_here)
        answers[question.key] = Answer(value, problems + _beside(question, written, found))
    return answers


def _told_of_firm(
    question: Question, written: Sequence[Written], facts: Facts, found: Found
) -> list[tuple[str, Sequence[Problem]]]:
    """What a file says in answer to a question about its firm, wherever it does, with the problems of each place."""
    block = "demand" if question.field in ("chain", "segment") else "enterprise"
    field = Field(block, question.field)
    told = []
    said = facts.get(field)
    if said is not None:
        text = "" if is_blank(said.value) else squeeze(mask(text_of(said.value)))
        told.append((text, found((said.source.sheet, said.source.row, said.source.column))))
    if block == "enterprise" or question.field == "chain":
        for entry in written:
            column = entry.table.column(field.name, field.block)
            if column is not None:
                told.append((entry.raw(column), found(entry.place(column.letter))))
    return told


def _beside(question: Question, written: Sequence[Written], found: Found) -> tuple[Problem, ...]:
    """Problems of the firm as a whole that this question answers for."""
    places = [("", 0, ""), *((sheet, 0, "") for sheet in sorted({entry.table.sheet.name for entry in written} - {""}))]
    everywhere = [*places, *(entry.place() for entry in written)]
    return tuple(p for place in everywhere for p in found(place) if ABOUT_FIRM.get(p.code) == question.field)
