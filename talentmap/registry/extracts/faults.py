"""Gathers the problems of the extracts: bounded in number however large an extract, complete in its counts.

Nothing personal can get into a problem from here: a cell's text is shown only for closed lists (education, status
and the like) and only where at least five rows of the extract hold it, as no name or number of one person does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from talentmap.bilingual import both
from talentmap.model.problem import Problem
from talentmap.model.source import Source

LISTED = 100
"""Rows listed one by one for each code in each extract; the rest is counted."""

SHOWN_FROM = 5
_DISTINCT = 1_000
_SHOWN_LENGTH = 40


@dataclass(slots=True)
class Words:
    """The values of one column that are not understood: how often each, and the row where each stood first."""

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)
    unlisted: int = 0
    first_unlisted: int = 0

    def add(self, value: str, rows: Sequence[int]) -> None:
        """Note the rows that hold `value`."""
        if value in self.counts or len(self.counts) < _DISTINCT:
            self.counts[value] += len(rows)
            self.first.setdefault(value, rows[0])
        else:
            self.unlisted += len(rows)
            self.first_unlisted = self.first_unlisted or rows[0]


@dataclass(slots=True)
class ExtractFaults:
    """The problems of one extract as they come up, row by row."""

    file: str
    listed: list[Problem] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    words: dict[tuple[str, str], Words] = field(default_factory=dict)

    def add(
        self, code: str, row: int = 0, header: str = "", column: str = "", facts: Mapping[str, object] | None = None
    ) -> None:
        """Note a problem of one row, or of the whole extract when `row` is 0."""
        self.counts[code, header] += 1
        if self.counts[code, header] <= LISTED:
            self.listed.append(Problem(code, self._at(row, header, column), facts=facts or {}))

    def add_rows(
        self, code: str, rows: Sequence[int], header: str, column: str, facts: Mapping[str, object] | None = None
    ) -> None:
        """Note the same problem of many rows."""
        listed = max(0, LISTED - self.counts[code, header])
        for row in rows[:listed]:
            self.add(code, row, header, column, facts)
        self.counts[code, header] += len(rows[listed:])

    def add_column(self, field_: str, header: str, suggestion: str) -> None:
        """Note a mapped column that the extract does not have."""
        near = both(f"; the closest is '{suggestion}'", f"；相近的列是“{suggestion}”") if suggestion else ""
        self.listed.append(
            Problem(
                "registry-column-missing",
                self._at(0, header),
                shown=header,
                suggestion=suggestion,
                facts={"field": field_, "near": near},
            )
        )

    def add_word(self, field_: str, header: str, value: str, rows: Sequence[int]) -> None:
        """Note a value that is not understood, and the rows that hold it."""
        self.words.setdefault((field_, header), Words()).add(value, rows)

    def problems(self) -> list[Problem]:
        """All problems of the extract: those listed, how many more there are, and the words by frequency."""
        more = [
            Problem("registry-more", self._at(0, header), facts={"count": count - LISTED, "code": code})
            for (code, header), count in sorted(self.counts.items())
            if count > LISTED
        ]
        words = [
            problem
            for (field_, header), words in sorted(self.words.items())
            for problem in self._word_problems(field_, header, words)
        ]
        return [*self.listed, *more, *words]

    def _word_problems(self, field_: str, header: str, words: Words) -> list[Problem]:
        frequent = sorted(
            ((value, count) for value, count in words.counts.items() if count >= SHOWN_FROM),
            key=lambda pair: (-pair[1], pair[0]),
        )
        shown = [
            Problem(
                "registry-word-unknown",
                self._at(words.first[value], header),
                shown=value[:_SHOWN_LENGTH],
                facts={"field": field_, "count": count},
            )
            for value, count in frequent[:LISTED]
        ]
        hidden = words.counts.total() + words.unlisted - sum(count for _, count in frequent[:LISTED])
        if not hidden:
            return shown
        rest = {value for value, _ in frequent[:LISTED]}
        rows = [row for value, row in words.first.items() if value not in rest]
        first = min([*rows, *([words.first_unlisted] if words.unlisted else [])])
        rare = Problem("registry-words-rare", self._at(first, header), facts={"field": field_, "count": hidden})
        return [*shown, rare]

    def _at(self, row: int, header: str, column: str = "") -> Source:
        return Source(file=self.file, row=row, column=column, header=header)
