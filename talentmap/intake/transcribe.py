"""A firm's file back as answers on our form, for the annotated copy that it gets to mend.

Each problem goes to the cell of the form that stands for its place; those that have no cell are listed all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType

from talentmap.forms.filled import Answer, FilledForm
from talentmap.forms.template import Template
from talentmap.intake.answers import Place, Written, firm_answers, line_answers
from talentmap.intake.desk import desk_of
from talentmap.intake.enterprise import Firm, shown_firm
from talentmap.intake.receive import Understood, file_name
from talentmap.intake.terms import Terms
from talentmap.intake.workers.crew import Crew
from talentmap.intake.workers.read_all import reread
from talentmap.model.problem import Problem, Severity
from talentmap.model.taxonomy import Catalog

_SAID_ELSEWHERE = frozenset({"intake-duplicate-file"})
_NOT_FOR_MENDING = frozenset({"intake-superseded", "intake-dispatch"})
TemplateOf = Callable[[str], Template]
"""The form of a chain; of '' the one that serves all."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The answers of one firm in one file; `is_alone` where the file holds no other firm's."""

    name: str
    template: Template
    filled: FilledForm
    is_alone: bool


class Transcriber:
    """Reads files once more and gives back what each firm in them has to mend; used in a `with` statement."""

    def __init__(
        self, paths: Sequence[Path], root: Path, catalog: Catalog, terms: Terms, template_of: TemplateOf
    ) -> None:
        self.paths = {file_name(path, root): path for path in paths}
        self._desk = desk_of(catalog, terms)
        self._template_of = cache(template_of)
        self._crew = Crew(self._desk, workers=1)

    def __enter__(self) -> Transcriber:
        self._crew.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._crew.__exit__(kind, fault, trace)

    def transcripts(self, file: str, problems: Sequence[Problem]) -> list[Transcript]:
        """The answers of every firm that has something to mend; of a file that cannot be read, an empty form."""
        if not _to_mend(problems) or any(problem.code in _SAID_ELSEWHERE for problem in problems):
            return []
        understood = reread(self.paths[file], file, self._desk, self._crew)
        if understood is None:
            return [Transcript("", self._template_of(""), FilledForm(elsewhere=tuple(problems)), is_alone=True)]
        return _by_firm(understood, problems, self._template_of)


def _to_mend(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is not Severity.NOTE for problem in problems)


def _by_firm(understood: Understood, problems: Sequence[Problem], template_of: TemplateOf) -> list[Transcript]:
    set_aside = {problem.shown for problem in problems if problem.code in _NOT_FOR_MENDING}
    told = [problem for problem in problems if problem.code not in _NOT_FOR_MENDING]
    groups: dict[str, tuple[Firm, list[Written]]] = {firm.key: (firm, []) for firm in understood.idle}
    rows = [(table, row) for table in understood.tables for row in table.data()]
    for line, (table, row) in zip(understood.lines, rows, strict=True):
        groups.setdefault(line.firm.key, (line.firm, []))[1].append(Written(line, table, row))
    made = []
    for _, (firm, written) in sorted(groups.items(), key=lambda group: group[0]):
        own = _of_firm(told, written, len(groups) == 1)
        if shown_firm(firm) not in set_aside and _to_mend(own):
            made.append(_transcript(firm, written, understood, own, template_of, len(groups) == 1))
    if not groups and told:
        made.append(Transcript("", template_of(_chain(understood)), FilledForm(elsewhere=tuple(told)), is_alone=True))
    return made


def _chain(understood: Understood) -> str:
    return understood.mark.chain_id if understood.mark else ""


def _of_firm(problems: Sequence[Problem], written: Sequence[Written], is_alone: bool) -> list[Problem]:
    """The problems that concern a firm: those of its rows, and of the whole file where it is alone in it."""
    rows = {(entry.table.sheet.name, entry.row.number) for entry in written}
    return [problem for problem in problems if is_alone or (problem.source.sheet, problem.source.row) in rows]


def _transcript(
    firm: Firm,
    written: Sequence[Written],
    understood: Understood,
    problems: Sequence[Problem],
    template_of: TemplateOf,
    is_alone: bool,
) -> Transcript:
    template = template_of(firm.chain_id)
    at: defaultdict[Place, list[Problem]] = defaultdict(list)
    for problem in problems:
        at[problem.source.sheet, problem.source.row, problem.source.column].append(problem)

    def found(place: Place) -> Sequence[Problem]:
        return at.get(place, ())

    enterprise = firm_answers(firm, written, understood.facts, found, template)
    lines = [line_answers(entry, found, template) for entry in written]
    placed = {id(p) for answers in (enterprise, *lines) for answer in answers.values() for p in answer.problems}
    filled = FilledForm(
        enterprise,
        lines,
        _pains(understood, template) if is_alone else {},
        _incentives(understood, template) if is_alone else (),
        tuple(problem for problem in problems if id(problem) not in placed),
    )
    return Transcript(firm.name or firm.code, template, filled, is_alone)


def _pains(understood: Understood, template: Template) -> Mapping[str, Sequence[Answer]]:
    named: defaultdict[str, list[Answer]] = defaultdict(list)
    for _, stage, pain in understood.pains:
        named[stage].append(Answer(template.choice(f"pains_{stage}", pain)))
    return named


def _incentives(understood: Understood, template: Template) -> list[tuple[str, str, str]]:
    stages = {item.item_id: item.stage for item in template.incentives}
    return [
        (
            template.choice("stages", stages[item]),
            template.choice("incentives", item),
            template.choice("reaches", reach),
        )
        for item, reach in understood.incentives
        if item in stages
    ]
