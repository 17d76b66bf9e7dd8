"""The reports folder: START HERE for what goes back. Problem lists, an annotated copy or a receipt for each file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from talentmap.forms.filled import FilledForm
from talentmap.forms.template import Template
from talentmap.forms.workbook import write_form
from talentmap.model.problem import Problem
from talentmap.reports.page import problem_page, receipt_page, write_page
from talentmap.reports.receipt import Receipt, receipt_of
from talentmap.reports.workbook import write_problem_workbook

COPIES = "annotated"
RECEIPTS = "receipts"
MENDED = "更正"
"""What an annotated copy's name ends in: by it the copy, once mended, counts as the later answer."""

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_NAME_MAX = 80


class ToMend(Protocol):
    """What one firm is to mend in one file."""

    @property
    def name(self) -> str:
        """The firm's name."""

    @property
    def template(self) -> Template:
        """The form of its chain."""

    @property
    def filled(self) -> FilledForm:
        """Its answers with the problems on them."""

    @property
    def is_alone(self) -> bool:
        """True where the file holds no other firm's answers."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of survey files found: rows of FILES and ENTERPRISES, problems, and when each file arrived."""

    files: Sequence[Mapping[str, Any]]
    enterprises: Sequence[Mapping[str, Any]]
    problems: Sequence[Problem]
    received: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """The files written, by kind."""

    lists: tuple[Path, ...]
    copies: tuple[Path, ...]
    receipts: tuple[Path, ...]


def write_reports(
    folder: Path,
    checked: Checked,
    to_mend: Callable[[str, Sequence[Problem]], Sequence[ToMend]],
    languages: Sequence[str],
) -> Written:
    """Write everything that goes back into `folder`; the same findings give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    lists = []
    for lang in languages:
        lists += [folder / f"problems.{lang}.xlsx", folder / f"problems.{lang}.html"]
        write_problem_workbook(lists[-2], checked.problems, lang)
        write_page(lists[-1], problem_page(checked.problems, checked.files, lang))
    by_file: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in checked.problems:
        by_file[problem.source.file].append(problem)
    receipts = [
        path for row in checked.files for path in _write_receipts(folder / RECEIPTS, row, by_file, checked, languages)
    ]
    copies: dict[str, Path] = {}
    for file in sorted(str(row["file"]) for row in checked.files):
        for part in to_mend(file, by_file.get(file, ())):
            (folder / COPIES).mkdir(exist_ok=True)
            name = copy_name(file, "" if part.is_alone else part.name, copies)
            copies[name] = folder / COPIES / name
            write_form(copies[name], part.template, part.filled)
    return Written(tuple(lists), tuple(copies.values()), tuple(receipts))


def copy_name(file: str, firm: str = "", taken: Container[str] = ()) -> str:
    """The name of an annotated copy: the file's own, the firm's where there are several, and 更正."""
    stem = Path(file).with_suffix("").as_posix() if "." in Path(file).name else file
    parts = [part for part in (_fit(stem.replace("/", "_")), _fit(firm), MENDED) if part]
    name = "_".join(parts)
    number = 2
    while f"{name}.xlsx" in taken:
        name = "_".join([*parts, str(number)])
        number += 1
    return f"{name}.xlsx"


def _write_receipts(
    folder: Path,
    row: Mapping[str, Any],
    problems: Mapping[str, Sequence[Problem]],
    checked: Checked,
    languages: Sequence[str],
) -> list[Path]:
    file = str(row["file"])
    names = {enterprise["enterprise_id"]: enterprise["enterprise_name"] for enterprise in checked.enterprises}
    receipt: Receipt | None = receipt_of(
        row, names.get(row["enterprise_id"], ""), problems.get(file, ()), checked.received.get(file, "")
    )
    if receipt is None:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{_fit(file.replace('/', '_'))}.{lang}.html" for lang in languages]
    for path, lang in zip(paths, languages, strict=True):
        write_page(path, receipt_page(receipt, lang))
    return paths


def _fit(name: str) -> str:
    """A part of a file's name that every system takes."""
    return _UNFIT.sub("_", name).strip(" ._")[:_NAME_MAX]
