"""Which published figures are sums of which microdata, and what the others rest on: declared here, once.

A *measure* is an amount that lines of microdata carry and that adds up. A *cut* is a published table: its rows are the
cells of one crossing of keys (or of several: an empty key that means all), its `sums` are measures, its `ratios` are
quotients of sums, its `stated` figures rest on those who answered a question. From this the disclosure step works out
what is unsafe, what else must be hidden, and what a reader with a computer could recover. A new published table is
declared here and nowhere else: `CUTS` for a frame of `Findings`, `FACTS` for a row of INDICATORS.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from talentmap.tables.analysis import GROUP_BALANCE, PAIN_SHARES, ROLE_BALANCE
from talentmap.tables.measures import LOCATION_QUOTIENTS, STRUCTURE
from talentmap.tables.policy import (
    GATES,
    HANDOVERS,
    ITEM_REACH,
    ITEM_REFUSALS,
    MONEY_FLOW,
    OVERLAPS,
    UNCOVERED,
)
from talentmap.tables.schema import Disclosure, Table
from talentmap.tables.weights import EDITS_SUMMARY, SENSITIVITY

UNKNOWN = "unknown"
"""The label of a key that the lines do not say, in tables whose empty key means all."""
DIMENSIONS = ("chain_id", "segment_id", "role_id", "tier", "district_id")
BLOCKS: Mapping[str, tuple[str, ...]] = {
    "roles": ("chain_id", "segment_id", "role_id", "tier"),
    "places": ("chain_id", "tier", "district_id"),
    "groups": ("chain_id", "tier"),
}
"""The finest crossings that published tables span together; a cut lies in the first that has all its keys.

