"""What the figures of the paper must give: `expected.csv`, and how a finding is compared with a line of it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from talentmap.model.bounds import Bounds, number, print_bounds
from talentmap.model.diagnosis.finding import Finding, Status

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Expected:
    """A line: what the paper says, from which inputs, which finding (or which of its facts), and what it must be."""

    text: str
    inputs: str
    finding: str
    fact: str
    decimals: str
    must_give: str
    status: str


with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as file:
    EXPECTED = tuple(Expected(**row) for row in csv.DictReader(file))


def computed(row: Expected, findings: Mapping[str, Finding]) -> str:
    """The finding as printed; its status instead where that is not the one expected, `–` where there is none."""
    found = findings.get(row.finding)
    if found is None:
        return "–"
    if found.status is not Status(row.status):
        return found.status.value
    value = found.facts[row.fact] if row.fact else found.value
    if isinstance(value, float):
        value = number(value)
    return print_bounds(value, int(row.decimals)) if isinstance(value, Bounds) else str(value)
