"""Open remarks told by the cue words of the catalog's reasons and pain points; no remark is ever shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from talentmap.evaluation.intervals import share_of
from talentmap.model.taxonomy import Catalog
from talentmap.tables.evaluation import REMARKS
from talentmap.text import lookup_key

Code = tuple[str, str]
"""Kind (reason, pain) and code."""
UNTOLD: Code = ("none", "")
ALL: Code = ("all", "")


def codes_of(remark: str, cues: Mapping[Code, Sequence[str]]) -> frozenset[Code]:
    """The codes whose cue words the remark holds; UNTOLD where it holds none."""
    said = lookup_key(remark)
    return frozenset(code for code, words in cues.items() if any(word in said for word in words)) or frozenset({UNTOLD})


def cues(catalog: Catalog) -> dict[Code, tuple[str, ...]]:
    """The cue words of every reason and pain point."""
    reasons = {("reason", reason.id): reason.words for reason in catalog.reasons.values()}
    pains = {("pain", pain.id): pain.words for stage in catalog.stages.values() for pain in stage.pains}
    return {code: tuple(lookup_key(word) for word in words) for code, words in {**reasons, **pains}.items()}


def remarks(said: Iterable[str], catalog: Catalog) -> pd.DataFrame | None:
    """The table REMARKS; None where nobody said anything."""
    told = cues(catalog)
    codes = [codes_of(remark, told) for remark in said if remark]
    if not codes:
        return None
    counts = {code: sum(code in found for found in codes) for code in (ALL, *told, UNTOLD)} | {ALL: len(codes)}
    rows: list[dict[str, Any]] = []
    for (kind, code), count in counts.items():
        share = share_of(count, len(codes))
        rows.append(
            {
                "kind": kind,
                "code": code,
                "remarks": count,
                "share": share.value,
                "share_low": share.low,
                "share_high": share.high,
            }
        )
    return pd.DataFrame(rows, columns=list(REMARKS.names))
