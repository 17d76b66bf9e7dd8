"""`talentmap doctor`: is everything here that a build needs?"""

from __future__ import annotations

import json
import platform
import sys
from typing import Annotated

import typer
from rich.markup import escape

from talentmap import __version__
from talentmap.bilingual import said
from talentmap.cli.console import default_lang, say, stdout


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead. 输出 JSON。")] = False,
) -> None:
    """Look whether this machine can build an edition. 检查运行环境。

    Exit code 0: it can. 5: something is missing, and the line says how to get it.
    """
    from talentmap.publish.environment import examine

    findings = examine()
    if as_json:
        typer.echo(
            json.dumps([{"what": f.what, "ok": f.ok, "told": f.told} for f in findings], ensure_ascii=False, indent=2)
        )
    else:
        say(f"talentmap {__version__}  Python {platform.python_version()}  {sys.platform}")
        for finding in findings:
            mark = "[green]✓[/]" if finding.ok else "[bold red]✗[/]"
            told = escape(f"{finding.what}: {said(finding.told, default_lang())}")
            stdout.print(f"{mark} {told}", highlight=False, soft_wrap=True)
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 5)
