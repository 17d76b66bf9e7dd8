"""The policy register of an edition into frozen models, faults with file, row and column.

`policies/documents.csv` and `policies/register.csv`, or both as the sheets of `policies/register.xlsx` (the form that
`talentmap policy form` writes). The columns stand in `policy_columns`; an empty cell: not known. Cells of money may say
最高100万元 or 50%: they are read into bounds, and a note says how. 按实际贡献 stays unknown.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

from talentmap.catalog.parse import Parser
from talentmap.catalog.policy_columns import (
    CHOSEN,
    DOCUMENT_COLUMNS,
    DOCUMENT_SHEET,
    ITEM_COLUMNS,
    ITEM_SHEET,
    Column,
    fields_by_header,
)
from talentmap.documents import Located
from talentmap.model.amount import read_amount
from talentmap.model.frozen import Frozen
from talentmap.model.policy import PolicyDocument, PolicyItem
from talentmap.model.problem import Problem
from talentmap.model.rule import EMPLOYER_TYPES, NoneOf, OneOf, RuleFault, parse_rule
from talentmap.model.source import Source, column_letter
from talentmap.model.taxonomy import Catalog, Tier
from talentmap.text import lookup_key, split_list
from talentmap.workbook import WorkbookFault, sheets_of

Model = TypeVar("Model", bound=Frozen)
_WORKBOOK = "register.xlsx"
_MONEY = ("amount_low", "amount_high", "budget_cny", "paid_cny")
_AMOUNT = "amount"  # an amount as the text prints it, which fills both bounds
_HEADER_ROWS = 10
_HEADERS_LEAST = 3


@dataclass(frozen=True, slots=True)
class PolicyRegister:
    """Documents and items by id, and what was wrong with the rest.

    Where an item has several rows, `items` holds the one whose values hold last and `earlier` the others.
    """

    documents: Mapping[str, PolicyDocument]
    items: Mapping[str, PolicyItem]
    problems: tuple[Problem, ...] = ()
    earlier: tuple[PolicyItem, ...] = ()
    places: Mapping[PolicyItem, Source] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)

    def in_force(self, day: dt.date) -> tuple[PolicyItem, ...]:
        """The items whose document is issued and not expired on `day`, with the values that hold then."""
        return tuple(
            item
            for item in (*self.earlier, *self.items.values())
            if item.is_valid(day)
            and self.documents[item.doc_id].issued <= day
            and (self.documents[item.doc_id].expires or dt.date.max) >= day
        )

    def place(self, item: PolicyItem, header: str = "") -> Source:
        """Where the cell under `header` of an item's row stands."""
        source = self.places.get(item, Source("register.csv"))
        return replace(source, column=self.columns.get(header, ""), header=header)

    def department_of(self, item: PolicyItem) -> str:
        """The department that an item is applied for at."""
        return item.department_id or self.documents[item.doc_id].department_id


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a sheet or file by field, each with its place."""

    rows: Sequence[tuple[dict[str, str], Source]] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


def read_policies(folder: Path, catalog: Catalog) -> PolicyRegister:
    """The register in `folder`; an edition without one has an empty register and one problem."""
    parser = Parser(folder)
    has_csv, has_workbook = parser.has("register.csv"), parser.has(_WORKBOOK)
    if not has_csv and not has_workbook:
        return PolicyRegister({}, {}, (Problem("policy-no-register", Source("policies")),))
    if has_csv and has_workbook:
        parser.note("policy-two-registers", Source(_WORKBOOK))
    if has_csv:
        tables = _csv(parser, "documents.csv", DOCUMENT_COLUMNS), _csv(parser, "register.csv", ITEM_COLUMNS)
    else:
        tables = _workbook(parser, folder / _WORKBOOK)
    documents = _documents(parser, tables[0])
    items, places = _items(parser, tables[1], documents, catalog)
    current, earlier = _versions(parser, items, places)
    held = {item: places[item] for item in (*current.values(), *earlier)}
    return PolicyRegister(documents, current, tuple(parser.problems), earlier, held, tables[1].columns)


def _csv(parser: Parser, name: str, columns: Sequence[Column]) -> _Table:
    found = parser.document(name)
    if found is None or not found.value:
        return _Table()
    named = fields_by_header(columns)
    headers = list(found.value[0])
    fields = {header: named.get(lookup_key(header), header) for header in headers}
    rows = [
        ({fields[header]: cell for header, cell in row.items()}, Source(name, row=found.line((place,))))
        for place, row in enumerate(found.value)
    ]
    return _Table(rows, {fields[header]: column_letter(place) for place, header in enumerate(headers)})


def _workbook(parser: Parser, path: Path) -> tuple[_Table, _Table]:
    tables: dict[str, _Table] = {}
    known = {lookup_key(DOCUMENT_SHEET): DOCUMENT_COLUMNS, lookup_key(ITEM_SHEET): ITEM_COLUMNS}
    try:
        for sheet, rows in sheets_of(path.read_bytes()):
            columns = known.get(lookup_key(sheet))
            if columns is not None:
                tables[lookup_key(sheet)] = _sheet(parser, list(rows), Source(path.name, sheet), columns)
    except (WorkbookFault, OSError) as fault:
        parser.note("catalog-unreadable", Source(path.name), cause=fault)
    for sheet in (DOCUMENT_SHEET, ITEM_SHEET):
        if lookup_key(sheet) not in tables:
            parser.note("policy-no-sheet", Source(path.name), shown=sheet)
    return tables.get(lookup_key(DOCUMENT_SHEET), _Table()), tables.get(lookup_key(ITEM_SHEET), _Table())


def _sheet(parser: Parser, rows: Sequence[tuple[int, list[str]]], place: Source, columns: Sequence[Column]) -> _Table:
    named = fields_by_header(columns)
    scored = [sum(_header_key(cell) in named for cell in cells) for _, cells in rows[:_HEADER_ROWS]]
    if not scored or max(scored) < _HEADERS_LEAST:
        parser.note("policy-no-header", place)
        return _Table()
    head = scored.index(max(scored))
    fields = [named.get(_header_key(cell), "") for cell in rows[head][1]]
    found = [
        ({name: cell for name, cell in zip(fields, cells, strict=False) if name}, replace(place, row=number))
        for number, cells in rows[head + 1 :]
        if any(cell.strip() for cell in cells)
    ]
    return _Table(found, {name: column_letter(index) for index, name in enumerate(fields) if name})


def _header_key(cell: str) -> str:
    return lookup_key(cell.replace("*", ""))


def _documents(parser: Parser, table: _Table) -> dict[str, PolicyDocument]:
    documents: dict[str, PolicyDocument] = {}
    for row, source in table.rows:
        document = _model(parser, PolicyDocument, _filled(row), source, table)
        if document is not None and documents.setdefault(document.doc_id, document) is not document:
            parser.note("policy-duplicate-document", _at(source, table, "doc_id"), shown=document.doc_id)
    return documents


def _items(
    parser: Parser, table: _Table, documents: Mapping[str, PolicyDocument], catalog: Catalog
) -> tuple[list[PolicyItem], dict[PolicyItem, Source]]:
    items: list[PolicyItem] = []
    places: dict[PolicyItem, Source] = {}
    for row, source in table.rows:
        item = _item(parser, row, source, table)
        if item is None:
            continue
        fault = _rule_fault(item.rule)
        if item in places:
            parser.note("policy-duplicate-item", _at(source, table, "item_id"), shown=item.item_id)
        elif item.doc_id not in documents:
            parser.note("policy-unknown-document", _at(source, table, "doc_id"), shown=item.doc_id)
        elif fault is not None:
            parser.note("policy-rule", _at(source, table, "rule"), shown=item.rule[:60], cause=fault)
        else:
            items.append(item)
            places[item] = source
            for name, value in _unknown_members(item.rule, catalog):
                parser.note("policy-unknown-member", _at(source, table, "rule"), shown=value, field=name)
            if item.budget_cny is None:
                parser.note("policy-no-budget", _at(source, table, "budget_cny"), shown=item.item_id)
    return items, places


def _item(parser: Parser, row: Mapping[str, str], source: Source, table: _Table) -> PolicyItem | None:
    entry = _filled(row)
    if "tiers" in entry:
        tiers = split_list(entry["tiers"])
        unknown = [tier for tier in tiers if tier not in set(Tier)]
        if unknown:
            known = ", ".join(Tier)
            parser.note("policy-unknown-tier", _at(source, table, "tiers"), shown=unknown[0][:40], known=known)
            return None
        entry["tiers"] = tiers
    _read_amounts(parser, entry, source, table)
    return _model(parser, PolicyItem, entry, source, table)


def _filled(row: Mapping[str, str]) -> dict[str, Any]:
    """The cells that are not empty; of a choice the id, with which its label begins."""
    return {
        name: told.split(maxsplit=1)[0] if name in CHOSEN and name != "tiers" else _without_label(name, told)
        for name, cell in row.items()
        if (told := cell.strip())
    }


def _without_label(name: str, told: str) -> str:
    """`engineer|youth 工程师、青年人才` as its drop-down prints it, without the words after the ids."""
    head = told.split(maxsplit=1)[0] if name == "tiers" else ""
    return head if head and all(tier in set(Tier) for tier in head.split("|")) else told


def _read_amounts(parser: Parser, entry: dict[str, Any], source: Source, table: _Table) -> None:
    """Cells of money that hold words: into bounds, a share, or nothing; each is told."""
    printed = entry.pop(_AMOUNT, None)
    if printed is not None and not {"amount_low", "amount_high"} & entry.keys():
        entry["amount_high"] = printed
    for name in _MONEY:
        told = entry.get(name)
        if told is None or _is_number(told):
            continue
        stated = read_amount(told)
        place = _at(source, table, name)
        if not stated.is_known:
            if stated.is_open:
                del entry[name]
                parser.note("policy-amount-open", place, shown=told[:40])
            continue
        del entry[name]
        if name in {"amount_low", "amount_high"}:
            bounds = {"amount_low": stated.low, "amount_high": stated.high}
            shares = {"percent_low": stated.percent_low, "percent_high": stated.percent_high}
            only = {name: bounds[name]} if _other(name) in entry else bounds
            entry |= {key: value for key, value in {**only, **shares}.items() if value is not None}
            if stated.percent_high is not None:
                entry.setdefault("amount_basis", "percent")
        elif stated.high is not None:
            entry[name] = stated.high
        parser.note(
            "policy-amount-read", place, shown=told[:40], read=_told(stated.low, stated.high, stated.percent_high)
        )


def _other(name: str) -> str:
    return "amount_low" if name == "amount_high" else "amount_high"


def _told(low: float | None, high: float | None, percent: float | None) -> str:
    bounds = "" if low is None and high is None else f"{_yuan(low)} … {_yuan(high)}"
    return "; ".join(filter(None, (bounds, "" if percent is None else f"{percent:g}%")))


def _yuan(value: float | None) -> str:
    return "?" if value is None else f"{value:,.0f}"


def _is_number(told: str) -> bool:
    try:
        float(told)
    except ValueError:
        return False
    return True


def _model(parser: Parser, kind: type[Model], entry: dict[str, Any], source: Source, table: _Table) -> Model | None:
    before = len(parser.problems)
    model = parser.model(kind, entry, Located(source.file, entry, {(): source.row}))
    for place, problem in enumerate(parser.problems[before:], start=before):
        header = problem.source.header.split(".")[0]
        parser.problems[place] = replace(problem, source=_at(source, table, header))
    return model


def _at(source: Source, table: _Table, header: str) -> Source:
    return replace(source, column=table.columns.get(header, ""), header=header)


def _versions(
    parser: Parser, items: Sequence[PolicyItem], places: Mapping[PolicyItem, Source]
) -> tuple[dict[str, PolicyItem], tuple[PolicyItem, ...]]:
    """The last version of each item and the earlier ones; of two that overlap only the first counts."""
    by_id: defaultdict[str, list[PolicyItem]] = defaultdict(list)
    for item in items:
        by_id[item.item_id].append(item)
    current: dict[str, PolicyItem] = {}
    earlier: list[PolicyItem] = []
    for item_id, versions in by_id.items():
        clashing = {later for first, later in combinations(versions, 2) if first.overlaps(later)}
        for item in versions:
            if item in clashing:
                dated = item.valid_from is not None or item.valid_until is not None
                code = "policy-overlapping-dates" if dated else "policy-duplicate-item"
                parser.note(code, places[item], shown=item_id)
        kept = [item for item in versions if item not in clashing]
        *before, last = sorted(kept, key=lambda item: item.valid_from or dt.date.min)
        current[item_id] = last
        earlier += before
    return current, tuple(earlier)


def _unknown_members(rule: str, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """The members of sets that nothing could ever be: field and value."""
    known: Mapping[str, frozenset[str]] = {
        "chain": catalog.known_chains,
        "district": frozenset(catalog.districts),
        "tier": frozenset(Tier),
        "employer_type": frozenset(EMPLOYER_TYPES),
    }
    for clause in parse_rule(rule):
        if isinstance(clause, OneOf | NoneOf) and clause.field in known:
            yield from ((clause.field, value) for value in sorted(clause.values - known[clause.field]))


def _rule_fault(rule: str) -> str | None:
    try:
        parse_rule(rule)
    except RuleFault as fault:
        return str(fault)
    return None
