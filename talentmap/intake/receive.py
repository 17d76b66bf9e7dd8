"""One file from disk to a submission: scanned, opened where it can do no harm, read, every fault said."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Sequence
from pathlib import Path

from talentmap.intake.crew import Crew, WorkerFault
from talentmap.intake.delimited import DelimitedFault, read_delimited
from talentmap.intake.enterprise import Firm
from talentmap.intake.findings import Findings
from talentmap.intake.form_marks import FormMark, form_mark
from talentmap.intake.grid import Sheet, sheet_of_records, sheets_of_workbook, text_of
from talentmap.intake.headers import Field, field_of, suggestion_for
from talentmap.intake.lines import Submission
from talentmap.intake.pain_points import pains_of
from talentmap.intake.rows import Context, facts_of, lines_of, tables_of
from talentmap.intake.scan import FILE_BYTES_MAX, Kind, Verdict, scan
from talentmap.intake.shown import shown_path
from talentmap.intake.vocabulary import Vocabulary
from talentmap.model.problem import Problem
from talentmap.model.source import Source

_WORKER_PROBLEMS = {
    "crash": "intake-file-crash",
    "time": "intake-file-slow",
    "memory": "intake-file-cells",
    "cells": "intake-file-cells",
    "PasswordError": "intake-file-password",
}


class _Refused(Exception):
    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def receive(path: Path, root: Path, vocabulary: Vocabulary, crew: Crew) -> Submission:
    """The submission that a file holds; a file that cannot be read is refused with the problem that says why."""
    file = file_name(path, root)
    findings = Findings(file)
    digest = encoding = ""
    try:
        content = _content(path)
        digest = hashlib.sha256(content).hexdigest()
        sheets, encoding = _sheets(path, content, findings, crew)
        return _submission(sheets, Submission(file, digest, encoding), vocabulary, findings)
    except _Refused as refusal:
        problem = Problem(
            refusal.code, Source(file), facts=refusal.facts, suggestion=str(refusal.facts.get("suggestion", ""))
        )
        return Submission(file, digest, encoding, problems=(*findings.all(), problem), refused=True)
    except Exception:  # the last fence: one file's trouble never becomes the run's
        problem = Problem("intake-file-failed", Source(file))
        return Submission(file, digest, encoding, problems=(*findings.all(), problem), refused=True)


def file_name(path: Path, root: Path) -> str:
    """The file's name as tables and problems print it: below the root, with forward slashes, safe to show."""
    try:
        relative = path.relative_to(root)
    except ValueError:
        relative = Path(path.name)
    return shown_path(relative.as_posix())


def _content(path: Path) -> bytes:
    try:
        facts = path.lstat()
        if not stat.S_ISREG(facts.st_mode):
            raise _Refused("intake-file-unopened")
        if facts.st_size > FILE_BYTES_MAX:
            raise _Refused("intake-file-large", megabytes=facts.st_size // 2**20, limit=FILE_BYTES_MAX // 2**20)
        return path.read_bytes()
    except OSError as fault:
        raise _Refused("intake-file-unopened") from fault


def _sheets(path: Path, content: bytes, findings: Findings, crew: Crew) -> tuple[tuple[Sheet, ...], str]:
    verdict = scan(path.name, content)
    if verdict.kind is None:
        raise _Refused(verdict.refusal, **verdict.facts)
    if verdict.kind is Kind.DELIMITED:
        try:
            table = read_delimited(content)
        except DelimitedFault as fault:
            raise _Refused(fault.code, limit=FILE_BYTES_MAX) from fault
        return (sheet_of_records(table),), table.encoding
    _note_cells(verdict, findings)
    try:
        return sheets_of_workbook(crew.open_workbook(path)), ""
    except WorkerFault as fault:
        raise _Refused(_WORKER_PROBLEMS.get(fault.reason, "intake-file-broken"), limit=500_000) from fault


def _note_cells(verdict: Verdict, findings: Findings) -> None:
    """Formulas that show an error or were never calculated give no value: say so, since the cell looks filled."""
    for code, cells in (("intake-cell-error", verdict.errors), ("intake-formula-empty", verdict.uncached)):
        for sheet, address in cells:
            column = address.rstrip("0123456789")
            findings.say(code, Source(findings.file, sheet, int(address[len(column) :]), column))


def _submission(
    sheets: Sequence[Sheet], received: Submission, vocabulary: Vocabulary, findings: Findings
) -> Submission:
    mark = form_mark(sheets)
    readable = tuple(sheet for sheet in sheets if mark is None or sheet.name not in mark.own_sheets)
    tables = tables_of(readable, findings)
    if not tables:
        raise _Refused("intake-no-header", suggestion=_near_header(readable))
    context = Context(
        received.file, facts_of(readable, tables, received.file), _chain(mark, vocabulary), vocabulary, findings
    )
    lines = lines_of(tables, context)
    if not lines:
        findings.say("intake-no-rows", Source(received.file, tables[0].sheet.name, tables[0].header[-1].number))
    pains = pains_of(readable, tables, context.facts, vocabulary, findings)
    firms = {line.firm for line in lines}
    owner = next(iter(firms)) if len({firm.key for firm in firms}) == 1 else Firm()
    return Submission(
        received.file,
        received.sha256,
        received.encoding,
        tuple(lines),
        tuple((owner, stage, pain) for stage, pain in pains) if owner.key else (),
        findings.all(),
    )


def _chain(mark: FormMark | None, vocabulary: Vocabulary) -> str:
    """The chain that the file is for: its form's, or the only one there is; '' when nothing tells."""
    chains = vocabulary.catalog.chains
    if mark is not None and mark.chain_id in chains:
        return mark.chain_id
    return next(iter(chains)) if len(chains) == 1 else ""


def _near_header(sheets: Sequence[Sheet]) -> str:
    """The wording of a job title column that something printed in the first rows comes close to."""
    for sheet in sheets:
        for row in sheet.rows[:10]:
            for _, cell in row.filled():
                near = suggestion_for(text_of(cell)) if isinstance(cell, str) and field_of(cell) is None else ""
                if near and field_of(near) == Field("demand", "title"):
                    return near
    return ""
