"""Pairs of people that wait for somebody to decide: likely ones first, without a single value of theirs.

A decision is a line of `decisions/person-links.csv`: `person-link,<key>,same,<who>,<when>,<why>` (or `different`, or
`unsure`, which leaves the pair as it is and is not asked again). The key stands in the queue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals as nw
import pyarrow as pa

from talentmap.engine import Engine
from talentmap.engine.base import Frame
from talentmap.linkage import Linkage
from talentmap.linkage.comparison import WEIGHTS
from talentmap.linkage.pairs import LEVELS, SHARED_PHONE_NAMES, verdict_column
from talentmap.linkage.trace import Item
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.registry.identity.decisions import PersonDecisions
from talentmap.tables.registry import LINK_QUEUE, LINKS, RECORDS, TRACES

LONGEST = 5_000
"""Entries of a queue: more than anybody will look at in a year."""


def link_queue(engine: Engine, linkage: Linkage, decisions: PersonDecisions) -> pa.Table:
    """The LINK_QUEUE of the linkage in `engine`; pairs that somebody has looked at are left out."""
    entries = [*_uncertain(engine, linkage), *_two_ids(engine)]
    keys = {entry["key"]: entry["key"].split("|") for entry in entries}
    waiting = {
        entry["key"]: entry
        for entry in entries
        if len(set(keys[entry["key"]])) == 2 and not decisions.answered(*keys[entry["key"]])
    }
    order = sorted(waiting.values(), key=lambda entry: (-entry["points"], entry["key"]))[:LONGEST]
    return LINK_QUEUE.from_rows({"place": place, **entry} for place, entry in enumerate(order, start=1))


def two_ids(engine: Engine) -> list[Problem]:
    """A problem for each pair of IDs that share name and phone: one person with two numbers, perhaps."""
    return [
        Problem(
            "registry-two-ids", Source(entry["file_a"], row=entry["row_a"]),
            facts={"other": Source(entry["file_b"], row=entry["row_b"])},
        )
        for entry in _two_ids(engine)
    ]  # fmt: skip


def _uncertain(engine: Engine, linkage: Linkage) -> Iterator[dict[str, Any]]:
    """Pairs that lack little, and all pairs of a record that two fit equally well."""
    links = engine.scan(LINKS).filter(nw.col("review") == 1)
    ambiguous = engine.frame(
        pa.table(
            {
                "one": pa.array(linkage.ambiguous, pa.string()),
                "torn": pa.array([1] * len(linkage.ambiguous), pa.int64()),
            }
        )
    )
    open_pairs = links.join(ambiguous, on="one", how="left").filter((nw.col("links") == 0) | ~nw.col("torn").is_null())
    likeliest = open_pairs.sort("points", "one", "other", descending=[True, False, False]).head(LONGEST)
    places = (
        engine.scan(TRACES).group_by("entity").agg(nw.col("decision_key").min(), place=nw.concat_str(*_PLACE).min())
    )
    for side in ("one", "other"):
        renamed = places.select(
            **{side: nw.col("entity"), f"key_{side}": nw.col("decision_key"), f"at_{side}": nw.col("place")}
        )
        likeliest = likeliest.join(renamed, on=side, how="inner")
    for row in engine.collect(likeliest, ("one", "other")).to_pylist():
        why = "near" if row["torn"] is None else "ambiguous"
        yield _entry(
            (row["key_one"], row["at_one"]), (row["key_other"], row["at_other"]), why, row["points"], _reasons(row)
        )


_PLACE = (nw.col("source_file"), nw.lit("\x1f"), (nw.col("source_row") + 10**12).cast(nw.String))


def _two_ids(engine: Engine) -> Iterator[dict[str, Any]]:
    records = engine.scan(RECORDS).filter(
        (nw.col("person_key") != "") & (nw.col("name_key") != "") & (nw.col("phone_key") != "")
    )
    seen = records.group_by("person_key", "name_key", "phone_key").agg(place=nw.concat_str(*_PLACE).min())
    common = _crowded(seen)
    kept = seen.join(common, on="phone_key", how="anti")
    others = kept.select("name_key", "phone_key", other="person_key", at_other="place")
    pairs = kept.join(others, on=["name_key", "phone_key"], how="inner").filter(nw.col("person_key") < nw.col("other"))
    points = WEIGHTS[Item.NAME].agree + WEIGHTS[Item.PHONE].agree
    for row in engine.collect(pairs, ("person_key", "other", "phone_key")).to_pylist():
        ends = (row["person_key"], row["place"]), (row["other"], row["at_other"])
        yield _entry(*ends, "two-ids", points, "name agree|phone agree")


def _crowded(seen: Frame) -> Frame:
    """Phones of more people than a person has numbers."""
    people = seen.select("phone_key", "person_key").unique().group_by("phone_key").agg(people=nw.len())
    return people.filter(nw.col("people") > SHARED_PHONE_NAMES).select("phone_key")


def _entry(one: tuple[str, str], other: tuple[str, str], why: str, points: int, reasons: str) -> dict[str, Any]:
    (key_a, place_a), (key_b, place_b) = sorted((one, other))
    (file_a, row_a), (file_b, row_b) = (place.split("\x1f") for place in (place_a, place_b))
    places = {"file_a": file_a, "row_a": int(row_a) - 10**12, "file_b": file_b, "row_b": int(row_b) - 10**12}
    return {"key": f"{key_a}|{key_b}", "why": why, "points": points, "reasons": reasons, **places}


def _reasons(row: Mapping[str, Any]) -> str:
    told = ((item, LEVELS[row[verdict_column(item)]]) for item in Item)
    return "|".join(f"{item} {verdict}" for item, verdict in told if row[verdict_column(item)])
