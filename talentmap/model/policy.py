"""Incentive policy: documents 政策文件 and their incentive items 政策条目."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from talentmap.model.taxonomy import Frozen, Stage, Tier


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
    amount_low: Annotated[float, Field(ge=0)] | None = None
    amount_high: Annotated[float, Field(ge=0)] | None = None
    amount_basis: str = "unstated"
    budget_cny: Annotated[float, Field(ge=0)] | None = None
    paid_cny: Annotated[float, Field(ge=0)] | None = None
    applicants: Annotated[int, Field(ge=0)] | None = None
    recipients: Annotated[int, Field(ge=0)] | None = None

    def title(self, lang: str) -> str:
        """The item's title in `lang`."""
        return self.title_zh if lang == "zh" else self.title_en
