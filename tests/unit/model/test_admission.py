from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.model.admission import admission_of, contradictions
from talentmap.model.rule import LADDERS, parse_rule, rule_text
from talentmap.model.taxonomy import Tier


@pytest.mark.parametrize(
    ("rule", "tiers", "at_odds"),
    [
        ("", (), ()),
        ("age <= 45 and age >= 30", (), ()),
        ("age <= 30 and age >= 45", (), ("age <= 30 and age >= 45",)),
        ("education >= master and education <= bachelor", (), ("education >= master and education <= bachelor",)),
        ("district = a and district = b", (), ("district in (a) and district in (b)",)),
        ("district in (a, b) and district not in (a, b)", (), ("district in (a, b) and district not in (a, b)",)),
        ("certificate = a and certificate = b", (), ()),
        ("certificate = a and certificate not in (a)", (), ("certificate in (a) and certificate not in (a)",)),
        ("tier in (youth)", (Tier.ENGINEER,), ("tier in (youth)",)),
        ("tier in (youth, engineer)", (Tier.ENGINEER,), ()),
        (
            "tier not in (scientist, engineer, technician, youth)",
            (),
            ("tier not in (engineer, scientist, technician, youth)",),
        ),
    ],
)
def test_a_rule_that_nobody_can_meet_names_the_clauses_at_odds(rule, tiers, at_odds):
    assert contradictions(rule, tiers) == at_odds


@pytest.mark.parametrize(
    ("one", "other", "overlap", "within"),
    [
        ("education >= doctorate", "education >= master", True, True),
        ("education >= master", "education >= doctorate", True, False),
        ("education >= master", "education <= bachelor", False, False),
        ("district = a", "district = b", False, False),
        ("district = a", "district in (a, b)", True, True),
        ("district = a", "district not in (b)", True, True),
        ("district not in (b)", "district not in (b, c)", True, False),
        ("certificate = a", "certificate = b", True, False),
        ("education <= doctorate", "", True, True),
        ("", "education >= none", True, True),
        ("age <= 35 and title >= assistant", "age <= 40", True, True),
    ],
)
def test_overlap_and_inclusion(one, other, overlap, within):
    mine, theirs = admission_of(one), admission_of(other)
    assert mine.overlaps(theirs) is overlap
    assert mine.within(theirs) is within


def test_the_fields_on_which_two_conditions_differ():
    one = admission_of("education >= master and age <= 35 and district = a")
    assert one.differences(admission_of("education >= master and age <= 40")) == ("age", "district")
    assert one.differences(admission_of("district = a and age <= 35 and education >= master")) == ()


clauses = st.one_of(
    st.tuples(st.sampled_from(sorted(LADDERS)), st.sampled_from((">=", "<="))).flatmap(
        lambda pair: st.sampled_from(LADDERS[pair[0]]).map(lambda step: f"{pair[0]} {pair[1]} {step}")
    ),
    st.tuples(st.sampled_from(("age", "pay_month")), st.sampled_from((">=", "<=")), st.integers(0, 60)).map(
        lambda parts: "{} {} {}".format(*parts)
    ),
    st.tuples(
        st.sampled_from(("chain", "district")),
        st.sampled_from(("in", "not in")),
        st.sets(st.sampled_from("abc"), min_size=1),
    ).map(lambda parts: f"{parts[0]} {parts[1]} ({', '.join(sorted(parts[2]))})"),
)
rules = st.lists(clauses, max_size=4).map(" and ".join)


@given(rules)
def test_a_rule_reads_back_as_it_is_written(rule):
    assert parse_rule(rule_text(parse_rule(rule))) == parse_rule(rule)


@given(rules, rules, st.integers(0, 60), st.integers(0, 5), st.sampled_from("abcd"))
def test_what_the_algebra_says_holds_for_every_person(one, other, age, step, district):
    """Whoever meets two rules shows that they overlap; whoever meets the narrower meets the wider."""
    person = {name: min(step, len(ladder) - 1) for name, ladder in LADDERS.items()}
    person |= {"age": age, "pay_month": age, "district": district, "chain": district}

    def meets(rule):
        return all(_meets(clause, person) for clause in parse_rule(rule))

    mine, theirs = admission_of(one), admission_of(other)
    if meets(one):
        assert not contradictions(one)
    if meets(one) and meets(other):
        assert mine.overlaps(theirs)
    if meets(one) and mine.within(theirs):
        assert meets(other)


def _meets(clause, person):
    value = person[clause.field]
    kind = type(clause).__name__
    if kind == "AtLeast":
        return value >= clause.value
    if kind == "AtMost":
        return value <= clause.value
    return (value in clause.values) is (kind == "OneOf")
