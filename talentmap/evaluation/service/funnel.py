"""How many enterprises an incentive is meant for, and how many know, apply for and receive it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from talentmap.engine import Engine
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Stage
from talentmap.tables.evaluation import FUNNEL
from talentmap.tables.survey import FILES, INCENTIVE_USE

REACHES = ("known", "applied", "received")


def funnel(engine: Engine, items: Sequence[PolicyItem], eligible: Mapping[str, int]) -> pd.DataFrame | None:
    """The table FUNNEL, by item and by stage; None where nobody was asked. Each step includes those after it.

    Asked are enterprises that answered on our form, and whoever named an item without: a table of a firm's own has no
    such question, and says nothing of what the firm knows.
    `eligible` gives the enterprises with posts that an item accepts; of a stage it is not known, as items overlap.
    """
    used = engine.read(INCENTIVE_USE).to_pandas()
    if used.empty or not items:
        return None
    files = engine.read(FILES).to_pandas()
    answering = len({*files.loc[files["form"] != "", "enterprise_id"], *used["enterprise_id"]} - {""})
    used = used.assign(step=used["reach"].map(REACHES.index))
    rows: list[dict[str, Any]] = []
    for stage in Stage:
        own = [item for item in items if item.stage == stage]
        mine = used[used["item_id"].isin([item.item_id for item in own])]
        if not own:
            continue
        rows.append({"stage": str(stage), "item_id": "", "answering": answering, **_steps(mine), **_register(own)})
        for item in own:
            names = {"stage": str(stage), "item_id": item.item_id, "answering": answering}
            meant = {"eligible": eligible.get(item.item_id, np.nan)}
            rows.append({**names, **meant, **_steps(mine[mine["item_id"] == item.item_id]), **_register([item])})
    return pd.DataFrame(rows).reindex(columns=list(FUNNEL.names))


def _steps(used: pd.DataFrame) -> dict[str, int]:
    """Enterprises at or beyond each step with any of the items."""
    furthest = used.groupby("enterprise_id")["step"].max()
    return {name: int((furthest >= step).sum()) for step, name in enumerate(("aware", "applied", "granted"))}


def _register(items: Sequence[PolicyItem]) -> dict[str, float]:
    people = [item.recipients for item in items if item.recipients is not None]
    money = [item.paid_cny for item in items if item.paid_cny is not None]
    return {"beneficiaries": sum(people) if people else np.nan, "paid_cny": float(sum(money)) if money else np.nan}
