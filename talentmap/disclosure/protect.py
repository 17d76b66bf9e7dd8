"""Stage 6 in one function: findings in, what may be shown out, with an account of what was hidden and why.

Totals are worked out before anything is hidden. What is hidden becomes missing with a status, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from talentmap.disclosure.account import ledger_of, suppression_of
from talentmap.disclosure.advice import told_recommendations
from talentmap.disclosure.blank import blanked, counted, rounded
from talentmap.disclosure.figures import Figures, Item
from talentmap.disclosure.lattice import Lattice
from talentmap.disclosure.microdata import Microdata
from talentmap.disclosure.skills import skills_from
from talentmap.disclosure.suppression import Background, Outcome, suppress
from talentmap.engine import Engine
from talentmap.model.taxonomy import Catalog
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.cuts import COUNTED, CUTS
from talentmap.tables.disclosure import DISCLOSURE_LEDGER, SUPPRESSION
from talentmap.tables.findings import Findings
from talentmap.tables.policy import MONEY_AGAINST_NEED, STAGE_MISMATCH
from talentmap.tables.protected import CONFIDENTIAL, Protected
from talentmap.tables.schema import Disclosure

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Guarded:
    """What may be shown, the bureau's account of what may not, and the figures and items behind both."""

    shown: Protected
    ledger: pd.DataFrame
    figures: Figures
    outcome: Outcome


def protect(
    findings: Findings,
    data: Microdata,
    catalog: Catalog,
    background: Callable[[Figures], Background | None] = lambda _: None,
) -> Guarded:
    """`findings` with every unsafe figure hidden, and those that would give it away. `data` are the lines behind them.

    `background` tells what a reader knows from editions that are published already.

    ValueError where a published figure is not the sum of lines that its table is declared to be.
    """
    frames = frames_of(findings)
    lattice = Lattice(tuple(CUTS.values()), frames, data)
    figures = Figures(frames, lattice, data, catalog.rules.disclosure)
    outcome = suppress(figures, background(figures))
    shown = _shown(findings, frames, figures, outcome)
    if "skills" in frames:
        shown = replace(shown, skills=skills_from(frames["skills"], shown.roles, catalog))
    if shown.policy is not None and "recommendations" in frames:
        advice = told_recommendations(frames["recommendations"], shown.groups, shown.policy)
        shown = replace(shown, recommendations=advice)
    ledger = ledger_of(figures, frames, outcome)
    return Guarded(replace(shown, suppression=suppression_of(ledger)), ledger, figures, outcome)


def store_account(engine: Engine, guarded: Guarded) -> None:
    """Keep the account in the bureau's tables: DISCLOSURE_LEDGER, SUPPRESSION."""
    summary = guarded.shown.suppression
    for table, frame in ((DISCLOSURE_LEDGER, guarded.ledger), (SUPPRESSION, summary)):
        engine.write(table, pa.Table.from_pandas(frame, schema=table.arrow_schema, preserve_index=False))


def frames_of(findings: Findings) -> dict[str, pd.DataFrame]:
    """The frames that tables are declared for, by name, with rows numbered from 0."""
    found = {field.name: getattr(findings, field.name) for field in fields(findings)}
    for group in (findings.policy, findings.survey):
        found |= {field.name: getattr(group, field.name) for field in fields(group)} if group is not None else {}
    return {name: frame.reset_index(drop=True) for name, frame in found.items() if isinstance(frame, pd.DataFrame)}


def _shown(findings: Findings, frames: Frames, figures: Figures, outcome: Outcome) -> Protected:
    rules = figures.rules
    cuts = {
        name: blanked(rounded(frames[name], cut.table, rules.rounding, cut.decimals), cut, outcome.hidden)
        for name, cut in CUTS.items()
        if name in frames
    }
    judged = {name: counted(frame, COUNTED[name], rules) for name, frame in frames.items() if name in COUNTED}
    policy = findings.policy
    if policy is not None:
        by_tier = _by_tier(policy.money_against_need, policy.stage_mismatch, cuts["groups"], rules)
        policy = replace(policy, **_own(policy, {**cuts, **judged, **by_tier}))
    survey = findings.survey
    return Protected(
        roles=cuts["roles"],
        groups=cuts["groups"],
        districts=cuts["districts"],
        role_districts=_role_districts(frames["cells"], rules),
        pains=judged["pains"],
        incentives=findings.incentives,
        indicators=_indicators(frames["indicators"], figures, outcome),
        response=findings.response,
        location_quotients=cuts.get("location_quotients"),
        structure=cuts.get("structure"),
        policy=policy,
        survey=replace(survey, **_own(survey, judged)) if survey is not None else None,
    )


