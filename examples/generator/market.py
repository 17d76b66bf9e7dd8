"""How scarce and how well paid each role is.

Enterprises and registry share it, so that the figures hang together.

The shape follows the diagnosis of the source study: industry lacks engineers who solve process problems and skilled
technicians; doctors and fresh graduates are plentiful.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from examples.generator.chance import Dice
from talentmap.model.taxonomy import Catalog, Role, Tier

LINE_SHARES = {Tier.SCIENTIST: 0.045, Tier.ENGINEER: 0.46, Tier.TECHNICIAN: 0.375, Tier.YOUTH: 0.12}
MEAN_HEADS = {Tier.SCIENTIST: 0.9, Tier.ENGINEER: 2.2, Tier.TECHNICIAN: 2.2, Tier.YOUTH: 2.0}
_HARDNESS = {
    Tier.SCIENTIST: (0.15, 0.55),
    Tier.ENGINEER: (0.35, 0.9),
    Tier.TECHNICIAN: (0.45, 1.0),
    Tier.YOUTH: (0.05, 0.4),
}
_PAY = {
    Tier.SCIENTIST: (16_000, 26_000),
    Tier.ENGINEER: (8_000, 13_000),
    Tier.TECHNICIAN: (5_600, 8_800),
    Tier.YOUTH: (4_200, 5_800),
}


@dataclass(frozen=True, slots=True)
class Trade:
    """A role's market: `hardness` 0 easy to fill … 1 hopeless, the usual monthly pay, and how much it is wanted."""

    role: Role
    hardness: float
    pay_month: int
    demand: float


@dataclass(frozen=True, slots=True)
class Market:
    """The trades of every role."""

    trades: Mapping[str, Trade]

    def of_chain(self, chain_id: str, tier: Tier) -> list[Trade]:
        """The trades of one chain and tier."""
        return [t for t in self.trades.values() if t.role.chain_id == chain_id and t.role.tier is tier]

    def wanted(self, chain_id: str, segment_id: str, dice: Dice) -> Trade:
        """The role of a demand line: of the firm's own segment more often than of others."""
        trades = self._of_some_tier(chain_id, LINE_SHARES, dice)
        weights = [trade.demand * (2.2 if trade.role.segment == segment_id else 1.0) for trade in trades]
        return dice.choices(trades, weights=weights)[0]

    def held(self, chain_id: str, tiers: Mapping[Tier, float], dice: Dice) -> Trade:
        """The role of a registered person: scarce trades have few."""
        trades = self._of_some_tier(chain_id, tiers, dice)
        return dice.choices(trades, weights=[trade.demand * (1.25 - trade.hardness) for trade in trades])[0]

    def _of_some_tier(self, chain_id: str, tiers: Mapping[Tier, float], dice: Dice) -> list[Trade]:
        present = {tier: share for tier, share in tiers.items() if self.of_chain(chain_id, tier)}
        return self.of_chain(chain_id, dice.pick(present))


def build_market(catalog: Catalog, seed: int) -> Market:
    """A market for the roles of `catalog`."""
    return Market({role.id: _trade(role, Dice(seed, "market", role.id)) for role in catalog.roles.values()})


def _trade(role: Role, dice: Dice) -> Trade:
    low, high = _PAY[role.tier]
    return Trade(
        role=role,
        hardness=round(dice.uniform(*_HARDNESS[role.tier]), 3),
        pay_month=int(round(dice.uniform(low, high), -2)),
        demand=round(dice.uniform(0.7, 1.35), 3),
    )
