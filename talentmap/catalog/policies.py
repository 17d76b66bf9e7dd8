"""The policy register of an edition: documents.csv and register.csv into frozen models, faults with their line.

`policies/documents.csv`: doc_id, title_zh, title_en, department_id, department, number, issued, expires, file, note.
`policies/register.csv`: item_id, doc_id, clause, title_zh, title_en, stage, tiers (joined by `|`), instrument, rule,
amount_low, amount_high, amount_basis, budget_cny, paid_cny, applicants, recipients, note. An empty cell: not known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from talentmap.catalog.parse import Parser
from talentmap.model.frozen import Frozen
from talentmap.model.policy import PolicyDocument, PolicyItem
from talentmap.model.problem import Problem
from talentmap.model.rule import EMPLOYER_TYPES, OneOf, RuleFault, parse_rule
from talentmap.model.source import Source
from talentmap.model.taxonomy import Catalog, Tier
from talentmap.text import split_list

Model = TypeVar("Model", bound=Frozen)


@dataclass(frozen=True, slots=True)
class PolicyRegister:
    """Documents and items by id, and what was wrong with the rest."""

    documents: Mapping[str, PolicyDocument]
    items: Mapping[str, PolicyItem]
    problems: tuple[Problem, ...] = ()

    def in_force(self, day: dt.date) -> tuple[PolicyItem, ...]:
        """The items whose document is issued and not expired on `day`."""
        return tuple(
            item
            for item in self.items.values()
            if self.documents[item.doc_id].issued <= day and (self.documents[item.doc_id].expires or dt.date.max) >= day
        )


def read_policies(folder: Path, catalog: Catalog) -> PolicyRegister:
    """The register in `folder`; an edition without one has an empty register and one problem."""
    parser = Parser(folder)
    if not (folder / "register.csv").is_file():
        return PolicyRegister({}, {}, (Problem("policy-no-register", Source("policies")),))
    documents: dict[str, PolicyDocument] = {}
    for document, source in _models(parser, PolicyDocument, "documents.csv"):
        if documents.setdefault(document.doc_id, document) is not document:
            parser.note("policy-duplicate-document", source, shown=document.doc_id)
    items: dict[str, PolicyItem] = {}
    for item, source in _models(parser, PolicyItem, "register.csv"):
        fault = _rule_fault(item.rule)
        if item.item_id in items:
            parser.note("policy-duplicate-item", source, shown=item.item_id)
        elif item.doc_id not in documents:
            parser.note("policy-unknown-document", source, shown=item.doc_id)
        elif fault is not None:
            parser.note("policy-rule", source, shown=item.rule[:60], cause=fault)
        else:
            items[item.item_id] = item
            for field, value in _unknown_members(item.rule, catalog):
                parser.note("policy-unknown-member", source, shown=value, field=field)
            if item.budget_cny is None:
                parser.note("policy-no-budget", source, shown=item.item_id)
    return PolicyRegister(documents, items, tuple(parser.problems))


def _models(parser: Parser, kind: type[Model], name: str) -> list[tuple[Model, Source]]:
    found = parser.document(name)
    pairs = []
    for position, row in enumerate(found.value if found else ()):
        entry: dict[str, Any] = {key: value.strip() for key, value in row.items() if value.strip()}
        if "tiers" in entry:
            entry["tiers"] = split_list(entry["tiers"])
        model = parser.model(kind, entry, found, (position,)) if found else None
        if model is not None and found is not None:
            pairs.append((model, Source(name, row=found.line((position,)))))
    return pairs


def _unknown_members(rule: str, catalog: Catalog) -> list[tuple[str, str]]:
    """The members of sets that nothing could ever be: (field, value)."""
    known: Mapping[str, frozenset[str]] = {
        "chain": catalog.known_chains,
        "district": frozenset(catalog.districts),
        "tier": frozenset(Tier),
        "employer_type": frozenset(EMPLOYER_TYPES),
    }
    sets = [clause for clause in parse_rule(rule) if isinstance(clause, OneOf)]
    return [(clause.field, value) for clause in sets for value in sorted(clause.values - known[clause.field])]


def _rule_fault(rule: str) -> str | None:
    try:
        parse_rule(rule)
    except RuleFault as fault:
        return str(fault)
    return None
