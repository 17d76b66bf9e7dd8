"""`talentmap explain`: where a printed number comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from talentmap.cli.console import Lang, default_lang, say

if TYPE_CHECKING:
    from talentmap.publish.explain import Explanation

_SHOWN = 20
_ROWS_OF_A_FIGURE = 3


def explain(
    fact: Annotated[
        str,
        typer.Argument(help="A figure or table (tiers, 图1, 'Table 3'), or a number by its id. 图表名称或数字编号。"),
    ],
    folder: Annotated[Path, typer.Argument(help="Folder of the published edition. 已发布的年度版文件夹。")],
    every: Annotated[bool, typer.Option("--all", help="List every row, not only the weightiest. 列出全部行。")] = False,
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Trace a figure to its numbers, a number to file, sheet and row. For the bureau alone. 追溯来源（仅限内部）。

    Exit code 3: the folder is no published edition, or the white paper prints no such figure and no such number.
    """
    from talentmap.publish.explain import explain as trace
    from talentmap.publish.explain import shown_in

    zh = (lang or default_lang()) is Lang.ZH
    figures = shown_in(fact, folder)
    for figure in figures:
        say(f"{figure.name}  {figure.caption}")
    names = dict.fromkeys(name for figure in figures for name in figure.facts) or [fact]
    for name in list(names) if every else list(names)[:_SHOWN]:
        if figures:
            say(f"— {name}")
        _tell(trace(name, folder), zh=zh, rows=None if every else _SHOWN if not figures else _ROWS_OF_A_FIGURE)
    _rest(0 if every else len(names) - _SHOWN, zh=zh)


def _tell(found: Explanation, *, zh: bool, rows: int | None) -> None:
    for language, text in found.printed.items():
        say(f"{'印作' if zh else 'printed'} [{language}] {text}")
    for part in found.parts:
        say(f"{'由此得出' if zh else 'made from'} {part}")
    if found.query:
        say(found.query)
    for department, count in found.people.items():
        say(f"{count:>8,}  {department}")
    for line in found.lines[:rows]:
        place = " ".join(filter(None, (line.file, line.sheet, str(line.row))))
        say(f"{line.headcount:>6,.0f} × {line.weight:<6.2f} {place}")
    _rest(len(found.lines) - len(found.lines[:rows]), zh=zh)


def _rest(rest: int, *, zh: bool) -> None:
    if rest > 0:
        say(f"… {rest:,} {'行未列出，加 --all 全部列出' if zh else 'more; --all lists them'}")
