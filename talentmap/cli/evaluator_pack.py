"""`talentmap evaluator-pack`: what independent evaluators are given, and how far their scores agree."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from talentmap.cli.console import Lang, default_lang, say, stdout

if TYPE_CHECKING:
    from talentmap.evaluation.pack.consensus import Consensus

_WORDS = {
    "zh": {
        "reliability": ("标准", "评分项", "Krippendorff α", "95%区间", "平均分"),
        "pairs": ("评价人", "共同评分项", "相同占比", "Cohen κ"),
        "apart": ("分歧较大", "评价人数", "平均分", "分数范围"),
        "all": "全部",
    },
    "en": {
        "reliability": ("criterion", "lines", "Krippendorff's alpha", "95% interval", "mean"),
        "pairs": ("raters", "lines scored by both", "alike", "Cohen's kappa"),
        "apart": ("far apart", "raters", "mean", "scores"),
        "all": "all",
    },
}


class _MakesByDefault(TyperGroup):
    """A group whose first word is a folder where it is no command: `evaluator-pack OUTPUT` makes a pack."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """`make` before what is no command."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["make", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    help="What independent evaluators are given, and how far they agree. 第三方评价资料包。",
    cls=_MakesByDefault,
    no_args_is_help=True,
)


@app.command("make")
def make(
    output: Annotated[Path, typer.Argument(help="Published folder, e.g. output/qingyuan-2026. 编制结果文件夹。")],
    out: Annotated[Path, typer.Option("--out", "-o", help="A new folder, or a file ending in .zip. 资料包。")],
    raters: Annotated[int, typer.Option("--raters", help="Scoring sheets to make. 评价人数。")] = 3,
) -> None:
    """Freeze the published tables with checksums, method and scoring sheets. 生成第三方评价资料包。

    Nothing internal goes in. Exit code 3: the edition is not as it was published, or the place is taken.
    """
    from talentmap.evaluation.pack.contents import write_pack

    pack = write_pack(output, out, raters)
    say(f"{pack.name}: {pack.files} → {pack.place}")


@app.command("agree")
def agree(
    sheets: Annotated[list[Path], typer.Argument(help="Workbooks handed in, one a rater. 各评价人的评分表。")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead. 输出 JSON。")] = False,
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Say how far the raters agree, and where their scores lie apart. 评价人之间的一致性。"""
    from talentmap.cli.problems import show_problems
    from talentmap.evaluation.pack.consensus import consensus
    from talentmap.evaluation.pack.sheets import read_sheet

    read = [read_sheet(path) for path in sheets]
    found = consensus(read)
    if as_json:
        typer.echo(json.dumps(_told(asdict(found)), ensure_ascii=False, indent=2))
        return
    chosen = (lang or default_lang()).value
    show_problems([problem for sheet in read for problem in sheet.problems], lang or default_lang())
    _show(found, chosen)


def _told(found: Any) -> Any:
    """`found` with null for what is not defined: JSON knows no nan."""
    if isinstance(found, dict):
        return {key: _told(value) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [_told(value) for value in found]
    return None if isinstance(found, float) and found != found else found  # noqa: PLR0124 - nan differs from itself


def _show(found: Consensus, lang: str) -> None:
    from rich import box
    from rich.table import Table

    words = _WORDS[lang]
    named = [one.criterion or str(words["all"]) for one in found.reliability]
    tables: dict[str, list[tuple[str, ...]]] = {
        "reliability": [
            (name, str(one.lines), _number(one.alpha), f"{_number(one.interval[0])} – {_number(one.interval[1])}",
             _number(one.mean))
            for name, one in zip(named, found.reliability, strict=True)
        ],
        "pairs": [
            (f"{one.one}–{one.other}", str(one.lines), f"{one.alike:.0%}" if one.lines else "–", _number(one.kappa))
            for one in found.pairings
        ],
        "apart": [
            (line.code, str(line.raters), _number(line.mean), f"{line.low}–{line.high}")
            for line in found.lines if line.is_apart
        ],
    }  # fmt: skip
    for name, rows in tables.items():
        if rows:
            table = Table(*words[name], box=box.SIMPLE_HEAD)
            for row in rows:
                table.add_row(*row)
            stdout.print(table)


def _number(value: float) -> str:
    return f"{value:.2f}" if value == value else "–"  # noqa: PLR0124 - nan differs from itself
