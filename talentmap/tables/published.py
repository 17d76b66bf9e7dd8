"""Which protected tables are published, and as what: the one list that workbook, open data and data dictionary follow.

A frame of `Protected` (or of a group in it) that bears the name of a declared table is published as that table; nothing
else need be written. One that bears another name, or in which an empty key means something else than all, has a line in
PUBLISHED; one that must not be published stands in KEPT, with the reason. A frame that none of this covers is an error.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from talentmap import tables
from talentmap.tables.analysis import (
    DISTRICT,
    GROUP_BALANCE,
    INCENTIVES,
    INDICATORS,
    PAIN_SHARES,
    RESPONSE,
    ROLE,
    ROLE_BALANCE,
)
from talentmap.tables.comparison import GAP_CHANGES, SHORTAGE_MOVES
from talentmap.tables.cuts import COUNTED, CUTS
from talentmap.tables.diagnosis import PEOPLE_PROFILE
from talentmap.tables.measures import LOCATION_QUOTIENTS, SKILL_BALANCE, STRUCTURE
from talentmap.tables.outlook import BACKTEST
from talentmap.tables.protected import Protected
from talentmap.tables.schema import Column, Disclosure, Kind, Table
from talentmap.tables.weights import EDITS_SUMMARY, SURVEY_BALANCE, SURVEY_QUALITY

if TYPE_CHECKING:
    import pandas as pd

_IN_THE_BUREAU = ("top_share", "frame_employment", "employment_answered", "employment_rate")
_OF_CUTS = ("people",)
_OF_DISTRICTS = ("tier", "need", "enterprises", "supply", "gap")
_PARTS_IN_THE_BUREAU: Mapping[str, tuple[str, ...]] = {"recommendations": ("figures", "trial")}


@dataclass(frozen=True, slots=True)
class Published:
    """A published table: the field of `Protected` that holds it, such as `roles` or `policy.gates`, and what it holds.

    `table` has the columns that leave the bureau. `unknown` names the keys whose empty value means not known; in any
    other key it means all.
    """

    field: str
    table: Table
    unknown: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The group of `Protected` that the table belongs to; empty for those that belong to none."""
        return self.field.rpartition(".")[0]


DISTRICT_BALANCE = Table(
    "district_balance",
    "县（市、区）供需平衡",
    "Need and supply by district and tier",
    key=("district_id", "tier"),
    columns=(
        DISTRICT,
        *(c for c in GROUP_BALANCE.columns if c.name in ("tier", "need", "enterprises", "supply", "gap")),
    ),
)
ROLE_DISTRICTS = Table(
    "role_districts",
    "岗位需求分布",
    "Districts in which a role is sought, largest need first, where that may be told",
    key=("role_id", "district_id"),
    columns=(
        ROLE,
        DISTRICT,
        Column("place", Kind.INT, "位次", "Place by need, 1 is the largest", disclosure=Disclosure.OPEN),
    ),
)
_CHAINS_BY_DISTRICT = replace(
    LOCATION_QUOTIENTS,
    key=("district_id", "chain_id"),
    columns=tuple(column for column in LOCATION_QUOTIENTS.columns if column.name != "role_id"),
)
"""By chain alone: roles by district stay in the bureau."""

PUBLISHED: Mapping[str, Published] = {
    found.field: found
    for found in (
        Published("indicators", INDICATORS),
        Published("groups", GROUP_BALANCE),
        Published("roles", ROLE_BALANCE),
        Published("role_districts", ROLE_DISTRICTS),
        Published("districts", DISTRICT_BALANCE, ("district_id", "tier")),
        Published("location_quotients", _CHAINS_BY_DISTRICT, ("district_id", "chain_id")),
        Published("skills", SKILL_BALANCE),
        Published("structure", STRUCTURE),
        Published("pains", PAIN_SHARES, ("chain_id",)),
        Published("incentives", INCENTIVES),
        Published("response", RESPONSE, ("chain_id", "size_class")),
        Published("survey.quality", SURVEY_QUALITY),
        Published("survey.balance", SURVEY_BALANCE, ("value",)),
        Published("survey.edits", EDITS_SUMMARY),
        Published("outlook.backtest", BACKTEST),
        Published("since.changes", GAP_CHANGES),
        Published("since.moves", SHORTAGE_MOVES),
        Published("diagnosis.profile", PEOPLE_PROFILE),
    )
}
"""Tables under another name than their own, or with keys that may be unknown, in the order in which they are told."""

