"""Published cells as the frame of what else may be told: nothing inside a hidden one, and no remainder of a shown one.

The exchange crosses roles with districts, which no published table does. Somebody who subtracts its cells from the
published totals of a chain, tier or district must not be left with few enterprises or people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from talentmap.bilingual import both
from talentmap.comparison.archive import UNKNOWN, Archive
from talentmap.errors import EditionError
from talentmap.model.thresholds import DisclosureRules
from talentmap.tables.disclosure import DISCLOSURE_LEDGER
from talentmap.tables.protected import CONFIDENTIAL

ROLE = ["role_id"]
CROSSINGS: Mapping[str, tuple[str, ...]] = {
    "groups": ("chain_id", "tier"),
    "districts": ("district_id", "tier"),
    "location_quotients": ("chain_id", "district_id"),
}
"""The published tables that a cell of the exchange lies in, besides that of its role."""
Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shut:
    """The cells that an edition hides of need or of supply: roles, and cells of CROSSINGS by frame."""

    roles: frozenset[str]
    crossings: Mapping[str, frozenset[Cell]]


def shut_cells(archive: Archive, basis: str) -> Shut:
    """What the built edition hides of `basis`, need or supply. EditionError where its account is not at hand."""
    if not (archive.tables / f"{DISCLOSURE_LEDGER.name}.parquet").exists():
        raise EditionError(
            both(
                f"{archive.root} has no account of what it hid, without which nothing more may be told.",
                f"{archive.root} 没有保密处理的记录，不能据以公开更多内容。",
            ),
            both("Build that edition first: talentmap build EDITION.", "请先编制该年度版：talentmap build 年度版。"),
        )
    ledger = archive.read(DISCLOSURE_LEDGER)
    gone = ledger[(ledger["status"] == CONFIDENTIAL) & (ledger["basis"] == basis)]
    cells = {frame: [_keys(cell) for cell in gone[gone["frame"] == frame]["cell"]] for frame in ("roles", *CROSSINGS)}
    return Shut(
        frozenset(cell["role_id"] for cell in cells["roles"]),
        {frame: frozenset(_cell(cell, keys) for cell in cells[frame]) for frame, keys in CROSSINGS.items()},
    )


def inside_hidden(cells: pd.DataFrame, shut: Shut) -> pd.Series[bool]:
    """Which of `cells`, keyed as the exchange keys them, lie in a hidden cell; an empty key is not told."""
    found = cells["role_id"].isin(shut.roles)
    for frame, keys in CROSSINGS.items():
        named = (cells[list(keys)] != "").all(axis=1)
        within = pd.Series(list(map(tuple, cells[list(keys)].to_numpy())), index=cells.index, dtype=object)
        found |= named & within.isin(shut.crossings[frame])
    return found


def exposing(lines: pd.DataFrame, who: str, told: pd.DataFrame, rules: DisclosureRules) -> pd.DataFrame:
    """Of the cells `told`, those that leave an unsafe remainder of a published cell: role_id, and the `keys` at fault.

    `lines` hold all amounts of the region, of roles that are not told too.
    """
    minimum = rules.enterprises_minimum if who == "enterprise_id" else rules.people_minimum
    found = []
    for keys in map(list, CROSSINGS.values()):
        within = told[(told[keys] != "").all(axis=1)]
        taken = pd.MultiIndex.from_frame(within[[*keys, "role_id"]].drop_duplicates())
        rest = lines[~pd.MultiIndex.from_frame(lines[[*keys, "role_id"]]).isin(taken)]
        sums = rest.groupby([*keys, who])["amount"].sum().groupby(level=keys).agg(["sum", "max", "size"])
        unsafe = sums[(sums["size"] < minimum) | (sums["max"] > rules.dominance * sums["sum"])]
        faulty = within[pd.MultiIndex.from_frame(within[keys]).isin(unsafe.index)]
        smallest = faulty.sort_values(["amount", "role_id"], kind="stable").drop_duplicates(keys)
        found.append(smallest[ROLE].assign(keys="|".join(keys)))
    return pd.concat(found, ignore_index=True).drop_duplicates()


def _keys(cell: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in cell.split(";"))


def _cell(cell: Mapping[str, str], keys: tuple[str, ...]) -> Cell:
    return tuple(UNKNOWN if key == "tier" and not cell[key] else cell[key] for key in keys)
