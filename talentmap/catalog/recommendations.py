"""The shipped rules of recommendation, in the order in which they are printed."""

from __future__ import annotations

from functools import cache

from talentmap.bilingual import both
from talentmap.catalog.parse import Parser
from talentmap.catalog.refusal import refusal
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
        raise refusal(problem)
    twice = {rule.id for place, rule in enumerate(rules) if rule.id in {other.id for other in rules[:place]}}
    if twice:
        raise CatalogError(
            both(f"{FILE}: the rule {min(twice)} stands twice.", f"{FILE}：规则 {min(twice)} 写了两次。"),
            both("Give each rule an id of its own.", "每条规则用各自的标识。"),
        )
    return tuple(rules)
