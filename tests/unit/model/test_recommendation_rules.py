from __future__ import annotations

import math
import re

import pytest
from pydantic import ValidationError

from talentmap.catalog.recommendations import recommendation_rules
from talentmap.model.recommendation import NOTHING_ELSE, RecommendationRule
from talentmap.resources import templates_dir


def rule(trigger, scope="tier"):
    return RecommendationRule(id="r", scope=scope, trigger=trigger)


@pytest.mark.parametrize(
    ("trigger", "figures", "triggered"),
    [
        ("gap >= 1", {"gap": 1.0}, True),
        ("gap >= 1", {"gap": 0.99}, False),
        ("gap <= -1", {"gap": -5.0}, True),
        ("gap >= 1 and quotient <= 0.5", {"gap": 2.0, "quotient": 0.6}, False),
        ("gap >= 1", {"gap": math.nan}, False),
    ],
)
def test_a_trigger_compares_figures(trigger, figures, triggered):
    assert rule(trigger).is_triggered(figures) is triggered


@pytest.mark.parametrize("trigger", ["", "gap > 1", "gap >= much", "wealth >= 1", "gap >= 1 or need >= 1"])
def test_a_trigger_that_says_nothing_is_refused(trigger):
    with pytest.raises(ValidationError):
        rule(trigger)


def test_the_shipped_rules_are_sound_and_each_scope_but_tiers_has_no_rest():
    rules = recommendation_rules()
    assert len(rules) >= 15
    assert [r.scope for r in rules if r.trigger == NOTHING_ELSE] == ["tier"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_has_its_words(lang):
    said = (templates_dir() / "whitepaper" / lang / "advice_rules.html.j2").read_text(encoding="utf-8")
    assert set(re.findall(r'r\.rule == "(\w+)"', said)) == {r.id for r in recommendation_rules()}
