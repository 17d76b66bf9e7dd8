"""Submissions and sheets as bytes and back: how they travel from a worker, and how a submission lies in the cache.

JSON of a declared shape, because neither a worker that has read a hostile file nor a cache that came with somebody's
edition is trusted with pickle. Firms and sheets are written once and lines name them by number; rows are told apart by
the number of the first alike, so that no cell which is not a value leaves the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from talentmap.intake.enterprise import Firm
from talentmap.intake.files.grid import Cell, Merge, Row, Sheet
from talentmap.intake.lines import Fate, Line, Submission, Values, by_firm
from talentmap.model.problem import Problem
from talentmap.model.source import Source

_JSON = str | int | float | None
_PackedProblem = tuple[str, tuple[str, str, int, str, str], str, str, dict[str, _JSON]]
_Thing = TypeVar("_Thing", bound=Hashable)
_encode = msgspec.json.Encoder().encode


class _Packed(msgspec.Struct, array_like=True):
    """A submission as it travels: a line is firm, sheet, row, number of the first alike, fate, wording, values."""

    file: str
    sha256: str
    encoding: str
    form: str
    refused: bool
    firms: Sequence[Firm]
    sheets: Sequence[str]
    lines: Sequence[tuple[int, int, int, int, Fate, int, Values]]
    pains: Sequence[tuple[int, str, str]]
    incentives: Sequence[tuple[int, str, str]]
    idle: Sequence[int]
    problems: Sequence[_PackedProblem]


_decode = msgspec.json.Decoder(_Packed).decode


def pack(submission: Submission) -> bytes:
    """The bytes that `unpack` makes the submission of again."""
    firms = _Numbers[Firm]()
    sheets = _Numbers[str]()
    alike: dict[Hashable, int] = {}
    lines = [
        (
            number,
            sheets[line.sheet],
            line.row,
            alike.setdefault(line.identity, len(alike)),
            line.fate,
            line.wording,
            line.values,
        )
        for firm, run in by_firm(submission.lines)
        for number in (firms[firm],)
        for line in run
    ]
    pains = [(firms[firm], stage, pain) for firm, stage, pain in submission.pains]
    incentives = [(firms[firm], item, reach) for firm, item, reach in submission.incentives]
    idle = [firms[firm] for (firm,) in submission.idle]
    return _encode(
        _Packed(
            submission.file,
            submission.sha256,
            submission.encoding,
            submission.form,
            submission.refused,
            list(firms),
            list(sheets),
            lines,
            pains,
            incentives,
            idle,
            [pack_problem(problem) for problem in submission.problems],
        )
    )


def unpack(data: bytes) -> Submission:
    """The submission in `data`. ValueError where there is none."""
    said = _decode(data)
    firms, sheets, file = said.firms, said.sheets, said.file
    try:
        return Submission(
            file,
            said.sha256,
            said.encoding,
            lines=tuple(
                [
                    Line(firms[firm], values, wording, file, sheets[sheet], row, alike, fate)
                    for firm, sheet, row, alike, fate, wording, values in said.lines
                ]
            ),
            pains=tuple([(firms[firm], stage, pain) for firm, stage, pain in said.pains]),
            incentives=tuple([(firms[firm], item, reach) for firm, item, reach in said.incentives]),
            idle=tuple([(firms[firm],) for firm in said.idle]),
            problems=tuple(map(unpack_problem, said.problems)),
            refused=said.refused,
            form=said.form,
        )
    except (LookupError, TypeError) as fault:
        raise ValueError("not a submission") from fault


def pack_problem(problem: Problem) -> _PackedProblem:
    """The problem as JSON can carry it."""
    where = problem.source
    source = (where.file, where.sheet, where.row, where.column, where.header)
    facts = {name: fact if isinstance(fact, _JSON) else str(fact) for name, fact in problem.facts.items()}
    return problem.code, source, problem.shown, problem.suggestion, facts


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
    return _encode(said)


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
        for said in msgspec.json.decode(data)
    )


def _unpacked_cell(cell: Any) -> Cell:
    return dt.date.fromisoformat(cell[0]) if isinstance(cell, list) else cell


class _Numbers(dict[_Thing, int]):
    """Numbers things in the order in which they are first asked for."""

    def __missing__(self, thing: _Thing) -> int:
        return self.setdefault(thing, len(self))
