"""One file from disk to a submission: opened, read, every fault said. Runs in a worker, see `crew`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from talentmap.forms.marks import OWN_SHEETS, FormMark
from talentmap.intake.cells.shown import shown_path
from talentmap.intake.cells.vocabulary import Vocabulary
from talentmap.intake.corrections import corrected
from talentmap.intake.desk import Desk
from talentmap.intake.enterprise import Firm
from talentmap.intake.files.form_mark import form_mark
from talentmap.intake.files.grid import Sheet, text_of
from talentmap.intake.files.opened import CELLS_MAX, Refusal, content_of, sheets_in
from talentmap.intake.findings import Findings
from talentmap.intake.lines import Line, Submission
from talentmap.intake.sheets.firm import Facts
from talentmap.intake.sheets.headers import Field, field_of, suggestion_for
from talentmap.intake.sheets.idle import idle_firms
from talentmap.intake.sheets.incentives import incentives_of
from talentmap.intake.sheets.outdated_form import note_mark
from talentmap.intake.sheets.pain_points import named_pains, owned_pains
from talentmap.intake.sheets.rows import facts_of, lines_of, tables_of
from talentmap.intake.sheets.table import Table
from talentmap.intake.sheets.whose import Context, Firms
from talentmap.model.problem import Problem
from talentmap.model.source import Source

_FAILURES = {
    "crash": "intake-file-crash",
    "time": "intake-file-slow",
    "memory": "intake-file-cells",
    "cells": "intake-file-cells",
}


@dataclass(frozen=True, slots=True)
class Understood:
    """What one file says once it is read: tables, facts of its firm, lines, firms without need, pains, incentives."""

    tables: Sequence[Table]
    facts: Facts
    lines: Sequence[Line]
    idle: Sequence[Firm]
    pains: Sequence[tuple[Firm, str, str]]
    incentives: Sequence[tuple[str, str]]
    mark: FormMark | None

    @property
    def owner(self) -> Firm:
        """The firm that all lines are of, or that answers without a line; an empty one where there are several."""
        firms = {line.firm for line in self.lines} | set(self.idle)
        return next(iter(firms)) if len({firm.key for firm in firms}) == 1 else Firm()


def receive(path: Path, file: str, desk: Desk) -> Submission:
    """The submission that a file holds; a file that cannot be read is refused with the problem that says why.

    MemoryError passes through: memory is capped where this runs, and the parent says so.
    """
    findings = Findings(file)
    received = Submission(file, "")
    try:
        content = content_of(path)
        received = Submission(file, hashlib.sha256(content).hexdigest())
        sheets, encoding = sheets_in(content, path.name, findings)
        received = replace(received, encoding=encoding)
        sheets = corrected(sheets, desk.terms.corrections, findings)
        return _submission(received, _understood(sheets, desk, findings), findings)
    except Refusal as refusal:
        return _refused(received, findings, refusal.code, refusal.facts)
    except MemoryError:
        raise
    except Exception:  # the last fence: one file's trouble never becomes the run's
        return _refused(received, findings, "intake-file-failed", {})


def failed(path: Path, file: str, failure: str) -> Submission:
    """The refusal of a file that ended or stalled the process that read it."""
    try:
        digest = hashlib.sha256(content_of(path)).hexdigest()
    except Refusal:
        digest = ""
    return _refused(Submission(file, digest), Findings(file), _FAILURES[failure], {"limit": CELLS_MAX})


def _refused(received: Submission, findings: Findings, code: str, facts: Mapping[str, object]) -> Submission:
    problem = Problem(code, Source(received.file), facts=facts, suggestion=str(facts.get("suggestion", "")))
    return replace(received, problems=(*findings.all(), problem), refused=True)


def understood(sheets: Sequence[Sheet], file: str, desk: Desk) -> Understood | None:
    """What sheets say that were read once more, for what is written back to their firm; None where it is no table."""
    findings = Findings(file)
    try:
        return _understood(corrected(sheets, desk.terms.corrections, findings), desk, findings)
    except Refusal:
        return None


def file_name(path: Path, root: Path) -> str:
    """The file's name as tables and problems print it: below the root, with forward slashes, safe to show."""
    try:
        relative = path.relative_to(root)
    except ValueError:
        relative = Path(path.name)
    return shown_path(relative.as_posix())


def _understood(sheets: Sequence[Sheet], desk: Desk, findings: Findings) -> Understood:
    vocabulary, terms = desk.vocabulary, desk.terms
    mark = form_mark(sheets)
    note_mark(mark, terms.edition_id, findings)
    readable = tuple(sheet for sheet in sheets if mark is None or sheet.name not in OWN_SHEETS)
    tables = tables_of(readable, findings)
    if not tables:
        raise Refusal("intake-no-header", suggestion=_near_header(readable))
    facts = facts_of(readable, tables, findings.file)
    context = Context(findings.file, facts, _chain(mark, vocabulary), vocabulary, desk.plausibility, findings)
    firms = Firms(tables, context)
    lines = lines_of(tables, context, firms)
    idle = idle_firms(tables, lines, firms, context)
    if not lines and not idle:
        findings.say("intake-no-rows", Source(findings.file, tables[0].sheet.name, tables[0].header[-1].number))
    return Understood(
        tables,
        facts,
        lines,
        idle,
        owned_pains(named_pains(readable, tables, facts, vocabulary, findings), lines, idle, findings),
        incentives_of(readable, tables, terms.item_ids, findings),
        mark,
    )


def _submission(received: Submission, understood: Understood, findings: Findings) -> Submission:
    owner = understood.owner if understood.incentives else Firm()
    return replace(
        received,
        lines=tuple(understood.lines),
        idle=tuple((firm,) for firm in understood.idle),
        pains=tuple(understood.pains),
        incentives=tuple((owner, item, reach) for item, reach in understood.incentives) if owner.key else (),
        problems=findings.all(),
        form=understood.mark.small_print() if understood.mark else "",
    )


def _chain(mark: FormMark | None, vocabulary: Vocabulary) -> str:
    """The chain that the file is for: its form's, or the only one there is; '' when nothing tells."""
    chain_ids = vocabulary.chain_ids
    if mark is not None and mark.chain_id in chain_ids:
        return mark.chain_id
    return chain_ids[0] if len(chain_ids) == 1 else ""


def _near_header(sheets: Sequence[Sheet]) -> str:
    """The wording of a job title column that something printed in the first rows comes close to."""
    for sheet in sheets:
        for row in sheet.rows[:10]:
            for _, cell in row.filled():
                near = suggestion_for(text_of(cell)) if isinstance(cell, str) and field_of(cell) is None else ""
                if near and field_of(near) == Field("demand", "title"):
                    return near
    return ""
