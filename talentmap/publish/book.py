"""What the white paper says, worked out once for both languages: figures, rows and facts; no sentence, no layout."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.edition import Edition
from talentmap.model.policy import PolicyItem
from talentmap.model.taxonomy import Catalog, Chain, Stage, Tier
from talentmap.publish.terms import terms
from talentmap.tables.protected import Protected

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
class ChainChapter:
    """One chain's chapter."""

    chain: Chain
    total: Record
    tiers: Sequence[Record]
    shortages: Sequence[Record]
    surpluses: Sequence[Record]
    segments: Mapping[str, Record]
    pains: Sequence[Record]


@dataclass(frozen=True, slots=True)
class Book:
    """The contents of the white paper of an edition, in the order of its chapters."""

    edition: Edition
    catalog: Catalog
    indicators: Mapping[str, Record]
    response: Record
    total: Record
    tiers: Sequence[Record]
    chains: Sequence[ChainChapter]
    districts: Sequence[Record]
    grid: Mapping[tuple[str, str], Record]
    items: Sequence[PolicyItem]
    roles: Sequence[Record]
    pains: Sequence[Record]
    quality: Quality

    @property
    def has_policy(self) -> bool:
        """True where a policy register was given, so that need can be set against it."""
        return bool(self.items)

    @property
    def short_roles(self) -> Sequence[Record]:
        """Roles graded short or very short, the shortest first."""
        rated = [role for role in self.roles if role["grade"] in ("very_short", "short")]
        return sorted(rated, key=lambda role: (-role["score"], -(role["gap"] or 0), role["role_id"]))

    @property
    def empty_cells(self) -> Sequence[tuple[str, str]]:
        """The (tier, stage) cells for which no incentive item is in force."""
        return [cell for cell, found in self.grid.items() if not found["items"]]


def make_book(edition: Edition, catalog: Catalog, register: PolicyRegister, shown: Protected, quality: Quality) -> Book:
    """The book of an edition, drawn from the protected tables alone."""
    roles = [_role_record(row, catalog, shown) for row in _records(shown.roles)]
    grid = {(row["tier"], row["stage"]): row for row in _records(shown.incentives)}
    tiers = [_tier_record(tier, shown, grid) for tier in Tier]
    money = sum(tier["budget_cny"] for tier in tiers)
    need = sum(_or_zero(tier["need"]) for tier in tiers)
    for tier in tiers:
        tier["money_share"] = tier["budget_cny"] / money if money else math.nan
        tier["need_share"] = tier["need"] / need if need else math.nan
        tier["money_per_post"] = tier["budget_cny"] / tier["need"] if tier["need"] else math.nan
    return Book(
        edition=edition,
        catalog=catalog,
        indicators={row["indicator_id"]: row for row in _records(shown.indicators)},
        response=_response(edition, shown),
        total=_group(shown, "", ""),
        tiers=tiers,
        chains=[_chapter(chain, catalog, shown, roles) for chain in catalog.chains.values()],
        districts=_districts(shown, catalog),
        grid=grid,
        items=register.in_force(edition.settings.reference_date),
        roles=roles,
        pains=_pain_records(shown.pains, catalog),
        quality=quality,
    )


def _group(shown: Protected, chain_id: str, tier: str) -> dict[str, Any]:
    """One row of the group balance; an empty one, with nothing known, where the group does not occur."""
    rows = _records(shown.groups[(shown.groups["chain_id"] == chain_id) & (shown.groups["tier"] == tier)])
    if rows:
        return rows[0]
    counts = ("need", "need_low", "need_high", "enterprises", "supply", "gap", "employed", "uncovered", "unplaced")
    labels = {"chain_id": chain_id, "tier": tier, "need_status": "", "supply_status": ""}
    return {**labels, **dict.fromkeys(counts, 0.0), "uncovered_share": math.nan}


