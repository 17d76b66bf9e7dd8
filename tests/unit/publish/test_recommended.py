"""Recommendations as the templates tell them: every shipped rule has its sentence, and every number its source."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from small_edition import register_of

from talentmap.catalog.recommendations import recommendation_rules
from talentmap.disclosure.advice import TELLS
from talentmap.publish.paper.speech import Speech
from talentmap.publish.recommended import recommended
from talentmap.resources import templates_dir
from talentmap.tables.policy import RECOMMENDATIONS

ITEMS = tuple(
    register_of({"item_id": "a", "tiers": ["technician"], "title_zh": "甲条", "title_en": "Item A"}).items.values()
)
TRIALS = {
    "relax_clause": ("uncovered_share", {"field": "education", "to": "none"}, "education >= secondary"),
    "fill_cell": ("uncovered_share", {}, ""),
    "shift_money": ("reallocation_share", {"moved": 1e6}, ""),
    "raise_money": ("reallocation_share", {"moved": 1e6}, ""),
    "spread_stages": ("stage_balance", {"moved": 1e6}, ""),
    None: ("", None, ""),
}


def row(rule, **changes):
    measure, altered, clause = TRIALS[rule.trial]
    plain = dict.fromkeys(RECOMMENDATIONS.names) | {
        "recommendation_id": rule.id,
        "rule": rule.id,
        "tier": "technician" if rule.scope in ("tier", "cell") else "",
        "stage": "utilize" if rule.scope in ("stage", "cell") else "",
        "priority": 1,
        "figures": json.dumps(dict.fromkeys(TELLS[rule.id], 0.5)),
        "items": "a|b|c|d",
        "clause": clause,
        "trial": "" if altered is None else json.dumps(altered),
        "measure": measure,
        "before": 0.6 if measure else None,
        "after": 0.4 if measure else None,
        "after_low": 0.3 if measure else None,
        "after_high": 0.5 if measure else None,
    }
    return {**plain, **changes}


def told(rows, catalog, lang="zh"):
    return recommended(pd.DataFrame(rows), ITEMS, catalog, lang, {})


def sentence(rule, catalog, lang):
    speech = Speech(lang)
    environment = Environment(
        loader=FileSystemLoader(templates_dir() / "whitepaper"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=speech.finalize,
    )
    environment.filters.update(speech.filters)
    say = environment.get_template(f"{lang}/advice_rules.html.j2").module.say
    (record,) = told([row(rule)], catalog, lang)
    return re.sub(r"<[^>]+>", "", str(say(record))).strip()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("rule", recommendation_rules(), ids=lambda rule: rule.id)
def test_every_rule_is_told_with_its_figures(small_catalog, rule, lang):
    said = sentence(rule, small_catalog, lang)
    assert said.endswith("。" if lang == "zh" else ".")
    assert "None" not in said
    assert "nan" not in said
    if rule.trial in ("relax_clause", "shift_money", "raise_money", "spread_stages"):
        assert ("试算" if lang == "zh" else "Tried out") in said


def test_every_shipped_rule_says_which_figures_it_tells():
    assert {rule.id for rule in recommendation_rules()} == set(TELLS)


def test_few_items_are_named_and_the_others_counted(small_catalog):
    rule = next(rule for rule in recommendation_rules() if rule.id == "elite_gate")
    (record,) = told([row(rule)], small_catalog)
    assert [item.item_id for item in record.items] == ["a"]
    assert record.more_items
    assert record.item_count.value == 4


def test_figures_know_where_they_come_from(small_catalog):
    rule = next(rule for rule in recommendation_rules() if rule.id == "shortage")
    (record,) = told([row(rule)], small_catalog)
    assert record.figures["gap"].id == "recommendations.shortage.gap"
    assert not record.before.known


def test_order_is_that_of_priority(small_catalog):
    rules = {rule.id: rule for rule in recommendation_rules()}
    later, sooner = row(rules["shortage"], priority=2), row(rules["unspent"], priority=1)
    assert [each.rule for each in told([later, sooner], small_catalog)] == ["unspent", "shortage"]