GROUPS = ("policy", "outlook", "evaluation", "scorecard", "since", "diagnosis", "survey")
"""The groups of `Protected` in the order in which they are told; others follow."""
KEPT: Mapping[str, str] = {}
"""Frames of `Protected` that are not published, each with the reason."""


def published(shown: Protected) -> list[tuple[Published, pd.DataFrame]]:
    """Every published table that `shown` has, with its frame, group by group: PUBLISHED first, the others as they come.

    ValueError names a frame that no declared table fits.
    """
    frames = {field: frame for field, frame in frames_of(shown) if field not in KEPT}
    order = {field: place for place, field in enumerate(PUBLISHED)}
    found = [as_published(field) for field in sorted(frames, key=lambda field: order.get(field, len(order)))]
    groups = dict.fromkeys(("", *GROUPS, *(table.group for table in found)))
    return [(table, frames[table.field]) for group in groups for table in found if table.group == group]


def frames_of(shown: Protected) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every frame of `shown` under its field, `group.field` where it stands in a group."""
    import pandas as pd  # noqa: PLC0415 - shapes are read where no frame is made

    for field in fields(shown):
        value: Any = getattr(shown, field.name)
        if isinstance(value, pd.DataFrame):
            yield field.name, value
        elif is_dataclass(value):
            inside = ((part.name, getattr(value, part.name)) for part in fields(value))
            yield from ((f"{field.name}.{name}", frame) for name, frame in inside if isinstance(frame, pd.DataFrame))


@cache
def as_published(field: str) -> Published:
    """The table as which the frame in `field` is published, with the columns that may leave the bureau. ValueError."""
    name = field.rpartition(".")[2]
    found = PUBLISHED.get(field) or (Published(field, declared()[name]) if name in declared() else None)
    if found is None:
        raise ValueError(f"protected frame {field}: no table of this name is declared; add it to PUBLISHED or KEPT")
    internal = [column.name for column in found.table.columns if column.disclosure is Disclosure.INTERNAL]
    if internal:
        raise ValueError(f"protected frame {field}: table {found.table.name} has internal columns {internal}")
    gone = withheld(name, found.table)
    columns = tuple(column for column in found.table.columns if column.name not in gone)
    return replace(found, table=replace(found.table, columns=columns))


def withheld(frame: str, table: Table) -> frozenset[str]:
    """The columns of a protected table that stay in the bureau all the same.

    The share of the largest enterprise times the need gives that enterprise's answer away; registry people behind a
    supply are not rounded; a response cell often holds one large enterprise; the figures and trials of a recommendation
    are printed where they belong.
    """
    declared_so = CUTS[frame].withheld if frame in CUTS else COUNTED[frame].withheld if frame in COUNTED else ()
    shares = (column.name for column in table.columns if column.name.startswith("top_share"))
    of_cut = _OF_CUTS if frame in CUTS or frame == "skills" else ()
    return frozenset((*_IN_THE_BUREAU, *shares, *declared_so, *of_cut, *_PARTS_IN_THE_BUREAU.get(frame, ())))


@cache
def declared() -> Mapping[str, Table]:
    """Every declared table by its name."""
    names = sorted(found.name for found in pkgutil.iter_modules(tables.__path__))
    modules = [importlib.import_module(f"{tables.__name__}.{name}") for name in names if name != "published"]
    return {value.name: value for module in modules for value in vars(module).values() if isinstance(value, Table)}
