"""Submissions and sheets as bytes and back: how they travel from a worker, and how a submission lies in the cache.

JSON, because neither a worker that has read a hostile file nor a cache that came with somebody's edition is trusted
with pickle. A submission is a sequence of JSON texts with a record separator between them: first the file with its
firms and problems and the place of each line, then the content of each line, as its id is made from it. Rows are told
apart by the number of the first alike, so that no cell which is not a value leaves the file.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Hashable, Iterable
from dataclasses import fields
from typing import Any

from talentmap.intake.enterprise import Firm
from talentmap.intake.files.grid import Cell, Merge, Row, Sheet
from talentmap.intake.lines import PLACES, Fate, Line, Submission, Values
from talentmap.model.problem import Problem
from talentmap.model.source import Source

_BY_FIRM = ("pains", "incentives", "idle")
_PLAIN = tuple(f.name for f in fields(Submission) if f.name not in (*_BY_FIRM, "lines", "problems"))
_JSON = str | int | float | bool | None
_FATES = {fate.value: fate for fate in Fate}
_BETWEEN = "\x1e"  # which JSON never holds


def pack(submission: Submission) -> bytes:
    """The bytes that `unpack` makes the submission of again."""
    firms = _Numbers()
    sheets = _Numbers()
    alike = _Numbers()
    said = {name: getattr(submission, name) for name in _PLAIN}
    said["lines"] = [
        (
            firms.of(line.firm),
            sheets.of(line.sheet),
            line.row,
            alike.of(line.identity),
            line.fate,
            *line.values[: len(PLACES)],
        )
        for line in submission.lines
    ]
    for name in _BY_FIRM:
        said[name] = [[firms.of(firm), *rest] for firm, *rest in getattr(submission, name)]
    said["firms"] = list(firms.seen)
    said["sheets"] = list(sheets.seen)
    said["problems"] = [pack_problem(problem) for problem in submission.problems]
    return _encoded(_BETWEEN.join((_dumped(said), *(line.content for line in submission.lines))))


def unpack(data: bytes) -> Submission:
    """The submission in `data`. ValueError where there is none."""
    try:
        head, *contents = _decoded(data).split(_BETWEEN)
        said = json.loads(head)
        file, sheets = said["file"], said["sheets"]
        firms = [Firm(*stated) for stated in said["firms"]]
        facts: dict[str, Any] = {name: said[name] for name in _PLAIN}
        for name in _BY_FIRM:
            facts[name] = tuple((firms[firm], *rest) for firm, *rest in said[name])
        told = json.loads(f"[{','.join(contents)}]")
        return Submission(
            **facts,
            lines=tuple(
                Line(firms[firm], Values(*places, *values), content, file, sheets[sheet], row, alike, _FATES[fate])
                for (firm, sheet, row, alike, fate, *places), values, content in zip(
                    said["lines"], told, contents, strict=True
                )
            ),
            problems=tuple(map(unpack_problem, said["problems"])),
        )
    except (LookupError, TypeError, AttributeError) as fault:
        raise ValueError("not a submission") from fault


def pack_problem(problem: Problem) -> list[Any]:
    """The problem as JSON can carry it."""
    where = problem.source
    source = [where.file, where.sheet, where.row, where.column, where.header]
    facts = {name: fact if isinstance(fact, _JSON) else str(fact) for name, fact in problem.facts.items()}
    return [problem.code, source, problem.shown, problem.suggestion, facts]


def unpack_problem(said: Iterable[Any]) -> Problem:
    """The problem that `pack_problem` wrote."""
    code, source, shown, suggestion, facts = said
    return Problem(code, Source(*source), shown, suggestion, facts)


def pack_sheets(sheets: Iterable[Sheet]) -> bytes:
    """The bytes that `unpack_sheets` makes the sheets of again; a date among the cells becomes a list of its own."""
    said = [
        {
            "name": sheet.name,
            "left": sheet.left,
            "hidden": sheet.hidden,
            "rows": [[row.number, [_packed_cell(cell) for cell in row.cells]] for row in sheet.rows],
            "merges": [[merge.top, merge.left, merge.bottom, merge.right] for merge in sheet.merges],
        }
        for sheet in sheets
    ]
    return _encoded(_dumped(said))


def _packed_cell(cell: Cell) -> object:
    if isinstance(cell, dt.date):
        return [cell.isoformat()]
    return str(cell) if isinstance(cell, dt.time) else cell


def unpack_sheets(data: bytes) -> tuple[Sheet, ...]:
    """The sheets in `data`."""
    return tuple(
        Sheet(
            said["name"],
            tuple(Row(number, tuple(map(_unpacked_cell, cells))) for number, cells in said["rows"]),
            tuple(Merge(*merge) for merge in said["merges"]),
            said["left"],
            said["hidden"],
        )
        for said in json.loads(_decoded(data))
    )


def _unpacked_cell(cell: Any) -> Cell:
    return dt.date.fromisoformat(cell[0]) if isinstance(cell, list) else cell


def _dumped(said: object) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


class _Numbers:
    """Numbers things in the order in which they first appear."""

    def __init__(self) -> None:
        self.seen: dict[Hashable, int] = {}

    def of(self, thing: Hashable) -> int:
        return self.seen.setdefault(thing, len(self.seen))
