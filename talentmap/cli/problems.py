"""Problems on the console: each kind once, the gravest and most shared first, with its places and the cure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape

from talentmap.cli.console import Lang, say, stdout
from talentmap.model.problem import Problem, Severity
from talentmap.reports.listing import Group, grouped

_MARKS = {Severity.ERROR: "[bold red]✗[/]", Severity.WARNING: "[yellow]![/]", Severity.NOTE: "[dim]·[/]"}
_PLACES_SHOWN = 5


def show_problems(problems: Sequence[Problem], lang: Lang) -> None:
    """Print the problems, errors first; of each kind a few places and the cure."""
    for group in grouped(problems):
        _show(group, lang)


def _show(group: Group, lang: Lang) -> None:
    stdout.print(f"{_MARKS[group.severity]} [bold]{group.code}[/] × {len(group.problems)}", highlight=False)
    for problem in group.problems[:_PLACES_SHOWN]:
        stdout.print(
            f"    {escape(str(problem.source))}  {escape(problem.wrong(lang))}", highlight=False, soft_wrap=True
        )
    if len(group.problems) > _PLACES_SHOWN:
        say(f"    … +{len(group.problems) - _PLACES_SHOWN}")
    stdout.print(f"    → {escape(group.problems[0].fix(lang))}", highlight=False, soft_wrap=True)
