"""The account of the disclosure step: for the bureau every cell with its reason, for everybody how much is hidden."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from talentmap.disclosure.figures import Figures
from talentmap.disclosure.suppression import Outcome
from talentmap.tables.cuts import CUTS
from talentmap.tables.disclosure import DISCLOSURE_LEDGER, SUPPRESSION
from talentmap.tables.protected import CONFIDENTIAL, SHOWN

SECONDARY = "secondary"


def ledger_of(figures: Figures, frames: Mapping[str, pd.DataFrame], outcome: Outcome) -> pd.DataFrame:
    """The table DISCLOSURE_LEDGER."""
    rows = []
    names = {name: _named(name, frame) for name, frame in frames.items() if name in CUTS}
    apart = {**figures.stated, **figures.indices}
    for item in sorted({*figures.cells, *apart}):
        cell, hidden = figures.cells.get(item), item in outcome.hidden
        rests = cell.standing if cell else apart[item]
        rows.append(
            {
                "frame": item.frame,
                "row": item.row,
                "cell": names[item.frame][item.row],
                "basis": item.basis,
                "status": CONFIDENTIAL if hidden else SHOWN,
                "reason": outcome.primary.get(item, rests.reason or SECONDARY) if hidden else "",
                "value": cell.value if cell else None,
                "contributors": rests.contributors,
                "largest": rests.largest if cell else None,
            }
        )
    return pd.DataFrame(rows, columns=list(DISCLOSURE_LEDGER.names))


def _named(name: str, frame: pd.DataFrame) -> list[str]:
    """What names each row: column=value, joined by ;"""
    keys = CUTS[name].names
    rows = frame[list(keys)].astype(str).itertuples(index=False, name=None)
    return [";".join(f"{key}={value}" for key, value in zip(keys, row, strict=True)) for row in rows]


def suppression_of(ledger: pd.DataFrame) -> pd.DataFrame:
    """The table SUPPRESSION: cells that nobody answered for, or that hold nothing, are not counted."""
    rows = []
    told = ledger[(ledger["contributors"] > 0) & ~(ledger["value"] == 0)]
    for (frame, basis), cells in told.groupby(["frame", "basis"], sort=True):
        hidden = cells["status"] == CONFIDENTIAL
        heads = float(cells["value"].sum())
        rows.append(
            {
                "frame": frame,
                "basis": basis,
                "cells": len(cells),
                "hidden": int(hidden.sum()),
                "primary": int((hidden & (cells["reason"] != SECONDARY)).sum()),
                "hidden_share": float(hidden.mean()),
                "headcount_share": float(cells.loc[hidden, "value"].sum()) / heads if heads else None,
            }
        )
    return pd.DataFrame(rows, columns=list(SUPPRESSION.names))
