"""The command line's one border: commands are gathered here and every fault is told here."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from talentmap import __version__
from talentmap.cli import (
    build,
    catalog,
    check,
    diagnose,
    diff,
    doctor,
    exchange,
    explain,
    forms,
    grades,
    key,
    loop,
    match,
    policy,
    policy_for,
    publish_check,
    rollup,
    scenario,
)
from talentmap.cli.console import stderr, use_utf8
from talentmap.errors import TalentmapError

app = typer.Typer(
    name="talentmap",
    help="Compiles a region's Key Industry Talent Demand Catalog. 编制地区重点产业人才需求目录。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("build")(build.build)
app.command("check")(check.check)
app.command("forms")(forms.forms)
app.command("match")(match.match)
app.command("diagnose")(diagnose.diagnose)
app.command("doctor")(doctor.doctor)
app.command("explain")(explain.explain)
app.command("diff")(diff.diff)
app.command("exchange")(exchange.exchange)
app.command("publish-check")(publish_check.publish_check)
app.command("rollup")(rollup.rollup)
app.command("scenario")(scenario.scenario)
app.add_typer(catalog.app, name="catalog")
app.add_typer(grades.app, name="grades")
app.add_typer(key.app, name="key")
app.add_typer(loop.app, name="loop")
policy.app.command("for")(policy_for.policy_for)
app.add_typer(policy.app, name="policy")


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
        app()
    except TalentmapError as fault:
        if "--debug" in sys.argv:
            raise
        stderr.print(f"[bold red]✗[/] {fault.message}", soft_wrap=True, highlight=False)
        if fault.hint:
            stderr.print(f"  {fault.hint}", soft_wrap=True, highlight=False, markup=False)
        raise SystemExit(fault.exit_code) from None
    except Exception as fault:
        if "--debug" in sys.argv:
            raise
        # The fault's own words may quote a cell, so only its kind is told.
        kind = type(fault).__name__
        stderr.print(f"[bold red]✗[/] An unexpected fault ({kind}); nothing was published.", soft_wrap=True)
        stderr.print("  Run the command again with --debug before its name and report what it prints.", soft_wrap=True)
        raise SystemExit(70) from None
    except KeyboardInterrupt:
        stderr.print("Stopped; nothing was published. 已中止，未发布任何内容。")
        raise SystemExit(130) from None
