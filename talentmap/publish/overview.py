"""Balances that the map page shows in words and shades: headlines, chain x tier, segments, money by tier and stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from talentmap.model.taxonomy import Catalog, Stage, Tier
from talentmap.publish.released import Row, figure, is_known, rows_of
from talentmap.tables.protected import Protected, is_hidden

HEADLINES = ("need", "supply", "uncovered_demand", "reallocation_share")
_SHADES = ((-1 / 3, "surplus2"), (-0.1, "surplus1"), (0.1, "even"), (1 / 3, "short1"), (1.01, "short2"))


@dataclass(frozen=True, slots=True)
class Balance:
    """Need beside supply as printed: None where unknown; `hidden` tells which side holds confidential values."""

    need: float | None
    supply: float | None
    need_hidden: bool = False
    supply_hidden: bool = False

    @property
    def gap(self) -> float | None:
        """Need less supply, where both may be told in full."""
        whole = not (self.need_hidden or self.supply_hidden)
        return self.need - self.supply if whole and self.need is not None and self.supply is not None else None

    @property
    def shade(self) -> str:
        """How short: the excess demand ratio (V - U)/(V + U) in five classes; `unknown` where a side is hidden."""
        gap = self.gap
        total = (self.need or 0) + (self.supply or 0)
        if gap is None or total == 0:
            return "unknown"
        return next(name for limit, name in _SHADES if gap / total < limit)


@dataclass(frozen=True, slots=True)
class Money:
    """A cell of the tier x stage grid."""

    items: int
    budget_cny: float
    share: float


def headlines(shown: Protected, base: int) -> dict[str, tuple[str, tuple[float | int | None, ...]]]:
    """Unit and (value, low, high) of the headline figures that the edition has."""
    rows = {row["indicator_id"]: row for row in rows_of(shown.indicators)}
    return {name: (rows[name]["unit"], figure(rows[name], base)) for name in HEADLINES if name in rows}


def group_balances(shown: Protected) -> dict[tuple[str, str], Balance]:
    """The balance by chain and tier; an empty chain or tier means all."""
    return {(row["chain_id"], row["tier"]): _balance(row) for row in rows_of(shown.groups)}


def segment_balances(catalog: Catalog, shown: Protected) -> dict[tuple[str, str], Balance]:
    """The balance of each segment of each chain: the sum of its roles' published figures, hidden ones left out."""
    by_segment: dict[tuple[str, str], list[Balance]] = {
        (chain.id, segment.id): [] for chain in catalog.chains.values() for segment in chain.segments
    }
    for row in rows_of(shown.roles):
        role = catalog.roles.get(row["role_id"])
        if role is not None:
            by_segment[(role.chain_id, role.segment)].append(_balance(row))
    return {key: _sum(balances) for key, balances in by_segment.items()}


def money_rows(shown: Protected) -> dict[Tier, dict[Stage, Money]]:
    """Items and budget by tier, then stage, with each cell's share of all money; an empty cell has zeros."""
    rows = rows_of(shown.incentives)
    total = sum(row["budget_cny"] for row in rows) or 1.0
    grid = {tier: {stage: Money(0, 0.0, 0.0) for stage in Stage} for tier in Tier}
    for row in rows:
        cell = Money(int(row["items"]), row["budget_cny"], row["budget_cny"] / total)
        grid[Tier(row["tier"])][Stage(row["stage"])] = cell
    return grid


def need_shares(balances: Mapping[tuple[str, str], Balance]) -> dict[Tier, float | None]:
    """Each tier's share of the need of the four tiers; None for all where one tier is hidden."""
    needs = {tier: balances.get(("", tier.value), Balance(0, 0)) for tier in Tier}
    if any(balance.need is None for balance in needs.values()):
        return dict.fromkeys(Tier)
    total = sum(balance.need or 0 for balance in needs.values())
    return {tier: (balance.need or 0) / total if total else None for tier, balance in needs.items()}


def _balance(row: Row) -> Balance:
    need, supply = (row[side] if is_known(row[side]) else None for side in ("need", "supply"))
    return Balance(need, supply, need is None and is_hidden(row, "need"), supply is None and is_hidden(row, "supply"))


def _sum(balances: Iterable[Balance]) -> Balance:
    known = list(balances)
    return Balance(
        sum(balance.need or 0 for balance in known),
        sum(balance.supply or 0 for balance in known),
        any(balance.need_hidden for balance in known),
        any(balance.supply_hidden for balance in known),
    )
