"""`talentmap new`: the folder of an edition to be."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from talentmap.cli.console import Lang, default_lang, stdout

_NEXT = {
    Lang.ZH: (
        "接下来：",
        "  修改 {settings}",
        "  talentmap forms {folder} -o forms      生成问卷",
        "  收到的问卷放入 {folder}/surveys，部门数据与映射文件放入 {folder}/registry",
        "  talentmap policy form {folder} -o {folder}/policies/register.xlsx  填写政策登记册",
        "  talentmap build {folder}               编制",
    ),
    Lang.EN: (
        "Next:",
        "  edit {settings}",
        "  talentmap forms {folder} -o forms       the survey forms",
        "  put what comes back into {folder}/surveys, extracts with mapping files into {folder}/registry",
        "  talentmap policy form {folder} -o {folder}/policies/register.xlsx  the policy register, to be filled in",
        "  talentmap build {folder}",
    ),
}


def new(
    folder: Annotated[Path, typer.Argument(help="Where it shall stand; new or empty. 新建的文件夹。")],
    region: Annotated[str, typer.Option("--region", help="Id of the region. 地区代号。")] = "qingyuan",
    year: Annotated[
        int | None, typer.Option("--year", min=1990, max=2100, help="Year, this one if left out. 年度，默认今年。")
    ] = None,
    after: Annotated[
        Path | None, typer.Option("--after", help="Last year's edition, to go on from. 上一年度版的文件夹。")
    ] = None,
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Begin an edition: its folder and settings. 新建年度版。

    For a region that is not shipped it gets catalogs of its own, in which only the districts are to be written. With
    `--after` it is the year after: policies, decisions, journal and mapping files carry over. Exit code 3: the folder
    is not empty, or the edition before cannot be used.
    """
    from talentmap.catalog.begin import begin, begin_after
    from talentmap.model.edition import open_edition

    written = begin_after(folder, open_edition(after)) if after else begin(folder, region, year or dt.date.today().year)
    for path in written:
        stdout.print(f"  {path}", highlight=False, markup=False, soft_wrap=True)
    for line in _NEXT[lang or default_lang()]:
        told = line.format(folder=folder, settings=written[0])
        stdout.print(told, highlight=False, markup=False, soft_wrap=True)
