"""Confirmed clauses as rows of the register: what a person still has to add stays empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from talentmap.catalog.policy_words import PolicyWords
from talentmap.model.policy import PolicyDocument
from talentmap.policy.coding.code import INCENTIVE
from talentmap.text import compact

_COPIED = (
    *("clause", "stage", "tiers", "instrument", "rule", "amount_basis", "department_id"),
    *("amount_low", "amount_high", "percent_low", "percent_high", "duration_months"),
)
_NUMBERS = frozenset({"amount_low", "amount_high", "percent_low", "percent_high", "duration_months"})


def adopted(
    rows: Iterable[Mapping[str, str]],
    documents: Sequence[PolicyDocument],
    taken: Mapping[tuple[str, str], str],
    words: PolicyWords,
) -> list[dict[str, object]]:
    """The confirmed incentives that the register lacks, as its rows. `taken`: item ids by document and clause.

    An item is numbered within its document, after those that stand there; titles are the instrument's name, for a
    person to sharpen.
    """
    doc_ids = {compact(PurePath(document.file).name): document.doc_id for document in documents if document.file}
    counts = Counter(doc_id for doc_id, _ in taken)
    items: list[dict[str, object]] = []
    for row in rows:
        doc_id = doc_ids.get(compact(row["file"]), PurePath(row["file"]).stem)
        if row["status"] == "proposed" or row["kind"] != INCENTIVE or (doc_id, row["clause"]) in taken:
            continue
        counts[doc_id] += 1
        instrument = words.instruments[row["instrument"]]
        items.append(
            {
                "item_id": f"{doc_id}-{counts[doc_id]}",
                "doc_id": doc_id,
                "title_zh": instrument.zh,
                "title_en": instrument.en,
                "quote_hash": row["clause_id"].rpartition("|")[2],
                **{name: _value(name, row[name]) for name in _COPIED},
            }
        )
    return items


def _value(name: str, told: str) -> object:
    return (float(told) if told else None) if name in _NUMBERS else told
