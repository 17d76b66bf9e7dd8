"""`talentmap rollup`: counties as one city or province, nobody counted twice."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from talentmap.cli.console import Lang, default_lang, say

_TOLD = {
    Lang.ZH: "{count} 个年度版 → {out}：需求 {need:,.0f}、可供 {supply:,.0f}、缺口 {gap:,.0f}；"
    "重复的企业 {firms} 家、人员 {people} 人，各计一次",
    Lang.EN: "{count} editions → {out}: need {need:,.0f}, supply {supply:,.0f}, gap {gap:,.0f}; "
    "{firms} enterprises and {people} people stand in several and count once",
}

_NOBODY_TWICE = {
    Lang.ZH: "没有人同时登记在两个年度版中。如果不应如此，请核对各年度版是否用同一假名密钥编制。",
    Lang.EN: "Nobody is registered in two of them. If that cannot be, were all built with the same pseudonym key?",
}


def rollup(
    out: Annotated[Path, typer.Argument(help="Folder for the tables. 结果文件夹。")],
    editions: Annotated[list[Path], typer.Argument(help="Editions or their output folders. 各县年度版或编制结果。")],
    output: Annotated[Path, typer.Option("--output", help="Where editions were built. 编制结果的位置。")] = Path(
        "output"
    ),
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Roll built county editions up into one region without double counting. 县级目录汇总到市、省。

    All must have been built with the same pseudonym key: people in two counties meet only then. Writes balance.csv,
    parts.csv, quotients.csv and transfers.csv; the figures are for the bureau: they are not protected.
    """
    from talentmap.comparison.archive import read_archive
    from talentmap.comparison.rollup import roll_up

    archives = [read_archive(place, output) for place in editions]
    rolled = roll_up(archives)
    out.mkdir(parents=True, exist_ok=True)
    for name in ("balance", "parts", "quotients", "transfers"):
        frame = getattr(rolled, name)
        frame.round(6).to_csv(out / f"{name}.csv", index=False, encoding="utf-8-sig", lineterminator="\r\n")
    total = rolled.balance[["need", "supply", "gap"]].sum()
    firms, people = rolled.twice
    spoken = lang or default_lang()
    say(_TOLD[spoken].format(count=len(editions), out=out, firms=firms, people=people, **total))
    if not people and sum(len(archive.people) > 0 for archive in archives) > 1:
        say(_NOBODY_TWICE[spoken])
