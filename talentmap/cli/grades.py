"""`talentmap grades …`: the cut points of the shortage grade."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from talentmap.bilingual import both
from talentmap.cli.console import Lang, default_lang, say
from talentmap.errors import EditionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from talentmap.model.thresholds import GradeCut, GradeIndicator

app = typer.Typer(help="Look after the shortage grade. 维护紧缺等级的分界值。", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look after the shortage grade. 维护紧缺等级的分界值。"""


@app.command("propose")
def propose(
    edition: Annotated[Path, typer.Argument(help="Folder of the edition. 年度版文件夹。")],
    output: Annotated[
        Path, typer.Option("--output", help="Where `build` wrote the edition. 编制结果所在位置。")
    ] = Path("output"),
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Propose cut points from the roles of a built edition. 根据已编制的年度版提出分界值。

    Prints the section `grades` of rules.yaml, the standing cut points beside the proposed ones. Nothing is changed:
    cut points are chosen once, for the first edition, and then stay, so that years compare. Exit code 0: printed. 3:
    the edition cannot be used or was not built.
    """
    from talentmap.analysis.shortage.cut_points import proposed_of
    from talentmap.catalog.read import read_edition_catalog
    from talentmap.engine import EmbeddedEngine
    from talentmap.model.edition import open_edition
    from talentmap.tables.analysis import ROLE_BALANCE

    opened = open_edition(edition)
    rules = read_edition_catalog(opened).rules
    tables = output / opened.settings.id / "internal" / "tables"
    if not tables.is_dir():
        raise EditionError(
            both(f"There is no build of the edition in {output}.", f"{output} 中没有这个年度版的编制结果。"),
            both(f"Run `talentmap build {edition}` first.", f"请先运行 `talentmap build {edition}`。"),
        )
    with EmbeddedEngine(tables) as engine:
        roles = engine.read(ROLE_BALANCE).to_pandas()
    cuts, known = proposed_of(roles, rules.grades, rules.grade_rules.enterprises_minimum)
    zh = (lang or default_lang()) is Lang.ZH
    say("# 由岗位三分位提出，确认后写入 rules.yaml" if zh else "# From terciles of roles; for rules.yaml")
    say(_section(cuts, rules.grades, known, zh=zh))


def _section(
    cuts: Mapping[GradeIndicator, GradeCut],
    standing: Mapping[GradeIndicator, GradeCut],
    known: Mapping[GradeIndicator, int],
    *,
    zh: bool,
) -> str:
    """The section `grades` as it would stand in rules.yaml, with what stands there now and how many roles are known."""
    lines = ["grades:"]
    for name, cut in cuts.items():
        low = ", low: true" if cut.low else ""
        now = ", ".join(map(str, standing[name].cuts))
        told = f"现为 {now}；{known[name]} 个岗位" if zh else f"now {now}; {known[name]} roles"
        lines.append(f"  {name}: {{cuts: [{', '.join(map(str, cut.cuts))}]{low}}}  # {told}")
    return "\n".join(lines)
