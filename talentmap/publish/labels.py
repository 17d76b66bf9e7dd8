"""What an id of a table is called, in either language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from talentmap.model.taxonomy import Catalog
from talentmap.publish.terms import term, terms


class Labels:
    """Names of the ids that stand in published tables; an empty chain or tier is called `all`."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def name(self, column: str, key: str, lang: str) -> str:
        """The name of `key`, a value of the id column `column`; the key itself when nobody names it."""
        if key == "" and column in ("chain_id", "tier"):
            return term("wholes", "").name(lang)
        named = self._names[column].get(key)
        return named[lang == "en"] if named else key

    def knows(self, column: str) -> bool:
        """True for the id columns that have names."""
        return column in self._names

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, tuple[str, str]]]:
        catalog = self.catalog
        unknown = {"unknown": (term("wholes", "unknown").zh, term("wholes", "unknown").en)}
        segments = {s.id: (s.zh, s.en) for chain in catalog.chains.values() for s in chain.segments}
        pains = {p.id: (p.zh, p.en) for stage in catalog.stages.values() for p in stage.pains}
        return {
            "chain_id": unknown | {key: (chain.zh, chain.en) for key, chain in catalog.chains.items()},
            "segment_id": segments,
            "role_id": {key: (role.zh, role.en) for key, role in catalog.roles.items()},
            "tier": unknown | {key: (tier.zh, tier.en) for key, tier in catalog.tiers.items()},
            "stage": {key: (stage.name_zh, stage.name_en) for key, stage in catalog.stages.items()},
            "pain_id": pains,
            "skill_id": {key: (skill.zh, skill.en) for key, skill in catalog.skills.items()},
            "district_id": unknown | {key: (place.zh, place.en) for key, place in catalog.districts.items()},
            "education": {key: (step.zh, step.en) for key, step in catalog.education.items()},
            "grade": {key: (grade.zh, grade.en) for key, grade in terms("grades").items()},
            "indicator_id": {key: (entry.zh, entry.en) for key, entry in terms("indicators").items()},
            "across": {key: (entry.zh, entry.en) for key, entry in terms("across").items()},
            "size_class": {key: (size.zh, size.en) for key, size in terms("sizes").items()},
        }
