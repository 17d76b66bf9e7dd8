"""Brings the records without an ID, and whoever they might be, from the engine to the linkage and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import narwhals as nw
import pyarrow as pa

from talentmap.engine import Engine
from talentmap.engine.base import Frame
from talentmap.linkage import Linkage, Trace, link
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.tables.registry import RECORDS
from talentmap.text import compact

_BLOCKS = (("name_key", "birth_month"), ("phone_key",))
_SEEN = (
    "record_id",
    "person_key",
    "name_key",
    "birth_month",
    "phone_key",
    "employer_id",
    "school",
    "district_id",
    "sex",
    "source_file",
    "source_row",
)


@dataclass(frozen=True, slots=True)
class Links:
    """The person of each record that linkage placed, and what it could not settle."""

    person_of: Mapping[str, str]
    linkage: Linkage
    problems: tuple[Problem, ...]


def links(engine: Engine) -> Links:
    """The links of the RECORDS in `engine`: only records without an ID, and those that share a block, are looked at."""
    rows = _candidates(engine).to_pylist()
    linkage = link(_trace(row) for row in rows)
    identified = {row["person_key"] for row in rows} - {""}
    person_of = {
        record: person
        for group in linkage.groups
        for person in [next((entity for entity in group if entity in identified), group[0])]
        for record in group
        if record not in identified
    }
    sources = {row["record_id"]: Source(row["source_file"], row=row["source_row"]) for row in rows}
    ambiguous = tuple(Problem("registry-link-ambiguous", sources[record]) for record in linkage.ambiguous)
    return Links(person_of, linkage, ambiguous)


def _candidates(engine: Engine) -> pa.Table:
    """The records without an ID and all records of every person who shares a block with one of them."""
    records = engine.scan(RECORDS).select(*_SEEN)
    loose = records.filter(nw.col("person_key") == "")
    identified = records.filter(nw.col("person_key") != "")
    met = nw.concat([_met(identified, loose, block) for block in _BLOCKS]).unique()
    return engine.collect(nw.concat([loose, identified.join(met, on="person_key", how="semi")]), ("record_id",))


def _met(identified: Frame, loose: Frame, block: tuple[str, ...]) -> Frame:
    known = loose.select(*block).unique()
    for column in block:
        known = known.filter(nw.col(column) != "")
    return identified.join(known, on=list(block), how="semi").select("person_key")


def _trace(row: Mapping[str, str]) -> Trace:
    return Trace(
        entity=row["person_key"] or row["record_id"],
        identified=bool(row["person_key"]),
        name=_known(row["name_key"]),
        birth_month=_known(row["birth_month"]),
        phone=_known(row["phone_key"]),
        employer=_known(row["employer_id"]),
        school=_known(compact(row["school"])),
        district=_known(row["district_id"]),
        sex=_known(row["sex"]),
    )


def _known(value: str) -> frozenset[str]:
    return frozenset({value}) if value else frozenset()
