"""What enterprises know of the incentives that are meant for people like theirs, and how far they got with each.

Large firms have somebody who reads policy; what is meant for scientists is talked of more than what is meant for
technicians. The chances are assumptions of this example, of no place.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from examples.generator.chance import Dice
from examples.generator.enterprises import Firm
from examples.generator.policies import SOURCES, read_documents

Use = tuple[str, str, str]
"""Stage, item as the form lists it, and how far: known, applied or received."""

_IN_FORCE = date(2026, 5, 6)
_KNOWN = {"large": 0.25, "medium": 0.16, "small": 0.09, "micro": 0.05}
_TALKED_OF = {"scientist": 1.3, "engineer": 0.9, "technician": 0.6, "youth": 0.8}
_APPLIED, _RECEIVED = 0.3, 0.55


def uses_of(firm: Firm, tiers: Iterable[str], seed: int) -> tuple[Use, ...]:
    """The items that `firm` knows of, among those for the tiers that it looks for."""
    dice = Dice(seed, "incentives", firm.credit_code)
    wanted = set(tiers)
    used = []
    for item in _items():
        talk = max((_TALKED_OF[tier] for tier in item["tiers"] if tier in wanted), default=0.0)
        if dice.chance(min(_KNOWN[firm.size_class] * talk, 1.0)):
            reach = "known"
            if dice.chance(_APPLIED):
                reach = "received" if dice.chance(_RECEIVED) else "applied"
            used.append((item["stage"], f"{item['item_id']} {item['title_zh']}", reach))
    return tuple(used)


@cache
def _items() -> tuple[dict[str, Any], ...]:
    """The items of the documents in force when the survey was taken."""
    documents = read_documents(SOURCES)
    return tuple(
        item
        for document in documents
        if document["issued"] <= _IN_FORCE and (document["expires"] is None or document["expires"] >= _IN_FORCE)
        for item in document["items"]
    )
