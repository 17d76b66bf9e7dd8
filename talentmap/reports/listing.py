"""The columns of a problem list, once for JSON, workbook and page; and the order in which people want to read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from talentmap.model.problem import Problem, Severity

SEVERITIES = {
    Severity.ERROR: {"zh": "✗ 必须改", "en": "✗ error"},
    Severity.WARNING: {"zh": "! 请核对", "en": "! warning"},
    Severity.NOTE: {"zh": "· 提示", "en": "· note"},
}
HEADS = {
    "severity": {"zh": "级别", "en": "Severity"},
    "file": {"zh": "文件", "en": "File"},
    "sheet": {"zh": "工作表", "en": "Sheet"},
    "row": {"zh": "行", "en": "Row"},
    "column": {"zh": "列", "en": "Column"},
    "header": {"zh": "表头", "en": "Header"},
    "shown": {"zh": "原值", "en": "Value"},
    "wrong": {"zh": "问题", "en": "What is wrong"},
    "fix": {"zh": "改法", "en": "How to fix"},
    "suggestion": {"zh": "建议值", "en": "Suggested"},
    "code": {"zh": "代码", "en": "Code"},
}


@dataclass(frozen=True, slots=True)
class Group:
    """All problems of one code, in the order of their places."""

    code: str
    severity: Severity
    problems: Sequence[Problem]

    @property
    def files(self) -> int:
        """In how many files it was found."""
        return len({problem.source.file for problem in self.problems})


def grouped(problems: Sequence[Problem]) -> list[Group]:
    """The problems by code: the gravest first, then those that most files share, then the most frequent."""
    by_code: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_code[problem.code].append(problem)
    groups = [Group(code, found[0].severity, sorted(found, key=_place)) for code, found in by_code.items()]
    order = list(Severity)
    return sorted(groups, key=lambda g: (order.index(g.severity), -g.files, -len(g.problems), g.code))


def listed(problems: Sequence[Problem]) -> list[Problem]:
    """The problems file by file, the gravest of each file first, then by place."""
    order = list(Severity)
    return sorted(problems, key=lambda p: (p.source.file, order.index(p.severity), *_place(p)))


def _place(problem: Problem) -> tuple[object, ...]:
    return problem.source, problem.code, problem.shown


def values_of(problem: Problem, lang: str) -> dict[str, str | int]:
    """A problem by the columns of the list, in one language."""
    source = problem.source
    return {
        "severity": SEVERITIES[problem.severity][lang],
        "file": source.file,
        "sheet": source.sheet,
        "row": source.row or "",
        "column": source.column,
        "header": source.header,
        "shown": problem.shown,
        "wrong": problem.wrong(lang),
        "fix": problem.fix(lang),
        "suggestion": problem.suggestion,
        "code": problem.code,
    }


def as_records(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """The problems as plain records in both languages, for JSON and CSV."""
    return [
        {
            "code": problem.code,
            "severity": problem.severity.value,
            "file": problem.source.file,
            "sheet": problem.source.sheet,
            "row": problem.source.row or None,
            "column": problem.source.column,
            "header": problem.source.header,
            "shown": problem.shown,
            "suggestion": problem.suggestion,
            "wrong_zh": problem.wrong("zh"),
            "fix_zh": problem.fix("zh"),
            "wrong_en": problem.wrong("en"),
            "fix_en": problem.fix("en"),
        }
        for problem in problems
    ]