Roles and places meet in the keys they share, and nothing published crosses them otherwise: then amounts that agree
there can always be filled in between, so a reader who knows sums of both knows no more than these blocks say.
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount that adds up over cells; `respondent` says who stands behind it.

    `within`: each line's amount is at most that of this measure. `of`: it has no amounts of its own, but is the part of
    that measure whose key `known` is stated or `unknown` is not. `basis`: what it is hidden with, itself if empty.
    `grain`: the block whose cells are the finest that anything tells of it.
    """

    name: str
    respondent: Literal["enterprise", "person"] = "enterprise"
    within: str = ""
    of: str = ""
    known: str = ""
    unknown: str = ""
    basis: str = ""
    grain: str = "roles"


STAGES = ("attract", "cultivate", "utilize", "retain")
MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("need"),
        Measure("supply", respondent="person"),
        Measure("employed"),
        Measure("uncovered", within="need"),
        *(Measure(f"uncovered_{stage}", within="need", grain="groups") for stage in STAGES),
        Measure("skill_short", within="need"),
        Measure("tiered", of="need", known="tier", basis="need"),
        Measure("placed", of="need", known="role_id"),
        Measure("unplaced", of="need", unknown="role_id"),
    )
}
COMPLEMENTS: Mapping[str, str] = {
    "uncovered": "tiered",
    **{f"uncovered_{stage}": "tiered" for stage in STAGES},
    "skill_short": "need",
    "unplaced": "need",
}
"""A part and its whole: what is left of the whole is a figure too, for everybody can subtract."""

SHARED = ("uncovered", "skill_short")
"""Bases whose share of need is printed beside them: the share tells the part about as well as the part itself."""

Sum = Mapping[str, float]
"""Measures with the factors under which they are added."""
Empty = Literal["all", "unknown"]
"""What an empty key means: all, or not known."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A published quotient of two sums of the row's cell."""

    part: Sum
    whole: Sum


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that rests on lines which state all of `columns`; `quantile` where it is a quantile of the last."""

    columns: tuple[str, ...]
    quantile: float | None = None


_DEFAULT = ("need", "placed", "supply")


@dataclass(frozen=True)
class Cut:
    """A published table: `frame` of `Findings`, its keys, and what its columns are.

    `apart`: the column that tells rows of one cell apart. `sums`: columns that are sums of a measure over the row's
    cell. `staged`: measures of which each row has that of its stage. `indices`: columns that are no sums, but functions
    of the amounts of all cells inside the row's; they are hidden together, by the name of the first. `rests`: what a
    column rests on that is neither sum nor ratio nor stated; a protected column left out of all of them rests on need
    and supply. `withheld`: columns that are never shown. `decimals`: those of columns that are printed less sharply
    than their unit, since more would tell of their cells what rounding leaves open. `weight`: how dear its cells are
    when some must be hidden for the sake of others; totals that many quote cost more.
    """

    frame: str
    table: Table
    keys: Mapping[str, Empty]
    sums: Mapping[str, str]
    ratios: Mapping[str, Ratio] = field(default_factory=dict)
    stated: Mapping[str, Stated] = field(default_factory=dict)
    rests: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: str = ""
    staged: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    decimals: Mapping[str, int] = field(default_factory=dict)
    weight: float = 1.0

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns that together name a row."""
        return (*self.keys, self.apart) if self.apart else tuple(self.keys)

    @cached_property
    def block(self) -> str:
        """The block that spans the table. ValueError where none does: BLOCKS must then say which tables meet."""
        for name, keys in BLOCKS.items():
            if set(self.keys) <= set(keys):
                return name
        raise ValueError(f"cut {self.frame}: no block spans {tuple(self.keys)}")

    @cached_property
    def measures(self) -> Mapping[str, str]:
        """The bases that columns may be hidden with, each with the measure whose cell stands behind it."""
        named = (*self.sums.values(), *(name for ratio in self.ratios.values() for name in (*ratio.part, *ratio.whole)))
        found: dict[str, str] = {}
        for name in named:
            found.setdefault(basis_of(name), name)
        return {basis: found[basis] for basis in MEASURES if basis in found}

    def measure(self, basis: str, stage: str = "") -> str:
        """The measure behind a basis, in a row of this stage."""
        name = self.measures[basis]
        return f"{name}_{stage}" if stage and name in self.staged else name

    @cached_property
    def amounts(self) -> tuple[str, ...]:
        """The measures with amounts of their own that the table's figures are made of."""
        named = {*self.sums.values(), *(name for ratio in self.ratios.values() for name in (*ratio.part, *ratio.whole))}
        own = {MEASURES[name].of or name for name in named}
        own |= {f"{name}_{stage}" for name in self.staged for stage in STAGES}
        return tuple(name for name in MEASURES if name in own)

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """What figures of the table may be hidden by: its measures, what is stated, and its indices."""
        return (*self.measures, *self.stated, *self.indices[:1])

    def bases_of(self, column: str) -> tuple[str, ...]:
        """What a column rests on; whatever enterprises say is hidden with the need of the cell."""
        if column in self.sums:
            found: tuple[str, ...] = (basis_of(self.sums[column]),)
        elif column in self.ratios:
            ratio = self.ratios[column]
            named = {basis_of(name) for name in (*ratio.part, *ratio.whole)}
            found = tuple(basis for basis in self.measures if basis in named)
        elif column in self.stated:
            found = (column,)
        else:
            whole = tuple(basis for basis in _DEFAULT if basis in self.bases)
            found = (*self.rests.get(column, whole), *(self.indices[:1] if column in self.indices else ()))
        said = any(basis not in MEASURES or MEASURES[basis].respondent == "enterprise" for basis in found)
        return tuple(dict.fromkeys((*(("need",) if said and "need" in self.measures else ()), *found)))

    def tells(self, column: str) -> bool:
        """True where the declaration names the column."""
        declared = (self.sums, self.ratios, self.stated, self.rests, self.indices, self.withheld)
        return any(column in named for named in declared)

    @cached_property
    def protected(self) -> tuple[str, ...]:
        """The columns that may be hidden."""
        return tuple(column.name for column in self.table.columns if column.disclosure is Disclosure.PROTECTED)


def basis_of(measure: str) -> str:
    """What a measure is hidden with."""
    return MEASURES[measure].basis or measure


_NEED = ("need",)
_INTERVAL = dict.fromkeys(("need_low", "need_high", "quality", "enterprises", "top_share"), _NEED)
_SUPPLY = {"people": ("supply",), "gap": ("need", "supply")}

