"""START HERE: every survey file of an edition into five tables (`talentmap/tables/survey.py`), with every problem."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from talentmap.cycles import no_search_for_cycles
from talentmap.intake.account import tables
from talentmap.intake.across import settle
from talentmap.intake.cells.rules import note_totals
from talentmap.intake.corrections import unmatched
from talentmap.intake.desk import Desk, desk_of
from talentmap.intake.groups import note_groups
from talentmap.intake.lines import Submission
from talentmap.intake.receive import file_name
from talentmap.intake.terms import NO_TERMS, Terms
from talentmap.intake.workers.cache import fingerprint
from talentmap.intake.workers.crew import Order
from talentmap.intake.workers.read_all import digest_of, read_all, read_changed
from talentmap.intake.workers.settled import is_kept, of_files, read_settled, write_settled
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.model.taxonomy import Catalog
from talentmap.tables.schema import load_arrow

if TYPE_CHECKING:
    import pyarrow as pa

_HIDDEN = (".", "~$", ".~")
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Intake:
    """What the survey files say, and everything that is wrong with them."""

    enterprises: pa.Table
    demand: pa.Table
    pains: pa.Table
    incentive_use: pa.Table
    files: pa.Table
    problems: tuple[Problem, ...]


def _quiet(done: int, total: int) -> None:
    """Tells nobody."""


def take_in(
    paths: Sequence[Path],
    root: Path,
    catalog: Catalog,
    advance: Callable[[int, int], None] = _quiet,
    terms: Terms = NO_TERMS,
    cache: Path | None = None,
) -> Intake:
    """All files of an edition together: read each, settle them against one another, account for every row.

    `advance` is told how many files of how many are read. The order of `paths` does not matter. Files that the `cache`
    folder knows are not read again; the result is the same.
    """
    orders = [Order(path, file_name(path, root)) for path in sorted(set(paths))]
    Thread(target=load_arrow).start()  # the tables need it, the reading does not
    desk = desk_of(catalog, terms)
    with no_search_for_cycles():
        if cache is not None:
            mark = fingerprint(catalog, terms)
            return _taken_in_again(orders, desk, advance, cache, mark) if orders else _settled([], desk, root)
        return _settled(read_all(orders, desk, advance).submissions, desk, root)


def _taken_in_again(
    orders: Sequence[Order], desk: Desk, advance: Callable[[int, int], None], cache: Path, mark: str
) -> Intake:
    """As `take_in`, with what an earlier run left in the cache folder; leaves there what this one found."""
    if is_kept(cache, mark):
        digests = {order.file: digest_of(order.path) for order in orders}
        known = read_settled(cache, mark, of_files(digests))
        if known is not None:
            advance(len(orders), len(orders))
            return Intake(**known)
    received = read_changed(orders, desk, advance, cache, mark)
    intake = _settled(received.submissions, desk, Path())
    if received.is_repeatable:
        files = of_files({submission.file: submission.sha256 for submission in received.submissions})
        write_settled(cache, mark, files, [(field.name, getattr(intake, field.name)) for field in fields(intake)])
    return intake


def _settled(received: Sequence[Submission], desk: Desk, root: Path) -> Intake:
    settled = note_groups(note_totals(settle(received), desk.plausibility))
    problems = [problem for submission in settled for problem in submission.problems]
    problems += unmatched(desk.terms.corrections, (problem for s in received for problem in s.problems))
    if not received:
        problems.append(Problem("intake-no-files", Source(root.name)))
    return Intake(*tables(settled), problems=tuple(sorted(problems, key=_order)))


def _order(problem: Problem) -> tuple[object, ...]:
    return problem.source, problem.code, problem.shown


def survey_files(folder: Path) -> list[Path]:
    """Every file below a folder, sorted; hidden and lock files (~$x.xlsx) are left out, links are not followed.

    Links and pipes are listed, so that they are refused with a reason rather than passed over.
    """
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if Path(parent, name).is_symlink()]
        found += [Path(parent, name) for name in (*names, *links) if not _is_left_out(name)]
    return sorted(found)


def _is_left_out(name: str) -> bool:
    return name.startswith(_HIDDEN) or name.lower() in _SYSTEM_FILES
