"""Records under one resident ID that speak of different people."""

from __future__ import annotations

import narwhals as nw

from talentmap.engine import Engine
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.tables.registry import RECORDS

_ITEMS = ("name_key", "birth_month", "sex")


def identity_conflicts(engine: Engine) -> list[Problem]:
    """One problem for each resident ID whose records disagree on name, birth month or sex."""
    records = engine.scan(RECORDS).filter(nw.col("person_key") != "")
    known = records.with_columns(**{item: nw.when(nw.col(item) != "").then(nw.col(item)) for item in _ITEMS})
    bounds = known.group_by("person_key").agg(
        *(nw.col(item).min().alias(f"low_{item}") for item in _ITEMS),
        *(nw.col(item).max().alias(f"high_{item}") for item in _ITEMS),
    )
    torn = bounds.filter(
        nw.any_horizontal(*(nw.col(f"low_{item}") != nw.col(f"high_{item}") for item in _ITEMS), ignore_nulls=True)
    )
    rows = engine.collect(
        records.join(torn.select("person_key"), on="person_key", how="semi").select(
            "person_key", "source_file", "source_row"
        ),
        ("source_file", "source_row"),
    ).to_pylist()
    places: dict[str, list[Source]] = {}
    for row in rows:
        places.setdefault(row["person_key"], []).append(Source(row["source_file"], row=row["source_row"]))
    return [
        Problem("registry-id-conflict", found[0], facts={"other": found[-1], "count": len(found)})
        for found in places.values()
    ]
