"""What the white paper speaks of, gathered once for both languages from the protected tables alone; no sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.edition import Edition
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Catalog, Chain, Stage, Tier
from talentmap.publish.paper.fact import Fact, Row, difference, given, ratio, total
from talentmap.publish.paper.sheet import sized
from talentmap.publish.terms import terms
from talentmap.tables.analysis import GROUP_BALANCE, INCENTIVES, INDICATORS, PAIN_SHARES, RESPONSE, ROLE_BALANCE
from talentmap.tables.protected import Protected
from talentmap.tables.schema import Kind, Table

TOP_ROLES = 10
SURPLUS_ROLES = 5
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Quality:
    """How the data came to be: counts of each step, problems by code, overlap of departments' lists."""

    steps: Mapping[str, Mapping[str, int]]
    problems: Sequence[Record]
    coverage: Sequence[Record]
    departments: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Response:
    """Who answered: asked, answered, the frame behind them, and the cells of the weighting."""

    asked: Fact
    answered: Fact
    rate: Fact
    frame: Fact
    employment: Fact
    employment_share: Fact
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class ChainEvidence:
    """One chain: its balance in total and by tier, its roles in order of shortage, its segments and pains."""

    chain: Chain
    total: Row
    tiers: Sequence[Row]
    roles: Sequence[Row]
    shortages: Sequence[Row]
    surpluses: Sequence[Row]
    segments: Mapping[str, SegmentEvidence]
    pains: Sequence[Row]


