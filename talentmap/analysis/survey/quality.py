"""How good the survey is: response and weights by cell, and how near the weighted answers are to the frame."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from talentmap.analysis.survey.editing import Edited
from talentmap.analysis.survey.frame import Frame
from talentmap.analysis.survey.weighting import Weighting, design_effect
from talentmap.tables.weights import EDITS_SUMMARY, SURVEY_BALANCE, SURVEY_QUALITY

Array = NDArray[np.float64]


def survey_quality(weighting: Weighting, frame: Frame | None) -> pd.DataFrame:
    """The table SURVEY_QUALITY: the whole survey, then every weighting cell, those in which nobody answered too."""
    cells = np.array(weighting.cells.of_answers, dtype=object)
    names = sorted({*weighting.cells.of_answers, *weighting.cells.parts})
    rows = [_quality("", np.ones(len(cells), dtype=bool), weighting, frame)]
    rows += [_quality(name, cells == name, weighting, frame) for name in names]
    return pd.DataFrame(rows, columns=list(SURVEY_QUALITY.names))


def _quality(cell: str, members: NDArray[np.bool_], weighting: Weighting, frame: Frame | None) -> dict[str, Any]:
    parts = weighting.cells.parts.get(cell, frozenset()) if cell else frozenset(frame.enterprises if frame else ())
    enterprises = sum(frame.enterprises.get(part, 0) for part in parts) if frame else None
    employment = sum(frame.employment.get(part, 0) for part in parts) if frame else None
    answered, covered = int(members.sum()), float(np.nansum(weighting.answers.employees[members]))
    people = weighting.by_people.values[members]
    return {
        "cell": cell,
        "is_take_all": cell in weighting.cells.take_all,
        "frame_enterprises": enterprises,
        "answered": answered,
        "response_rate": answered / enterprises if enterprises else np.nan,
        "frame_employment": employment,
        "employment_answered": covered,
        "employment_rate": covered / employment if employment else np.nan,
        "design_effect": design_effect(weighting.by_enterprise.values[members]),
        "design_effect_people": design_effect(people),
        "weight_min": float(people.min()) if answered else np.nan,
        "weight_max": float(people.max()) if answered else np.nan,
        "trimmed": int(_trimmed(weighting)[members].sum()),
    }


def _trimmed(weighting: Weighting) -> NDArray[np.bool_]:
    """The answers whose weight by people was trimmed."""
    cut = np.append(weighting.by_people.calibrated.trimmed.is_cut[:, 0], False)
    trimmed: NDArray[np.bool_] = cut[weighting.by_people.calibration.rows]  # row -1 is the last: never raked or cut
    return trimmed


def survey_balance(weighting: Weighting, frame: Frame | None) -> pd.DataFrame:
    """The table SURVEY_BALANCE; empty without a frame."""
    rows = list(_balance(weighting, frame)) if frame else []
    return pd.DataFrame(rows, columns=list(SURVEY_BALANCE.names))


def _balance(weighting: Weighting, frame: Frame) -> Iterator[dict[str, Any]]:
    answers = weighting.answers
    told = {"chain": answers.chains, "size": answers.sizes, "district": answers.districts}
    places = {"chain": 0, "size": 1, "district": 2}
    kinds = (
        ("enterprises", np.ones(len(weighting.base)), weighting.by_enterprise.values),
        ("employment", np.nan_to_num(weighting.staff), weighting.by_people.values),
    )
    for kind, sizes, weights in kinds:
        for dimension, values in told.items():
            framed: Counter[str] = Counter()
            for key, counted in frame.cells.items():
                framed[key[places[dimension]]] += getattr(counted, kind)
            shares = [_shares(values, amounts) for amounts in (sizes, sizes * weighting.base, sizes * weights)]
            total = sum(framed.values())
            for value in sorted({*framed, *values}):
                yield {
                    "kind": kind,
                    "dimension": dimension,
                    "value": value,
                    "frame_share": framed[value] / total if total else np.nan,
                    "answered_share": shares[0][value],
                    "base_share": shares[1][value],
                    "weighted_share": shares[2][value],
                }


def _shares(values: Sequence[str], amounts: Array) -> Mapping[str, float]:
    """Each value's share of the amounts; 0 for what nobody has."""
    shares: defaultdict[str, float] = defaultdict(float)
    total = float(amounts.sum())
    for value, amount in zip(values, amounts.tolist(), strict=True):
        shares[value] += amount / total if total else 0.0
    return shares


def edits_summary(edited: Edited, need_stated: float, set_aside: Mapping[str, int]) -> pd.DataFrame:
    """The table EDITS_SUMMARY; `need_stated` is weighted need before any edit, `set_aside` what intake left out."""
    rows: list[dict[str, Any]] = [{"reason": reason, "lines": lines} for reason, lines in sorted(set_aside.items())]
    for reason in sorted({one.reason for one in edited.edits}):
        own = [one for one in edited.edits if one.reason == reason]
        effect = sum((one.used - one.stated) * one.weight for one in own)
        rows.append(
            {
                "reason": reason.value,
                "lines": len(own),
                "enterprises": len({one.enterprise_id for one in own}),
                "heads": sum(one.used - one.stated for one in own),
                "effect": effect,
                "effect_share": effect / need_stated if need_stated else np.nan,
            }
        )
    return pd.DataFrame(rows, columns=list(EDITS_SUMMARY.names))
