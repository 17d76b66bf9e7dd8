"""The problem list and the receipt as pages that need nothing but themselves: no network, no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from talentmap.model.problem import Problem, Severity
from talentmap.reports.listing import HEADS, SEVERITIES, grouped, values_of
from talentmap.reports.receipt import Receipt
from talentmap.resources import templates_dir

_COLUMNS = ("file", "sheet", "row", "column", "header", "shown", "wrong", "suggestion")
_ROWS = ("rows_in", "used", "rejected", "duplicate")


def problem_page(problems: Sequence[Problem], files: Sequence[Mapping[str, Any]], lang: str) -> str:
    """The problem list of files, which are rows of FILES."""
    words = _words("problems", lang)
    counts = Counter(problem.severity for problem in problems)
    tiles: list[tuple[str, str, str]] = [(f"{len(files):,}", words["files"], "")]
    tiles += [(f"{sum(row[name] for row in files):,}", words[name], "") for name in _ROWS]
    tiles += [(f"{counts[severity]:,}", words[severity.value], severity.value) for severity in Severity]
    return _environment().get_template("problems.html.j2").render(
        lang=lang, words=words, css=_css(), tiles=tiles, groups=grouped(problems), columns=_COLUMNS, heads=HEADS,
        severities=SEVERITIES, values_of=values_of,
    )  # fmt: skip


def receipt_page(receipt: Receipt, lang: str) -> str:
    """A receipt."""
    words = _words("receipt", lang)
    entries = [
        (words["file"], receipt.file),
        (words["enterprise"], receipt.enterprise),
        (words["lines"], f"{receipt.lines:,}"),
        (words["headcount"], f"{receipt.headcount:,}"),
        (words["form"], receipt.form or words["own_table"]),
        (words["received"], receipt.received),
    ]
    told = [(label, value) for label, value in entries if value]
    template = _environment().get_template("receipt.html.j2")
    return template.render(lang=lang, words=words, css=_css(), receipt=receipt, entries=told)


def write_page(path: Path, page: str) -> None:
    """Write a page as UTF-8 with LF line ends."""
    path.write_text(page, encoding="utf-8", newline="\n")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_folder()), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )


def _folder() -> Path:
    return templates_dir() / "reports"


@cache
def _css() -> Markup:
    return Markup((_folder() / "report.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file


@cache
def _words(part: str, lang: str) -> dict[str, str]:
    words = yaml.safe_load((_folder() / "words.yaml").read_text(encoding="utf-8"))
    return {name: texts[lang] for name, texts in words[part].items()}
