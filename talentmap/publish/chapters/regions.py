"""Districts beside each other: who is spare in one and missing in another, tier by tier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from talentmap.model.taxonomy import Tier
from talentmap.model.transfers import Transfer, transfers
from talentmap.publish.chapters.declared import Chapter, Context, Made
from talentmap.publish.evidence import Evidence
from talentmap.publish.paper.fact import Fact, counted, difference, given, negative, ratio, total
from talentmap.publish.paper.model import Grid
from talentmap.publish.paper.sheet import Col, Group, grid

_MOVES_TOLD = 6
_HARDLY = 0.05
"""A share of what is missing below which moving people about is no answer."""


@dataclass(frozen=True, slots=True)
class _TierMoves:
    """One tier: the districts whose gap may be told, what they miss and spare, and who could go where."""

    tier: Tier
    told: int
    missing: Fact
    spare: Fact
    moved: Fact
    moves: Sequence[Transfer]

    @property
    def left(self) -> Fact:
        """What stays missing when everybody who could go has gone."""
        return difference(self.missing, self.moved)


def _make(context: Context) -> Made:
    found = [_moves(context.evidence, tier) for tier in Tier]
    missing, moved = total(one.missing for one in found), total(one.moved for one in found)
    hidden = len(context.evidence.districts) * len(Tier) - sum(one.told for one in found)
    return Made(
        facts={
            "missing": missing,
            "moved": moved,
            "share": ratio(moved, missing),
            "hardly": bool(moved) and moved.size < _HARDLY * missing.size,
            "base": context.evidence.rule("disclosure", "rounding"),
            "hidden": counted(hidden, "district and tier cells that may not be told"),
            "lonely": [context.evidence.catalog.tiers[one.tier] for one in found if one.missing and not one.moved],
            "has_moves": any(one.moves for one in found),
        },
        grids=[_balance(context, found), *([_table(context, found)] if any(one.moves for one in found) else [])],
    )


def _moves(evidence: Evidence, tier: Tier) -> _TierMoves:
    gaps = {
        district.id: difference(rows[tier]["need"], rows[tier]["supply"])
        for district, rows in evidence.districts
        if tier in rows
    }
    known = {district: gap for district, gap in gaps.items() if gap.known}
    base = evidence.catalog.rules.disclosure.rounding  # two rounded figures that differ by no more may be level
    clear = {district: gap for district, gap in known.items() if abs(gap.size) > base}
    moves = transfers({district: gap.size for district, gap in clear.items()})
    return _TierMoves(
        tier,
        len(known),
        total(gap for gap in clear.values() if gap.size > 0),
        total(negative(gap) for gap in clear.values() if gap.size < 0),
        given(sum((move.people for move in moves), 0.0), f"transfers.{tier}"),
        moves,
    )


def _balance(context: Context, found: Sequence[_TierMoves]) -> Grid:
    columns = [
        Col("tier", lambda one: context.name(context.evidence.catalog.tiers[one.tier]), weight=1.5),
        Col("districts_told", lambda one: counted(one.told, f"districts told, {one.tier}"), "count"),
        Col("missing_here", lambda one: one.missing, "heads"),
        Col("spare_there", lambda one: one.spare, "heads"),
        Col("could_move", lambda one: one.moved, "heads"),
        Col("stays_missing", lambda one: one.left, "heads"),
    ]
    return grid("district-balance", columns, found, context.speech)


def _table(context: Context, found: Sequence[_TierMoves]) -> Grid:
    districts, tiers = context.evidence.catalog.districts, context.evidence.catalog.tiers

    def people(move: Transfer) -> Any:
        return given(move.people, f"transfers.{move.source}.{move.target}")

    columns = [
        Col("spare_in", lambda move: context.name(districts[move.source]), weight=2),
        Col("missing_in", lambda move: context.name(districts[move.target]), weight=2),
        Col("people", people, "heads"),
    ]
    groups = [
        Group(context.name(tiers[one.tier]), sorted(one.moves, key=lambda move: -move.people)[:_MOVES_TOLD])
        for one in found
        if one.moves
    ]
    return grid("district-moves", columns, groups, context.speech)


CHAPTER = Chapter("regions", _make, appears=lambda evidence: len(evidence.districts) > 1)
