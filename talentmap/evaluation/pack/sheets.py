"""Scoring sheets: a workbook for each rater, written and read back.

Each line is one subject by one criterion; raters write a whole number from 1 to 5, or nothing. A hidden sheet says from
which pack a workbook comes, so that scores of different tables are never set beside each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talentmap.bilingual import both
from talentmap.errors import EditionError
from talentmap.model.problem import Problem
from talentmap.model.scorecard import Criterion
from talentmap.model.source import Source
from talentmap.new_workbook import new_workbook
from talentmap.workbook import WorkbookFault, sheets_of

MARK = "talentmap-evaluator-sheet"
SCORES = range(1, 6)
_SCORES_SHEET, _MARK_SHEET = "评分 Scores", "_mark"
_TALL = 32  # points: two lines, Chinese above English
_CREATED = dt.datetime(2026, 1, 1)  # fixed, so that the same pack gives the same bytes
_HEADS = (
    ("code", "编号 Code", 22), ("subject", "对象 Subject", 30), ("criterion", "标准 Criterion", 44),
    ("tables", "依据 Tables", 40), ("score", "得分 Score (1–5)", 16), ("remark", "说明 Remark", 44),
)  # fmt: skip
_WORDS = (
    "请按 1（很差）至 5（很好）打整数分；无从判断的留空。各评价人独立打分，交回前互不商议。",
    "Score each line with a whole number from 1 (very poor) to 5 (very good); leave blank what you cannot judge.",
    "Evaluators score on their own and do not confer before the sheets are handed in.",
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what is scored."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Scored:
    """One rater's workbook as read: the pack it belongs to, the rater, and the scores by code (subject:criterion)."""

    pack: str
    rater: str
    scores: Mapping[str, int]
    codes: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def write_sheet(path: Path, pack: str, rater: str, subjects: Sequence[Subject], criteria: Sequence[Criterion]) -> None:
    """Write the workbook of one rater; equal input gives equal bytes."""
    with new_workbook(path) as book:
        book.set_properties({"title": f"{pack} {rater}", "created": _CREATED})
        page = book.add_worksheet(_SCORES_SHEET)
        look = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
        ruled = {**look, "text_wrap": True, "border": 1, "border_color": "#C9D3D8"}
        plain, answer = book.add_format(ruled), book.add_format({**ruled, "bg_color": "#FDF6E3"})
        head = book.add_format({**ruled, "bold": True, "bg_color": "#17596F", "font_color": "#FFFFFF"})
        for row, words in enumerate(_WORDS):
            page.write_string(row, 0, words, book.add_format(look))
        top = len(_WORDS)
        for column, (_, said, width) in enumerate(_HEADS):
            page.write_string(top, column, said, head)
            page.set_column(column, column, width)
        lines = [(subject, criterion) for subject in subjects for criterion in criteria]
        for row, (subject, criterion) in enumerate(lines, start=top + 1):
            told = (f"{subject.id}:{criterion.id}", f"{subject.zh}\n{subject.en}", f"{criterion.zh}\n{criterion.en}")
            page.set_row(row, _TALL)
            for column, words in enumerate((*told, ", ".join(criterion.tables))):
                page.write_string(row, column, words, plain)
            for column in (4, 5):
                page.write_blank(row, column, None, answer)
        _guard(page, top + 1, top + len(lines))
        _mark(book.add_worksheet(_MARK_SHEET), pack, rater)


def _guard(page: Any, first: int, last: int) -> None:
    page.freeze_panes(first, 2)
    page.data_validation(first, 4, last, 4, {
        "validate": "list", "source": [str(score) for score in SCORES], "ignore_blank": True,
        "error_title": "1–5", "error_message": "请填 1 至 5 的整数。Whole numbers from 1 to 5.",
    })  # fmt: skip
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _mark(page: Any, pack: str, rater: str) -> None:
    for row, pair in enumerate(((MARK, "1"), ("pack", pack), ("rater", rater))):
        page.write_row(row, 0, pair)
    page.very_hidden()


def read_sheet(path: Path) -> Scored:
    """The scores in the workbook at `path`. EditionError where it is no scoring sheet; a faulty score is a problem."""
    try:
        found = {name: list(rows) for name, rows in sheets_of(path.read_bytes())}
    except (OSError, WorkbookFault) as fault:
        raise EditionError(
            both(f"{path} cannot be read as a workbook.", f"无法把 {path} 作为工作簿读取。"),
            both("Hand in the .xlsx file of the pack.", "请交回资料包中的 .xlsx 文件。"),
        ) from fault
    mark = {cells[0]: cells[1] for _, cells in found.get(_MARK_SHEET, ()) if len(cells) > 1}
    if MARK not in mark or _SCORES_SHEET not in found:
        raise EditionError(
            both(
                f"{path.name} is no scoring sheet of an evaluator's pack.",
                f"{path.name} 不是第三方评价资料包的评分表。",
            ),
            both(
                "Fill in the workbooks in the folder scoring/ of the pack, and keep their sheets.",
                "请填写资料包 scoring/ 中的工作簿，不要改动工作表。",
            ),
        )
    scores: dict[str, int] = {}
    codes, problems = [], []
    for number, cells in found[_SCORES_SHEET][len(_WORDS) + 1 :]:
        code, said = cells[0].strip(), cells[4].strip() if len(cells) > 4 else ""
        if not code:
            continue
        codes.append(code)
        if said and (not said.isdecimal() or int(said) not in SCORES):
            where = Source(path.name, _SCORES_SHEET, number, "E", "score")
            problems.append(Problem("evaluation-score", where, shown=said[:20], facts={"code": code}))
        elif said:
            scores[code] = int(said)
    return Scored(mark.get("pack", ""), mark.get("rater", ""), scores, tuple(codes), tuple(problems))
