"""What intake carries from stage to stage: one line of one file, and one file with all its lines."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from talentmap.intake.enterprise import Firm
from talentmap.model.problem import Problem
from talentmap.model.source import Source


class Fate(StrEnum):
    """What becomes of a row; every row ends as exactly one of these."""

    USED = "used"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Line:
    """A demand line: its values by DEMAND's names, its enterprise, where it stands, and what becomes of it.

    `identity` is equal for rows of one file that say the same in every cell.
    """

    firm: Firm
    values: Mapping[str, Any]
    source: Source
    identity: Hashable
    fate: Fate = Fate.USED


@dataclass(frozen=True, slots=True)
class Submission:
    """One file received: its hash, encoding, lines, pain points, incentives and problems; `refused` when unreadable.

    `idle` are the firms that say they need nobody: an answer like any other, which totals must not lose.
    """

    file: str
    sha256: str
    encoding: str = ""
    lines: tuple[Line, ...] = ()
    pains: tuple[tuple[Firm, str, str], ...] = ()
    incentives: tuple[tuple[Firm, str, str], ...] = ()
    idle: tuple[tuple[Firm], ...] = ()
    problems: tuple[Problem, ...] = ()
    refused: bool = False
    form: str = ""
