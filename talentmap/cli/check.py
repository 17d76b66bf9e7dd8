"""`talentmap check`: what a survey file, a folder of them, or an edition's surveys would give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from talentmap.cli.console import Lang, default_lang, stdout
from talentmap.errors import EditionError


def check(
    path: Annotated[
        Path, typer.Argument(help="A survey file, a folder of them, or an edition. 问卷文件、文件夹或年度版。")
    ],
    region: Annotated[str, typer.Option("--region", help="Region, unless an edition says it. 地区。")] = "qingyuan",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead. 输出 JSON。")] = False,
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Check survey files before they are used. 检查问卷文件。

    Exit code 0: nothing is set aside. 1: something is, and the list says what to mend.
    """
    from talentmap.catalog.read import read_catalog, read_edition_catalog
    from talentmap.cli.problems import as_records, show_problems
    from talentmap.intake import survey_files, take_in
    from talentmap.model.edition import open_edition
    from talentmap.model.problem import errors_among
    from talentmap.resources import catalogs_dir

    if not path.exists():
        raise EditionError(
            f"There is no file or folder {path}.", "Name a survey file, a folder of them, or an edition."
        )
    is_edition = (path / "edition.toml").is_file()
    catalog = read_edition_catalog(open_edition(path)) if is_edition else read_catalog(catalogs_dir(), region)
    root = path / "surveys" if is_edition else path
    files = survey_files(root) if root.is_dir() else [root]
    survey = take_in(files, root if root.is_dir() else root.parent, catalog)
    account = {name: sum(survey.files[name].to_pylist()) for name in ("rows_in", "used", "rejected", "duplicate")}
    faulty = bool(errors_among(survey.problems))
    if as_json:
        report = {"files": survey.files.to_pylist(), "rows": account, "problems": as_records(survey.problems)}
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        chosen = lang or default_lang()
        show_problems(survey.problems, chosen)
        stdout.print(_summary(len(files), account, chosen), highlight=False)
    raise typer.Exit(1 if faulty else 0)


def _summary(files: int, account: dict[str, int], lang: Lang) -> str:
    rows, used, rejected, duplicate = account.values()
    if lang is Lang.ZH:
        return f"{files} 个文件：{rows} 行 = 采用 {used} + 退回 {rejected} + 重复 {duplicate}"
    return f"{files} files: {rows} rows = {used} used + {rejected} rejected + {duplicate} duplicate"
