"""What the evaluation hands on, before and after anything is hidden: one optional frame a table."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from talentmap.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Frames as declared in `talentmap.tables.evaluation`, each None where its file is missing; and the problems."""

    retention: pd.DataFrame | None = None
    retention_curve: pd.DataFrame | None = None
    flows: pd.DataFrame | None = None
    reported_flows: pd.DataFrame | None = None
    graduates: pd.DataFrame | None = None
    project_outcomes: pd.DataFrame | None = None
    programmes: pd.DataFrame | None = None
    service_times: pd.DataFrame | None = None
    service_loops: pd.DataFrame | None = None
    satisfaction: pd.DataFrame | None = None
    satisfaction_drivers: pd.DataFrame | None = None
    remarks: pd.DataFrame | None = None
    funnel: pd.DataFrame | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """The frames that are there, by name."""
        named = ((field.name, getattr(self, field.name)) for field in fields(self) if field.name != "problems")
        return {name: frame for name, frame in named if frame is not None}
