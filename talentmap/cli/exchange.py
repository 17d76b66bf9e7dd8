"""`talentmap exchange`: anonymous open posts and anonymous profiles of several regions, with ranked matches."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from talentmap.cli.console import Lang, default_lang, say

_TOLD = {
    Lang.ZH: "{out}：岗位 {posts:,}、人才画像 {profiles:,}、匹配 {matches:,}",
    Lang.EN: "{out}: posts {posts:,}, profiles {profiles:,}, matches {matches:,}",
}


def exchange(
    editions: Annotated[list[Path], typer.Argument(help="Editions or their output folders. 年度版或编制结果。")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The exchange file (JSON). 交换文件。")],
    output: Annotated[Path, typer.Option("--output", help="Where editions were built. 编制结果的位置。")] = Path(
        "output"
    ),
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Write an exchange file of anonymous posts and profiles under the disclosure rules. 区域供需交换文件。

    The rules are those of the first edition, which must be an edition's folder.
    """
    from talentmap.catalog.read import read_edition_catalog
    from talentmap.comparison.archive import read_archive
    from talentmap.comparison.exchange import exchange_of, write_exchange
    from talentmap.model.edition import open_edition

    rules = read_edition_catalog(open_edition(editions[0])).rules
    found = exchange_of([read_archive(place, output) for place in editions], rules.disclosure)
    write_exchange(out, found)
    counts = {name: len(found[name]) for name in ("posts", "profiles", "matches")}
    say(_TOLD[lang or default_lang()].format(out=out, **counts))
