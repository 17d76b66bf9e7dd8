from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.model.rule import LADDERS, AtLeast, AtMost, OneOf, RuleFault, parse_rule
from talentmap.model.taxonomy import Education


@pytest.mark.parametrize(
    ("rule", "clauses"),
    [
        ("", ()),
        ("   ", ()),
        ("education >= doctorate", (AtLeast("education", 5.0),)),
        ("education>=doctorate", (AtLeast("education", 5.0),)),
        ("title <= assistant", (AtMost("title", 1.0),)),
        ("age <= 45 and pay_month >= 8000.5", (AtMost("age", 45.0), AtLeast("pay_month", 8000.5))),
        ("tier = technician", (OneOf("tier", frozenset({"technician"})),)),
        ("tier in (technician, engineer)", (OneOf("tier", frozenset({"technician", "engineer"})),)),
        ("chain in (new-materials,auto-parts)", (OneOf("chain", frozenset({"new-materials", "auto-parts"})),)),
    ],
)  # fmt: skip
def test_rules_in_words(rule, clauses):
    assert parse_rule(rule) == clauses


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("education >= phd", "no step of education"),
        ("salary >= 3", "cannot be compared"),
        ("age in (3)", "cannot be a member"),
        ("age >= old", "no number"),
        ("age >= nan", "no number"),
        ("age <= inf", "no number"),
        ("age > 3", "no comparison"),
        ("age >= 3 and", "no comparison"),
        ("age >= 3 or age <= 5", "no comparison"),
        ("tier in ()", "names nothing"),
        ("tier in ( , )", "names nothing"),
        ("tier in (welder)", "no tier"),
        ("tier in technician engineer", "no comparison"),
        ("学历 >= 博士", "cannot be compared"),
    ],
)
def test_a_wrong_rule_says_what_is_wrong(rule, said):
    with pytest.raises(RuleFault, match=said):
        parse_rule(rule)


@given(st.text(alphabet="agetir chn()<>=,and0123456789.\n学历", max_size=60))
def test_any_text_is_a_rule_or_a_fault(text):
    try:
        clauses = parse_rule(text)
    except RuleFault as fault:
        assert str(fault)
    else:
        assert isinstance(clauses, tuple)


def test_the_education_ladder_is_the_taxonomy_s():
    assert LADDERS["education"] == tuple(step.value for step in Education)


def test_the_other_ladders_are_those_of_the_shipped_levels(catalog):
    assert LADDERS["title"] == tuple(level.id for level in sorted(catalog.levels.titles, key=lambda level: level.rank))
    steps = sorted(catalog.levels.skill_levels, key=lambda level: level.rank)
    assert LADDERS["skill_level"] == tuple(level.id for level in steps)
