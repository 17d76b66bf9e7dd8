"""`talentmap key …`: the key under which people become pseudonyms."""

from __future__ import annotations

import typer

from talentmap.cli.console import stdout

app = typer.Typer(help="Look after the pseudonym key. 管理假名密钥。", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look after the pseudonym key. 管理假名密钥。"""


@app.command("new")
def new() -> None:
    """Make a key where editions look for it, outside every edition. 生成密钥。

    An existing key is never overwritten: without it, next year's people could not be joined with this year's.
    """
    from talentmap.registry import new_key_file

    stdout.print(f"{new_key_file()}", highlight=False)
