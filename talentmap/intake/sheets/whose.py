"""Whose a row is: its own columns go before what the file states once, and the file's name is the last resort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talentmap.intake.cells.vocabulary import Vocabulary
from talentmap.intake.enterprise import Firm, firm_of, name_key, note_firm, shown_firm
from talentmap.intake.files.grid import is_blank, text_of
from talentmap.intake.findings import Findings, Place
from talentmap.intake.sheets.firm import Facts, Said, name_in_filename, name_in_title
from talentmap.intake.sheets.headers import Field
from talentmap.intake.sheets.table import Table
from talentmap.model.plausibility import PlausibilityRules
from talentmap.model.source import Source
from talentmap.text import compact

_NAME = Field("enterprise", "enterprise_name")
_CODE = Field("enterprise", "credit_code")
_EMPLOYEES = Field("enterprise", "employees")


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a table needs besides the table."""

    file: str
    facts: Facts
    chain_id: str
    vocabulary: Vocabulary
    plausibility: PlausibilityRules
    findings: Findings


class Firms:
    """The enterprises of one file, each resolved and noted once."""

    def __init__(self, tables: Sequence[Table], context: Context) -> None:
        self._context = context
        self._known: dict[tuple[tuple[str, str, str], ...], Firm] = {}
        self._unsaid: Firm | None = None
        self._first: dict[str, Firm] = {}
        self._codes: dict[str, str] = {}
        self._several = _names_several(tables)
        self._fallback = {} if self._several else _fallback(tables, context)

    def of(self, said: Mapping[Field, Said], place: Place) -> Firm:
        """The enterprise of a row."""
        if not said and self._unsaid is not None:
            return self._unsaid
        own = {f: s for f, s in said.items() if not is_blank(s.value)}
        facts = {**self._fallback, **({} if self._several and own else self._context.facts), **own}
        key = tuple(sorted((f.block, f.name, text_of(s.value)) for f, s in facts.items()))
        if key not in self._known:
            firm = firm_of(facts, self._context.chain_id, self._context.vocabulary, self._context.findings)
            if firm.key:
                self._note(firm, facts, place)
            self._known[key] = firm
        if not said:
            self._unsaid = self._known[key]
        return self._known[key]

    def _note(self, firm: Firm, facts: Facts, place: Place) -> None:
        """Say what a firm leaves out, and where one row contradicts an earlier one about the same firm."""
        findings = self._context.findings
        first = self._first.setdefault(firm.key, firm)
        if first is firm:
            note_firm(firm, facts, place.at(), findings)
        elif None not in (firm.employees, first.employees) and firm.employees != first.employees:
            findings.say("intake-employees-differ", facts[_EMPLOYEES].source, firm.employees, other=first.employees)
        if firm.code and firm.name and first.name and name_key(firm.name) != name_key(first.name):
            findings.say("intake-code-two-names", facts[_NAME].source, shown_firm(firm), other=shown_firm(first))
        if firm.code and firm.name:
            code = self._codes.setdefault(name_key(firm.name), firm.code)
            if code != firm.code:
                findings.say("intake-name-two-codes", facts[_CODE].source, firm.code, other=code)


def is_of_firm(field: Field) -> bool:
    """Whether a column says something of the firm rather than of one post."""
    return field.block == "enterprise" or field.name == "chain"


def _names_several(tables: Sequence[Table]) -> bool:
    """True where a column names more than one enterprise: then nothing about enterprises is carried between rows."""
    names = set()
    for table in tables:
        for field in (_NAME, _CODE):
            column = table.column(field.name, field.block)
            if column is not None:
                names |= {
                    (field.name, compact(text_of(row.cell(column.index))))
                    for row in table.data()
                    if not is_blank(row.cell(column.index))
                }
    return max((sum(kind == name for kind, _ in names) for name in ("enterprise_name", "credit_code")), default=0) > 1


def _fallback(tables: Sequence[Table], context: Context) -> Facts:
    """The enterprise of a file that names one in a column, above its table, in its title or only in its own name."""
    if _NAME in context.facts or _CODE in context.facts:
        return {}
    for table in tables:
        for field in (_NAME, _CODE):
            column = table.column(field.name, field.block)
            for row in table.answers() if column is not None else ():
                if column is not None and not is_blank(row.cell(column.index)):
                    source = Place(context.file, table.sheet.name, row.number).at(column)
                    return {field: Said(row.cell(column.index), source)}
    for table in tables:
        titled = name_in_title(table.above, table.sheet, context.file)
        if titled is not None:
            return {_NAME: titled}
    name = name_in_filename(context.file)
    source = Source(context.file)
    context.findings.say("intake-enterprise-from-filename", source, name)
    return {_NAME: Said(name, source)}
