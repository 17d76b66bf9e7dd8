"""`talentmap check`: what a survey file, a folder of them, or an edition's surveys would give, and what goes back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from talentmap.bilingual import both
from talentmap.cli.console import Lang, default_lang, say
from talentmap.errors import EditionError

if TYPE_CHECKING:
    from talentmap.forms.template import Template
    from talentmap.intake.take_in import Intake
    from talentmap.intake.terms import Terms
    from talentmap.model.edition import Edition
    from talentmap.model.taxonomy import Catalog
    from talentmap.reports.folder import Written


def check(  # noqa: PLR0913, PLR0917 - each is an option of the command
    path: Annotated[
        Path, typer.Argument(help="A survey file, a folder of them, or an edition. 问卷文件、文件夹或年度版。")
    ],
    edition: Annotated[
        Path | None,
        typer.Option("--edition", help="Whose catalog applies to files elsewhere. 按哪个年度版的目录检查。"),
    ] = None,
    region: Annotated[str, typer.Option("--region", help="Region, where no edition says it. 地区。")] = "qingyuan",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="Write problem lists, annotated copies and receipts here. 写出清单、批注副本、回执。"
        ),
    ] = None,
    at: Annotated[
        str, typer.Option("--at", help="Time on the receipts; each file's own when left out. 回执上的时间。")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead. 输出 JSON。")] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Read every survey file again. 重新读取所有问卷。")
    ] = False,
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """Check survey files before they are used. 检查问卷文件。

    Exit code 0: nothing is set aside. 1: something is, and the list says what to mend. 3: there is no such file, or
    the edition cannot be used. 4: the catalog is faulty.
    """
    from talentmap.cli.file_bar import FileBar
    from talentmap.cli.problems import show_problems
    from talentmap.intake.take_in import take_in
    from talentmap.model.edition import edition_around
    from talentmap.model.problem import errors_among
    from talentmap.reports.listing import as_records

    if not path.exists():
        raise EditionError(
            both(f"There is no file or folder {path}.", f"没有文件或文件夹 {path}。"),
            both("Name a survey file, a folder of them, or an edition.", "请给出一份问卷文件、问卷文件夹或年度版。"),
        )
    place = _Place(path, edition or edition_around(path), region)
    files = place.files(path)
    with FileBar(as_json) as bar:
        cache = None if no_cache else place.cache
        survey = take_in(files, place.root, place.catalog, bar.advance, place.terms, cache)
    written = _write(out, place, files, survey, at) if out else None
    account = {name: sum(survey.files[name].to_pylist()) for name in ("rows_in", "used", "rejected", "duplicate")}
    if as_json:
        report = {"files": survey.files.to_pylist(), "rows": account, "problems": as_records(survey.problems)}
        typer.echo(json.dumps(report | _paths(written), ensure_ascii=False, indent=2))
    else:
        chosen = lang or default_lang()
        show_problems(survey.problems, chosen)
        _show_catalog(place, chosen)
        say(_summary(len(files), account, chosen))
        say(_told(written, bool(survey.problems), chosen))
    raise typer.Exit(1 if errors_among(survey.problems) else 0)


class _Place:
    """What is checked: where the files lie, and by which catalog, terms and form they are read."""

    def __init__(self, path: Path, edition: Path | None, region: str) -> None:
        from talentmap.catalog.read import read_catalog
        from talentmap.intake.terms import NO_TERMS
        from talentmap.resources import catalogs_dir

        self.root = path if path.is_dir() else path.parent
        self.terms: Terms = NO_TERMS
        self.cache: Path | None = None
        self.edition: Edition | None = None
        self._settings: dict[str, Any] = {}
        if edition is not None:
            self._open_edition(path, edition)
        else:
            self.catalog: Catalog = read_catalog(catalogs_dir(), region)

    def _open_edition(self, path: Path, folder: Path) -> None:
        from talentmap.catalog.policies import read_policies
        from talentmap.catalog.read import read_edition_catalog
        from talentmap.intake.terms import terms_of
        from talentmap.model.edition import open_edition

        edition = self.edition = open_edition(folder)
        self.catalog = read_edition_catalog(edition)
        if path.resolve() == folder.resolve():
            self.root, self.cache = edition.surveys, edition.cache
        elif path.resolve().is_relative_to(edition.surveys.resolve()):
            self.root = edition.surveys.absolute()
        register = read_policies(edition.policies, self.catalog)
        self.terms = terms_of(edition, register.items)
        incentives = register.in_force(edition.settings.reference_date)
        self._settings = {"edition_id": edition.settings.id, "incentives": incentives}

    def files(self, path: Path) -> list[Path]:
        """The survey files that are checked."""
        from talentmap.intake.take_in import survey_files

        if self.cache:
            return survey_files(self.root)
        there = path.absolute() if self.root.is_absolute() else path
        return survey_files(there) if path.is_dir() else [there]

    def template(self, chain_id: str) -> Template:
        """The form of a chain."""
        from talentmap.forms.template import Template

        return Template(self.catalog, chain_id, **self._settings)


def _show_catalog(place: _Place, lang: Lang) -> None:
    """Say by which edition's catalog files were read that were named alone."""
    if place.edition is None or place.cache:
        return
    name = place.edition.settings.id
    say(f"按年度版 {name} 的目录检查。" if lang is Lang.ZH else f"Checked by the catalog of the edition {name}.")


