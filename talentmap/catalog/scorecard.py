"""The scorecard's indicators and weights: `catalogs/scorecard.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from talentmap.bilingual import both
from talentmap.catalog.parse import Parser
from talentmap.catalog.policy_words import check_policy_words
from talentmap.catalog.refusal import refusal
from talentmap.errors import CatalogError
from talentmap.model.problem import Problem
from talentmap.model.scorecard import ScorecardRules
from talentmap.model.source import Source
from talentmap.resources import catalogs_dir

FILE = "scorecard.yaml"


@cache
def scorecard_rules() -> ScorecardRules:
    """The shipped scorecard; CatalogError names the line of the first fault."""
    rules, problems = check_scorecard(catalogs_dir())
    for problem in problems:
        raise refusal(problem)
    if rules is None:
        raise CatalogError(
            both(f"{FILE} holds no scorecard.", f"{FILE} 中没有评分卡。"),
            both("Run `talentmap catalog check`.", "请运行 `talentmap catalog check`。"),
        )
    return rules


def check_scorecard(folder: Path) -> tuple[ScorecardRules | None, tuple[Problem, ...]]:
    """The scorecard in `folder` with every fault; a folder without the file has none."""
    parser = Parser(folder)
    if not parser.has(FILE):
        return None, ()
    found = parser.document(FILE)
    rules = parser.model(ScorecardRules, found.value, found) if found else None
    words, _ = check_policy_words(folder)
    for place, indicator in enumerate(rules.indicators if rules and words else ()):
        if found and words and indicator.department not in {"", *words.departments}:
            source = Source(FILE, row=found.line(("indicators", place)))
            parser.note("evaluation-department", source, shown=indicator.department, owner=indicator.id)
    return rules, tuple(parser.problems)
