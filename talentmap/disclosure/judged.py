"""The evaluation's tables as they may leave the bureau: judged row by row by the counts that they rest on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.disclosure.blank import rounded
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.evaluation_findings import Evaluation
from talentmap.tables.judged import JUDGED, Family, Judged
from talentmap.tables.protected import CONFIDENTIAL, SHOWN
from talentmap.tables.schema import Disclosure

Flags = NDArray[np.bool_]


def protect_evaluation(evaluation: Evaluation, rules: DisclosureRules) -> Evaluation:
    """Every frame with what rests on too few hidden (status c), headcounts rounded; problems as they are."""
    shown: dict[str, Any] = {
        name: _protected(frame.reset_index(drop=True), JUDGED[name], rules) if name in JUDGED else frame
        for name, frame in evaluation.frames.items()
    }
    return replace(evaluation, **shown)


def _protected(frame: pd.DataFrame, judged: Judged, rules: DisclosureRules) -> pd.DataFrame:
    minimum = rules.people_minimum if judged.of == "people" else rules.enterprises_minimum
    protected = [c.name for c in judged.table.columns if c.disclosure is Disclosure.PROTECTED]
    parts = judged.parts or {}
    gone = {name: np.zeros(len(frame), dtype=bool) for name in protected}
    if judged.count not in parts:
        whole = hidden_rows(frame, judged.count, minimum, judged.families)
        gone = dict.fromkeys(protected, whole)
    for part, resting in parts.items():
        thin = hidden_rows(frame, part, minimum, judged.families)
        gone |= {name: gone[name] | thin for name in resting}
    shown = rounded(frame, judged.table, rules.rounding)
    for name, rows in gone.items():
        shown[name] = _masked(shown[name], rows)
    status = np.where(np.logical_or.reduce(list(gone.values())), CONFIDENTIAL, SHOWN)
    return shown.assign(need_status=status, supply_status=status)


def hidden_rows(frame: pd.DataFrame, count: str, minimum: int, families: tuple[Family, ...]) -> Flags:
    """The rows that rest on fewer than `minimum`, and those that would give one of them away by subtraction."""
    counts = frame[count].astype(float).fillna(0.0).to_numpy()
    hidden: Flags = (counts > 0) & (counts < minimum)
    while True:
        more = hidden.copy()
        for family in families:
            parts = frame[frame[family.apart].astype(str) != ""]
            alike = [parts[name] for name in family.alike] or [pd.Series("", index=parts.index)]
            for rows in parts.groupby(alike, sort=True).indices.values():
                places = parts.index.to_numpy()[rows]
                told = places[(counts[places] > 0) & ~more[places]]
                if more[places].sum() == 1 and len(told):
                    more[told[np.argmin(counts[told])]] = True
        if (more == hidden).all():
            return hidden
        hidden = more


def _masked(values: pd.Series[float], gone: Flags) -> pd.Series[float]:
    if pd.api.types.is_numeric_dtype(values):
        return values.astype(float).mask(gone)
    return values.astype(object).mask(gone, "")
