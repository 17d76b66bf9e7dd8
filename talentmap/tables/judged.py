"""On how many people, answers, cases or enterprises each row of the evaluation rests: declared here, once.

The disclosure step hides a row whose count is not 0 and below the minimum. Where the rows of a family add up to a total
that is shown, one hidden row could be had by subtraction: the smallest of the others is then hidden too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from talentmap.tables import evaluation
from talentmap.tables.schema import Table


@dataclass(frozen=True, slots=True)
class Family:
    """Rows that add up: those alike in `alike` and told apart by `apart`, where an empty `apart` is the total."""

    alike: tuple[str, ...]
    apart: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A table, the column that counts what a row rests on, who is counted, and the families of its rows.

    `parts` are columns that count a part of it and are themselves hidden where they are small, with what rests on them.
    """

    table: Table
    count: str
    of: Literal["people", "enterprises"] = "people"
    families: tuple[Family, ...] = ()
    parts: Mapping[str, tuple[str, ...]] | None = None


_BY = (Family(("by",), "value"),)
_COHORTS = (Family(("months", "cohort"), "tier"), Family(("months", "tier"), "cohort"))
JUDGED: Mapping[str, Judged] = {
    "retention": Judged(evaluation.RETENTION, "people", families=_COHORTS),
    "retention_curve": Judged(evaluation.RETENTION_CURVE, "people", families=(Family(("months",), "tier"),)),
    "flows": Judged(
        evaluation.FLOWS,
        "inflow",
        families=_BY,
        parts={"outflow": ("outflow", "inflow_per_outflow"), "inflow": ("inflow", "inflow_per_outflow")},
    ),
    "graduates": Judged(
        evaluation.GRADUATES,
        "people",
        families=(Family(("graduation_year",), "education"),),
        parts={"paid": ("paid", "pay_low", "pay_mid", "pay_high")},
    ),
    "project_outcomes": Judged(evaluation.PROJECT_OUTCOMES, "holders", "enterprises", _BY),
    "programmes": Judged(evaluation.PROGRAMMES, "people", families=(Family(("programme",), "year"),)),
    "service_times": Judged(
        evaluation.SERVICE_TIMES, "cases", families=_BY, parts={"looped": ("looped", "looped_share")}
    ),
    "service_loops": Judged(evaluation.SERVICE_LOOPS, "cases", families=(Family((), "loop"),)),
    "satisfaction": Judged(evaluation.SATISFACTION, "answers", families=(Family(("stage", "item"), "tier"),)),
    "satisfaction_drivers": Judged(evaluation.SATISFACTION_DRIVERS, "answers"),
    "remarks": Judged(evaluation.REMARKS, "remarks"),
    "funnel": Judged(
        evaluation.FUNNEL,
        "answering",
        "enterprises",
        parts={name: (name,) for name in ("eligible", "aware", "applied", "granted")},
    ),
}
"""By the field of `Evaluation`; `reported_flows` holds nothing but what may be published as it is."""
