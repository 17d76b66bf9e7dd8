"""How well each department shares its data: fresh, complete, valid, without repeats, in agreement with the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import narwhals as nw
import pyarrow as pa

from talentmap.engine import Engine
from talentmap.registry.account import ExtractAccount
from talentmap.registry.people.merge import MergeRules
from talentmap.tables.registry import DEPARTMENTS, PEOPLE, PROVENANCE, STATEMENTS

_OF_PEOPLE = ("people", "people_only_here")


def scorecard(
    engine: Engine, accounts: Iterable[ExtractAccount], rules: MergeRules, reference_date: dt.date
) -> pa.Table:
    """The DEPARTMENTS of the people in `engine`; PROVENANCE must stand."""
    by_department: dict[str, list[ExtractAccount]] = {}
    for account in accounts:
        by_department.setdefault(account.department, []).append(account)
    counted = _counted(engine)
    fields: dict[str, list[Mapping[str, Any]]] = {name: [] for name in counted}
    for row in engine.read(PROVENANCE).to_pylist():
        fields[row["department"]].append(row)
    alone = _alone(engine)
    return DEPARTMENTS.from_rows(
        {
            **_handed_over(by_department.get(name, []), reference_date),
            **_quality(row, fields[name], rules),
            "department": name,
            "people_only_here": alone.get(name, 0),
        }
        for name, row in counted.items()
    )


def protected_scorecard(departments: pa.Table, people_minimum: int) -> list[dict[str, Any]]:
    """The scorecard as it may be printed: what rests on fewer people than `people_minimum` is None."""
    rows: list[dict[str, Any]] = departments.to_pylist()
    for row in rows:
        if row["people"] < people_minimum:
            row.update(dict.fromkeys((*_OF_PEOPLE, "completeness", "validity", "uniqueness", "agreement"), None))
        elif min(row["people_only_here"], row["people"] - row["people_only_here"]) < people_minimum:
            row["people_only_here"] = None
    return rows


def _counted(engine: Engine) -> dict[str, Mapping[str, Any]]:
    counted = (
        engine.scan(STATEMENTS)
        .group_by("department")
        .agg(nw.col("records").sum().cast(nw.Int64), nw.col("with_id").sum().cast(nw.Int64), people=nw.len())
    )
    return {row["department"]: row for row in engine.collect(counted, ("department",)).to_pylist()}


def _alone(engine: Engine) -> dict[str, int]:
    """The people whom one department alone knows."""
    single = engine.scan(PEOPLE).filter(~nw.col("departments").str.contains("|", literal=True))
    counted = single.group_by("departments").agg(people=nw.len())
    return {row["departments"]: row["people"] for row in engine.collect(counted, ("departments",)).to_pylist()}


def _handed_over(accounts: Sequence[ExtractAccount], reference_date: dt.date) -> dict[str, Any]:
    dates = [account.as_of for account in accounts if account.as_of is not None]
    return {
        "as_of": max(dates, default=None),
        "age_days": (reference_date - max(dates)).days if dates else None,
        **{name: sum(getattr(account, name) for account in accounts) for name in ("rows_in", "rejected", "duplicate")},
    }


def _quality(row: Mapping[str, Any], fields: Sequence[Mapping[str, Any]], rules: MergeRules) -> dict[str, Any]:
    compared = [field for field in fields if rules.survivorship[field["field"]].compared]
    return {
        "records": row["records"],
        "people": row["people"],
        "fields": len(fields),
        "completeness": _share(sum(field["offered"] for field in fields), row["people"] * len(fields)),
        "validity": _share(row["with_id"], row["records"]),
        "uniqueness": _share(row["people"], row["records"]),
        "agreement": _share(sum(field["agreed"] for field in compared), sum(field["compared"] for field in compared)),
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
