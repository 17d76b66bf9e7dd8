"""A declared correction of one cell of a survey file: what stood there, what counts instead, why, who, until when."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, model_validator

from talentmap.model.frozen import Frozen

Written = str | int | float
Said = Annotated[str, Field(min_length=1)]


class Correction(Frozen):
    """One entry of `corrections.toml`, key by key.

    ```toml
    [[correction]]
    file = "007_示例_人才需求表.xlsx"        # or: credit_code = "91350100M000100Y43"
    sheet = "需求"                           # optional
    row = 5                                  # or: title = "焊工"
    column = "需求人数"                      # the header as printed, or the column's letter
    from = "5000"                            # what must stand there; "" for an empty cell
    to = 50
    reason = "电话核实：多写两个零"
    who = "王"
    expires = 2026-12-31                     # not applied in editions whose reference date is later
    ```
    """

    file: str = ""
    credit_code: str = ""
    sheet: str = ""
    row: Annotated[int, Field(ge=1)] | None = None
    title: str = ""
    column: Said
    expected: Annotated[Written, Field(alias="from")]
    to: Written
    reason: Said
    who: Said
    expires: dt.date

    @model_validator(mode="after")
    def _names_one_cell(self) -> Self:
        if bool(self.file) == bool(self.credit_code):
            raise ValueError("name either file or credit_code")
        if (self.row is None) == (not self.title):
            raise ValueError("name either row or title")
        return self
