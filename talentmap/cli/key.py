"""`talentmap key …`: the key under which people become pseudonyms."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from talentmap.bilingual import both
from talentmap.cli.console import say

app = typer.Typer(help="Look after the pseudonym key. 管理假名密钥。", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look after the pseudonym key. 管理假名密钥。"""


@app.command("new")
def new(
    sm3: Annotated[bool, typer.Option("--sm3", help="Use SM3 instead of SHA-256. 使用国密 SM3。")] = False,
) -> None:
    """Make a key where editions look for it, outside every edition. 生成密钥。

    An existing key is never overwritten: without it, next year's people could not be joined with this year's.
    """
    from talentmap.registry import Digest, new_key_file

    say(f"{new_key_file(digest=Digest.SM3 if sm3 else Digest.SHA256)}")


@app.command("rotate")
def rotate(
    editions: Annotated[list[Path], typer.Argument(help="Editions with decisions about persons. 含人员判定的年度版。")],
    sm3: Annotated[bool, typer.Option("--sm3", help="Use SM3 from now on. 改用国密 SM3。")] = False,
) -> None:
    """Change the key: decisions about persons are written anew under it, the former key is kept beside it. 更换密钥。

    Name every edition whose decisions should go on to hold; its extracts are read once under each key.
    """
    from talentmap.catalog.read import read_edition_catalog
    from talentmap.errors import EditionError
    from talentmap.model.edition import open_edition
    from talentmap.registry import Digest, former_key_file, key_file, new_key_file, put_in_place, read_key_file
    from talentmap.registry.extracts.find import find_extracts
    from talentmap.registry.identity.rotation import rotated
    from talentmap.review.ledger import read_ledger, record

    opened = [open_edition(folder) for folder in editions]
    for edition in opened:
        if edition.settings.illustrative:
            raise EditionError(
                both(
                    f"{edition.folder} is illustrative: it uses a published key, which is never changed.",
                    f"{edition.folder} 是示例，用的是公开的密钥，不更换。",
                ),
                both("Name editions with real data only.", "请只列出真实数据的年度版。"),
            )
    current = key_file()
    former_key, former = read_key_file(current), former_key_file(current)
    made = new_key_file(current.with_name(current.name + ".new"), Digest.SM3 if sm3 else former_key.digest)
    try:
        carried = []
        for edition in opened:
            catalog, date = read_edition_catalog(edition), edition.settings.reference_date
            extracts, _, _ = find_extracts(edition.registry, catalog, date)
            decisions = read_ledger(edition.decisions, catalog.roles).decisions.values()
            keys = (former_key, read_key_file(made))
            carried.append((edition, rotated(decisions, extracts, catalog, date, keys)))
        for edition, rotation in carried:
            if rotation.decisions:
                record(edition.decisions / "person-links.csv", rotation.decisions)
        put_in_place(made, current)
    finally:
        made.unlink(missing_ok=True)
    for edition, rotation in carried:
        told = f"{edition.folder}: {len(rotation.decisions)} decisions carried over, {rotation.lost} without people"
        say(told)
    say(f"{current}\n{former}")