ROLES = Cut(
    "roles",
    ROLE_BALANCE,
    keys={"chain_id": "unknown", "segment_id": "unknown", "role_id": "unknown", "tier": "unknown"},
    sums={"need": "need", "supply": "supply", "employed": "employed"},
    ratios={
        "tightness": Ratio({"need": 1}, {"supply": 1}),
        "excess_demand": Ratio({"need": 1, "supply": -1}, {"need": 1, "supply": 1}),
        "vacancy_rate": Ratio({"need": 1}, {"need": 1, "employed": 1}),
        "skill_shortage_density": Ratio({"skill_short": 1}, {"need": 1}),
        "accepted_share": Ratio({"need": 1, "uncovered": -1}, {"need": 1}),
    },
    stated={
        "need_growth": Stated(("headcount_12m",)),
        "fill_rate": Stated(("filled", "advertised")),
        "qualified_per_post": Stated(("qualified", "advertised")),
        "suitable_per_post": Stated(("suitable", "advertised")),
        "suitability_gap": Stated(("qualified", "suitable", "advertised")),
        "months_open": Stated(("months_open",), 0.5),
        "pay_low": Stated(("pay_mid",), 0.25),
        "pay_mid": Stated(("pay_mid",), 0.5),
        "pay_high": Stated(("pay_mid",), 0.75),
    },
    rests={
        **_INTERVAL,
        **_SUPPLY,
        "education": _NEED,
        "offer_premium": ("supply", "pay_mid"),
        "replacement_need": ("supply", "employed"),
    },
)
GROUPS = Cut(
    "groups",
    GROUP_BALANCE,
    keys={"chain_id": "all", "tier": "all"},
    sums={"need": "need", "supply": "supply", "employed": "employed", "uncovered": "uncovered", "unplaced": "unplaced"},
    ratios={"uncovered_share": Ratio({"uncovered": 1}, {"tiered": 1})},
    rests={**_INTERVAL, **_SUPPLY},
    weight=4.0,
)
DISTRICTS = Cut(
    "districts",
    GROUP_BALANCE,
    keys={"district_id": "unknown", "tier": "unknown"},
    sums={"need": "need", "supply": "supply"},
    rests={**_INTERVAL, **_SUPPLY},
    weight=2.0,
)
CHAINS_BY_DISTRICT = Cut(
    "location_quotients",
    LOCATION_QUOTIENTS,
    keys={"chain_id": "unknown", "district_id": "unknown"},
    sums={"need": "need"},
    rests={**_INTERVAL, "lq": _NEED},
    decimals={"lq": 1},
)
_STRUCTURE = (
    "dissimilarity",
    "dissimilarity_low",
    "dissimilarity_high",
    "dissimilarity_corrected",
    "mismatch_03",
    "mismatch_05",
    "mismatch_07",
    "theil",
    "theil_between",
    "theil_within",
)
STRUCTURE_LEVELS = Cut(
    "structure",
    STRUCTURE,
    keys={"chain_id": "all"},
    apart="across",
    sums={"need": "placed", "supply": "supply"},
    indices=_STRUCTURE,
    decimals=dict.fromkeys(_STRUCTURE, 2),
    weight=4.0,
)
COVERAGE_BY_STAGE = Cut(
    "uncovered",
    UNCOVERED,
    keys={"chain_id": "all", "tier": "all"},
    sums={"need": "tiered", "uncovered": "uncovered"},
    ratios={"share": Ratio({"uncovered": 1}, {"tiered": 1})},
    rests=dict.fromkeys(
        ("uncovered_low", "uncovered_high", "share_low", "share_high", "enterprises", "top_share"), ("uncovered",)
    ),
    apart="stage",
    staged=("uncovered",),
    withheld=("undecided", "enterprises_covered", "top_share_covered"),
    weight=2.0,
)
CUTS: Mapping[str, Cut] = {
    cut.frame: cut for cut in (ROLES, GROUPS, DISTRICTS, CHAINS_BY_DISTRICT, STRUCTURE_LEVELS, COVERAGE_BY_STAGE)
}


