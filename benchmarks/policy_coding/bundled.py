"""The texts of the bundled edition against its register: items found, and what is right of each."""

from __future__ import annotations

from pathlib import Path

from talentmap.catalog.policies import read_policies
from talentmap.catalog.read import read_edition_catalog
from talentmap.model.edition import open_edition
from talentmap.model.policy import PolicyItem
from talentmap.model.rule import OneOf, parse_rule
from talentmap.policy.coding.code import Coder, Coding
from talentmap.policy.texts.read import read_texts, text_files

EDITION = Path(__file__).resolve().parents[2] / "examples" / "qingyuan-2026"


def print_bundled(made: Coder) -> None:
    """Code every text of the edition and compare clause by clause."""
    edition = open_edition(EDITION)
    register = read_policies(edition.policies, read_edition_catalog(edition))
    issuers = {Path(doc.file).name: doc.department_id for doc in register.documents.values()}
    truth = {(Path(register.documents[item.doc_id].file).name, item.clause): item for item in register.items.values()}
    texts = read_texts(text_files([edition.policies / "texts"]))
    coded = {
        (text.file, coding.clause.number): coding
        for text in texts
        for coding in made.code_text(text.clauses, issuers.get(text.file, ""))
    }
    incentives = {place for place, coding in coded.items() if coding.is_incentive}
    found = sorted(incentives & truth.keys())
    print(f"bundled edition: {len(texts)} texts, {len(coded)} clauses, {len(truth)} items in the register")
    print(
        f"  items found {len(found)}, missed {len(truth.keys() - incentives)},"
        f" too many {len(incentives - truth.keys())}"
    )
    for name, is_right in (
        ("stage", lambda i, c: c.stage is not None and c.stage.value == i.stage),
        ("tiers", lambda i, c: set(c.tier_values) == set(i.tiers)),
        ("instrument", lambda i, c: c.instrument is not None and c.instrument.value == i.instrument),
        ("amount bounds", lambda i, c: (c.promise.low, c.promise.high) == (i.amount_low, i.amount_high)),
        ("amount basis", lambda i, c: c.promise.basis == i.amount_basis),
        ("whole rule", _same_rule),
        ("gates but employer", lambda i, c: _gates(i.rule, "employer_type") == _gates(c.rule, "employer_type")),
    ):
        right = sum(bool(is_right(truth[place], coded[place])) for place in found)
        print(f"  {name:<20}{right:>4} of {len(found)}  {right / len(found):.3f}")


def _same_rule(item: PolicyItem, coding: Coding) -> bool:
    return _gates(item.rule) == _gates(coding.rule)


def _gates(rule: str, but: str = "") -> set[object]:
    """The conditions besides the tier, which the register states in a column of its own."""
    return {c for c in parse_rule(rule) if not (isinstance(c, OneOf) and c.field in {"tier", but})}
