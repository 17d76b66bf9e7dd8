"""The command line's one border: commands are gathered here and every fault is told here."""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import Annotated, NoReturn

import typer
from rich.markup import escape
from typer.exceptions import TyperException

from talentmap import __version__
from talentmap.bilingual import both, said
from talentmap.cli import (
    build,
    catalog,
    check,
    diagnose,
    diff,
    doctor,
    evaluator_pack,
    exchange,
    explain,
    forms,
    grades,
    key,
    loop,
    match,
    new,
    policy,
    policy_for,
    publish_check,
    rollup,
    scenario,
)
from talentmap.cli.console import Lang, default_lang, stderr, use_utf8
from talentmap.cli.misuse import misuse_zh
from talentmap.errors import TalentmapError, UnexpectedFault, system_fault

_INTERRUPTED = 130
_STOPPED = both("Stopped; nothing was published.", "已中止，没有发布任何内容。")

_COMPILE = "Compile an edition 编制年度版"
_STEER = "Use it 应用"
_ACROSS = "Across years and regions 跨年度、跨地区"
_KEEP = "Look after 维护"

app = typer.Typer(
    name="talentmap",
    help="Compiles a region's Key Industry Talent Demand Catalog. 编制地区重点产业人才需求目录。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("new", rich_help_panel=_COMPILE)(new.new)
app.command("forms", rich_help_panel=_COMPILE)(forms.forms)
app.command("check", rich_help_panel=_COMPILE)(check.check)
app.command("build", rich_help_panel=_COMPILE)(build.build)
app.command("publish-check", rich_help_panel=_COMPILE)(publish_check.publish_check)
policy.app.command("for")(policy_for.policy_for)
app.add_typer(policy.app, name="policy", rich_help_panel=_STEER)
app.command("scenario", rich_help_panel=_STEER)(scenario.scenario)
app.command("explain", rich_help_panel=_STEER)(explain.explain)
app.add_typer(loop.app, name="loop", rich_help_panel=_STEER)
app.add_typer(evaluator_pack.app, name="evaluator-pack", rich_help_panel=_STEER)
app.command("match", rich_help_panel=_STEER)(match.match)
app.command("diff", rich_help_panel=_ACROSS)(diff.diff)
app.command("rollup", rich_help_panel=_ACROSS)(rollup.rollup)
app.command("exchange", rich_help_panel=_ACROSS)(exchange.exchange)
app.command("diagnose", rich_help_panel=_ACROSS)(diagnose.diagnose)
app.command("doctor", rich_help_panel=_KEEP)(doctor.doctor)
app.add_typer(key.app, name="key", rich_help_panel=_KEEP)
app.add_typer(catalog.app, name="catalog", rich_help_panel=_KEEP)
app.add_typer(grades.app, name="grades", rich_help_panel=_KEEP)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"talentmap {__version__}")
        raise typer.Exit


@app.callback()
def options(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the trace of an unexpected fault. 出错时显示跟踪信息。")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version. 显示版本号。", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Options that every command shares."""


def main() -> None:
    """Run the command line; a known fault prints one sentence and a hint, and leaves with its own exit code."""
    use_utf8()
    try:
        if _lang() is Lang.ZH:
            _run_in_chinese()
        app()
    except SystemExit as left:
        if left.code == _INTERRUPTED:
            stderr.print(said(_STOPPED, _lang()), highlight=False)
        raise
    except Exception as fault:
        if "--debug" in sys.argv:
            raise
        raise SystemExit(_tell(fault)) from None


def _run_in_chinese() -> NoReturn:
    """Run the command line; where it was called wrongly, say so in Chinese."""
    try:
        left_with = app(standalone_mode=False)
    except TyperException as fault:
        wrong, hint = misuse_zh(fault)
        if wrong:
            stderr.print(f"[bold red]✗[/] {escape(wrong)}\n  {escape(hint)}", soft_wrap=True, highlight=False)
        raise SystemExit(getattr(fault, "exit_code", 2)) from None
    raise SystemExit(left_with if isinstance(left_with, int) else 0)


def _tell(fault: Exception) -> int:
    """Say the fault in the language of the console; gives the code to leave with."""
    known = fault if isinstance(fault, TalentmapError) else system_fault(fault) or _unexpected(fault)
    stderr.print(f"[bold red]✗[/] {escape(said(known.message, _lang()))}", soft_wrap=True, highlight=False)
    if known.hint:
        stderr.print(f"  {said(known.hint, _lang())}", soft_wrap=True, highlight=False, markup=False)
    return known.exit_code


def _unexpected(fault: Exception) -> TalentmapError:
    """A fault that nobody foresaw: its own words may quote a cell, so only its kind is told."""
    kind = type(fault).__name__
    return UnexpectedFault(
        both(f"An unexpected fault ({kind}); nothing was published.", f"意外错误（{kind}），没有发布任何内容。"),
        both(
            "Run the command again with --debug before its name and report what it prints.",
            "请把 --debug 写在命令之前再运行一次（talentmap --debug …），并反馈显示的内容。",
        ),
    )


def _lang() -> Lang:
    """The language asked for with --lang, else that of the console."""
    asked = [word for before, word in pairwise(sys.argv) if before == "--lang"]
    asked += [word.removeprefix("--lang=") for word in sys.argv if word.startswith("--lang=")]
    return Lang(asked[-1]) if asked and asked[-1] in set(Lang) else default_lang()
