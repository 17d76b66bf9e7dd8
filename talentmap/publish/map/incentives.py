"""The incentives in force as the page knows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Catalog
from talentmap.publish.conditions import condition
from talentmap.publish.map.roles import LANGUAGES
from talentmap.publish.numbers import Numbers
from talentmap.publish.terms import term


def incentive_records(catalog: Catalog, register: PolicyRegister, items: Sequence[PolicyItem]) -> list[dict[str, Any]]:
    """Each item with its conditions in words, its amount and the clause it stands in."""
    return [_record(item, catalog, register) for item in items]


def _record(item: PolicyItem, catalog: Catalog, register: PolicyRegister) -> dict[str, Any]:
    document = register.documents[item.doc_id]
    instrument = term("instruments", item.instrument)
    return {
        "id": item.item_id,
        "name": (item.title_zh, item.title_en),
        "tiers": [tier.value for tier in item.tiers],
        "stage": item.stage.value,
        "instrument": (instrument.zh, instrument.en),
        "rule": [condition(item.rule, catalog, lang) for lang in LANGUAGES],
        "amount": [_amount(item, lang) for lang in LANGUAGES],
        "budget": item.budget_cny,
        "source": (
            f"《{document.title_zh}》{document.number} {item.clause}",
            f"{document.title_en} ({document.number}, {item.clause})",
        ),
    }


def _amount(item: PolicyItem, lang: str) -> str:
    ends = sorted(amount for amount in (item.amount_low, item.amount_high) if amount is not None)
    if not ends:
        return ""
    basis, money = term("bases", item.amount_basis).name(lang), Numbers(lang).amount(ends[0], ends[-1])
    return f"{basis}{money}" if lang == "zh" else f"{money} {basis}".strip()
