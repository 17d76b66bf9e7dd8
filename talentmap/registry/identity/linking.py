"""Brings the records without an ID, and whoever they might be, to the linkage and back.

The engine finds and compares the pairs; only pairs that link come into memory, and of the people in them only those
that meet in threes and more.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from talentmap.engine import Engine
from talentmap.engine.base import Frame
from talentmap.linkage import Linkage, Trace, settle
from talentmap.linkage.comparison import AGREEING_ITEMS
from talentmap.linkage.estimate import probabilities
from talentmap.linkage.pairs import (
    FLAGS,
    blocked_pairs,
    compared,
    verdict_column,
    with_common_values,
    without_shared_phones,
)
from talentmap.linkage.trace import Item, united
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.model.thresholds import LinkageRules
from talentmap.registry.counting import count_rows
from talentmap.registry.identity.decisions import PersonDecisions
from talentmap.tables.registry import LINKS, RECORDS, TRACES

NO_DECISIONS = PersonDecisions({})
_UNKNOWN = nw.lit(None).cast(nw.Float64)
_VERDICTS = tuple(verdict_column(item) for item in Item)
_BLOCKS = (("sound", "birth_month"), ("sound", "phone_tail"), ("phone",))
_SEEN = {
    "name": "name_key",
    "sound": "pinyin_key",
    "birth_month": "birth_month",
    "phone": "phone_key",
    "phone_tail": "phone_tail_key",
    "employer": "employer_id",
    "school": "school",
    "district": "district_id",
    "sex": "sex",
}


@dataclass(frozen=True, slots=True)
class Links:
    """`person_of`: the person of each record or pseudonym that linkage or a decision placed; what is not settled."""

    person_of: Mapping[str, str]
    linkage: Linkage
    problems: tuple[Problem, ...]


def links(engine: Engine, rules: LinkageRules, decisions: PersonDecisions = NO_DECISIONS) -> Links:
    """The links of the RECORDS in `engine`; writes TRACES and LINKS, which the review queue is drawn from."""
    aliases, with_id = _aliases(engine, decisions)
    seen = _seen(engine, aliases, with_id)
    candidates = without_shared_phones(_candidates(seen))
    engine.write(TRACES, with_common_values(candidates, seen, count_rows(engine, RECORDS)))
    traces = engine.scan(TRACES)
    engine.write(LINKS, compared(blocked_pairs(traces), traces).with_columns(probability=_UNKNOWN))
    _learn(engine, rules)
    linkage, identified = _settled(engine, decisions)
    return Links(_person_of(linkage, identified, aliases, with_id), linkage, _ambiguous(engine, linkage))


def _aliases(engine: Engine, decisions: PersonDecisions) -> tuple[dict[str, str], Set[str]]:
    """The entity that each key of a `same` decision stands for, its first ID or trace; and the keys that are IDs."""
    groups = decisions.same()
    named = pa.table({"person_key": pa.array([key for group in groups for key in group], pa.string())})
    known = engine.scan(RECORDS).join(engine.frame(named), on="person_key", how="semi").select("person_key").unique()
    with_id = set(engine.collect(known, ("person_key",)).column("person_key").to_pylist()) if groups else set()
    return {key: min([key for key in group if key in with_id] or group) for group in groups for key in group}, with_id


def _seen(engine: Engine, aliases: Mapping[str, str], with_id: Set[str]) -> Frame:
    """All records with what they are compared by, each under the entity that it is by its ID or by decision."""
    records = engine.scan(RECORDS).with_columns(
        decision_key=nw.when(nw.col("person_key") != "").then(nw.col("person_key")).otherwise(nw.col("trace_key")),
        school=nw.col("school").str.to_lowercase().str.replace_all(" ", "", literal=True),
    )
    decided = pa.table(
        {
            "decision_key": pa.array(list(aliases), pa.string()),
            "alias": pa.array(list(aliases.values()), pa.string()),
            "alias_id": pa.array([int(alias in with_id) for alias in aliases.values()], pa.int64()),
        }
    )
    own = nw.when(nw.col("person_key") != "").then(nw.col("person_key"))
    return (
        records.join(engine.frame(decided), on="decision_key", how="left")
        .with_columns(own=own)
        .select(
            "record_id",
            "source_file",
            "source_row",
            "decision_key",
            entity=nw.coalesce("alias", "own", "record_id"),
            identified=nw.coalesce(nw.col("alias_id"), (~nw.col("own").is_null()).cast(nw.Int64)),
            **{name: nw.col(column) for name, column in _SEEN.items()},
        )
    )


def _candidates(seen: Frame) -> Frame:
    """The records without an ID and all records of every person who shares a block with one of them."""
    loose = seen.filter(nw.col("identified") == 0)
    identified = seen.filter(nw.col("identified") == 1)
    met = nw.concat([_met(identified, loose, block) for block in _BLOCKS])
    return nw.concat([loose, identified.join(met, on="entity", how="semi")])


def _met(identified: Frame, loose: Frame, block: tuple[str, ...]) -> Frame:
    known = loose.select(*block)
    for column in block:
        known = known.filter(nw.col(column) != "")
    return identified.join(known, on=list(block), how="semi").select("entity")


def _learn(engine: Engine, rules: LinkageRules) -> None:
    """Let the patterns among LINKS say how likely each is one person, where there are enough to tell."""
    counted = engine.scan(LINKS).group_by(*_VERDICTS, "links", "contradicts", "agreeing").agg(count=nw.len())
    patterns = engine.collect(counted, _VERDICTS)
    levels, counts, linking, contradicts, agreeing = (
        np.stack([np.asarray(patterns.column(name)) for name in _VERDICTS], axis=1),
        *(np.asarray(patterns.column(name)) for name in ("count", "links", "contradicts", "agreeing")),
    )
    found = probabilities(levels, counts.astype(float), linking == 1)
    if found is None:
        return
    possible = (contradicts == 0) & (agreeing >= AGREEING_ITEMS)
    accepted, looked_at = (possible & (found >= floor) for floor in (rules.accept, rules.review))
    learned = pa.table(
        {
            **{name: patterns.column(name) for name in _VERDICTS},
            "learned": pa.array(found, pa.float64()),
            "accepted": pa.array(accepted.astype(np.int64)),
            "looked_at": pa.array(looked_at.astype(np.int64)),
        }
    )
    joined = engine.scan(LINKS).join(engine.frame(learned), on=list(_VERDICTS), how="left")
    engine.write(
        LINKS,
        joined.with_columns(probability=nw.col("learned"), links=nw.col("accepted"), review=nw.col("looked_at")),
    )


def _settled(engine: Engine, decisions: PersonDecisions) -> tuple[Linkage, Set[str]]:
    linking = engine.scan(LINKS).filter(nw.col("links") == 1)
    rows = engine.collect(linking.select("one", "other", "identified", "probability", "points"), ("one", "other"))
    scores = zip(rows.column("probability").to_pylist(), rows.column("points").to_pylist(), strict=True)
    pairs = list(zip(rows.column("one").to_pylist(), rows.column("other").to_pylist(), scores, strict=True))
    with_id = rows.filter(pc.equal(rows.column("identified"), 1)).column("other")
    identified = frozenset(with_id.unique().to_pylist())
    apart = _entities_apart(engine, decisions)
    return settle(pairs, identified, lambda wanted: _known(engine, wanted), apart), identified


def _entities_apart(engine: Engine, decisions: PersonDecisions) -> list[tuple[str, str]]:
    """The pairs of entities that somebody decided to be two people; a trace may stand in several records."""
    different = decisions.different()
    keys = sorted({key for pair in different for key in pair})
    if not keys:
        return []
    named = engine.frame(pa.table({"decision_key": pa.array(keys, pa.string())}))
    found = engine.scan(TRACES).join(named, on="decision_key", how="semi").select("decision_key", "entity").unique()
    entities: dict[str, list[str]] = {}
    for row in engine.collect(found, ("decision_key", "entity")).to_pylist():
        entities.setdefault(row["decision_key"], []).append(row["entity"])
    return [
        (one, other)
        for first, second in different
        for one in entities.get(first, [])
        for other in entities.get(second, [])
        if one != other
    ]


def _known(engine: Engine, wanted: Set[str]) -> dict[str, Trace]:
    """What is known of the entities in larger clusters."""
    named = engine.frame(pa.table({"entity": pa.array(sorted(wanted), pa.string())}))
    rows = engine.collect(engine.scan(TRACES).join(named, on="entity", how="semi"), ("entity", "record_id"))
    return {trace.entity: trace for trace in united(map(_trace, rows.to_pylist()))}


def _trace(row: Mapping[str, str]) -> Trace:
    values = {name: frozenset({row[name]} - {""}) for name in _SEEN}
    masked = frozenset() if row["phone"] else values["phone_tail"]
    common = frozenset(row[flag.removesuffix("_common")] for flag in FLAGS if row[flag])
    return Trace(row["entity"], bool(row["identified"]), masked_tail=masked, common=common, **values)


def _person_of(linkage: Linkage, identified: Set[str], aliases: Mapping[str, str], with_id: Set[str]) -> dict[str, str]:
    """The person of all who are not simply the person of their own ID, or of their one record."""
    placed = {
        entity: person
        for group in linkage.groups
        for person in [next((entity for entity in group if entity in identified), group[0])]
        for entity in group
        if entity != person
    }
    persons = {key: placed.get(entity, entity) for key, entity in aliases.items()}
    decided = {key: person for key, person in persons.items() if person != key or key not in with_id}
    return {**placed, **decided}


def _ambiguous(engine: Engine, linkage: Linkage) -> tuple[Problem, ...]:
    named = engine.frame(pa.table({"entity": pa.array(linkage.ambiguous, pa.string())}))
    rows = engine.scan(TRACES).join(named, on="entity", how="semi").select("source_file", "source_row")
    return tuple(
        Problem("registry-link-ambiguous", Source(row["source_file"], row=row["source_row"]))
        for row in engine.collect(rows, ("source_file", "source_row")).to_pylist()
    )
