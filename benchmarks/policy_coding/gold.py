"""The gold set: clauses written for the project, labelled after the code book in docs/policy.md, halved by style."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from talentmap.catalog.policy_words import read_policy_words
from talentmap.catalog.read import read_catalog
from talentmap.policy.coding.code import Coder, LabelWeights
from talentmap.policy.texts.clauses import Clause
from talentmap.resources import catalogs_dir

GOLD = Path(__file__).with_name("gold.csv")
REGION = "qingyuan"


@dataclass(frozen=True, slots=True)
class Gold:
    """One labelled clause. Money in yuan; '' where nothing is to be said."""

    clause_id: str
    half: str
    style: str
    lang: str
    kind: str
    stage: str
    tiers: tuple[str, ...]
    instrument: str
    amount_low: float | None
    amount_high: float | None
    amount_basis: str
    percent: float | None
    rule: str
    department_id: str
    deadline: str
    text: str

    @property
    def clause(self) -> Clause:
        """The clause as the coder is given it."""
        return Clause(self.style, self.clause_id, self.text)

    @property
    def is_incentive(self) -> bool:
        """True where the clause promises something."""
        return self.kind == "incentive"


def read_gold(half: str = "", path: Path = GOLD) -> tuple[Gold, ...]:
    """The clauses of one half, `train` or `test`; all of them when none is named."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(_gold(row) for row in rows if not half or row["half"] == half)


def _gold(row: dict[str, str]) -> Gold:
    money = {name: float(row[name]) if row[name] else None for name in ("amount_low", "amount_high", "percent")}
    tiers = tuple(tier for tier in row["tiers"].split("|") if tier)
    return Gold(**{**row, **money, "tiers": tiers})  # type: ignore[arg-type]  # every column is a field


def coder(weights: LabelWeights | None = None) -> Coder:
    """The coder with the shipped vocabulary and catalog."""
    return Coder(read_policy_words(), read_catalog(catalogs_dir(), REGION), weights)


def texts(golds: Sequence[Gold]) -> list[str]:
    """The clauses' words."""
    return [gold.text for gold in golds]
