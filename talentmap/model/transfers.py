"""Surplus here against shortage there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Transfer(NamedTuple):
    """So many people who are spare in one place and missing in another."""

    source: str
    target: str
    people: float


def transfers(gaps: Mapping[str, float]) -> list[Transfer]:
    """Who could go where, by `gaps` (above 0: missing): largest surplus to largest shortage until one is used up.

    Their sum is the smaller of all surplus and all shortage, as in any pairing; the fewest moves are not sought.
    """
    spare = {where: -gap for where, gap in gaps.items() if gap < 0}
    short = {where: gap for where, gap in gaps.items() if gap > 0}
    found = []
    for here in sorted(spare, key=lambda where: (-spare[where], where)):
        for there in sorted(short, key=lambda where: (-short[where], where)):
            moved = min(spare[here], short[there])
            if moved > 0:
                found.append(Transfer(here, there, moved))
                spare[here] -= moved
                short[there] -= moved
    return found
