"""`talentmap forms`: the survey form of each chain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from talentmap.bilingual import both
from talentmap.cli.console import say
from talentmap.errors import EditionError


def forms(
    edition: Annotated[Path, typer.Argument(help="Folder of the edition. 年度版文件夹。")],
    chain: Annotated[
        list[str] | None, typer.Option("--chain", help="Only this chain; may be repeated. 只生成该产业链。")
    ] = None,
    lang: Annotated[
        str, typer.Option("--lang", help="Languages of the form, the first one leads: zh,en or zh or en. 表格语言。")
    ] = "zh,en",
    output: Annotated[
        Path, typer.Option("--output", "--out", "-o", help="Where the forms are written. 输出位置。")
    ] = Path("forms"),
) -> None:
    """Write the survey forms of an edition, XLSX and CSV. 生成问卷表（XLSX 与 CSV）。

    Exit code 0: written. 3: the edition cannot be used. 4: the catalog has no such chain, or is faulty.
    """
    from talentmap.catalog.policies import read_policies
    from talentmap.catalog.read import narrowed, read_edition_catalog
    from talentmap.forms.delimited import write_csv_form
    from talentmap.forms.template import Template
    from talentmap.forms.workbook import write_form
    from talentmap.model.edition import open_edition

    languages = _languages(lang)
    opened = open_edition(edition)
    settings = opened.settings
    catalog = narrowed(read_edition_catalog(opened), tuple(chain or ()))
    incentives = read_policies(opened.policies, catalog).in_force(settings.reference_date)
    output.mkdir(parents=True, exist_ok=True)
    for chain_id in catalog.chains:
        template = Template(catalog, chain_id, settings.id, incentives, languages)
        path = output / f"{settings.id}.{chain_id}"
        write_form(path.with_name(f"{path.name}.xlsx"), template)
        write_csv_form(path.with_name(f"{path.name}.csv"), template)
        say(f"{path}.xlsx")


def _languages(told: str) -> tuple[str, ...]:
    languages = tuple(dict.fromkeys(part.strip() for part in told.split(",") if part.strip()))
    if not languages or not set(languages) <= {"zh", "en"}:
        raise EditionError(
            both(f"There is no form in the language '{told}'.", f"没有“{told}”语言的表格。"),
            both("Name zh, en or both, as in --lang zh,en.", "请写 zh、en 或两者，例如 --lang zh,en。"),
        )
    return languages
