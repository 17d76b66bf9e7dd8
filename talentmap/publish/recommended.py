"""RECOMMENDATIONS as the templates tell them: figures as facts, items by title, conditions in words.

The words stand in `templates/whitepaper/<lang>/advice_rules.html.j2`: `say(r)` with a record of this module.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Catalog, Role, StageLabel
from talentmap.publish.conditions import condition
from talentmap.publish.paper.fact import Fact, counted, given

_TOLD = 3


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation, with the figures that trigger it.

    `items` are at most three of `item_count`; `before` and `after` are what a trial would change of `measure`, `moved`
    the money that it moves; `roles` may be named as short.
    """

    rule: str
    tier: str
    stage: StageLabel | None
    figures: Mapping[str, Fact]
    items: Sequence[PolicyItem]
    item_count: Fact
    more_items: bool
    clause: str
    measure: str
    before: Fact
    after: Fact
    after_low: Fact
    after_high: Fact
    moved: Fact
    roles: Sequence[Role]


def recommended(
    table: pd.DataFrame,
    items: Sequence[PolicyItem],
    catalog: Catalog,
    lang: str,
    short_roles: Mapping[str, Sequence[Role]],
) -> list[Recommendation]:
    """The rows of a protected RECOMMENDATIONS in order. `short_roles`: roles of each tier that may be told as short."""
    by_id = {item.item_id: item for item in items}
    rows = table.sort_values("priority", kind="stable").to_dict("records")
    return [_recommendation(row, by_id, catalog, lang, short_roles.get(row["tier"], ())) for row in rows]


def _recommendation(
    row: Mapping[Any, Any], by_id: Mapping[str, PolicyItem], catalog: Catalog, lang: str, roles: Sequence[Role]
) -> Recommendation:
    where = f"recommendations.{row['recommendation_id']}"
    named = [name for name in str(row["items"]).split("|") if name]
    told = [by_id[name] for name in named if name in by_id][:_TOLD]
    trial = json.loads(row["trial"]) if row["trial"] else {}
    return Recommendation(
        rule=row["rule"],
        tier=row["tier"],
        stage=catalog.stages.get(row["stage"]),
        figures={name: given(value, f"{where}.{name}") for name, value in json.loads(row["figures"]).items()},
        items=told,
        item_count=counted(named, f"{where}.items"),
        more_items=len(named) > len(told) > 0,
        clause=condition(row["clause"], catalog, lang) if row["clause"] else "",
        measure=row["measure"] or "",
        moved=given(trial.get("moved"), f"{where}.moved"),
        roles=list(roles)[:_TOLD],
        **{name: given(_number(row[name]), f"{where}.{name}") for name in _ENDS},
    )


_ENDS = ("before", "after", "after_low", "after_high")


def _number(value: Any) -> float:
    return math.nan if value is None or pd.isna(value) else float(value)
