"""The enterprises of the example: the whole population, and those of them that answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from examples.generator.chance import Dice
from examples.generator.identifiers import credit_code
from examples.generator.industries import industries_of
from examples.generator.names import brands, firm_name, short_name
from examples.generator.scale import Scale
from talentmap.model.taxonomy import Catalog, Chain

SIZE_SHARES = {"large": 0.03, "medium": 0.122, "small": 0.548, "micro": 0.30}
ANSWER_SHARES = {"large": 0.18, "medium": 0.33, "small": 0.37, "micro": 0.12}
_EMPLOYEES = {"large": (1000, 3200), "medium": (300, 960), "small": (24, 280), "micro": (6, 19)}
_PAY = {"large": 1.12, "medium": 1.03, "small": 0.96, "micro": 0.9}
_PLACES = {"清远市": 8, "广东": 4, "清远": 5}


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise as it is in truth; `pay_factor` says how it pays against its trade."""

    name: str
    credit_code: str
    chain_id: str
    segment_id: str
    district_id: str
    size_class: str
    employees: int
    industry: str
    pay_factor: float

    @property
    def short(self) -> str:
        """The name as people say it."""
        return short_name(self.name)


@dataclass(frozen=True, slots=True)
class _Draw:
    catalog: Catalog
    names: set[str]


def draw_firms(catalog: Catalog, scale: Scale, seed: int) -> tuple[Firm, ...]:
    """The population, in the order of credit codes; every chain has some of every size that its share allows."""
    dice = Dice(seed, "firms")
    chains = {chain: dice.uniform(0.85, 1.15) for chain in catalog.chains}
    sizes = _quota(SIZE_SHARES, scale.frame)
    draw = _Draw(catalog, set())
    return tuple(
        _firm(serial, size, catalog.chains[_next_chain(chains, serial, dice)], draw, Dice(seed, "firm", serial))
        for serial, size in enumerate(_dealt(sizes), start=1)
    )


def answering(firms: Sequence[Firm], scale: Scale, seed: int) -> tuple[Firm, ...]:
    """The enterprises that answered: every large one, and a seeded draw of the others."""
    dice = Dice(seed, "answering")
    wanted = _quota(ANSWER_SHARES, scale.enterprises)
    wanted["large"] = sum(firm.size_class == "large" for firm in firms)
    wanted["small"] += scale.enterprises - sum(wanted.values())
    drawn = [
        firm
        for size, count in wanted.items()
        for firm in _spread([firm for firm in firms if firm.size_class == size], count, dice)
    ]
    return tuple(sorted(drawn, key=lambda firm: firm.credit_code))


def needing_nobody(firms: Sequence[Firm], answered: Sequence[Firm], scale: Scale, seed: int) -> tuple[Firm, ...]:
    """The enterprises that answered that they have no post to fill: none of the large ones, none of `answered`."""
    taken = {firm.credit_code for firm in answered}
    others = [firm for firm in firms if firm.size_class != "large" and firm.credit_code not in taken]
    drawn = Dice(seed, "needing nobody").sample(others, min(scale.needing_nobody, len(others)))
    return tuple(sorted(drawn, key=lambda firm: firm.credit_code))


def _spread(firms: Sequence[Firm], count: int, dice: Dice) -> list[Firm]:
    """A draw of `count` firms in which every chain has its share: every n-th of a list in the order of chains."""
    ordered = sorted(dice.sample(list(firms), len(firms)), key=lambda firm: firm.chain_id)
    start = dice.random()
    return [ordered[int((place + start) * len(ordered) / count)] for place in range(count)]


def district_weights(catalog: Catalog) -> dict[str, float]:
    """How many enterprises a district holds against the others: the catalog lists the busiest first."""
    return {district: (1 + 0.55 * place) ** -1.4 for place, district in enumerate(catalog.districts)}


def _quota(shares: dict[str, float], total: int) -> dict[str, int]:
    counts = {name: max(1, round(share * total)) for name, share in shares.items()}
    counts["small"] += total - sum(counts.values())
    return counts


def _dealt(counts: dict[str, int]) -> list[str]:
    return [name for name, count in counts.items() for _ in range(count)]


def _next_chain(chains: dict[str, float], serial: int, dice: Dice) -> str:
    if serial % 3:
        return list(chains)[serial % len(chains)]
    return dice.pick(chains)


def _firm(serial: int, size: str, chain: Chain, draw: _Draw, dice: Dice) -> Firm:
    industry = dice.choice(industries_of(chain, draw.catalog))
    return Firm(
        name=_new_name(industry.trade, dice, draw.names),
        credit_code=credit_code(100_000 + serial * 37),
        chain_id=chain.id,
        segment_id=dice.choice(chain.segments).id,
        district_id=dice.pick(district_weights(draw.catalog)),
        size_class=size,
        employees=dice.randint(*_EMPLOYEES[size]),
        industry=industry.code,
        pay_factor=round(_PAY[size] * dice.uniform(0.94, 1.08), 3),
    )


def _new_name(trade: str, dice: Dice, names: set[str]) -> str:
    while True:
        name = firm_name(dice.pick(_PLACES), dice.choice(brands()), trade, dice)
        if short_name(name) not in names:
            names.add(short_name(name))
            return name