@dataclass(frozen=True, slots=True)
class SegmentEvidence:
    """A segment's need, supply and gap over the roles that may be told; how many it has, and how many are hidden."""

    need: Fact
    supply: Fact
    gap: Fact
    roles: int
    hidden: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the chapters draw on. `shown` holds every protected table, for chapters that need another one.

    `held_by` names the department at which each item in force is applied for.
    """

    edition: Edition
    catalog: Catalog
    shown: Protected
    indicators: Mapping[str, Row]
    response: Response
    total: Row
    tiers: Sequence[Row]
    chains: Sequence[ChainEvidence]
    districts: Sequence[tuple[Any, Mapping[str, Row]]]
    grid: Mapping[tuple[str, str], Row]
    items: Sequence[PolicyItem]
    roles: Sequence[Row]
    pains: Sequence[Row]
    quality: Quality
    held_by: Mapping[str, str]

    @property
    def has_policy(self) -> bool:
        """True where a policy register was given, so that need can be set against it."""
        return bool(self.items)

    @property
    def short_roles(self) -> Sequence[Row]:
        """Roles graded shortage or severe shortage, the shortest first."""
        rated = [role for role in self.roles if role["grade"] in ("very_short", "short")]
        return sorted(rated, key=lambda role: (sized(role["score"]), sized(role["gap"]), role["role_id"]))

    @property
    def empty_cells(self) -> Sequence[tuple[str, str]]:
        """The (tier, stage) cells for which no incentive item is in force."""
        return [cell for cell, found in self.grid.items() if not found["items"]]

    def indicator(self, name: str, part: str = "value") -> Fact:
        """The headline figure `name`; not known where the edition does not have it."""
        return self.indicators[name][part] if name in self.indicators else Fact(None, f"indicators.{name}.{part}")

    def chain(self, chain_id: str) -> ChainEvidence:
        """The evidence of one chain."""
        return next(found for found in self.chains if found.chain.id == chain_id)

    def rule(self, section: str, name: str) -> Fact:
        """A threshold of rules.yaml as a fact."""
        return given(getattr(getattr(self.catalog.rules, section), name), f"rules.{section}.{name}")


def gather(
    edition: Edition, catalog: Catalog, register: PolicyRegister, shown: Protected, quality: Quality
) -> Evidence:
    """The evidence of an edition."""
    roles = [_role(record, catalog, shown) for record in records(shown.roles)]
    pains = list(_pains(shown.pains, catalog))
    grid = {(row["tier"], row["stage"]): Row(INCENTIVES, row) for row in records(shown.incentives)}
    items = register.in_force(edition.settings.reference_date)
    return Evidence(
        edition=edition,
        catalog=catalog,
        shown=shown,
        indicators={row["indicator_id"]: Row(INDICATORS, row) for row in records(shown.indicators)},
        response=_response(edition, shown),
        total=_group(shown, "", ""),
        tiers=_tiers(catalog, shown, grid),
        chains=[_chain(chain, shown, roles, pains) for chain in catalog.chains.values()],
        districts=list(_districts(shown, catalog)),
        grid=grid,
        items=items,
        roles=roles,
        pains=pains,
        quality=quality,
        held_by={item.item_id: register.department_of(item) for item in items},
    )


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of `frame`."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _group(shown: Protected, chain_id: str, tier: str, **labels: Any) -> Row:
    """One row of the group balance; one of zeros, with nothing hidden, where the group does not occur."""
    groups = shown.groups
    found = records(groups[(groups["chain_id"] == chain_id) & (groups["tier"] == tier)])
    if found:
        return Row(GROUP_BALANCE, found[0], **labels)
    nothing: dict[str, Any] = {column.name: "" if column.kind is Kind.TEXT else 0.0 for column in GROUP_BALANCE.columns}
    own = {"chain_id": chain_id, "tier": tier, "uncovered_share": math.nan}
    return Row(GROUP_BALANCE, nothing | own, **labels)


def _tiers(catalog: Catalog, shown: Protected, grid: Mapping[tuple[str, str], Row]) -> list[Row]:
    """The balance of each tier, labelled with its money and with shares of money and need."""
    cells = {
        tier: [grid[tier.value, stage.value] for stage in Stage if (tier.value, stage.value) in grid] for tier in Tier
    }
    plain = {tier: _group(shown, "", tier.value) for tier in Tier}
    budgets = {tier: total(cell["budget_cny"] for cell in cells[tier]) for tier in Tier}
    money, need = total(budgets.values()), total(row["need"] for row in plain.values())
    return [
        _group(
            shown,
            "",
            tier.value,
            label=catalog.tiers[tier.value],
            budget=budgets[tier],
            items_in_force=total(cell["items"] for cell in cells[tier]),
            money_share=ratio(budgets[tier], money),
            need_share=ratio(plain[tier]["need"], need),
            money_per_post=ratio(budgets[tier], plain[tier]["need"]),
            openings=ratio(plain[tier]["need"], plain[tier]["supply"]),
        )
        for tier in Tier
    ]


def _role(record: Record, catalog: Catalog, shown: Protected) -> Row:
    role = catalog.roles[record["role_id"]]
    places = shown.role_districts
    near = places[places["role_id"] == role.id]["district_id"].head(3).tolist()
    grade = str(record.get("grade") or "")
    return Row(
        ROLE_BALANCE,
        record,
        role=role,
        segment=catalog.chains[record["chain_id"]].segment(record["segment_id"]),
        tier_label=catalog.tiers[record["tier"]],
        stars=terms("grades")[grade].stars if grade in terms("grades") else 0,
        districts=[catalog.districts[district] for district in near],
        floor=catalog.education[record.get("education") or role.education.value],
    )


def _chain(chain: Chain, shown: Protected, roles: Sequence[Row], pains: Sequence[Row]) -> ChainEvidence:
    own = [role for role in roles if role["chain_id"] == chain.id]
    wanted = [role for role in own if role["need"].hidden or role["need"].size > 0]
    surpluses = [role for role in own if role["gap"].known and role["gap"].size < 0]
    return ChainEvidence(
        chain=chain,
        total=_group(shown, chain.id, ""),
        tiers=[_group(shown, chain.id, tier.value) for tier in Tier],
        roles=own,
        shortages=sorted(wanted, key=_shortage_order)[:TOP_ROLES],
        surpluses=sorted(surpluses, key=lambda role: (role["gap"].size, role["role_id"]))[:SURPLUS_ROLES],
        segments={segment.id: _segment(segment.id, own) for segment in chain.segments},
        pains=[pain for pain in pains if pain["chain_id"] == chain.id],
    )


def _shortage_order(role: Row) -> tuple[float, float, str]:
    """Graded shortest first, then the largest gap; hidden gaps last."""
    return (-role["stars"], sized(role["gap"]), role["role_id"])


def _segment(segment_id: str, roles: Sequence[Row]) -> SegmentEvidence:
    own = [role for role in roles if role["segment_id"] == segment_id]
    told = [role for role in own if role["gap"].known]
    need, supply = total(role["need"] for role in told), total(role["supply"] for role in told)
    gap = difference(need, supply) if told else Fact(None, f"segment.{segment_id}.gap", hidden=bool(own))
    return SegmentEvidence(need, supply, gap, len(own), len(own) - len(told))


def _pains(pains: pd.DataFrame, catalog: Catalog) -> Iterator[Row]:
    """Chain by chain, stage by stage, the most named first."""
    stages = list(Stage)
    for row in sorted(
        records(pains), key=lambda r: (r["chain_id"], stages.index(Stage(r["stage"])), -_or_zero(r["share"]))
    ):
        stage, pain = catalog.pain(row["pain_id"])
        yield Row(PAIN_SHARES, row, pain=pain, stage_label=stage)


def _response(edition: Edition, shown: Protected) -> Response:
    table = shown.response
    framed = bool(table["frame_enterprises"].notna().any())
    asked = given(edition.settings.fieldwork.asked, "edition.fieldwork.asked")
    answered = given(float(table["answered"].sum()), "sum(response.answered)")
    frame = given(float(table["frame_enterprises"].sum()) if framed else None, "sum(response.frame_enterprises)")
    whole = given(float(table["frame_employment"].sum()) if framed else None, "sum(response.frame_employment)")
    employment = given(float(table["employment_answered"].sum()), "sum(response.employment_answered)")
    rows = [Row(RESPONSE, record) for record in records(table)]
    return Response(asked, answered, ratio(answered, asked), frame, employment, ratio(employment, whole), rows)


def _districts(shown: Protected, catalog: Catalog) -> Iterator[tuple[Any, Mapping[str, Row]]]:
    table = Table("district_balance", "", "", ("district_id", "tier"), GROUP_BALANCE.columns)
    for district in catalog.districts.values():
        rows = records(shown.districts[shown.districts["district_id"] == district.id])
        yield district, {row["tier"]: Row(table, row) for row in rows}


def _or_zero(value: float | None) -> float:
    return 0.0 if value is None or math.isnan(value) else float(value)
