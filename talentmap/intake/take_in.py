"""START HERE: every survey file of an edition into ENTERPRISES, DEMAND, PAINS and FILES, with the list of problems."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from talentmap.intake.account import tables
from talentmap.intake.across import settle
from talentmap.intake.crew import Crew
from talentmap.intake.receive import receive
from talentmap.intake.rules import note_totals
from talentmap.intake.vocabulary import Vocabulary
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.model.taxonomy import Catalog

_HIDDEN = (".", "~$", ".~")
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Intake:
    """What the survey files say, and everything that is wrong with them."""

    enterprises: pa.Table
    demand: pa.Table
    pains: pa.Table
    files: pa.Table
    problems: tuple[Problem, ...]


def _quiet(done: int, total: int) -> None:
    """Tells nobody."""


def take_in(
    paths: Sequence[Path], root: Path, catalog: Catalog, advance: Callable[[int, int], None] = _quiet
) -> Intake:
    """All files of an edition together: read each, settle them against one another, account for every row.

    `advance` is told how many files of how many are read. The order of `paths` does not matter.
    """
    vocabulary = Vocabulary(catalog)
    ordered = sorted(set(paths))
    with Crew() as crew, ThreadPoolExecutor(max_workers=min(os.cpu_count() or 2, 4)) as pool:
        running = [pool.submit(receive, path, root, vocabulary, crew) for path in ordered]
        for done, _ in enumerate(as_completed(running), start=1):
            advance(done, len(running))
        received = [future.result() for future in running]
    settled = note_totals(settle(received), catalog.rules.plausibility)
    problems = [problem for submission in settled for problem in submission.problems]
    if not ordered:
        problems.append(Problem("intake-no-files", Source(root.name)))
    return Intake(*tables(settled), problems=tuple(sorted(problems, key=_order)))


def _order(problem: Problem) -> tuple[object, ...]:
    return problem.source, problem.code, problem.shown


def survey_files(folder: Path) -> list[Path]:
    """Every regular file below a folder, sorted; hidden and lock files (~$x.xlsx) and links are left out."""
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(parent, name) for name in names if not _is_left_out(name) and _is_regular(Path(parent, name))]
    return sorted(found)


def _is_left_out(name: str) -> bool:
    return name.startswith(_HIDDEN) or name.lower() in _SYSTEM_FILES


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
