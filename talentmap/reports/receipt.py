"""A receipt: what a file with nothing wrong in it was read as, so that its sender knows that it arrived whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from talentmap.model.problem import Problem, Severity


@dataclass(frozen=True, slots=True)
class Receipt:
    """A file as it was received: hash, lines, headcount, the form it was made on, and when, where that is known."""

    file: str
    sha256: str
    lines: int
    headcount: int
    form: str
    enterprise: str
    received: str = ""


def receipt_of(row: Mapping[str, Any], enterprise: str, problems: Sequence[Problem], received: str) -> Receipt | None:
    """The receipt of a row of FILES; None where an error or a warning is open, or no line of it counts."""
    if row["status"] != "used" or any(problem.severity is not Severity.NOTE for problem in problems):
        return None
    return Receipt(row["file"], row["sha256"], row["used"], row["headcount"], row["form"], enterprise, received)
