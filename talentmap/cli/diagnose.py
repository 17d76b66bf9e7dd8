"""`talentmap diagnose`: what printed figures of a region tell, and what they leave open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from talentmap.cli.console import Lang, default_lang, say

if TYPE_CHECKING:
    from talentmap.model.diagnosis.case import Diagnosis


def diagnose(
    folder: Annotated[Path, typer.Argument(help="Folder with diagnosis.toml and figures.csv. 诊断资料文件夹。")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write the report here; output/<id> when left out. 报告的位置。"),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print findings as one JSON object, write nothing. 只输出 JSON。")
    ] = False,
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Diagnose a region from printed figures: PDF, workbook and CSV. 根据已公布的数据诊断一个地区的人才状况。

    Exit code 0: written. 1: written, but lines of figures.csv or peers.csv were left out. 3: there is no usable
    diagnosis.toml.
    """
    from talentmap.catalog.diagnosis import read_diagnosis_catalog
    from talentmap.cli.problems import show_problems
    from talentmap.evaluation.diagnosis.case import read_case
    from talentmap.publish.diagnosis.files import write_diagnosis
    from talentmap.reports.listing import as_records

    diagnosis, problems = read_case(folder, *read_diagnosis_catalog())
    chosen = lang or default_lang()
    if as_json:
        typer.echo(
            json.dumps({**_told(diagnosis, chosen), "problems": as_records(problems)}, ensure_ascii=False, indent=2)
        )
        raise typer.Exit(int(bool(problems)))
    show_problems(problems, chosen)
    target = out or Path("output") / diagnosis.settings.id
    written = write_diagnosis(target, diagnosis)
    counts = (len(list(diagnosis.figures)), len(diagnosis.findings), len(diagnosis.asked), len(diagnosis.entries))
    say(_SUMMARY[chosen].format(*counts, len(written), target))
    raise typer.Exit(int(bool(problems)))


_SUMMARY = {
    Lang.ZH: "{0} 个数据，{1} 个结论，其中 {2} 个须向来源核实，SWOT {3} 条；{4} 个文件写入 {5}",
    Lang.EN: "{0} figures, {1} findings, of which {2} have to be asked about, {3} SWOT entries; {4} files in {5}",
}


def _told(diagnosis: Diagnosis, lang: Lang) -> dict[str, object]:
    from talentmap.publish.diagnosis.sheets import sheets
    from talentmap.publish.diagnosis.tell import Tell

    return {sheet.name: list(sheet.rows) for sheet in sheets(diagnosis, Tell(diagnosis, lang.value))}
