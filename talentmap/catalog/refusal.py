"""Problems of a catalog as the fault that stops a command."""

from __future__ import annotations

from collections.abc import Sequence

from talentmap.bilingual import both
from talentmap.errors import CatalogError
from talentmap.model.problem import Problem


def refusal(problem: Problem) -> CatalogError:
    """The fault that says where the problem stands, what it is and how to mend it."""
    place = problem.source
    return CatalogError(
        both(f"{place}: {problem.wrong('en')}", f"{place}：{problem.wrong('zh')}"),
        both(problem.fix("en"), problem.fix("zh")),
    )


def told_shortly(problems: Sequence[Problem]) -> tuple[str, str]:
    """The first three problems in a line, in English and in Chinese."""
    first = problems[:3]
    english = "; ".join(f"{problem.source}: {problem.wrong('en')}" for problem in first)
    return english, " ".join(f"{problem.source}：{problem.wrong('zh')}" for problem in first)
