"""What chapters take of the evaluation: its protected frames as rows of facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from talentmap.publish.evidence import Evidence, records
from talentmap.publish.paper.fact import Row, rows
from talentmap.tables.evaluation_findings import Evaluation
from talentmap.tables.schema import Table

Keep = Callable[[Mapping[str, Any]], bool]


def found_in(evidence: Evidence) -> Evaluation:
    """The evaluation as it may be shown; without a frame where there is none."""
    return evidence.shown.evaluation or Evaluation()


def rows_of(table: Table, frame: pd.DataFrame | None, keep: Keep = lambda record: True) -> tuple[Row, ...]:
    """The rows of a frame that `keep` keeps; none where there is no frame."""
    return () if frame is None else rows(table, [record for record in records(frame) if keep(record)])
