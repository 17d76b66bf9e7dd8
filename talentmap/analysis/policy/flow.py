"""Promised, budgeted, paid, received: how much of each item arrives."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from talentmap.analysis.policy.grid import yearly_amounts
from talentmap.analysis.policy.open_posts import OpenPosts, share
from talentmap.tables.policy import MONEY_FLOW

_REACHES = {
    "knowing": ("known", "applied", "received"),
    "applying": ("applied", "received"),
    "receiving": ("received",),
}


def money_flow(posts: OpenPosts, use: pd.DataFrame, per_year: Mapping[str, float]) -> pd.DataFrame:
    """The table MONEY_FLOW: promise and budget from the register, use (INCENTIVE_USE with `weight`) from the survey.

    Promised is what would fall due in a year if every open post that the item accepts were filled and claimed once. The
    shares of the survey are among enterprises that answered the question, by weight; nan where nobody did.
    """
    answering = float(use.drop_duplicates("enterprise_id")["weight"].sum())
    rows = []
    for position, item in enumerate(posts.items):
        need = float(posts.weighted[posts.decisions.flags(posts.decisions.eligible(position))].sum())
        low, high = yearly_amounts(item, per_year)
        own = use[use["item_id"] == item.item_id]
        row = {
            "item_id": item.item_id,
            "unit_low": low,
            "unit_high": high,
            "promised_low": None if low is None else low * need,
            "promised_high": None if high is None else high * need,
            "budget_cny": item.budget_cny,
            "paid_cny": item.paid_cny,
            "applicants": item.applicants,
            "recipients": item.recipients,
        }
        for name, reaches in _REACHES.items():
            reached = own[own["reach"].isin(reaches)]
            row[name] = share(float(reached["weight"].sum()), answering)
            row[f"enterprises_{name}"] = reached["enterprise_id"].nunique()
        rows.append(row)
    return pd.DataFrame(rows, columns=list(MONEY_FLOW.names))
