"""The evaluation's frames as tables of the engine; a part that is left out is a table without rows."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from talentmap.engine import Engine
from talentmap.tables.evaluation import (
    FLOWS,
    FUNNEL,
    GRADUATES,
    PROGRAMMES,
    PROJECT_OUTCOMES,
    REMARKS,
    REPORTED_FLOWS,
    RETENTION,
    RETENTION_CURVE,
    SATISFACTION,
    SATISFACTION_DRIVERS,
    SERVICE_LOOPS,
    SERVICE_TIMES,
)
from talentmap.tables.evaluation_findings import Evaluation
from talentmap.tables.schema import Table


def store(engine: Engine, found: Evaluation) -> None:
    """Write every table of `found` into the engine."""
    engine.write(RETENTION, _arrow(RETENTION, found.retention))
    engine.write(RETENTION_CURVE, _arrow(RETENTION_CURVE, found.retention_curve))
    engine.write(FLOWS, _arrow(FLOWS, found.flows))
    engine.write(REPORTED_FLOWS, _arrow(REPORTED_FLOWS, found.reported_flows))
    engine.write(GRADUATES, _arrow(GRADUATES, found.graduates))
    engine.write(PROJECT_OUTCOMES, _arrow(PROJECT_OUTCOMES, found.project_outcomes))
    engine.write(PROGRAMMES, _arrow(PROGRAMMES, found.programmes))
    engine.write(SERVICE_TIMES, _arrow(SERVICE_TIMES, found.service_times))
    engine.write(SERVICE_LOOPS, _arrow(SERVICE_LOOPS, found.service_loops))
    engine.write(SATISFACTION, _arrow(SATISFACTION, found.satisfaction))
    engine.write(SATISFACTION_DRIVERS, _arrow(SATISFACTION_DRIVERS, found.satisfaction_drivers))
    engine.write(REMARKS, _arrow(REMARKS, found.remarks))
    engine.write(FUNNEL, _arrow(FUNNEL, found.funnel))


def _arrow(table: Table, frame: pd.DataFrame | None) -> pa.Table:
    if frame is None:
        return table.from_rows(())
    return pa.Table.from_pandas(frame, schema=table.arrow_schema, preserve_index=False)
