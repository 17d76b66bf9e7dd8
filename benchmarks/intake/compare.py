"""Holds what was read against the truth: each value right, flagged (wrong, and a problem says so) or silently wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from intake.layouts import Survey, Truth
from talentmap.intake.take_in import Intake
from talentmap.model.problem import Problem, Severity
from talentmap.model.source import column_letter
from talentmap.text import squeeze

_BESIDE = {"pay_low": "pay", "pay_high": "pay", "enterprise": "name", "chain_id": "chain"}


@dataclass(slots=True)
class Tally:
    """Counts of values, and examples of what went wrong."""

    values: Counter[str] = field(default_factory=Counter)
    files_read: int = 0
    files: int = 0
    alarms: Counter[str] = field(default_factory=Counter)
    alarmed_files: set[str] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)


def compare(surveys: Mapping[str, Survey], intake: Intake, root: Path) -> Tally:
    """Every value of every line of every file."""
    tally = Tally(files=len(surveys))
    lines: defaultdict[str, dict[tuple[str, int], dict[str, Any]]] = defaultdict(dict)
    for row in intake.demand.to_pylist():
        lines[row["source_file"]][row["source_sheet"], row["source_row"]] = row
    names = {row["enterprise_id"]: row["enterprise_name"] for row in intake.enterprises.to_pylist()}
    problems: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in intake.problems:
        problems[problem.source.file].append(problem)
    status = {row["file"]: row["status"] for row in intake.files.to_pylist()}
    for file, survey in surveys.items():
        tally.files_read += status.get(file) == "used"
        _compare_file(file, survey, lines[file], (names, problems[file]), tally)
    return tally


def _compare_file(
    file: str,
    survey: Survey,
    lines: Mapping[tuple[str, int], Mapping[str, Any]],
    beside: tuple[Mapping[str, str], Sequence[Problem]],
    tally: Tally,
) -> None:
    names, problems = beside
    text_file = file.endswith((".csv", ".txt", ".tsv"))
    for truth in survey.truth:
        place = ("" if text_file else truth.sheet, truth.row)
        line = lines.get(place)
        if line is None:
            known = any(p.severity is Severity.ERROR and p.source.row in (0, truth.row) for p in problems)
            _count(tally, "lost, flagged" if known else "lost silently", f"{file} {place} line lost")
            continue
        got = line["enterprise_id"] if truth.enterprise[:1].isascii() else names[line["enterprise_id"]]
        _judge(tally, (file, survey, truth), "enterprise", truth.enterprise, got, problems)
        for name, expected in truth.values.items():
            got = line[{"segment": "segment_id", "district": "district_id"}.get(name, name)]
            _judge(tally, (file, survey, truth), name, expected, got, problems)
    phantoms = set(lines) - {("" if text_file else t.sheet, t.row) for t in survey.truth}
    for place in phantoms:
        _count(tally, "phantom", f"{file} {place} {lines[place]['title']}")
    for problem in problems:
        unsaid = problem.code == "intake-chain-missing" and survey.style.firm_in in ("title", "filename")
        if problem.severity is not Severity.NOTE and not unsaid:
            tally.alarms[problem.code] += 1
            tally.alarmed_files.add(file)
            _example(tally, f"alarm {problem.source} {problem.code} {problem.shown!r}")


def _judge(
    tally: Tally, where: tuple[str, Survey, Truth], name: str, expected: Any, got: Any, problems: Sequence[Problem]
) -> None:
    file, survey, truth = where
    if _same(expected, got):
        tally.values["right"] += 1
        return
    about = [p for p in problems if _is_about(p, survey, truth, name)]
    verdict = "wrong, flagged" if about else "silently wrong"
    _count(
        tally,
        verdict,
        f"{file} {truth.sheet}:{truth.row} {name}: want {expected!r} got {got!r} {[p.code for p in about]}",
    )


def _same(expected: Any, got: Any) -> bool:
    if isinstance(expected, str) and isinstance(got, str):
        return squeeze(expected) == squeeze(got)
    return expected == got or (expected in (None, "") and got in (None, ""))


def _is_about(problem: Problem, survey: Survey, truth: Truth, name: str) -> bool:
    """True for a problem at the value's own cell or column header, or of the whole row or file."""
    grid = next(grid for grid in survey.grids if grid.name == truth.sheet)
    column = grid.columns.get(name, grid.columns.get(_BESIDE.get(name, ""), -1))
    if problem.source.column:
        return (
            column >= 0
            and problem.source.column == column_letter(column)
            and (problem.source.row == truth.row or problem.source.row <= grid.top)
        )
    return problem.source.row in (0, truth.row)


def _count(tally: Tally, verdict: str, example: str) -> None:
    tally.values[verdict] += 1
    _example(tally, f"{verdict}: {example}")


def _example(tally: Tally, text: str) -> None:
    if len(tally.examples) < 4000:
        tally.examples.append(text)
