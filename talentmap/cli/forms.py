"""`talentmap forms`: the survey form of each chain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from talentmap.cli.console import stdout


def forms(
    edition: Annotated[Path, typer.Argument(help="Folder of the edition. 年度版文件夹。")],
    chain: Annotated[
        list[str] | None, typer.Option("--chain", help="Only this chain; may be repeated. 只生成该产业链。")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the forms are written. 输出位置。")] = Path(
        "forms"
    ),
) -> None:
    """Write the survey forms of an edition, XLSX and CSV. 生成问卷表（XLSX 与 CSV）。"""
    from talentmap.catalog.read import narrowed, read_edition_catalog
    from talentmap.intake import write_csv_form, write_form
    from talentmap.model.edition import open_edition

    opened = open_edition(edition)
    settings = opened.settings
    catalog = narrowed(read_edition_catalog(opened), tuple(chain or ()))
    output.mkdir(parents=True, exist_ok=True)
    for chain_id in catalog.chains:
        name = f"{settings.id}.{chain_id}"
        write_form(output / f"{name}.xlsx", catalog, chain_id, settings.id)
        write_csv_form(output / f"{name}.csv", catalog, chain_id)
        stdout.print(f"{output / name}.xlsx", highlight=False)
