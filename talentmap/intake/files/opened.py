"""One file from disk to the grids of its sheets: told by its content, scanned, opened. Runs in a worker, see `crew`."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from talentmap.intake.files.delimited import DelimitedFault, read_delimited
from talentmap.intake.files.grid import Sheet, sheet_of_records
from talentmap.intake.files.scan import FILE_BYTES_MAX, Kind, Verdict, scan
from talentmap.intake.files.workbook import WorkbookFault, read_workbook
from talentmap.intake.findings import Findings
from talentmap.model.source import Source

CELLS_MAX = 500_000
_NO_LINK_NO_WAIT = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Refusal(Exception):
    """A file is not read; `code` is the problem code, with the facts of the problem."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def content_of(path: Path) -> bytes:
    """The bytes of a regular file that is not too large. Refusal for any other, a pipe or link put there included."""
    try:
        opened = os.open(path, os.O_RDONLY | _NO_LINK_NO_WAIT)
        with os.fdopen(opened, "rb", buffering=0) as file:
            facts = os.fstat(opened)
            if not stat.S_ISREG(facts.st_mode):
                raise Refusal("intake-file-unopened")
            if facts.st_size > FILE_BYTES_MAX:
                raise Refusal("intake-file-large", megabytes=facts.st_size // 2**20, limit=FILE_BYTES_MAX // 2**20)
            return file.read(facts.st_size + 1)
    except OSError as fault:
        raise Refusal("intake-file-unopened") from fault


def sheets_in(content: bytes, name: str, findings: Findings) -> tuple[tuple[Sheet, ...], str]:
    """The sheets of a file's content, and the encoding of a text file. Refusal where it is no table."""
    verdict = scan(name, content)
    if verdict.kind is None:
        raise Refusal(verdict.refusal, **verdict.facts)
    try:
        if verdict.kind is Kind.DELIMITED:
            table = read_delimited(content)
            return (sheet_of_records(table),), table.encoding
        _note_cells(verdict, findings)
        return read_workbook(content), ""
    except DelimitedFault as fault:
        raise Refusal(fault.code, **fault.facts) from fault
    except WorkbookFault as fault:
        raise Refusal(fault.code, limit=CELLS_MAX) from fault


def _note_cells(verdict: Verdict, findings: Findings) -> None:
    """Formulas that show an error or were never calculated give no value: say so, since the cell looks filled."""
    for code, cells in (("intake-cell-error", verdict.errors), ("intake-formula-empty", verdict.uncached)):
        for sheet, address in cells:
            column = address.rstrip("0123456789")
            findings.say(code, Source(findings.file, sheet, int(address[len(column) :]), column))
