"""A trace: what is known of somebody, in comparable form and under pseudonyms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

_NOTHING: frozenset[str] = frozenset()


_BESIDE = ("sound", "phone_tail", "masked_tail", "common")


class Item(StrEnum):
    """What two traces are compared by; the values are the attribute names of `Trace`."""

    NAME = "name"
    BIRTH_MONTH = "birth_month"
    PHONE = "phone"
    EMPLOYER = "employer"
    SCHOOL = "school"
    DISTRICT = "district"
    SEX = "sex"


@dataclass(frozen=True, slots=True)
class Trace:
    """One record without an ID, or everything that the records under one ID say together.

    Each item is the set of values seen, without empty ones: a person may have had two phones. `sound` is of the name,
    `phone_tail` of every phone, `masked_tail` of those that show nothing else. `common` are those of its employers and
    schools that many share.
    """

    entity: str
    identified: bool = False
    name: frozenset[str] = _NOTHING
    birth_month: frozenset[str] = _NOTHING
    phone: frozenset[str] = _NOTHING
    employer: frozenset[str] = _NOTHING
    school: frozenset[str] = _NOTHING
    district: frozenset[str] = _NOTHING
    sex: frozenset[str] = _NOTHING
    sound: frozenset[str] = _NOTHING
    phone_tail: frozenset[str] = _NOTHING
    masked_tail: frozenset[str] = _NOTHING
    common: frozenset[str] = _NOTHING

    def values(self, item: Item) -> frozenset[str]:
        """The values seen for one item; empty when it is unknown."""
        values: frozenset[str] = getattr(self, item)
        return values


def united(traces: Iterable[Trace]) -> list[Trace]:
    """The traces with those of one entity made one, in the order of their entities."""
    together: dict[str, Trace] = {}
    for trace in traces:
        known = together.get(trace.entity)
        together[trace.entity] = trace if known is None else _union(known, trace)
    return [together[entity] for entity in sorted(together)]


def _union(one: Trace, other: Trace) -> Trace:
    items = {item.value: one.values(item) | other.values(item) for item in Item}
    near = {name: getattr(one, name) | getattr(other, name) for name in _BESIDE}
    return replace(one, **items, **near)  # type: ignore[arg-type]  # the keys are names of set-valued items only
