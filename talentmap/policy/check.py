"""What is wrong with a register beyond its rows: contradictions, odd money, clauses that changed behind its back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from talentmap.catalog.policies import PolicyRegister
from talentmap.catalog.policy_words import PolicyWords
from talentmap.model.admission import contradictions
from talentmap.model.amount import BASES
from talentmap.model.policy import PolicyItem
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.policy.texts.clauses import Clause
from talentmap.policy.texts.read import read_texts


@dataclass(frozen=True, slots=True)
class RegisterCheck:
    """The problems of a register in the order of their places, and the hash of the clause that each item stands for."""

    problems: tuple[Problem, ...]
    quotes: Mapping[PolicyItem, str] = field(default_factory=dict)


def check_register(
    register: PolicyRegister, folder: Path, words: PolicyWords, year: int | None = None
) -> RegisterCheck:
    """Everything wrong with `register`, read from `folder`; `year`: of the edition that it is for."""
    clauses, found = _clauses(register, folder)
    quotes: dict[PolicyItem, str] = {}
    for item in (*register.earlier, *register.items.values()):
        found += _item_problems(register, item, words, year)
        found += _quote_problems(register, item, clauses, quotes)
    every = sorted((*register.problems, *found), key=lambda problem: (problem.source, problem.code, problem.shown))
    return RegisterCheck(tuple(every), quotes)


def _item_problems(
    register: PolicyRegister, item: PolicyItem, words: PolicyWords, year: int | None
) -> Iterator[Problem]:
    shown = item.item_id
    for clauses in contradictions(item.rule, item.tiers):
        yield Problem("policy-contradiction", register.place(item, "rule"), shown=shown, facts={"clauses": clauses})
    if item.instrument not in words.instruments:
        yield Problem("policy-unknown-instrument", register.place(item, "instrument"), shown=item.instrument)
    if item.amount_basis not in BASES:
        facts = {"known": ", ".join(BASES)}
        yield Problem(
            "policy-unknown-basis", register.place(item, "amount_basis"), shown=item.amount_basis, facts=facts
        )
    if item.department_id and not is_department(item.department_id, words):
        yield Problem("policy-unknown-office", register.place(item, "department_id"), shown=item.department_id)
    is_unknown = item.amount_high is None and item.amount_low is None and item.percent_high is None
    if is_unknown and item.amount_basis != "in-kind":
        yield Problem("policy-amount-unstated", register.place(item, "amount_high"), shown=shown)
    if item.budget_cny is not None and item.paid_cny is not None and item.paid_cny > item.budget_cny:
        yield Problem("policy-paid-over-budget", register.place(item, "paid_cny"), shown=shown)
    if item.applicants is not None and item.recipients is not None and item.recipients > item.applicants:
        yield Problem("policy-recipients-over-applicants", register.place(item, "recipients"), shown=shown)
    if year is not None and item.budget_year not in {None, year}:
        facts = {"year": str(item.budget_year), "edition": str(year)}
        yield Problem("policy-budget-year", register.place(item, "budget_year"), shown=shown, facts=facts)


def is_department(department_id: str, words: PolicyWords) -> bool:
    """True for an office of the vocabulary and for any district's."""
    return department_id in words.departments or department_id.startswith("district-")


def _quote_problems(
    register: PolicyRegister,
    item: PolicyItem,
    clauses: Mapping[str, Mapping[str, Clause]],
    quotes: dict[PolicyItem, str],
) -> Iterator[Problem]:
    known = clauses.get(item.doc_id)
    if known is None or not item.clause:
        return
    clause = known.get(item.clause)
    if clause is None:
        yield Problem("policy-quote-missing", register.place(item, "clause"), shown=item.item_id)
        return
    quotes[item] = clause.text_hash
    if item.quote_hash and item.quote_hash != clause.text_hash:
        yield Problem("policy-quote-changed", register.place(item, "quote_hash"), shown=item.item_id)


def _clauses(register: PolicyRegister, folder: Path) -> tuple[dict[str, dict[str, Clause]], list[Problem]]:
    """Clauses by document and number, and the problems of the texts."""
    problems: list[Problem] = []
    named: dict[str, Path] = {}
    for document in register.documents.values():
        path = (folder / document.file).resolve() if document.file else None
        if path is not None and path.is_relative_to(folder.resolve()) and path.is_file():
            named[document.doc_id] = path
        else:
            problems.append(Problem("policy-text-missing", Source("documents"), shown=document.doc_id))
    texts = dict(zip(named, read_texts(list(named.values())), strict=True))
    for text in texts.values():
        problems += text.problems
    return {
        key: {clause.number: clause for clause in text.clauses} for key, text in texts.items() if text.clauses
    }, problems
