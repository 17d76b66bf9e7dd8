"""What projections assume: `catalogs/projection.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from talentmap.bilingual import both
from talentmap.catalog.parse import Parser
from talentmap.catalog.refusal import refusal
from talentmap.errors import CatalogError
from talentmap.model.problem import Problem
from talentmap.model.projection import ProjectionRules
from talentmap.resources import catalogs_dir

FILE = "projection.yaml"


@cache
def projection_rules() -> ProjectionRules:
    """The shipped assumptions; CatalogError names the line of the first fault."""
    rules, problems = check_projection_rules(catalogs_dir())
    for problem in problems:
        raise refusal(problem)
    if rules is None:
        raise CatalogError(
            both(f"{FILE} is missing.", f"缺少 {FILE}。"),
            both("Install talentmap again, or restore the file.", "请重新安装 talentmap，或恢复该文件。"),
        )
    return rules


def check_projection_rules(folder: Path) -> tuple[ProjectionRules | None, tuple[Problem, ...]]:
    """The assumptions in `folder` with every fault; a folder without the file has none."""
    parser = Parser(folder)
    if not parser.has(FILE):
        return None, ()
    found = parser.document(FILE)
    rules = parser.model(ProjectionRules, found.value, found) if found else None
    return rules, tuple(parser.problems)
