"""What of a comparison may be printed.

Changes: a breakdown (by tier, by chain) is told whole or not at all, and only if every group of it may be told in both
editions: else the others and the total would give the hidden one away. Ranks come from what both editions published.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from talentmap.comparison.archive import UNKNOWN, Archive
from talentmap.comparison.compare import Comparison
from talentmap.comparison.keep import PUBLISHED
from talentmap.comparison.mapping import Shares
from talentmap.comparison.moves import shortage_moves
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.comparison import GAP_CHANGES
from talentmap.tables.comparison_findings import Since
from talentmap.tables.protected import CONFIDENTIAL, Protected
from talentmap.tables.schema import Kind


def printed(found: Comparison, shown: Protected, previous: Path, shares: Shares, rules: DisclosureRules) -> Since:
    """The comparison as it may be printed beside `shown`; `previous` is the earlier edition's folder or output."""
    hidden = _hidden_before(found.before, rules) | _hidden_now(shown.groups)
    changes = found.changes[found.changes["level"] != "role"]
    kept = [level for level in ("total", "tier", "chain") if not hidden & _keys(changes[changes["level"] == level])]
    told = changes[changes["level"].isin(kept)].copy()
    for column in GAP_CHANGES.columns:
        if column.kind is Kind.FLOAT:
            told[column.name] = np.floor(told[column.name] / rules.rounding + 0.5) * rules.rounding
    before = published_roles(previous)
    moves = shortage_moves(before, shown.roles, shares) if before is not None else found.moves.iloc[:0]
    return Since(found.before.year, told.reset_index(drop=True), moves)


def published_roles(previous: Path) -> pd.DataFrame | None:
    """role_id, grade, score and gap as the earlier edition published them; None where its open data is not at hand."""
    for path in (previous / "opendata" / PUBLISHED, previous / "published" / PUBLISHED):
        if path.is_file():
            table = pd.read_csv(path, dtype=str, keep_default_na=False)
            numbers = {name: pd.to_numeric(table[name], errors="coerce") for name in ("score", "gap")}
            return table[["role_id", "grade"]].assign(**numbers)
    return None


def _hidden_before(before: Archive, rules: DisclosureRules) -> set[tuple[str, str]]:
    groups = before.groups.fillna({"chain_id": "", "tier": ""})
    thin = (groups["need"] > 0) & (
        (groups["enterprises"] < rules.enterprises_minimum) | (groups["top_share"] > rules.dominance)
    )
    few = (groups["supply"] > 0) & (groups["people"] < rules.people_minimum)
    return _keys(groups[thin | few])


def _hidden_now(groups: pd.DataFrame) -> set[tuple[str, str]]:
    return _keys(groups[(groups["need_status"] == CONFIDENTIAL) | (groups["supply_status"] == CONFIDENTIAL)])


def _keys(groups: pd.DataFrame) -> set[tuple[str, str]]:
    tiers = groups["tier"].fillna("").replace("unknown", UNKNOWN)
    return set(zip(groups["chain_id"].fillna(""), tiers, strict=True))
