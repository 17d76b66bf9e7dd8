"""Stage 2, registry: department extracts become people under keyed pseudonyms, with how sure and how many unseen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from talentmap.engine import Engine
from talentmap.model.decision import Decision
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.model.taxonomy import Catalog
from talentmap.registry.account import ExtractAccount
from talentmap.registry.counting import count_rows, people_among
from talentmap.registry.duplicates import keep_first
from talentmap.registry.extracts.find import find_extracts
from talentmap.registry.identity.agreement import identity_conflicts
from talentmap.registry.identity.decisions import PersonDecisions, decisions_unmet
from talentmap.registry.identity.linking import links
from talentmap.registry.identity.pseudonym import PseudonymKey
from talentmap.registry.identity.queue import link_queue, two_ids
from talentmap.registry.people.coverage import coverage
from talentmap.registry.people.life_events import EventsReading, no_events, read_events
from talentmap.registry.people.merge import MergeRules, merge, merge_rules
from talentmap.registry.people.provenance import conflicts, provenance
from talentmap.registry.people.scorecard import scorecard
from talentmap.registry.people.survivorship import read_survivorship
from talentmap.registry.reading import Reading, unread
from talentmap.tables.registry import (
    CONFLICTS,
    COVERAGE,
    DEPARTMENTS,
    EVENTS,
    LINK_QUEUE,
    PEOPLE,
    PROVENANCE,
    RECORDS,
)

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RegistryReport:
    """What the stage did: each extract's account balances, and every problem names its place but no person."""

    records: int
    people: int
    rejected: int
    problems: tuple[Problem, ...]
    accounts: tuple[ExtractAccount, ...]
    events: ExtractAccount


def _silent(done: int, total: int) -> None:
    """Shows no progress."""


@dataclass(frozen=True, slots=True)
class RegistrySources:
    """What the stage reads: the folder of extracts, the events file where there is one, and what people decided."""

    folder: Path
    events: Path | None = None
    decisions: Iterable[Decision] = ()


def build_registry(
    sources: RegistrySources,
    catalog: Catalog,
    engine: Engine,
    key: PseudonymKey,
    reference_date: dt.date,
    advance: Advance = _silent,
) -> RegistryReport:
    """Write the tables of `talentmap.tables.registry` into `engine` from `sources`; gives the account of it."""
    extracts, unusable, problems = find_extracts(sources.folder, catalog, reference_date)
    reading = Reading(catalog, key, reference_date)
    engine.write_batches(RECORDS, reading.batches(extracts, advance))
    accounts = [*keep_first(engine, reading.accounts), *(unread(name) for name in unusable)]
    decisions = PersonDecisions.of(sources.decisions)
    linked = links(engine, catalog.rules.linkage, decisions)
    rules = merge_rules(catalog, read_survivorship(), {extract.name: extract.mapping.trust for extract in extracts})
    merge(engine, rules, linked.person_of, catalog, reference_date)
    _describe(engine, rules, accounts, reference_date)
    engine.write(LINK_QUEUE, link_queue(engine, linked.linkage, decisions))
    events = _read_events(sources.events, Reading(catalog, key, reference_date), engine, linked.person_of)
    engine.write(EVENTS, events.events)
    if not extracts and not unusable:
        problems.append(Problem("registry-no-extracts", Source(sources.folder.name)))
    found = [*problems, *reading.problems, *identity_conflicts(engine), *two_ids(engine), *linked.problems]
    found += [*events.problems, *decisions_unmet(engine, decisions)]
    return RegistryReport(
        records=sum(account.used for account in accounts),
        people=count_rows(engine, PEOPLE),
        rejected=sum(account.rejected for account in accounts),
        problems=tuple(sorted(found, key=lambda problem: (problem.source, problem.code, problem.shown))),
        accounts=tuple(sorted(accounts, key=lambda account: account.file)),
        events=events.account,
    )


def _describe(engine: Engine, rules: MergeRules, accounts: Sequence[ExtractAccount], reference_date: dt.date) -> None:
    """Say of the merged people where they come from and how well the departments agree."""
    engine.write(COVERAGE, coverage(engine))
    engine.write(CONFLICTS, conflicts(engine, rules))
    engine.write(PROVENANCE, provenance(engine, rules))
    engine.write(DEPARTMENTS, scorecard(engine, accounts, rules, reference_date))


def _read_events(path: Path | None, reading: Reading, engine: Engine, person_of: Mapping[str, str]) -> EventsReading:
    if path is None or not path.is_file():
        return no_events()
    how = (reading.catalog, reading.key, reading.reference_date)
    return read_events(path, *how, person_of, lambda people: people_among(engine, people))
