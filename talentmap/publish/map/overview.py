"""Balances that the page shows in words and shades: headlines, chain x tier, segments, districts, money by tier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from talentmap.model.taxonomy import Catalog, Stage, Tier
from talentmap.publish.released import Row, Value, figure, is_known, released, rows_of
from talentmap.tables.analysis import GROUP_BALANCE
from talentmap.tables.protected import Protected, is_hidden

_UNCOVERED = next(column for column in GROUP_BALANCE.columns if column.name == "uncovered_share")
HEADLINES = ("need", "supply", "uncovered_demand", "reallocation_share")
_SHADES = ((-1 / 3, "surplus2"), (-0.1, "surplus1"), (0.1, "even"), (1 / 3, "short1"), (1.01, "short2"))


@dataclass(frozen=True, slots=True)
class Balance:
    """Need beside supply as printed: None where unknown; `hidden` tells which side holds confidential values.

    `told`: of a sum with confidential parts, need and supply of those parts whose two sides may both be told.
    """

    need: float | None
    supply: float | None
    need_hidden: bool = False
    supply_hidden: bool = False
    told: tuple[float, float] = (0.0, 0.0)

    @property
    def gap(self) -> float | None:
        """Need less supply, where both may be told in full."""
        if self.partly or self.need is None or self.supply is None:
            return None
        return self.need - self.supply

    @property
    def partly(self) -> bool:
        """True where a side holds confidential values."""
        return self.need_hidden or self.supply_hidden

    @property
    def shade(self) -> str:
        """How short: the excess demand ratio (V - U)/(V + U) in five classes.

        Where a side is hidden, that of `told`; `unknown` where that is less than half of the known people.
        """
        known = (self.need or 0) + (self.supply or 0)
        need, supply = self.told if self.partly else (self.need or 0, self.supply or 0)
        if need + supply == 0 or need + supply < known / 2:
            return "unknown"
        return next(name for limit, name in _SHADES if (need - supply) / (need + supply) < limit)


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


def district_balances(shown: Protected) -> dict[str, dict[str, Balance]]:
    """The balance by district, then tier: an empty one is not known; under `all` the sum of the district's tiers."""
    by_district: dict[str, dict[str, Balance]] = {}
    for row in rows_of(shown.districts):
        by_district.setdefault(row["district_id"], {})[row["tier"]] = _balance(row)
    return {district: {**tiers, "all": _sum(tiers.values())} for district, tiers in by_district.items()}


def uncovered_shares(shown: Protected) -> dict[Tier, Value]:
    """The share of each tier's need that no incentive accepts: `c` where hidden, None where there is none."""
    rows = {row["tier"]: row for row in rows_of(shown.groups) if not row["chain_id"]}
    return {tier: released(rows.get(tier.value, {}), _UNCOVERED) for tier in Tier}


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
    parts = list(balances)
    told = [part for part in parts if not part.partly]
    return Balance(
        sum(part.need or 0 for part in parts),
        sum(part.supply or 0 for part in parts),
        any(part.need_hidden for part in parts),
        any(part.supply_hidden for part in parts),
        (sum(part.need or 0 for part in told), sum(part.supply or 0 for part in told)),
    )
