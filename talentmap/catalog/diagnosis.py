"""What diagnoses speak of and by which rules they judge: `catalogs/diagnosis.yaml` and `catalogs/swot.yaml`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from talentmap.bilingual import both
from talentmap.catalog.parse import Parser
from talentmap.catalog.refusal import refusal
from talentmap.errors import CatalogError
from talentmap.model.diagnosis.swot import SwotRule
from talentmap.model.diagnosis.words import DiagnosisWords
from talentmap.model.problem import Problem
from talentmap.model.source import Source
from talentmap.resources import catalogs_dir

WORDS, RULES = "diagnosis.yaml", "swot.yaml"


def read_diagnosis_catalog() -> tuple[DiagnosisWords, tuple[SwotRule, ...]]:
    """The shipped names and rules; CatalogError names the line of the first fault."""
    words, rules, problems = check_diagnosis_catalog(catalogs_dir())
    for problem in problems:
        raise refusal(problem)
    if words is None:
        raise CatalogError(
            both(f"{WORDS} holds no names.", f"{WORDS} 中没有名称。"),
            both("Run `talentmap catalog check`.", "请运行 `talentmap catalog check`。"),
        )
    return words, rules


def check_diagnosis_catalog(
    folder: Path,
) -> tuple[DiagnosisWords | None, tuple[SwotRule, ...], tuple[Problem, ...]]:
    """Names and rules in `folder` with every fault; a folder without these files has none."""
    parser = Parser(folder)
    if not (parser.has(WORDS) and parser.has(RULES)):
        return None, (), ()
    words = _words(parser)
    rules = _rules(parser, words)
    return words, rules, tuple(parser.problems)


def _words(parser: Parser) -> DiagnosisWords | None:
    found = parser.document(WORDS)
    words = parser.model(DiagnosisWords, found.value, found) if found else None
    if words is None or found is None:
        return None
    for group in ("figures", "findings", "bases", "parts"):
        ids = [named.id for named in getattr(words, group)]
        for position, name in enumerate(ids):
            if name in ids[:position]:
                first, second = (Source(WORDS, row=found.line((group, at))) for at in (ids.index(name), position))
                parser.note("catalog-duplicate-id", second, shown=name, first=first)
    return words


def _rules(parser: Parser, words: DiagnosisWords | None) -> tuple[SwotRule, ...]:
    rules = parser.models(SwotRule, RULES)
    counts: Counter[str] = Counter()
    for rule, source in rules:
        counts[rule.id] += 1
        if counts[rule.id] > 1:
            first = next(place for other, place in rules if other.id == rule.id)
            parser.note("catalog-duplicate-id", source, shown=rule.id, first=first)
        for name in sorted(rule.names if words else ()):
            if words and name.partition(".")[0] not in {*words.figure_names, *words.finding_names}:
                parser.note("diagnosis-rule-figure", source, shown=name, owner=rule.id)
    return tuple(rule for rule, _ in rules)