def _own(group: Any, frames: Frames) -> dict[str, pd.DataFrame]:
    return {field.name: frames[field.name] for field in fields(group) if field.name in frames}


def _indicators(indicators: pd.DataFrame, figures: Figures, outcome: Outcome) -> pd.DataFrame:
    """The headline figures, without those that rest on a cell that may not be shown."""
    hidden = [not outcome.hidden.isdisjoint(figures.facts[row][1]) for row in range(len(indicators))]
    shown = indicators.assign(need_status=np.where(hidden, CONFIDENTIAL, ""))
    for name in ("value", "low", "high"):
        shown[name] = indicators[name].astype(float).mask(np.array(hidden, dtype=bool))
    return shown


def _by_tier(
    money: pd.DataFrame, stages: pd.DataFrame, groups: pd.DataFrame, rules: DisclosureRules
) -> dict[str, pd.DataFrame]:
    """Money against the need of the tiers, worked out anew from need as it is printed: it tells nothing more."""
    tiers = groups[(groups["chain_id"] == "") & ~groups["tier"].isin(["", "unknown"])].set_index("tier")
    need = money["tier"].map(tiers["need"]).astype(float)
    total = float(tiers["need"].sum()) if tiers["need"].notna().all() else np.nan
    share = need / total if total else need * np.nan
    hidden = need.isna().to_numpy()
    printed = rounded(money, MONEY_AGAINST_NEED, rules.rounding)
    thin = money["people"].astype(float).between(0.5, rules.people_minimum - 0.5).to_numpy()
    told = {
        "need": need,
        "need_share": share,
        "quotient": money["money_share"] / share,
        "per_post": money["budget_cny"] / need,
        "per_person": money["budget_cny"] / printed["people"],
    }
    printed = printed.assign(**{name: values.astype(float).replace(np.inf, np.nan) for name, values in told.items()})
    for column in MONEY_AGAINST_NEED.columns:
        if column.disclosure is Disclosure.PROTECTED:
            of_people = column.name in ("people", "per_person")
            printed[column.name] = printed[column.name].astype(float).mask(thin if of_people else hidden)
    status = np.where(hidden, CONFIDENTIAL, "")
    spread = rounded(stages, STAGE_MISMATCH, rules.rounding)
    unknown = np.full(len(stages), (tiers[["need_status", "supply_status"]] == CONFIDENTIAL).any(axis=None))
    for column in STAGE_MISMATCH.columns:
        if column.disclosure is Disclosure.PROTECTED:
            spread[column.name] = spread[column.name].mask(unknown, "" if column.name == "no_need" else np.nan)
    return {
        "money_against_need": printed.assign(need_status=status, supply_status=np.where(thin, CONFIDENTIAL, "")),
        "stage_mismatch": spread.assign(need_status=np.where(unknown, CONFIDENTIAL, "")),
    }


def _role_districts(cells: pd.DataFrame, rules: DisclosureRules) -> pd.DataFrame:
    """The districts in which a role's need may be told, largest first: names without figures.

    Their order bounds no amount from below, so it tells nothing about hidden cells.
    """
    safe = cells[
        (cells["enterprises"] >= rules.enterprises_minimum)
        & (cells["top_share"] <= rules.dominance)
        & (cells["need"] > 0)
        & (cells["district_id"] != "")
        & (cells["role_id"] != "")
    ]
    ordered = safe.sort_values(["role_id", "need", "district_id"], ascending=[True, False, True], kind="stable")
    return ordered[["role_id", "district_id"]].reset_index(drop=True)


def hidden_items(ledger: pd.DataFrame) -> frozenset[Item]:
    """The items that a ledger says are hidden."""
    gone = ledger[ledger["status"] == CONFIDENTIAL]
    rows = zip(gone["frame"], gone["row"], gone["basis"], strict=True)
    return frozenset(Item(str(frame), int(row), str(basis)) for frame, row, basis in rows)
