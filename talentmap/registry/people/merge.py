"""Merging records into people: one lazy expression, run wherever the tables live.

How the best value wins without sorting: each value is written behind a prefix of fixed width that spells its standing
(extract date, trust, length, step of the ladder, in the order of the field's rule), so that the greatest text under
the prefix is the value to keep. The greatest text of a group is the greatest of the greatest of its parts: first each
department speaks with one voice, then the departments are set against each other, where they disagree is counted, and
the order of rows cannot matter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw
import pyarrow as pa

from talentmap.engine import Engine
from talentmap.engine.base import Frame
from talentmap.model.taxonomy import Catalog
from talentmap.registry.people.availability import available
from talentmap.registry.people.survivorship import MERGED_FIELDS, Preference, Survivorship
from talentmap.tables.registry import PEOPLE, RECORDS, STATEMENTS
from talentmap.tables.schema import Kind

_WIDTHS = {Preference.FRESHEST: 10, Preference.TRUSTED: 1, Preference.LONGEST: 7, Preference.HIGHEST: 1}
_LENGTH_BASE = 1_000_000
_KINDS = {column.name: column.kind for column in PEOPLE.columns}


@dataclass(frozen=True, slots=True)
class MergeRules:
    """What the merge goes by: survivorship of each field, steps of the ladders, trust in each extract."""

    survivorship: Mapping[str, Survivorship]
    ladders: Mapping[str, Mapping[str, int]]
    trust: Mapping[str, int]


def merge_rules(catalog: Catalog, survivorship: Mapping[str, Survivorship], trust: Mapping[str, int]) -> MergeRules:
    """The rules of a merge under `catalog`; `trust` is by source file."""
    return MergeRules(
        survivorship,
        {
            "education": {code: rank for rank, code in enumerate(catalog.education)},
            "professional_title": {level.id: level.rank for level in catalog.levels.titles},
            "skill_level": {level.id: level.rank for level in catalog.levels.skill_levels},
        },
        trust,
    )


def merge(
    engine: Engine, rules: MergeRules, links: Mapping[str, str], catalog: Catalog, reference_date: dt.date
) -> None:
    """Write STATEMENTS and PEOPLE from the RECORDS in `engine`.

    `links` gives the person of each record or pseudonym that linkage or a decision placed.
    """
    engine.write(STATEMENTS, _statements(_of_persons(engine, rules.trust, links), rules))
    engine.write(PEOPLE, _people(engine, rules, catalog, reference_date))


def plain_value(field: str, rules: MergeRules) -> nw.Expr:
    """The value of a field of STATEMENTS without its standing, as text; null where there is none."""
    width = sum(_WIDTHS[preference] for preference in rules.survivorship[field].keep)
    return nw.col(field).str.slice(width)


def _people(engine: Engine, rules: MergeRules, catalog: Catalog, reference_date: dt.date) -> Frame:
    departments = _distinct(engine, "department")
    merged = _merged(engine.scan(STATEMENTS), rules, departments)
    chains = engine.frame(_chains(_distinct(engine, "industry"), catalog))
    return (
        merged.join(chains, on="industry", how="left")
        .with_columns(
            nw.col("chain_id").fill_null(""),
            available=available(reference_date, catalog.rules.supply),
        )
        .select(*PEOPLE.names)
    )


def _of_persons(engine: Engine, trust: Mapping[str, int], links: Mapping[str, str]) -> Frame:
    """The records with their person, whether linkage placed them, and the trust in their extract."""
    trusted = engine.frame(
        pa.table(
            {"source_file": pa.array(list(trust), pa.string()), "trust": pa.array(list(trust.values()), pa.int64())}
        )
    )
    records = engine.scan(RECORDS).join(trusted, on="source_file", how="left")
    for place, column in enumerate(("record_id", "person_key", "trace_key")):
        records = records.join(engine.frame(_placed(links, column, f"placed_{place}")), on=column, how="left")
    placed = nw.coalesce("placed_0", "placed_1", "placed_2")
    return records.with_columns(own=nw.when(nw.col("person_key") != "").then(nw.col("person_key"))).with_columns(
        person_id=nw.coalesce(placed, nw.col("own"), nw.col("record_id")),
        linked=(~placed.is_null()).cast(nw.Int64),
        identified=(~nw.col("own").is_null()).cast(nw.Int64),
    )


def _placed(links: Mapping[str, str], column: str, name: str) -> pa.Table:
    return pa.table({column: pa.array(list(links), pa.string()), name: pa.array(list(links.values()), pa.string())})


def _statements(records: Frame, rules: MergeRules) -> Frame:
    """One row a person and department: the best value of each field behind its prefix."""
    return (
        records.with_columns(**{field: _behind_prefix(field, rules) for field in MERGED_FIELDS})
        .group_by("person_id", "department")
        .agg(
            *(nw.col(field).max() for field in MERGED_FIELDS),
            nw.col("linked").max(),
            nw.col("identified").max(),
            records=nw.len(),
            with_id=nw.col("identified").sum(),
        )
    )


def _merged(statements: Frame, rules: MergeRules, departments: Sequence[str]) -> Frame:
    """One row a person: values, conflicts, departments and how the records came together."""
    compared = [field for field in MERGED_FIELDS if rules.survivorship[field].compared]
    known = {f"known_{index}": name for index, name in enumerate(departments)}
    return (
        statements.with_columns(
            **{f"plain_{field}": plain_value(field, rules) for field in compared},
            **{flag: (nw.col("department") == name).cast(nw.Int64) for flag, name in known.items()},
        )
        .group_by("person_id")
        .agg(
            *(nw.col(field).max() for field in MERGED_FIELDS),
            *(nw.col(f"plain_{field}").min().alias(f"low_{field}") for field in compared),
            *(nw.col(f"plain_{field}").max().alias(f"high_{field}") for field in compared),
            *(nw.col(name).max() for name in ("linked", "identified", *known)),
            record_count=nw.col("records").sum(),
        )
        .with_columns(
            **{field: _value(field, rules) for field in MERGED_FIELDS},
            conflict_count=nw.sum_horizontal(
                *((nw.col(f"low_{field}") != nw.col(f"high_{field}")).cast(nw.Int64).fill_null(0) for field in compared)
            ),
            departments=_joined(known),
            link=_link(),
        )
    )


def _behind_prefix(field: str, rules: MergeRules) -> nw.Expr:
    """The value of `field` behind its standing; null where there is none, so that it never competes."""
    present = nw.col(field) != "" if _KINDS[field] is Kind.TEXT else ~nw.col(field).is_null()
    standing = [_standing(preference, field, rules) for preference in rules.survivorship[field].keep]
    return nw.when(present).then(nw.concat_str([*standing, nw.col(field).cast(nw.String)]))


def _standing(preference: Preference, field: str, rules: MergeRules) -> nw.Expr:
    if preference is Preference.FRESHEST:
        return nw.col("as_of").cast(nw.String)
    if preference is Preference.TRUSTED:
        return nw.col("trust").cast(nw.String)
    if preference is Preference.LONGEST:
        return (nw.col(field).cast(nw.String).str.len_chars() + _LENGTH_BASE).cast(nw.String)
    step = nw.lit(0)
    for code, rank in rules.ladders[field].items():
        step = nw.when(nw.col(field) == code).then(nw.lit(rank)).otherwise(step)
    return step.cast(nw.String)


def _value(field: str, rules: MergeRules) -> nw.Expr:
    plain = plain_value(field, rules)
    if _KINDS[field] is Kind.TEXT:
        return plain.fill_null("")
    return plain.cast(nw.Int64 if _KINDS[field] is Kind.INT else nw.Float64)


def _joined(known: Mapping[str, str]) -> nw.Expr:
    parts = (nw.when(nw.col(flag) == 1).then(nw.lit(f"{name}|")).otherwise(nw.lit("")) for flag, name in known.items())
    return nw.concat_str(list(parts)).str.strip_chars("|") if known else nw.lit("")


def _link() -> nw.Expr:
    by_id = nw.when(nw.col("identified") == 1).then(nw.lit("id")).otherwise(nw.lit("single"))
    return nw.when(nw.col("linked") == 1).then(nw.lit("linked")).otherwise(by_id)


def _distinct(engine: Engine, column: str) -> list[str]:
    values = engine.collect(engine.scan(RECORDS).select(column).unique(), (column,))
    return [value for value in values.column(column).to_pylist() if value is not None]


def _chains(industries: Iterable[str], catalog: Catalog) -> pa.Table:
    codes = list(industries)
    return pa.table(
        {
            "industry": pa.array(codes, pa.string()),
            "chain_id": pa.array([catalog.chain_of_industry(code) if code else "" for code in codes], pa.string()),
        }
    )