def _write(out: Path, place: _Place, files: Sequence[Path], survey: Intake, at: str) -> Written:
    from talentmap.intake.transcribe import Transcriber
    from talentmap.reports.folder import Checked, write_reports

    told = survey.files.to_pylist()
    with Transcriber(files, place.root, place.catalog, place.terms, place.template) as transcriber:
        received = {name: at or _arrived(path) for name, path in transcriber.paths.items()}
        checked = Checked(told, survey.enterprises.to_pylist(), survey.problems, received)
        return write_reports(out, checked, transcriber.transcripts, ("zh", "en"))


def _arrived(path: Path) -> str:
    """When a file was last changed, in the time of this place."""
    try:
        return dt.datetime.fromtimestamp(path.stat().st_mtime).astimezone().strftime("%Y-%m-%d %H:%M %z")
    except OSError:
        return ""


def _paths(written: Written | None) -> dict[str, dict[str, list[str]]]:
    if written is None:
        return {}
    kinds = {"lists": written.lists, "copies": written.copies, "receipts": written.receipts}
    return {"written": {kind: [path.as_posix() for path in paths] for kind, paths in kinds.items()}}


def _summary(files: int, account: Mapping[str, int], lang: Lang) -> str:
    rows, used, rejected, duplicate = account.values()
    if lang is Lang.ZH:
        return f"{files} 个文件：{rows} 行 = 采用 {used} + 退回 {rejected} + 重复 {duplicate}"
    counted = f"{_several(files, 'file')}: {_several(rows, 'row')}"
    return f"{counted} = {used} used + {rejected} rejected + {duplicate} duplicate"


def _several(count: int, name: str, names: str = "") -> str:
    return f"{count} {name}" if count == 1 else f"{count} {names or name + 's'}"


def _told(written: Written | None, has_problems: bool, lang: Lang) -> str:
    if written is None:
        if lang is Lang.ZH:
            return (
                "加 --out 文件夹，写出问题清单、批注副本与回执。"
                if has_problems
                else "没有问题；加 --out 文件夹，写出回执。"
            )
        if has_problems:
            return "Add --out FOLDER for the problem list, annotated copies and receipts."
        return "Nothing is wrong; add --out FOLDER for receipts."
    folder = written.lists[0].parent
    counts = len(written.copies), len(written.receipts) // 2
    if lang is Lang.ZH:
        return f"已写入 {folder}：问题清单 problems.zh.html、.xlsx，批注副本 {counts[0]} 份，回执 {counts[1]} 份"
    papers = f"{_several(counts[0], 'annotated copy', 'annotated copies')}, {_several(counts[1], 'receipt')}"
    return f"Written to {folder}: problems.en.html and .xlsx, {papers}"
