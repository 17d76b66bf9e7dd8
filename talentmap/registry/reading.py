"""Streams all extracts into batches of records, and keeps the account of every row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from talentmap.model.problem import Problem
from talentmap.model.taxonomy import Catalog
from talentmap.registry.account import ExtractAccount
from talentmap.registry.extracts.faults import ExtractFaults
from talentmap.registry.extracts.find import Extract
from talentmap.registry.extracts.layout import lay_out
from talentmap.registry.extracts.opened import ReadFault
from talentmap.registry.extracts.readers import open_extract
from talentmap.registry.extracts.words import vocabularies
from talentmap.registry.identity.pseudonym import Pseudonymiser, PseudonymKey
from talentmap.registry.records import Interpreter


@dataclass(slots=True)
class Reading:
    """Reads extracts one after the other; `accounts` and `problems` fill up as the batches are drawn.

    Duplicates are still among the records: `talentmap.registry.duplicates` takes them out.
    """

    catalog: Catalog
    key: PseudonymKey = field(repr=False)
    reference_date: dt.date
    accounts: list[ExtractAccount] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def batches(self, extracts: Sequence[Extract], advance: Callable[[int, int], None]) -> Iterator[pa.RecordBatch]:
        """The records of all extracts as batches of the RECORDS table."""
        pseudonyms = Pseudonymiser(self.key)
        for done, extract in enumerate(extracts):
            advance(done, len(extracts))
            yield from self._extract(extract, pseudonyms)
        advance(len(extracts), len(extracts))

    def _extract(self, extract: Extract, pseudonyms: Pseudonymiser) -> Iterator[pa.RecordBatch]:
        faults, rows_in, used, encoding = ExtractFaults(extract.name), 0, 0, ""
        try:
            opened = open_extract(extract)
            encoding = opened.encoding
            if opened.unread_sheets:
                faults.add("registry-sheets-unread", facts={"sheets": "、".join(opened.unread_sheets)})
            layout = lay_out(extract, opened, faults)
            words = vocabularies(self.catalog, extract.mapping)
            interpreter = Interpreter(extract, layout, words, pseudonyms, self.reference_date, faults)
            for rows in opened.rows(layout.picks):
                records = interpreter.records(rows)
                rows_in, used = rows_in + len(rows), used + records.num_rows
                if records.num_rows:
                    yield records
        except ReadFault as fault:
            faults.add(fault.code, facts=fault.facts)
        mapping = extract.mapping
        self.problems.extend(faults.problems())
        self.accounts.append(
            ExtractAccount(
                extract.name, mapping.department, mapping.as_of, encoding, rows_in, used, rows_in - used, duplicate=0
            )
        )


def unread(name: str) -> ExtractAccount:
    """The account of an extract of which no row was read."""
    return ExtractAccount(name, "", None, "", 0, 0, 0, 0)
