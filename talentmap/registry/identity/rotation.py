"""A new key: what people decided about persons is written anew under its pseudonyms; nothing else outlasts a build.

The former and the new pseudonym of a person meet in memory only, while the extracts are read once under each key, and
only for those whom a decision names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from talentmap.model.decision import Decision, DecisionKind
from talentmap.model.taxonomy import Catalog
from talentmap.registry.extracts.find import Extract
from talentmap.registry.identity.pseudonym import PseudonymKey
from talentmap.registry.reading import Reading
from talentmap.review.ledger import link_key

_KEYS = ("person_key", "trace_key")


@dataclass(frozen=True, slots=True)
class Rotation:
    """The decisions under the new key, and how many could not be carried over: their people are in no extract."""

    decisions: tuple[Decision, ...]
    lost: int


def rotated(
    decisions: Iterable[Decision],
    extracts: Sequence[Extract],
    catalog: Catalog,
    reference_date: dt.date,
    keys: tuple[PseudonymKey, PseudonymKey],
) -> Rotation:
    """The decisions about persons under the second of `keys`, who and when as they were."""
    about = [decision for decision in decisions if decision.kind is DecisionKind.PERSON_LINK]
    wanted = {end for decision in about for end in decision.key.split("|")}
    new_of = _new_of(wanted, extracts, [Reading(catalog, key, reference_date) for key in keys]) if wanted else {}
    carried = [
        replace(decision, key=link_key(*(new_of[end] for end in decision.key.split("|"))))
        for decision in about
        if set(decision.key.split("|")) <= new_of.keys()
    ]
    return Rotation(tuple(carried), len(about) - len(carried))


def _new_of(wanted: Set[str], extracts: Sequence[Extract], readings: Sequence[Reading]) -> Mapping[str, str]:
    """From former to new pseudonym, of those that are wanted."""
    found: dict[str, str] = {}
    sought = pa.array(sorted(wanted), pa.string())
    streams = (reading.batches(extracts, lambda _, __: None) for reading in readings)
    for former, new in zip(*streams, strict=True):
        for name in _KEYS:
            met = pc.is_in(former.column(name), value_set=sought)
            pairs = (batch.column(name).filter(met).to_pylist() for batch in (former, new))
            found.update(zip(*pairs, strict=True))
    return found
