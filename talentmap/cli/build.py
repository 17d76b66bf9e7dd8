"""`talentmap build`: from the files of an edition to everything that is published."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from talentmap.cli.console import Lang, default_lang, say
from talentmap.model.engine_choice import EngineChoice, EngineKind
from talentmap.model.typesetting import PdfEngine, Style, Typesetting


def build(  # noqa: PLR0913, PLR0917 - each is an option of the command
    edition: Annotated[Path, typer.Argument(help="Folder of the edition, e.g. examples/qingyuan-2026. 年度版文件夹。")],
    output: Annotated[
        Path, typer.Option("--output", "--out", "-o", help="Where <edition id>/ is written. 输出位置。")
    ] = Path("output"),
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead. 输出 JSON。")] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Read every survey file again. 重新读取所有问卷。")
    ] = False,
    engine: Annotated[
        EngineKind, typer.Option("--engine", help="Where the tables are worked out. 计算引擎。")
    ] = EngineKind.EMBEDDED,
    master: Annotated[
        str, typer.Option("--master", help="Spark master: local[2], spark://host:7077, yarn. Spark 主节点地址。")
    ] = "local[*]",
    memory: Annotated[
        str, typer.Option("--memory", help="Memory that the engine may take, e.g. 2GB. 引擎可用内存。")
    ] = "2GB",
    pdf_engine: Annotated[
        PdfEngine, typer.Option("--pdf-engine", help="What sets the white paper. 排版引擎。")
    ] = PdfEngine.WEASYPRINT,
    style: Annotated[
        Style, typer.Option("--style", help="Look of the white paper: a report, or GB/T 9704. 版式。")
    ] = Style.REPORT,
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Build an edition: survey files to white paper. 编制年度版：从问卷到白皮书。

    A faulty file never stops the run; what was set aside stands in internal/problems.csv, what waits for a person in
    internal/queue.csv. Exit code 0: published. 3: the edition cannot be used. 4: the catalog is faulty. 5: something
    is missing on this machine.
    """
    from talentmap.cli.progress import SevenSteps, Silent
    from talentmap.model.edition import open_edition
    from talentmap.pipeline import compile_edition

    lang = lang or default_lang()
    opened = open_edition(edition)
    chosen = EngineChoice(engine, memory, master)
    look = Typesetting(pdf_engine, style)
    if as_json:
        compiled = compile_edition(opened, output, Silent(), not no_cache, chosen, look)
        severities = Counter(problem.severity.value for problem in compiled.problems)
        typer.echo(
            json.dumps(
                {
                    "folder": str(compiled.folder),
                    "steps": compiled.figures,
                    "problems": dict(sorted(severities.items())),
                },
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    with SevenSteps(lang) as steps:
        compiled = compile_edition(opened, output, steps, not no_cache, chosen, look)
    severities = Counter(problem.severity.value for problem in compiled.problems)
    names = {"error": "错误", "warning": "警告", "note": "提示"} if lang is Lang.ZH else {}
    zh = lang is Lang.ZH
    counts = [f"{names[name]} {count}" if zh else f"{count} {name}" for name, count in sorted(severities.items())]
    told = ("、" if zh else ", ").join(counts) or "0"
    if zh:
        say(f"已发布：{compiled.folder}")
        say(f"问题（{told}）：internal/problems.csv；待人工判定：internal/queue.csv")
    else:
        say(f"Published: {compiled.folder}")
        say(f"Problems ({told}): internal/problems.csv. Waiting for a person: internal/queue.csv")
