"""What one form is made for: catalog, chain, edition, incentive items, languages; and the drop-downs that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from talentmap.forms.choices import HIRES, NEED_KINDS, PERIODS, REACHES, SIZES
from talentmap.forms.marks import FormMark
from talentmap.forms.wording import BOTH, label, said
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Catalog, Chain, Named, Role, Segment

_FIXED = {"sizes": SIZES, "periods": PERIODS, "need_kinds": NEED_KINDS, "reaches": REACHES, "hires": HIRES}


@dataclass(frozen=True)
class Template:
    """A form before it is written. Without `chain_id` it serves every chain of the catalog.

    One template makes many forms: what all of them offer is put together once.
    """

    catalog: Catalog
    chain_id: str = ""
    edition_id: str = ""
    incentives: tuple[PolicyItem, ...] = ()
    languages: tuple[str, ...] = BOTH

    @property
    def mark(self) -> FormMark:
        """What the form says of itself."""
        return FormMark(self.edition_id, self.chain_id)

    @property
    def chains(self) -> tuple[Chain, ...]:
        """The chains that it serves."""
        chains = self.catalog.chains
        return (chains[self.chain_id],) if self.chain_id else tuple(chains.values())

    def label(self, entry: Named) -> str:
        """An entry of the catalog in the form's languages."""
        return label(entry, self.languages)

    def item_label(self, item: PolicyItem) -> str:
        """An incentive item as its drop-down prints it: the id goes first, and is what is read back."""
        return f"{item.item_id} {said(item.title_zh, item.title_en, self.languages, ' ')}"

    def choice(self, name: str, entry_id: str) -> str:
        """The printed label of a choice by its id; '' for none."""
        return self.choices[name].get(entry_id, "")

    @cached_property
    def choices(self) -> Mapping[str, Mapping[str, str]]:
        """The labels of each drop-down by id, in the order in which they are offered."""
        fixed = {
            name: {key: said(*words, self.languages, " ") for key, words in listed.items()}
            for name, listed in _FIXED.items()
        }
        named = {name: {entry.id: self.label(entry) for entry in entries} for name, entries in self._entries().items()}
        return fixed | named | {"incentives": {item.item_id: self.item_label(item) for item in self.ordered_incentives}}

    def _entries(self) -> Mapping[str, Iterable[Named]]:
        catalog = self.catalog
        return {
            "chains": self.chains,
            "segments": self._segments,
            "roles": self._roles,
            "tiers": catalog.tiers.values(),
            "districts": catalog.districts.values(),
            "education": catalog.education.values(),
            "reasons": catalog.reasons.values(),
            "stages": catalog.stages.values(),
            **{f"pains_{stage}": entry.pains for stage, entry in catalog.stages.items()},
        }

    @property
    def _segments(self) -> tuple[Segment, ...]:
        return tuple(segment for chain in self.chains for segment in chain.segments)

    @cached_property
    def _roles(self) -> tuple[Role, ...]:
        """In the order of their segments; segments of one name are one in the drop-down."""
        order = {self.label(segment): place for place, segment in reversed([*enumerate(self._segments)])}
        roles = [role for chain in self.chains for role in self.catalog.roles_of(chain.id)]
        return tuple(sorted(roles, key=lambda role: order[self._segment_label(role)]))

    def _segment_label(self, role: Role) -> str:
        return self.label(self.catalog.chains[role.chain_id].segment(role.segment))

    @cached_property
    def ordered_incentives(self) -> tuple[PolicyItem, ...]:
        """The incentive items in the order of the stages, so that each stage's stand together."""
        stages = list(self.catalog.stages)
        return tuple(sorted(self.incentives, key=lambda item: (stages.index(item.stage), item.item_id)))

    @cached_property
    def lists(self) -> dict[str, list[str]]:
        """Every drop-down by its defined name, and beside two of them the choice that each entry depends on."""
        names = ["chains", "segments", "roles", "tiers", "districts", "education", "reasons", *_FIXED]
        lists = {name: [*self.choices[name].values()] for name in names}
        lists["segments"] = list(dict.fromkeys(lists["segments"]))
        lists["role_segments"] = [self._segment_label(role) for role in self._roles]
        lists |= {f"pains_{stage}": [*self.choices[f"pains_{stage}"].values()] for stage in self.catalog.stages}
        if self.incentives:
            stages = self.catalog.stages
            lists["stages"] = [*self.choices["stages"].values()]
            lists["incentives"] = [*self.choices["incentives"].values()]
            lists["incentive_stages"] = [self.label(stages[item.stage]) for item in self.ordered_incentives]
        return lists
