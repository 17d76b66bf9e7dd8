"""Blocks: the pairs worth comparing, instead of everybody with everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

from talentmap.linkage.trace import Trace

SHARED_PHONE_NAMES = 3
"""A phone under more names than this is a switchboard or a clerk's: it says nothing about one person."""

Pair = tuple[Trace, Trace]


def without_shared_phones(traces: Sequence[Trace]) -> list[Trace]:
    """The traces, phones that many names share taken away."""
    names: dict[str, set[str]] = defaultdict(set)
    for trace in traces:
        for phone in trace.phone:
            names[phone] |= trace.name
    shared = {phone for phone, under in names.items() if len(under) > SHARED_PHONE_NAMES}
    return [replace(trace, phone=trace.phone - shared) if trace.phone & shared else trace for trace in traces]


def pairs(traces: Sequence[Trace]) -> Iterator[Pair]:
    """Every pair that shares name and birth month, or a phone, once; two entities with an ID are never paired."""
    seen: set[tuple[str, str]] = set()
    for block in _blocks(traces):
        for one, other in combinations(block, 2):
            key = (one.entity, other.entity)
            if not (one.identified and other.identified) and key not in seen:
                seen.add(key)
                yield one, other


def _blocks(traces: Sequence[Trace]) -> Iterator[list[Trace]]:
    blocks: dict[tuple[str, str], list[Trace]] = defaultdict(list)
    for trace in sorted(traces, key=lambda trace: trace.entity):
        for name, month in product(trace.name, trace.birth_month):
            blocks[name, month].append(trace)
        for phone in trace.phone:
            blocks["", phone].append(trace)
    for key in sorted(blocks):
        yield blocks[key]
