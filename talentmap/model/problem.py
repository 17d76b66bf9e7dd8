"""A fault in data as a value: what, where, how bad, how to mend it; in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from talentmap.bilingual import said
from talentmap.model.source import Source


class Severity(StrEnum):
    """What a problem does to the data it concerns."""

    ERROR = "error"  # the row or file is set aside until it is mended
    WARNING = "warning"  # the value is used or left empty; somebody should look
    NOTE = "note"  # said for the record


@dataclass(frozen=True, slots=True)
class ProblemText:
    """What is wrong and how to mend it, in one language; `{name}` stands for a fact of the problem."""

    wrong: str
    fix: str


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A code of the problem list with its severity and texts by language."""

    code: str
    severity: Severity
    texts: Mapping[str, ProblemText]


@cache
def problem_kinds() -> Mapping[str, ProblemKind]:
    """Every problem code that exists, read from `problems.yaml` beside this module."""
    entries = yaml.safe_load(Path(__file__).with_name("problems.yaml").read_text(encoding="utf-8"))
    return {
        code: ProblemKind(
            code,
            Severity(entry["severity"]),
            {lang: ProblemText(entry[f"wrong_{lang}"], entry[f"fix_{lang}"]) for lang in ("zh", "en")},
        )
        for code, entry in entries.items()
    }


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault found in one place. `shown` is the offending value, already masked where it is personal."""

    code: str
    source: Source
    shown: str = ""
    suggestion: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """How bad it is: decided by the code alone."""
        return problem_kinds()[self.code].severity

    def wrong(self, lang: str = "zh") -> str:
        """What is wrong, as a sentence in `lang`."""
        return self._fill(problem_kinds()[self.code].texts[lang].wrong, lang)

    def fix(self, lang: str = "zh") -> str:
        """How to mend it, as a sentence in `lang`."""
        return self._fill(problem_kinds()[self.code].texts[lang].fix, lang)

    def _fill(self, template: str, lang: str) -> str:
        known = {"shown": self.shown, "suggestion": self.suggestion, **self.facts}
        return template.format_map({key: said(value, lang) for key, value in known.items()})


def errors_among(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that set data aside."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]
