"""Incentive policy: documents 政策文件 and their incentive items 政策条目."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, model_validator

from talentmap.model.frozen import Frozen
from talentmap.model.taxonomy import Stage, Tier

Money = Annotated[float, Field(ge=0, allow_inf_nan=False)]
"""An amount in yuan."""


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
    file: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.expires is not None and self.expires < self.issued:
            raise ValueError("the document expires before it is issued")
        return self


class PolicyItem(Frozen):
    """One incentive item, as read from one clause. Money in yuan; None where the text does not say."""

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
    budget_cny: Money | None = None
    paid_cny: Money | None = None
    applicants: Annotated[int, Field(ge=0)] | None = None
    recipients: Annotated[int, Field(ge=0)] | None = None
    note: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.amount_low is not None and self.amount_high is not None and self.amount_high < self.amount_low:
            raise ValueError("the highest amount lies below the lowest")
        return self

    def title(self, lang: str) -> str:
        """The item's title in `lang`."""
        return self.title_zh if lang == "zh" else self.title_en
