"""`talentmap publish-check`: a published edition read as an attacker would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from talentmap.cli.console import Lang, default_lang, say

_KINDS = {
    "unmasked": "本应保密却已刊出",
    "named": "文字或图中点出",
    "beside": "名称旁的数字相同，或属巧合，请核对",
    "recovered": "可由其他数字推算",
    "stale": "与内部数据不一致",
}


def publish_check(
    folder: Annotated[Path, typer.Argument(help="Folder that build wrote, with its internal folder. 已编制的年度版。")],
    previous: Annotated[
        Path | None, typer.Option("--previous", help="The edition published before it, likewise. 上一年度版。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead. 输出 JSON。")] = False,
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Try to recover hidden figures from everything published. 以攻击者的方式检查可否推算出保密数字。

    Reads PDF, Word, map, workbook and open data, of the previous edition too, and never prints a hidden value. The
    list stands in internal/disclosure-leaks.csv. `beside` may be coincidence: look at the place. Exit code 0: nothing
    found. 3: the folder cannot be checked. 6: a hidden figure can be had, or may be.
    """
    from talentmap.disclosure.gate import Gate, read_rules, tables_of
    from talentmap.publish.sheets import wording

    lang = lang or default_lang()
    with tables_of(folder) as engine:
        checked = Gate(read_rules(folder), wording(), previous).check(folder, engine)
    if as_json:
        leaks = [
            {"kind": leak.kind, "file": leak.file, "place": leak.place, "cell": leak.cell, "column": leak.column}
            for leak in checked.leaks
        ]
        counts = {"files": checked.files, "readings": checked.readings, "passages": checked.passages}
        typer.echo(json.dumps({**counts, "protected": checked.targets, "leaks": leaks}, ensure_ascii=False, indent=2))
    elif lang is Lang.ZH:
        say(f"检查 {checked.files} 个文件、{checked.readings} 个数字、{checked.targets} 项保密量。")
        for leak in checked.leaks:
            say(f"{_KINDS[leak.kind]}：{leak.file} {leak.place}，{leak.cell}，{leak.column}")
        say("未发现可推算的保密数字。" if not checked.leaks else f"发现 {len(checked.leaks)} 处。")
    else:
        say(f"{checked.files} files, {checked.readings} figures, {checked.targets} protected amounts checked.")
        for leak in checked.leaks:
            say(f"{leak.kind}: {leak.file} {leak.place}, {leak.column} of {leak.cell}")
        say("No hidden figure can be had." if not checked.leaks else f"{len(checked.leaks)} leaks.")
    if checked.leaks:
        raise typer.Exit(6)
