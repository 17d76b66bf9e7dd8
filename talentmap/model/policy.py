"""Incentive policy: documents 政策文件 and their incentive items 政策条目."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, model_validator

from talentmap.model.frozen import Frozen
from talentmap.model.taxonomy import Stage, Tier

Money = Annotated[float, Field(ge=0, le=1e13, allow_inf_nan=False)]
"""An amount in yuan; no budget of a region reaches ten million million."""

Count = Annotated[int, Field(ge=0, le=10**9)]
"""A number of people."""

Percent = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
"""A share in percent."""


class PolicyDocument(Frozen):
    """A policy document as issued."""

    doc_id: str
    title_zh: str
    title_en: str
    department_id: str
    department: str
    number: str
    issued: dt.date
    expires: dt.date | None = None
    legal_source: str = ""
    file: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.expires is not None and self.expires < self.issued:
            raise ValueError("the document expires before it is issued")
        return self


class PolicyItem(Frozen):
    """One incentive item, as read from one clause. Money in yuan; None where the text does not say.

    Its values hold from `valid_from` to `valid_until`, both included; when they change, a second row with the same id
    says so. `quote_hash` is the hash of the clause's words: it shows when a text was changed behind the register.
    """

    item_id: str
    doc_id: str
    clause: str
    title_zh: str
    title_en: str
    stage: Stage
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    instrument: str
    rule: str = ""
    amount_low: Money | None = None
    amount_high: Money | None = None
    amount_basis: str = "unstated"
    percent_low: Percent | None = None
    percent_high: Percent | None = None
    duration_months: Annotated[int, Field(ge=1, le=600)] | None = None
    department_id: str = ""
    legal_source: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    quote_hash: str = ""
    budget_year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    budget_cny: Money | None = None
    paid_cny: Money | None = None
    applicants: Count | None = None
    recipients: Count | None = None
    note: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.amount_low is not None and self.amount_high is not None and self.amount_high < self.amount_low:
            raise ValueError("the highest amount lies below the lowest")
        if self.valid_from is not None and self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValueError("the values end before they begin")
        return self

    def is_valid(self, day: dt.date) -> bool:
        """True where its values hold on `day`."""
        return (self.valid_from or dt.date.min) <= day <= (self.valid_until or dt.date.max)

    def overlaps(self, other: PolicyItem) -> bool:
        """True where there is a day on which the values of both hold."""
        starts = max(self.valid_from or dt.date.min, other.valid_from or dt.date.min)
        return starts <= min(self.valid_until or dt.date.max, other.valid_until or dt.date.max)

    def title(self, lang: str) -> str:
        """The item's title in `lang`."""
        return self.title_zh if lang == "zh" else self.title_en
