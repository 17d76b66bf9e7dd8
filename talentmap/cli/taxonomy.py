"""`talentmap catalog import`: a classification that somebody else keeps, as one file to match titles with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from talentmap.cli.console import Lang, default_lang, say

if TYPE_CHECKING:
    from talentmap.catalog.occupations import Taxonomy

_SUMMARY = {
    Lang.ZH: "{roles} 个职业、{aliases} 个别名、{skills} 项技能、{parents} 个类别（{format}）；问题 {problems}",
    Lang.EN: "{roles} roles, {aliases} aliases, {skills} skills, {parents} parents ({format}); {problems} problems",
}


def import_taxonomy(
    source: Annotated[Path, typer.Argument(help="A file, a folder or a zip archive. 文件、文件夹或压缩包。")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The JSON file to write. 输出的 JSON 文件。")],
    form: Annotated[
        str, typer.Option("--format", help="auto, flat, esco, onet or national. 分类的格式。", metavar="FORMAT")
    ] = "auto",
    language: Annotated[
        str,
        typer.Option("--lang", help="Language to take where there are several, e.g. en. 取哪种语言的文件。"),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead. 输出 JSON。")] = False,
) -> None:
    """Import a classification: flat list, ESCO, O*NET, national list. 导入职业分类，供 match 使用。

    Exit code 0: written. 1: written without the entries that the list names. 4: nothing could be used, nothing written.
    """
    from talentmap.catalog.imports import Form, read_taxonomy
    from talentmap.catalog.occupations import write_occupations
    from talentmap.cli.problems import show_problems
    from talentmap.model.problem import errors_among
    from talentmap.reports.listing import as_records

    if form not in list(Form):
        raise typer.BadParameter(f"'{form}' is none of {', '.join(Form)}.", param_hint="--format")
    taxonomy = read_taxonomy(source, Form(form), language)
    if taxonomy.occupations:
        write_occupations(out, taxonomy.occupations)
    counts = {**_counts(taxonomy), "problems": len(taxonomy.problems)}
    if as_json:
        report = {**counts, "out": str(out), "problems": as_records(taxonomy.problems)}
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        lang = default_lang()
        show_problems(taxonomy.problems, lang)
        say(_SUMMARY[lang].format(**counts))
    raise typer.Exit(4 if not taxonomy.occupations else int(bool(errors_among(taxonomy.problems))))


def _counts(taxonomy: Taxonomy) -> dict[str, object]:
    occupations = taxonomy.occupations
    return {
        "format": taxonomy.form,
        "entries": taxonomy.entries,
        "roles": len(occupations),
        "aliases": sum(len(occupation.aliases) for occupation in occupations),
        "skills": len({skill for occupation in occupations for skill in occupation.skills}),
        "parents": len({occupation.parent for occupation in occupations if occupation.parent}),
    }