def _tier_record(tier: Tier, shown: Protected, grid: Mapping[tuple[str, str], Record]) -> dict[str, Any]:
    cells = [grid[tier.value, stage.value] for stage in Stage if (tier.value, stage.value) in grid]
    return {
        **_group(shown, "", tier.value),
        "budget_cny": sum(cell["budget_cny"] for cell in cells),
        "paid_cny": sum(cell["paid_cny"] for cell in cells),
        "items": sum(cell["items"] for cell in cells),
        "elite_items": sum(cell["elite_items"] for cell in cells),
    }


def _role_record(row: dict[str, Any], catalog: Catalog, shown: Protected) -> dict[str, Any]:
    role = catalog.roles[row["role_id"]]
    told = shown.role_districts
    return {
        **row,
        "role": role,
        "stars": _stars(row["grade"]),
        "districts": told[told["role_id"] == role.id]["district_id"].head(3).tolist(),
        "fired": [name for name in str(row["fired"]).split("|") if name],
    }


def _stars(grade: str) -> int:
    return terms("grades")[grade].stars if grade else 0


def _chapter(chain: Chain, catalog: Catalog, shown: Protected, roles: Sequence[Record]) -> ChainChapter:
    own = [role for role in roles if role["chain_id"] == chain.id]
    told = [role for role in own if not role["need_status"] and not role["supply_status"]]
    shortages = sorted((role for role in own if _or_zero(role["need"]) > 0), key=_shortage_order)
    surpluses = sorted((role for role in told if role["gap"] < 0), key=lambda role: (role["gap"], role["role_id"]))
    pains = [pain for pain in _pain_records(shown.pains, catalog) if pain["chain_id"] == chain.id]
    return ChainChapter(
        chain=chain,
        total=_group(shown, chain.id, ""),
        tiers=[_group(shown, chain.id, tier.value) for tier in Tier],
        shortages=shortages[:TOP_ROLES],
        surpluses=surpluses[:SURPLUS_ROLES],
        segments={segment.id: _segment_record(segment.id, own) for segment in chain.segments},
        pains=pains,
    )


def _shortage_order(role: Record) -> tuple[float, float, str]:
    """Graded shortest first, then the largest gap; hidden gaps last."""
    gap = role["gap"]
    return (-role["stars"], math.inf if _missing(gap) else -gap, role["role_id"])


def _segment_record(segment_id: str, roles: Sequence[Record]) -> dict[str, Any]:
    """A segment's gap over the roles that may be told; how many may not is said beside it."""
    own = [role for role in roles if role["segment_id"] == segment_id]
    told = [role for role in own if not _missing(role["gap"])]
    need, supply = sum(role["need"] for role in told), sum(role["supply"] for role in told)
    return {"gap": need - supply if told else math.nan, "need": need, "roles": len(own), "hidden": len(own) - len(told)}


def _pain_records(pains: pd.DataFrame, catalog: Catalog) -> list[dict[str, Any]]:
    records = []
    for row in _records(pains):
        stage, pain = catalog.pain(row["pain_id"])
        records.append({**row, "pain": pain, "stage_label": stage})
    return sorted(records, key=lambda r: (r["chain_id"], list(Stage).index(Stage(r["stage"])), -_or_zero(r["share"])))


def _response(edition: Edition, shown: Protected) -> dict[str, Any]:
    table = shown.response
    framed = table["frame_enterprises"].notna().any()
    frame, employment = float(table["frame_enterprises"].sum()), float(table["frame_employment"].sum())
    answered, covered = int(table["answered"].sum()), float(table["employment_answered"].sum())
    asked = edition.settings.fieldwork.asked
    return {
        "asked": asked,
        "answered": answered,
        "rate": answered / asked,
        "frame": frame if framed else math.nan,
        "frame_employment": employment if framed else math.nan,
        "employment_covered": covered,
        "employment_share": covered / employment if framed and employment else math.nan,
        "rows": _records(table),
    }


def _districts(shown: Protected, catalog: Catalog) -> list[dict[str, Any]]:
    records = []
    for district in catalog.districts.values():
        rows = shown.districts[shown.districts["district_id"] == district.id].to_dict("records")
        records.append({"district": district, "tiers": {row["tier"]: row for row in rows}})
    return records


def _or_zero(value: float | None) -> float:
    return 0.0 if _missing(value) else float(value or 0)


def _missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
