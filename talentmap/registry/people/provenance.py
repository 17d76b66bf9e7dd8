"""Where each value comes from, and where departments disagree: drawn from STATEMENTS and PEOPLE."""

from __future__ import annotations

import narwhals as nw
import pyarrow as pa

from talentmap.engine import Engine
from talentmap.engine.base import Frame
from talentmap.registry.people.merge import MergeRules, plain_value
from talentmap.registry.people.survivorship import MERGED_FIELDS
from talentmap.tables.registry import CONFLICTS, PEOPLE, PROVENANCE, STATEMENTS

_COUNTS = ("offered", "kept", "compared", "agreed")


def conflicts(engine: Engine, rules: MergeRules) -> Frame:
    """The CONFLICTS of the people in `engine`: of each field that departments disagree on, what each of them says."""
    torn = engine.scan(PEOPLE).filter(nw.col("conflict_count") > 0).select("person_id")
    statements = engine.scan(STATEMENTS).join(torn, on="person_id", how="semi")
    compared = [field for field in MERGED_FIELDS if rules.survivorship[field].compared]
    parts = [_conflicts_of(statements, field, rules) for field in compared]
    return nw.concat(parts).select(*CONFLICTS.names)


def provenance(engine: Engine, rules: MergeRules) -> pa.Table:
    """The PROVENANCE of the people in `engine`: one row a field and a department that states it."""
    statements = engine.scan(STATEMENTS)
    known = {f"plain_{field}": plain_value(field, rules) for field in MERGED_FIELDS}
    said = statements.with_columns(**known)
    bounds = said.group_by("person_id").agg(
        *(nw.col(field).max().alias(f"best_{field}") for field in MERGED_FIELDS),
        *(nw.col(f"plain_{field}").min().alias(f"low_{field}") for field in MERGED_FIELDS),
        *(nw.col(f"plain_{field}").max().alias(f"high_{field}") for field in MERGED_FIELDS),
        *(nw.col(field).count().alias(f"said_{field}") for field in MERGED_FIELDS),
    )
    flagged = said.join(bounds, on="person_id", how="inner").select(
        "department", **{name: flag for field in MERGED_FIELDS for name, flag in _flags(field).items()}
    )
    names = [f"{count}_{field}" for field in MERGED_FIELDS for count in _COUNTS]
    counted = flagged.group_by("department").agg(*(nw.col(name).sum().cast(nw.Int64) for name in names))
    rows = engine.collect(counted, ("department",)).to_pylist()
    return PROVENANCE.from_rows(
        {"field": field, "department": row["department"], **{count: row[f"{count}_{field}"] for count in _COUNTS}}
        for field in MERGED_FIELDS
        for row in rows
        if row[f"offered_{field}"]
    )


def _flags(field: str) -> dict[str, nw.Expr]:
    offered = ~nw.col(field).is_null()
    compared = offered & (nw.col(f"said_{field}") > 1)
    truths = {
        "offered": offered,
        "kept": offered & (nw.col(field) == nw.col(f"best_{field}")).fill_null(False),
        "compared": compared,
        "agreed": compared & (nw.col(f"low_{field}") == nw.col(f"high_{field}")).fill_null(False),
    }
    return {f"{count}_{field}": truth.cast(nw.Int64) for count, truth in truths.items()}


def _conflicts_of(statements: Frame, field: str, rules: MergeRules) -> Frame:
    said = statements.filter(~nw.col(field).is_null()).select(
        "person_id", "department", standing=nw.col(field), value=plain_value(field, rules)
    )
    bounds = said.group_by("person_id").agg(
        low=nw.col("value").min(), high=nw.col("value").max(), best=nw.col("standing").max()
    )
    torn = bounds.filter(nw.col("low") != nw.col("high"))
    return said.join(torn, on="person_id", how="inner").with_columns(
        field=nw.lit(field), kept=(nw.col("standing") == nw.col("best")).cast(nw.Int64)
    )