@dataclass(frozen=True, slots=True)
class Count:
    """Columns of a counted table that rest on the same answers, and the columns that say on how many.

    `enterprises` and `top_share` name columns; `of`, where given, one that says how many could have been counted: what
    is left of it is judged too.
    """

    columns: tuple[str, ...]
    enterprises: str = ""
    top_share: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A published table whose figures are judged by their own counts alone: they share no sums with the cuts.

    `people`: columns that count people. A protected column in none of the lists is hidden with any of them.
    """

    frame: str
    table: Table
    counts: tuple[Count, ...] = ()
    people: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


COUNTED: Mapping[str, Counted] = {
    counted.frame: counted
    for counted in (
        Counted(
            "pains",
            PAIN_SHARES,
            (Count(("enterprises", "share", "share_low", "share_high"), "enterprises", of="answering"),),
        ),
        Counted(
            "item_reach",
            ITEM_REACH,
            (Count(("need", "enterprises", "top_share"), "enterprises", "top_share"),),
            people=("people", "people_unknown", "available", "available_unknown"),
            withheld=("need_unknown",),
        ),
        Counted(
            "item_refusals",
            ITEM_REFUSALS,
            (Count(("need_alone", "enterprises_alone", "top_share_alone"), "enterprises_alone", "top_share_alone"),),
            people=("people", "people_alone"),
            withheld=("need",),
        ),
        Counted("gates", GATES, (Count((), "enterprises", "top_share"),)),
        Counted(
            "money_flow",
            MONEY_FLOW,
            (
                Count(("knowing", "enterprises_knowing"), "enterprises_knowing"),
                Count(("applying", "enterprises_applying"), "enterprises_applying"),
                Count(("receiving", "enterprises_receiving"), "enterprises_receiving"),
            ),
        ),
        Counted("overlaps", OVERLAPS, (Count((), "enterprises", "top_share"),)),
        Counted("handovers", HANDOVERS, (Count((), "enterprises", "top_share"),), people=("people", "people_handed")),
        Counted("edits", EDITS_SUMMARY, (Count((), "enterprises"),)),
        Counted("sensitivity", SENSITIVITY, (Count((), "enterprises", "top_share"),)),
    )
}
OPEN_FRAMES = ("incentives", "response", "silos", "quality", "balance")
"""Frames that hold nothing but what may be published as it is."""
REWORKED = ("skills",)
"""Frames worked out anew from figures as they are printed: they tell nothing that those do not."""
BY_TIER = ("money_against_need", "stage_mismatch")
"""Frames whose figures are functions of the need of the four tiers and of public money; see FACTS."""

Cells = Mapping[tuple[str, str], float]
"""(measure, tier) with factors; an empty tier is the region."""
_TIERS = ("scientist", "engineer", "technician", "youth")


@dataclass(frozen=True, slots=True)
class Fact:
    """A headline figure: a quotient of sums of the region's cells by tier, or only something that rests on them."""

    rests: tuple[tuple[str, str], ...]
    part: Cells = field(default_factory=dict)
    whole: Cells = field(default_factory=dict)


def _by_tier(*measures: str) -> tuple[tuple[str, str], ...]:
    return tuple((measure, tier) for measure in measures for tier in _TIERS)


def _quotient(part: Cells, whole: Cells) -> Fact:
    return Fact(tuple(dict.fromkeys((*part, *whole))), part, whole)


FACTS: Mapping[str, Fact] = {
    "need": Fact((("need", ""),), part={("need", ""): 1}),
    "supply": Fact((("supply", ""),), part={("supply", ""): 1}),
    "employed": Fact((("employed", ""),), part={("employed", ""): 1}),
    "unplaced_share": _quotient({("unplaced", ""): 1}, {("need", ""): 1}),
    "uncovered_demand": _quotient({("uncovered", ""): 1}, {("tiered", ""): 1}),
    "skilled_need_share": _quotient(
        {("need", "engineer"): 1, ("need", "technician"): 1}, dict.fromkeys(_by_tier("need"), 1.0)
    ),
    "tier_dissimilarity": Fact(_by_tier("need", "supply")),
    "tier_mismatch": Fact(_by_tier("need", "supply")),
    "reallocation_share": Fact(_by_tier("need")),
    "relative_entropy": Fact(_by_tier("need")),
    "concentration_money": Fact(_by_tier("employed")),
    "concentration_need": Fact(_by_tier("need", "employed")),
    "kakwani": Fact(_by_tier("need", "employed")),
    "elite_need_share": Fact(_by_tier("need")),
    "undecided_demand": Fact((("need", ""), ("uncovered", ""))),
    "wrong_reach": Fact(_by_tier("need", "supply")),
    **dict.fromkeys(
        (
            "budget",
            "attract_money_share",
            "attract_item_share",
            "scientist_money_share",
            "elite_money_share",
            "elite_item_share",
            "stage_balance",
            "stage_balance_items",
        ),
        Fact(()),
    ),
}
"""What each row of INDICATORS rests on; one that is not declared rests on everything."""
