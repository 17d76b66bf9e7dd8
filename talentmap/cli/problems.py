"""Problems as a person reads them: the most useful first, grouped by code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from rich.markup import escape

from talentmap.cli.console import Lang, stdout
from talentmap.model.problem import Problem, Severity

_MARKS = {Severity.ERROR: "[bold red]✗[/]", Severity.WARNING: "[yellow]![/]", Severity.NOTE: "[dim]·[/]"}
_PLACES_SHOWN = 5


def show_problems(problems: Sequence[Problem], lang: Lang) -> None:
    """Print the problems, errors first, each code once with its places and the cure."""
    groups: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[problem.code].append(problem)
    order = list(Severity)
    for found in sorted(groups.values(), key=lambda found: (order.index(found[0].severity), -len(found))):
        first = found[0]
        stdout.print(f"{_MARKS[first.severity]} [bold]{first.code}[/] × {len(found)}", highlight=False)
        for problem in found[:_PLACES_SHOWN]:
            stdout.print(
                f"    {escape(str(problem.source))}  {escape(problem.wrong(lang))}", highlight=False, soft_wrap=True
            )
        if len(found) > _PLACES_SHOWN:
            stdout.print(f"    … +{len(found) - _PLACES_SHOWN}", highlight=False)
        stdout.print(f"    → {escape(first.fix(lang))}", highlight=False, soft_wrap=True)


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
