"""The years ahead as they are printed: rounded like every other headcount, so that they tell no more precision."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from talentmap.disclosure.blank import rounded
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.outlook import BACKTEST, COHORTS, PROJECTION, RESKILLING, Outlook
from talentmap.tables.schema import Table


def printed_outlook(outlook: Outlook, rules: DisclosureRules) -> Outlook:
    """`outlook` with its headcounts rounded; nothing in it is hidden, for it is made of what may be published."""

    def shown(frame: pd.DataFrame | None, table: Table) -> pd.DataFrame | None:
        return None if frame is None else rounded(frame, table, rules.rounding)

    return replace(
        outlook,
        projection=shown(outlook.projection, PROJECTION),
        cohorts=shown(outlook.cohorts, COHORTS),
        reskilling=shown(outlook.reskilling, RESKILLING),
        backtest=shown(outlook.backtest, BACKTEST),
    )
