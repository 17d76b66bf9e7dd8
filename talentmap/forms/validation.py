"""What a spreadsheet program lets people enter: lists, whole numbers, a code's length; with a hint and a stop text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from talentmap.forms.questions import DEMAND_QUESTIONS, Entry, Question
from talentmap.forms.wording import said
from talentmap.model.source import column_letter

_MOST_PEOPLE = 100_000
_MOST_NUMBER = 100_000_000
_TITLE_MAX = 32
_TEXT_MAX = 250
_LENIENT = frozenset({"chains", "roles"})  # a title decides where no role fits; a firm may be sent another chain's form
_CHOOSE = ("请从下拉列表中选择。", "Please choose from the list.")
_COUNT = ("请填写 0 或正整数，不写单位，不写范围。", "A whole number, 0 or more; no unit, no range.")
_NUMBER = ("请填写 0 或正数，不写单位，不写范围。", "A number, 0 or more; no unit, no range.")
_CODE = ("统一社会信用代码是 18 位。", "The credit code has 18 characters.")
DEPENDENT = (
    "=IF(COUNTIF({beside},{choice})=0,{all},"
    "OFFSET(INDEX({all},MATCH({choice},{beside},0)),0,0,COUNTIF({beside},{choice}),1))"
)
"""A list that shrinks with another cell's choice: `all` stands in the order of `beside`, which repeats that choice."""


def rule_of(question: Question, row: int, languages: Sequence[str]) -> dict[str, Any]:
    """The validation of a question's cells, the first of which stands in 0-based `row`."""
    rule: dict[str, Any] = {
        "input_title": _short(question, languages),
        "input_message": question.hint(languages)[:_TEXT_MAX],
    }
    if question.entry is Entry.LIST:
        return rule | list_rule(source_of(question, row), languages, is_strict=question.choices not in _LENIENT) | rule
    if question.entry is Entry.CODE:
        return rule | {"validate": "length", "criteria": "==", "value": 18, **_stop(_CODE, languages)}
    if question.entry is Entry.COUNT:
        return rule | {"validate": "integer", **_between(_MOST_PEOPLE), **_stop(_COUNT, languages)}
    if question.entry is Entry.NUMBER:
        return rule | {"validate": "decimal", **_between(_MOST_NUMBER), **_stop(_NUMBER, languages)}
    return rule | {"validate": "any"}


def source_of(question: Question, row: int) -> str:
    """Where a question's list comes from: a defined name, or for roles the part of it that the segment leaves."""
    if question.choices != "roles":
        return f"={question.choices}"
    letter = column_letter([asked.field for asked in DEMAND_QUESTIONS].index("segment"))
    return dependent("roles", "role_segments", f"${letter}{row + 1}")


def dependent(names: str, beside: str, choice: str) -> str:
    """The source of a list that another cell's choice shortens; the whole list while that cell says nothing known."""
    return DEPENDENT.format(choice=choice, all=names, beside=beside)


def list_rule(source: str, languages: Sequence[str], is_strict: bool = True) -> dict[str, Any]:
    """A drop-down; a strict one stops what is not in it, the others ask."""
    return {
        "validate": "list",
        "source": source,
        "error_type": "stop" if is_strict else "warning",
        **_stop(_CHOOSE, languages),
        "input_message": said(*_CHOOSE, languages),
    }


def _between(most: int) -> dict[str, Any]:
    return {"criteria": "between", "minimum": 0, "maximum": most}


def _stop(text: tuple[str, str], languages: Sequence[str]) -> dict[str, Any]:
    return {"error_title": said("请核对", "Please check", languages, " "), "error_message": said(*text, languages)}


def _short(question: Question, languages: Sequence[str]) -> str:
    title = question.zh.strip("*").replace("（必填）", "") if "zh" in languages else question.en
    return title[:_TITLE_MAX]
