"""Answers to put into a form, and remarks on them: what turns an empty form into an annotated copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from talentmap.forms.questions import Question
from talentmap.model.problem import Problem, Severity

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The content of one cell of the form and the problems that concern it."""

    value: Value = None
    problems: tuple[Problem, ...] = ()

    @property
    def gravest(self) -> Severity | None:
        """How bad the worst of its problems is; None where there is none."""
        order = list(Severity)
        return min((problem.severity for problem in self.problems), key=order.index, default=None)


Answers = Mapping[str, Answer]
"""Answers by the key of their question."""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """One enterprise's answers; `elsewhere` are problems that no cell of the form stands for."""

    enterprise: Answers = field(default_factory=dict)
    lines: Sequence[Answers] = ()
    pains: Mapping[str, Sequence[Answer]] = field(default_factory=dict)
    incentives: Sequence[tuple[str, str, str]] = ()
    elsewhere: Sequence[Problem] = ()


EMPTY = FilledForm()


def answered(answers: Answers, question: Question) -> Answer:
    """The answer to a question, an empty one where none was given."""
    return answers.get(question.key, Answer())
