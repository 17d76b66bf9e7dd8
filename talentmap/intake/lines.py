"""What intake carries from stage to stage: one line of one file, and one file with all its lines."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import msgspec

from talentmap.intake.enterprise import Firm
from talentmap.model.problem import Problem
from talentmap.model.source import Source


class Fate(StrEnum):
    """What becomes of a row; every row ends as exactly one of these."""

    USED = "used"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


class Values(NamedTuple):
    """What a demand line says, in DEMAND's names and order; '' or None where it was not asked or not read."""

    segment_id: str = ""
    district_id: str = ""
    title: str = ""
    role_stated: str = ""
    tier_stated: str = ""
    headcount: int | None = None
    headcount_12m: int | None = None
    headcount_3y: int | None = None
    need_kind: str = ""
    employed: int | None = None
    advertised: int | None = None
    filled: int | None = None
    applicants: int | None = None
    qualified: int | None = None
    suitable: int | None = None
    months_open: float | None = None
    education: str = ""
    majors: str = ""
    experience_years: float | None = None
    certificates: str = ""
    skills: str = ""
    duties: str = ""
    pay_low: float | None = None
    pay_high: float | None = None
    reasons: str = ""


PLACES = ("segment_id", "district_id")
"""The values that a line may leave to what its enterprise says; they stand first."""

_encode = msgspec.json.Encoder().encode


def wording_of(values: Values) -> int:
    """A hash, of 64 bits, of all that a line says."""
    return hash_of(_encode(values))


def hash_of(said: bytes) -> int:
    """The first 64 bits of a SHA-256."""
    return int.from_bytes(hashlib.sha256(said).digest()[:8], "big")


class Line(NamedTuple):
    """A demand line: its enterprise, its values, where it stands, and what becomes of it.

    `wording` is what `wording_of` makes of the values: the line's id is made from it. `identity` is equal for rows of
    one file that say the same in every cell.
    """

    firm: Firm
    values: Values
    wording: int
    file: str
    sheet: str
    row: int
    identity: Hashable
    fate: Fate = Fate.USED

    @property
    def source(self) -> Source:
        """The row."""
        return Source(self.file, self.sheet, self.row)

    @property
    def headcount(self) -> int:
        """Posts open now, none where the line tells no number."""
        return self.values.headcount or 0


_FIRM = itemgetter(Line._fields.index("firm"))


def by_firm(lines: Iterable[Line]) -> Iterator[tuple[Firm, list[Line]]]:
    """Lines in their order, cut wherever the next one is of another firm."""
    for firm, run in groupby(lines, _FIRM):
        yield firm, list(run)


def firms_of(lines: Iterable[Line]) -> set[Firm]:
    """The firms that lines are of."""
    return {firm for firm, _ in groupby(lines, _FIRM)}


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
