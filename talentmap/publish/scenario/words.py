"""The words of the what-if report."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

import yaml

from talentmap.model.taxonomy import Catalog
from talentmap.publish.numbers import Numbers
from talentmap.publish.terms import term
from talentmap.resources import templates_dir


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    text = (templates_dir() / "scenario" / "words.yaml").read_text(encoding="utf-8")
    words: Mapping[str, Mapping[str, Mapping[str, str]]] = yaml.safe_load(text)
    return words


class Words:
    """Names and sentences in one language; a name that the file lacks is printed as it is."""

    def __init__(self, catalog: Catalog, lang: str) -> None:
        self.catalog, self.lang, self.numbers = catalog, lang, Numbers(lang)

    def say(self, group: str, key: str, **facts: str) -> str:
        """A word or sentence of the report."""
        entry = _words()[group].get(key)
        return key if entry is None else entry[self.lang].format_map(facts)

    def tier(self, tier: str) -> str:
        """A tier's name; `all` words for the empty one."""
        return self.catalog.tiers[tier].name(self.lang) if tier else term("wholes", "").name(self.lang)

    def stage(self, stage: str) -> str:
        """A stage's name."""
        return self.catalog.stages[stage].long_name(self.lang) if stage else term("wholes", "").name(self.lang)

    def chain(self, chain: str) -> str:
        """A chain's name."""
        if chain not in self.catalog.chains:
            return term("wholes", chain).name(self.lang)
        return self.catalog.chains[chain].name(self.lang)

    def department(self, department: str) -> str:
        """A department's name."""
        return term("departments", department).name(self.lang)

    def value(self, amount: float | None, unit: str) -> str:
        """A figure in its unit."""
        n = self.numbers
        if unit == "share":
            return n.percent(amount, 1)
        if unit == "yuan":
            return n.money(amount)
        return n.ratio(amount, places=3) if unit == "index" else n.heads(amount)

    def change(self, amount: float | None, unit: str) -> str:
        """A signed figure in its unit; shares in percentage points."""
        if amount is None or math.isnan(amount):
            return self.value(None, unit)
        sign = "+" if amount > 0 else "−" if amount < 0 else ""
        size = self.value(abs(amount), unit)
        return sign + (
            size.replace("%", "") + (" 个百分点" if self.lang == "zh" else " points") if unit == "share" else size
        )
