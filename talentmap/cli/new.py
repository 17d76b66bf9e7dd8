"""`talentmap new`: the folder of an edition to be."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from talentmap.cli.console import Lang, default_lang, say

_NEXT = {
    Lang.ZH: (
        "接下来：",
        "  修改 {edit}",
        "  talentmap catalog check {folder}       检查目录",
        "  talentmap key new                      生成假名密钥，每个单位只做一次",
        "  talentmap forms {folder} -o forms      生成问卷",
        "  收到的问卷放入 {folder}/surveys，部门数据与映射文件放入 {folder}/registry",
        "  talentmap policy form {folder} -o {folder}/policies/register.xlsx  填写政策登记册",
        "  talentmap build {folder}               编制",
    ),
    Lang.EN: (
        "Next:",
        "  edit {edit}",
        "  talentmap catalog check {folder}        chains, roles, districts",
        "  talentmap key new                       the secret behind the pseudonyms, once for the bureau",
        "  talentmap forms {folder} -o forms       the survey forms",
        "  put what comes back into {folder}/surveys, extracts with mapping files into {folder}/registry",
        "  talentmap policy form {folder} -o {folder}/policies/register.xlsx  the policy register, to be filled in",
        "  talentmap build {folder}",
    ),
}

_EDITED = {".toml", ".yaml"}


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
    `--after` it is the year after: its own catalog, policies, decisions, journal and mapping files carry over. Exit
    code 3: the folder is not empty, or the edition before cannot be used.
    """
    from talentmap.catalog.begin import begin, begin_after
    from talentmap.model.edition import open_edition

    written = begin_after(folder, open_edition(after)) if after else begin(folder, region, year or dt.date.today().year)
    for path in written:
        say(f"  {path}")
    chosen = lang or default_lang()
    edit = ("、" if chosen is Lang.ZH else ", ").join(str(path) for path in written if path.suffix in _EDITED)
    for line in _NEXT[chosen]:
        say(line.format(folder=quote(str(folder)), edit=edit))
