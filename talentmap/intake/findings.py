"""Collects the problems found while one file is read, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from talentmap.intake.cells.shown import shown
from talentmap.intake.sheets.table import TableColumn
from talentmap.model.problem import Problem
from talentmap.model.source import Source

_PER_FILE_MAX = 2000


@dataclass(slots=True)
class Findings:
    """The problems of one file, in the order found; past two thousand only their number is kept."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    beyond: int = 0

    @property
    def count(self) -> int:
        """How many problems were found."""
        return len(self.problems) + self.beyond

    def say(self, code: str, source: Source, value: object = "", suggestion: str = "", **facts: object) -> None:
        """Note a problem; the value is masked and cut before it is kept."""
        if len(self.problems) >= _PER_FILE_MAX:
            self.beyond += 1
            return
        self.problems.append(Problem(code, source, shown(value), suggestion, _safe(facts)))

    def repeat(self, problem: Problem, source: Source) -> None:
        """Note a problem that was found before, at another place."""
        if len(self.problems) >= _PER_FILE_MAX:
            self.beyond += 1
        else:
            self.problems.append(replace(problem, source=source))

    def all(self) -> tuple[Problem, ...]:
        """The problems, and one that tells how many more there are."""
        if not self.beyond:
            return tuple(self.problems)
        return (*self.problems, Problem("intake-many-problems", Source(self.file), facts={"count": self.beyond}))


class Place(NamedTuple):
    """A row of a sheet of a file; gives the source of each of its cells."""

    file: str
    sheet: str
    row: int

    def at(self, column: TableColumn | None = None) -> Source:
        """The source of the row, or of its cell in a column."""
        if column is None:
            return Source(self.file, self.sheet, self.row)
        return Source(self.file, self.sheet, self.row, column.letter, shown(column.header))


def _safe(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: shown(value) if isinstance(value, str) else value for name, value in facts.items()}
