"""A what-if 情景: changes to the incentive items of an edition, and the limits within which a budget may be sought."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from talentmap.model.frozen import Frozen
from talentmap.model.policy import Money, PolicyItem
from talentmap.model.taxonomy import Stage, Tier

Share = Annotated[float, Field(ge=0, le=1)]
Words = Annotated[str, Field(min_length=1)]


class ItemChange(Frozen):
    """What becomes of one item of the register; what is left out stays as it is. `why` is printed beside it."""

    item: str
    why: str = ""
    retire: bool = False
    rule: str | None = None
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)] | None = None
    amount_low: Money | None = None
    amount_high: Money | None = None
    budget_cny: Money | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.retire and not self.changed:
            raise ValueError("it names an item and changes nothing")
        if self.retire and self.changed:
            raise ValueError("an item that is retired cannot be changed too")
        return self

    @property
    def changed(self) -> dict[str, object]:
        """The fields of the item that take another value."""
        given = self.model_dump(exclude_none=True, exclude={"item", "why", "retire"})
        return {name: getattr(self, name) for name in given}


class NewItem(Frozen):
    """An item that the register does not have. Money in yuan."""

    item_id: str
    title_zh: Words
    title_en: Words
    department_id: str
    stage: Stage
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    instrument: str
    rule: str = ""
    amount_low: Money | None = None
    amount_high: Money | None = None
    amount_basis: str = "unstated"
    budget_cny: Money | None = None
    why: str = ""

    def as_item(self, doc_id: str) -> PolicyItem:
        """The item as if it stood in the document `doc_id`."""
        own = self.model_dump(exclude={"department_id", "why"})
        return PolicyItem.model_validate({**own, "doc_id": doc_id, "clause": "-", "note": self.why})


class Bounds(Frozen):
    """Between which amounts, in yuan, a department's budget may lie; None: no limit."""

    at_least: Money = 0.0
    at_most: Money | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError("the highest amount lies below the lowest")
        return self


class Limits(Frozen):
    """What a sought budget must keep to."""

    total_cny: Money | None = None
    """All budgets together: at most this. None: the present total."""
    departments: Mapping[str, Bounds] = {}
    item_cut_at_most: Share = 1.0
    """No item loses more than this share of its present budget."""
    item_growth_at_most: Annotated[float, Field(ge=0)] | None = None
    """No item gains more than this multiple of its present budget; None: no limit. New items are free to grow."""
    tier_at_least: Mapping[Tier, Money] = {}
    """Yuan that each tier must keep at least; an item of several tiers counts equally to each."""
    kept: tuple[str, ...] = ()
    """Items whose budget may not change."""


class Search(Frozen):
    """The budget that is sought, and the assumptions it rests on. Unit costs are assumptions, never findings."""

    minimise: Literal["uncovered_demand", "reallocation_share"]
    limits: Limits = Limits()
    unit_costs: Mapping[str, Annotated[float, Field(gt=0)]] = {}
    """Yuan a year by which an item covers one post; left out: the middle of what it promises in a year."""
    unit_cost_by_tier: Mapping[Tier, Annotated[float, Field(gt=0)]] = {}
    """The same for items that promise no known amount; one of a tier that is left out covers nobody."""
    weights: Mapping[Tier, Annotated[float, Field(ge=0)]] = {}
    """What covering a post of each tier counts; left out: 1."""


class Scenario(Frozen):
    """`FILE` of `talentmap scenario`, key by key: see docs/incentives.md."""

    name_zh: Words
    name_en: Words
    assumptions_zh: tuple[str, ...] = ()
    assumptions_en: tuple[str, ...] = ()
    changes: tuple[ItemChange, ...] = ()
    new_items: tuple[NewItem, ...] = ()
    search: Search | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.changes or self.new_items or self.search):
            raise ValueError("the scenario changes nothing and seeks nothing")
        return self

    def name(self, lang: str) -> str:
        """The scenario's name in `lang`."""
        return self.name_zh if lang == "zh" else self.name_en
