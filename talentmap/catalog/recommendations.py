"""The shipped rules of recommendation, in the order in which they are printed."""

from __future__ import annotations

from functools import cache

from talentmap.catalog.parse import Parser
from talentmap.errors import CatalogError
from talentmap.model.recommendation import RecommendationRule
from talentmap.resources import catalogs_dir

FILE = "recommendations.yaml"


@cache
def recommendation_rules() -> tuple[RecommendationRule, ...]:
    """Every rule of `catalogs/recommendations.yaml`; CatalogError names the line of the first that is faulty."""
    parser = Parser(catalogs_dir())
    rules = [rule for rule, _ in parser.models(RecommendationRule, FILE)]
    for problem in parser.problems:
        raise CatalogError(f"{problem.source}: {problem.wrong('en')}", problem.fix("en"))
    twice = {rule.id for place, rule in enumerate(rules) if rule.id in {other.id for other in rules[:place]}}
    if twice:
        raise CatalogError(f"{FILE}: the rule {min(twice)} stands twice.", "Give each rule an id of its own.")
    return tuple(rules)
