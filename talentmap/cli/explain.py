"""`talentmap explain`: where a printed number comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from talentmap.cli.console import Lang, default_lang, stdout

_SHOWN = 20


def explain(
    fact: Annotated[
        str,
        typer.Argument(help="Id as in internal/numbers.csv, e.g. group_balance.all.all.need. 数字编号。"),
    ],
    folder: Annotated[Path, typer.Argument(help="Folder of the published edition. 已发布的年度版文件夹。")],
    every: Annotated[bool, typer.Option("--all", help="List every row, not only the weightiest. 列出全部行。")] = False,
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Trace a printed number to file, sheet and row. For the bureau alone. 追溯数字来源（仅限内部）。

    Exit code 3: the folder is no published edition, or the white paper prints no such number.
    """
    from talentmap.publish.explain import explain as trace

    found = trace(fact, folder)
    zh = (lang or default_lang()) is Lang.ZH
    for language, text in found.printed.items():
        stdout.print(f"{'印作' if zh else 'printed'} [{language}] {text}", highlight=False, markup=False)
    for part in found.parts:
        stdout.print(f"{'由此得出' if zh else 'made from'} {part}", highlight=False, markup=False)
    if found.query:
        stdout.print(found.query, highlight=False, markup=False)
    for department, count in found.people.items():
        stdout.print(f"{count:>8,}  {department}", highlight=False, markup=False)
    for line in found.lines if every else found.lines[:_SHOWN]:
        place = " ".join(filter(None, (line.file, line.sheet, str(line.row))))
        stdout.print(f"{line.headcount:>6,.0f} × {line.weight:<6.2f} {place}", highlight=False, markup=False)
    rest = 0 if every else max(len(found.lines) - _SHOWN, 0)
    if rest:
        stdout.print(f"… {rest:,} {'行未列出，加 --all 全部列出' if zh else 'more; --all lists them'}", highlight=False)
