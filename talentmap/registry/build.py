"""Stage 2, registry: department extracts become people under keyed pseudonyms, with how sure and how many unseen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import narwhals as nw

from talentmap.engine import Engine
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.model.taxonomy import Catalog
from talentmap.registry.account import ExtractAccount
from talentmap.registry.agreement import identity_conflicts
from talentmap.registry.coverage import coverage
from talentmap.registry.extracts import find_extracts
from talentmap.registry.linking import links
from talentmap.registry.merge import merge_rules, people
from talentmap.registry.pseudonym import PseudonymKey
from talentmap.registry.reading import Reading, unread
from talentmap.registry.survivorship import read_survivorship
from talentmap.tables.registry import COVERAGE, PEOPLE, RECORDS

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RegistryReport:
    """What the stage did: each extract's account balances, and every problem names its place but no person."""

    records: int
    people: int
    rejected: int
    problems: tuple[Problem, ...]
    accounts: tuple[ExtractAccount, ...]


def _silent(done: int, total: int) -> None:
    """Shows no progress."""


def build_registry(
    folder: Path,
    catalog: Catalog,
    engine: Engine,
    key: PseudonymKey,
    reference_date: dt.date,
    advance: Advance = _silent,
) -> RegistryReport:
    """Write RECORDS, PEOPLE and COVERAGE into `engine` from the extracts in `folder`; gives the account of it."""
    extracts, unusable, problems = find_extracts(folder, catalog, reference_date)
    reading = Reading(catalog, key, reference_date)
    records = engine.write_batches(RECORDS, reading.batches(extracts, advance))
    linked = links(engine)
    rules = merge_rules(catalog, read_survivorship(), {extract.name: extract.mapping.trust for extract in extracts})
    engine.write(PEOPLE, people(engine, rules, linked.person_of, catalog, reference_date))
    engine.write(COVERAGE, coverage(engine))
    accounts = [*reading.accounts, *(unread(name) for name in unusable)]
    if not extracts and not unusable:
        problems.append(Problem("registry-no-extracts", Source(folder.name)))
    found = [*problems, *reading.problems, *identity_conflicts(engine), *linked.problems]
    return RegistryReport(
        records=records,
        people=_count(engine),
        rejected=sum(account.rejected for account in accounts),
        problems=tuple(sorted(found, key=lambda problem: (problem.source, problem.code, problem.shown))),
        accounts=tuple(sorted(accounts, key=lambda account: account.file)),
    )


def _count(engine: Engine) -> int:
    counted = engine.collect(engine.scan(PEOPLE).select(people=nw.len()), ("people",))
    return int(counted.column("people")[0].as_py())
