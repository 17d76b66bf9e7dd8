"""`talentmap scenario`: what a change of incentives would change, and the budget that would serve need best."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from talentmap.bilingual import both
from talentmap.cli.console import Lang, default_lang, say, stdout
from talentmap.errors import EditionError

if TYPE_CHECKING:
    from talentmap.publish.scenario.sections import Section

_ROWS_SHOWN = 25


def scenario(
    edition: Annotated[Path, typer.Argument(help="Folder of the edition. 年度版文件夹。")],
    file: Annotated[Path, typer.Argument(help="Scenario as YAML or TOML. 情景文件（YAML 或 TOML）。")],
    output: Annotated[Path, typer.Option("--output", help="Where the edition was built. 编制结果的位置。")] = Path(
        "output"
    ),
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write the report here: page, workbook, CSV. 写出报告的文件夹。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead. 输出 JSON。")] = False,
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Try out changed amounts, conditions, budgets and items on a built edition. 测算政策调整的效果。

    The figures are for the bureau: they are not protected. Exit code 0: worked out. 1: the scenario is at fault, and
    the list says where, or no budget keeps to its limits. 3: the edition cannot be used or was not built.
    """
    from talentmap.analysis.scenario.run import what_if
    from talentmap.catalog.policies import read_policies
    from talentmap.catalog.read import read_edition_catalog
    from talentmap.catalog.scenarios import read_scenario
    from talentmap.cli.problems import show_problems
    from talentmap.engine import EmbeddedEngine
    from talentmap.model.edition import open_edition
    from talentmap.publish.scenario.report import frames_of, write_report
    from talentmap.publish.scenario.sections import sections
    from talentmap.publish.scenario.words import Words
    from talentmap.reports.listing import as_records

    opened = open_edition(edition)
    catalog = read_edition_catalog(opened)
    register = read_policies(opened.policies, catalog)
    chosen = lang or default_lang()
    reading = read_scenario(file, register, register.in_force(opened.settings.reference_date))
    if reading.scenario is None:
        if as_json:
            typer.echo(json.dumps({"problems": as_records(reading.problems)}, ensure_ascii=False, indent=2))
        else:
            show_problems(reading.problems, chosen)
        raise typer.Exit(1)
    with EmbeddedEngine(_tables(output / opened.settings.id)) as engine:
        found = what_if(opened, catalog, engine, register, reading.scenario)
    languages = opened.settings.languages
    written = write_report(out, found, reading.scenario, register, catalog, languages) if out else []
    if as_json:
        frames = {name: json.loads(frame.to_json(orient="records")) for name, frame in frames_of(found).items()}
        typer.echo(json.dumps(frames, ensure_ascii=False, indent=2))
    else:
        words = Words(catalog, chosen.value)
        _show(sections(found, reading.scenario, register, words))
        say(words.say("headings", "internal"))
        if written and out:
            say(str(out))
    if found.sought is not None and len(found.sought.clashes):
        raise typer.Exit(1)


def _tables(folder: Path) -> Path:
    tables = folder / "internal" / "tables"
    if not (tables / "posts.parquet").exists():
        raise EditionError(
            both(f"There is no built edition at {folder}.", f"{folder} 没有编制结果。"),
            both(
                "Build it first: talentmap build EDITION, or name its --output.",
                "请先编制：talentmap build 年度版；结果在别处时写明 --output。",
            ),
        )
    return tables


def _show(told: Sequence[Section]) -> None:
    from rich.markup import escape
    from rich.table import Table

    for section in told:
        stdout.print(f"[bold]{escape(section.title)}[/]", highlight=False)
        for sentence in section.sentences:
            stdout.print(escape(sentence), highlight=False, soft_wrap=True)
        if section.rows:
            table = Table(*(escape(head) for head in section.heads), box=None, pad_edge=False)
            for row in section.rows[:_ROWS_SHOWN]:
                table.add_row(*(escape(cell) for cell in row))
            stdout.print(table)
            if len(section.rows) > _ROWS_SHOWN:
                say(f"… +{len(section.rows) - _ROWS_SHOWN}")
