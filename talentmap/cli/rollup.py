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


def rollup(
    out: Annotated[Path, typer.Argument(help="Folder for the tables. 结果文件夹。")],
    editions: Annotated[list[Path], typer.Argument(help="Editions or their output folders. 各县年度版或编制结果。")],
    output: Annotated[Path, typer.Option("--output", help="Where editions were built. 编制结果的位置。")] = Path(
        "output"
    ),
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Roll built county editions up into one region without double counting. 县级目录汇总到市、省。

    All must have been built with the same TALENTMAP_KEY: pseudonyms meet only then. Writes balance.csv, parts.csv,
    quotients.csv and transfers.csv; the figures are for the bureau: they are not protected.
    """
    from talentmap.comparison.archive import read_archive
    from talentmap.comparison.rollup import roll_up

    rolled = roll_up([read_archive(place, output) for place in editions])
    out.mkdir(parents=True, exist_ok=True)
    for name in ("balance", "parts", "quotients", "transfers"):
        frame = getattr(rolled, name)
        frame.round(6).to_csv(out / f"{name}.csv", index=False, encoding="utf-8-sig", lineterminator="\r\n")
    total = rolled.balance[["need", "supply", "gap"]].sum()
    firms, people = rolled.twice
    say(_TOLD[lang or default_lang()].format(count=len(editions), out=out, firms=firms, people=people, **total))
