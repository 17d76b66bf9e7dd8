"""Streams all extracts into batches of records, and keeps the account of every row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

import pyarrow as pa

from talentmap.model.problem import Problem
from talentmap.model.taxonomy import Catalog
from talentmap.registry.account import ExtractAccount
from talentmap.registry.extracts import Extract
from talentmap.registry.faults import ExtractFaults
from talentmap.registry.mapping import RecordField
from talentmap.registry.opened import Opened, ReadFault, Row
from talentmap.registry.pseudonym import Pseudonymiser, PseudonymKey
from talentmap.registry.readers import batched, open_extract
from talentmap.registry.records import Interpreter, Layout, Record
from talentmap.registry.words import vocabularies
from talentmap.tables.registry import RECORDS
from talentmap.text import compact

_RECORD_ID = RECORDS.names.index("record_id")
_IDENTIFYING = frozenset({RecordField.ID_NUMBER, RecordField.NAME})


@dataclass(slots=True)
class Tally:
    """The rows of one extract so far."""

    rows_in: int = 0
    used: int = 0
    rejected: int = 0
    duplicate: int = 0
    encoding: str = ""


@dataclass(slots=True)
class Reading:
    """Reads extracts one after the other; `accounts` and `problems` fill up as the batches are drawn.

    A record that says word for word what an earlier one of the same department and day said is a duplicate, whether
    it stands in the same file or in a copy of it.
    """

    catalog: Catalog
    key: PseudonymKey = field(repr=False)
    reference_date: dt.date
    accounts: list[ExtractAccount] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: set[int] = field(default_factory=set, repr=False)

    def batches(self, extracts: Sequence[Extract], advance: Callable[[int, int], None]) -> Iterator[pa.RecordBatch]:
        """The records of all extracts as batches of the RECORDS table."""
        for done, extract in enumerate(extracts):
            advance(done, len(extracts))
            yield from self._extract(extract)
        advance(len(extracts), len(extracts))

    def _extract(self, extract: Extract) -> Iterator[pa.RecordBatch]:
        faults, tally = ExtractFaults(extract.name), Tally()
        try:
            opened = open_extract(extract)
            tally.encoding = opened.encoding
            interpreter = self._interpreter(extract, _layout(extract, opened, faults), faults)
            for rows in batched(opened.rows(interpreter.layout.picks)):
                records = self._kept(rows, interpreter, tally)
                if records:
                    yield _batch(records)
        except ReadFault as fault:
            faults.add(fault.code, facts=fault.facts)
        self.problems.extend(faults.problems())
        self.accounts.append(_account(extract, tally))

    def _interpreter(self, extract: Extract, layout: Layout, faults: ExtractFaults) -> Interpreter:
        return Interpreter(
            extract,
            layout,
            vocabularies(self.catalog, extract.mapping),
            Pseudonymiser.of(self.key),
            self.reference_date,
            faults,
        )

    def _kept(self, rows: Sequence[Row], interpreter: Interpreter, tally: Tally) -> list[Record]:
        """The records that count, every row entered in the tally."""
        kept: list[Record] = []
        for number, cells in rows:
            tally.rows_in += 1
            if cells is None:
                interpreter.faults.add("registry-row-shape", number)
            record = None if cells is None else interpreter.record(number, cells)
            if record is None:
                tally.rejected += 1
            elif self._is_new(record):
                kept.append(record)
            else:
                tally.duplicate += 1
        tally.used += len(kept)
        return kept

    def _is_new(self, record: Record) -> bool:
        number = int(str(record[_RECORD_ID]), 16)
        if number in self.seen:
            return False
        self.seen.add(number)
        return True


def unread(name: str) -> ExtractAccount:
    """The account of an extract of which no row was read."""
    return ExtractAccount(name, "", None, "", 0, 0, 0, 0)


def _account(extract: Extract, tally: Tally) -> ExtractAccount:
    mapping = extract.mapping
    return ExtractAccount(
        extract.name,
        mapping.department,
        mapping.as_of,
        tally.encoding,
        tally.rows_in,
        tally.used,
        tally.rejected,
        tally.duplicate,
    )


def _layout(extract: Extract, opened: Opened, faults: ExtractFaults) -> Layout:
    """Where the mapped columns stand; a missing one is noted and done without, unless nobody could be named."""
    places: dict[str, int] = {}
    for position, header in enumerate(opened.header):
        places.setdefault(compact(header), position)
    wanted = {name: extract.mapping.columns[name] for name in RecordField if name in extract.mapping.columns}
    found = {name: places[compact(header)] for name, header in wanted.items() if compact(header) in places}
    for name in wanted.keys() - found.keys():
        close = get_close_matches(compact(wanted[name]), places, n=1)
        suggestion = opened.header[places[close[0]]].strip() if close else ""
        faults.add_column(name.value, wanted[name], suggestion)
    if not _IDENTIFYING & found.keys():
        raise ReadFault("registry-nobody-named", {})
    return Layout(tuple(found), wanted, found)


def _batch(records: Sequence[Record]) -> pa.RecordBatch:
    columns = zip(*records, strict=True)
    return pa.RecordBatch.from_arrays(
        [pa.array(column, item.type) for column, item in zip(columns, RECORDS.arrow_schema, strict=True)],
        schema=RECORDS.arrow_schema,
    )
