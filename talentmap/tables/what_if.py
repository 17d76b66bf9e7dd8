"""What a scenario changes, as plain frames: from the analysis to whoever prints it. For the bureau, never published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

FIGURES = (
    "figure", "chain_id", "tier", "stage", "unit", "before", "after", "change", "change_low", "change_high", "status",
)  # fmt: skip
CELLS = ("tier", "stage", "change")
PAIRS = ("item_id", "other_id", "kind", "change")
HANDOVERS = ("item_id", "next_stage", "verdict_before", "verdict_after")
BUDGETS = ("item_id", "unit_cost", "present", "sought", "change")
TIERS = ("tier", "need", "covered_now", "covered", "money_now", "money")
PRICES = ("kind", "name", "side", "limit", "per_million")
TRIALS = ("kind", "tier", "factor", "covered", "scientist", "engineer", "technician", "youth")
CLASHES = ("kind", "name", "yuan")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search found, beside the present budget. Where `clashes` has rows no budget keeps to the limits.

    `objective_now` and `objective` are the share of need left uncovered for want of money or eligibility, or the
    reallocation share. `prices` say how the objective (heads, or the share) changes for a million yuan more of a limit;
    `trials` give heads covered and yuan by tier under other assumptions. `reachable` is the share of need that some
    item with a known unit cost accepts: no budget covers more.
    """

    objective: str
    objective_now: float
    objective_then: float
    reachable: float
    budgets: pd.DataFrame
    tiers: pd.DataFrame
    prices: pd.DataFrame
    trials: pd.DataFrame
    clashes: pd.DataFrame


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The difference that a scenario makes, and what its search found (None where it seeks nothing).

    `figures`: before, after and the interval of the change; status `c` where too few enterprises stand behind a figure.
    `cells`: tier x stage cells filled or emptied. `pairs`: overlapping items that came or went. `handovers`: items
    whose hand-over takes another verdict.
    """

    figures: pd.DataFrame
    cells: pd.DataFrame
    pairs: pd.DataFrame
    handovers: pd.DataFrame
    sought: Sought | None
