"""Declared corrections: `corrections.toml` of an edition, put into the cells before anything is read from them.

A survey file is never edited. What an office knows better is declared, with the value that must stand there now: where
another stands, because the firm sent a new file, the correction does nothing and says so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from talentmap.bilingual import Bilingual, both
from talentmap.intake.files.grid import Row, Sheet, text_of
from talentmap.intake.findings import Findings
from talentmap.intake.sheets.headers import bare_key
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.text import squeeze

if TYPE_CHECKING:
    from talentmap.model.correction import Correction

FILE = "corrections.toml"
_HEADER_ROWS = 31
_LETTER = re.compile(r"[A-Z]{1,3}")
_CREDIT_CODE = re.compile(r"\b[0-9A-Z]{18}\b")


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections in force, by their number in the file, and what is wrong with the others."""

    entries: tuple[tuple[int, Correction], ...] = ()
    problems: tuple[Problem, ...] = ()


NO_CORRECTIONS = Corrections()


def read_corrections(path: Path, reference_date: dt.date) -> Corrections:
    """The corrections that `path` declares; those that expired before the reference date are not in force."""
    if not path.is_file():
        return NO_CORRECTIONS
    from pydantic import ValidationError  # noqa: PLC0415 - the processes that read files declare nothing

    from talentmap.documents import Unreadable, read_toml  # noqa: PLC0415 - as above
    from talentmap.model.correction import Correction  # noqa: PLC0415 - as above
    from talentmap.model.misfit import misfit  # noqa: PLC0415 - as above

    try:
        document = read_toml(path)
    except OSError as fault:
        return _unreadable(both(f"{type(fault).__name__}", f"无法打开（{type(fault).__name__}）"))
    except Unreadable as fault:
        return _unreadable(fault.cause)
    declared = document.pop("correction", [])
    if document or not isinstance(declared, list):
        name = next(iter(document), "correction")
        return _unreadable(both(f"'{name}' is no list of [[correction]]", f"“{name}”不是以 [[correction]] 开头的条目"))
    entries: list[tuple[int, Correction]] = []
    problems: list[Problem] = []
    for number, entry in enumerate(declared, start=1):
        try:
            correction = Correction.model_validate(entry)
        except ValidationError as fault:
            first = fault.errors()[0]
            key, why = ".".join(map(str, first["loc"])) or "entry", misfit(first)
            cause = both(f"{key}: {why}", f"“{key}”{why.zh}")
            problems.append(_about(number, "intake-correction-invalid", cause=cause))
            continue
        if correction.expires < reference_date:
            problems.append(_about(number, "intake-correction-expired", expires=correction.expires, who=correction.who))
        else:
            entries.append((number, correction))
    return Corrections(tuple(entries), tuple(problems))


def corrected(sheets: Sequence[Sheet], corrections: Corrections, findings: Findings) -> tuple[Sheet, ...]:
    """The sheets with every correction that fits them applied, each noted in its place."""
    result = list(sheets)
    for number, correction in corrections.entries:
        if correction.file and correction.file != findings.file:
            continue
        for position, sheet in enumerate(result):
            for row, index in _cells(result, sheet, correction):
                source = Source(findings.file, sheet.name, row.number, sheet.letter(index), correction.column)
                findings.say(
                    "intake-corrected", source, correction.expected,
                    to=str(correction.to), reason=correction.reason, who=correction.who, number=number,
                )  # fmt: skip
                result[position] = _with_cell(result[position], row.number, index, correction)
    return tuple(result)


def unmatched(corrections: Corrections, problems: Iterable[Problem]) -> list[Problem]:
    """What to say of the corrections that no file had a place for, and of those that were not in force."""
    applied = {problem.facts["number"] for problem in problems if problem.code == "intake-corrected"}
    left = [(number, correction) for number, correction in corrections.entries if number not in applied]
    return [
        *corrections.problems,
        *(
            _about(number, "intake-correction-unmatched", where=_where(correction), expected=str(correction.expected))
            for number, correction in left
        ),
    ]


def _unreadable(cause: Bilingual) -> Corrections:
    return Corrections(problems=(Problem("intake-corrections-unreadable", Source(FILE), facts={"cause": cause}),))


def _about(number: int, code: str, **facts: object) -> Problem:
    return Problem(code, Source(FILE, f"correction {number}"), facts=facts)


def _where(correction: Correction) -> str:
    place = f"{correction.row}" if correction.row is not None else correction.title
    return " ".join(
        filter(None, (correction.file or correction.credit_code, correction.sheet, place, correction.column))
    )


def _cells(sheets: Sequence[Sheet], sheet: Sheet, correction: Correction) -> Iterator[tuple[Row, int]]:
    """The cells of a sheet that a correction means and that hold what it expects."""
    if correction.sheet and correction.sheet != sheet.name:
        return
    for row in sheet.rows:
        if _is_meant(row, sheets, correction):
            index = _column(sheet, row.number, correction.column)
            if index is not None and squeeze(text_of(row.cell(index))) == squeeze(str(correction.expected)):
                yield row, index


def _is_meant(row: Row, sheets: Sequence[Sheet], correction: Correction) -> bool:
    if correction.row is not None:
        if row.number != correction.row:
            return False
    elif squeeze(correction.title) not in {squeeze(text_of(cell)) for _, cell in row.filled()}:
        return False
    if not correction.credit_code:
        return True
    codes = _codes(row)
    return (
        correction.credit_code in codes
        if codes
        else any(correction.credit_code in _codes(other) for sheet in sheets for other in sheet.rows[:_HEADER_ROWS])
    )


def _codes(row: Row) -> set[str]:
    return {code for _, cell in row.filled() for code in _CREDIT_CODE.findall(squeeze(text_of(cell)))}


def _column(sheet: Sheet, below: int, column: str) -> int | None:
    """The column under that printed header, above the row; else the one with that letter."""
    wanted = bare_key(column)
    for row in sheet.rows[:_HEADER_ROWS]:
        if row.number < below:
            for index, cell in row.filled():
                if bare_key(text_of(cell)[:90]) == wanted:
                    return index
    if _LETTER.fullmatch(column):
        width = max((len(row.cells) for row in sheet.rows), default=0)
        return next((index for index in range(width) if sheet.letter(index) == column), None)
    return None


def _with_cell(sheet: Sheet, number: int, index: int, correction: Correction) -> Sheet:
    def mended(row: Row) -> Row:
        cells = [*row.cells, *[None] * (index + 1 - len(row.cells))]
        cells[index] = correction.to
        return Row(row.number, tuple(cells))

    return replace(sheet, rows=tuple(mended(row) if row.number == number else row for row in sheet.rows))
