"""Submissions and sheets as bytes and back: how they travel from a worker, and how a submission lies in the cache.

JSON, because neither a worker that has read a hostile file nor a cache that came with somebody's edition is trusted
with pickle. Rows are told apart by the number of the first alike, so that no cell which is not a value leaves the file.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Hashable, Iterable
from dataclasses import fields
from typing import Any

from talentmap.intake.enterprise import Firm
from talentmap.intake.files.grid import Cell, Merge, Row, Sheet
from talentmap.intake.lines import Fate, Line, Submission
from talentmap.model.problem import Problem
from talentmap.model.source import Source

_BY_FIRM = ("pains", "incentives", "idle")
_PLAIN = tuple(f.name for f in fields(Submission) if f.name not in (*_BY_FIRM, "lines", "problems"))
_JSON = str | int | float | bool | None
_FATES = {fate.value: fate for fate in Fate}


def pack(submission: Submission) -> bytes:
    """The bytes that `unpack` makes the submission of again."""
    firms = _Numbers()
    sheets = _Numbers()
    alike = _Numbers()
    names = tuple(submission.lines[0].values) if submission.lines else ()
    said = {name: getattr(submission, name) for name in _PLAIN}
    said["names"] = names
    said["lines"] = [
        [
            firms.of(line.firm),
            sheets.of(line.source.sheet),
            line.source.row,
            alike.of(line.identity),
            line.fate.value,
            *line.values.values(),
        ]
        for line in submission.lines
    ]
    for name in _BY_FIRM:
        said[name] = [[firms.of(firm), *rest] for firm, *rest in getattr(submission, name)]
    said["firms"] = list(firms.seen)
    said["sheets"] = list(sheets.seen)
    said["problems"] = [pack_problem(problem) for problem in submission.problems]
    return _dumped(said)


def unpack(data: bytes) -> Submission:
    """The submission in `data`. ValueError where there is none."""
    try:
        said = _loaded(data)
        file, names, sheets = said["file"], said["names"], said["sheets"]
        firms = [Firm(*stated) for stated in said["firms"]]
        facts: dict[str, Any] = {name: said[name] for name in _PLAIN}
        for name in _BY_FIRM:
            facts[name] = tuple((firms[firm], *rest) for firm, *rest in said[name])
        return Submission(
            **facts,
            lines=tuple(
                Line(
                    firms[firm],
                    dict(zip(names, values, strict=True)),
                    Source(file, sheets[sheet], row),
                    alike,
                    _FATES[fate],
                )
                for firm, sheet, row, alike, fate, *values in said["lines"]
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
    return _dumped(
        [
            {
                "name": sheet.name,
                "left": sheet.left,
                "hidden": sheet.hidden,
                "rows": [[row.number, [_packed_cell(cell) for cell in row.cells]] for row in sheet.rows],
                "merges": [[merge.top, merge.left, merge.bottom, merge.right] for merge in sheet.merges],
            }
            for sheet in sheets
        ]
    )


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
        for said in _loaded(data)
    )


def _unpacked_cell(cell: Any) -> Cell:
    return dt.date.fromisoformat(cell[0]) if isinstance(cell, list) else cell


def _dumped(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _loaded(data: bytes) -> Any:
    return json.loads(data.decode("utf-8", "surrogatepass"))


class _Numbers:
    """Numbers things in the order in which they first appear."""

    def __init__(self) -> None:
        self.seen: dict[Hashable, int] = {}

    def of(self, thing: Hashable) -> int:
        return self.seen.setdefault(thing, len(self.seen))
