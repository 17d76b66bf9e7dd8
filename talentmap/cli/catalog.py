"""`talentmap catalog …`: looking after the catalogs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from talentmap.cli import growth, taxonomy
from talentmap.cli.console import Lang, default_lang, say

app = typer.Typer(help="Look after the catalogs. 维护产业链目录。", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look after the catalogs. 维护产业链目录。"""


@app.command("check")
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(help="Catalogs folder or edition; the shipped one when left out. 目录文件夹或年度版。"),
    ] = None,
    region: Annotated[str, typer.Option("--region", help="Region whose districts apply, else all. 适用地区。")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead. 输出 JSON。")] = False,
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Find every fault in the catalogs, with file and line. 检查目录，指出文件与行。

    Exit code 0: nothing found. 1: only warnings. 4: faults that would make results wrong.
    """
    from talentmap.catalog.check import check_catalog_of
    from talentmap.catalog.read import catalog_of
    from talentmap.cli.problems import show_problems
    from talentmap.model.problem import errors_among
    from talentmap.reports.listing import as_records

    place, regions = catalog_of(folder, region)
    reading = check_catalog_of(place, regions)
    counts = {"chains": 0, "roles": 0, "skills": 0}
    if reading.catalog is not None:
        counts = {name: len(getattr(reading.catalog, name)) for name in counts}
    if as_json:
        typer.echo(json.dumps({**counts, "problems": as_records(reading.problems)}, ensure_ascii=False, indent=2))
    else:
        chosen = lang or default_lang()
        show_problems(reading.problems, chosen)
        told = (
            "{chains} 条产业链、{roles} 个岗位、{skills} 项技能"
            if chosen is Lang.ZH
            else "{chains} chains, {roles} roles, {skills} skills"
        )
        found = f"问题 {len(reading.problems)} 个" if chosen is Lang.ZH else f"{len(reading.problems)} problems"
        say(f"{told.format(**counts)}{'；' if chosen is Lang.ZH else '; '}{found}")
    raise typer.Exit(4 if errors_among(reading.problems) else int(bool(reading.problems)))


app.command("import")(taxonomy.import_taxonomy)
app.command("propose")(growth.propose)
app.command("adopt")(growth.adopt)
