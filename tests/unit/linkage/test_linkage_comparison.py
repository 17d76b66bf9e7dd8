from hypothesis import given
from hypothesis import strategies as st

from talentmap.linkage import Trace, Verdict, compare
from talentmap.linkage.comparison import WEIGHTS, contradict
from talentmap.linkage.trace import Item, united

VALUES = st.frozensets(st.sampled_from("ab"), max_size=2)


def trace(entity: str, **items: str) -> Trace:
    return Trace(entity, **{item: frozenset({value}) for item, value in items.items()})


def test_name_birth_month_and_a_third_item_link():
    one = trace("r1", name="n", birth_month="1990-05", employer="e")
    other = trace("r2", name="n", birth_month="1990-05", employer="e")
    comparison = compare(one, other)
    assert comparison.links
    assert comparison.points == 8 + 9 + 5
    assert comparison.reasons() == ("name agree +8", "birth_month agree +9", "employer agree +5")


def test_name_birth_month_and_sex_are_not_enough():
    shared = {"name": "n", "birth_month": "1990-05", "sex": "f"}
    comparison = compare(trace("r1", **shared), trace("r2", **shared))
    assert comparison.points == 18
    assert not comparison.links


def test_two_items_are_never_enough_however_many_points():
    shared = {"name": "n", "phone": "p"}
    comparison = compare(trace("r1", **shared), trace("r2", **shared))
    assert comparison.points == 20
    assert not comparison.links


def test_employer_school_district_and_sex_do_not_replace_birth_month_or_phone():
    shared = {"name": "n", "employer": "e", "school": "s", "district": "d", "sex": "m"}
    comparison = compare(trace("r1", **shared), trace("r2", **shared))
    assert comparison.points == 20
    assert not comparison.links


def test_a_shared_phone_without_a_name_links_nobody():
    shared = {"birth_month": "1990-05", "phone": "p", "sex": "m"}
    assert not compare(trace("r1", **shared), trace("r2", **shared)).links


def test_phone_stands_in_for_an_unknown_birth_month():
    shared = {"name": "n", "phone": "p", "district": "d"}
    assert compare(trace("r1", **shared), trace("r2", birth_month="1990-05", **shared)).links


def test_another_name_or_sex_rules_the_link_out():
    full = {"name": "n", "birth_month": "1990-05", "phone": "p", "employer": "e", "school": "s", "sex": "m"}
    for item, other in (("name", "x"), ("sex", "f")):
        changed = trace("r2", **{**full, item: other})
        assert compare(trace("r1", **full), changed).contradicts
        assert contradict(trace("r1", **full), changed)
        assert not compare(trace("r1", **full), changed).links


def test_a_changed_phone_costs_two_points():
    one = trace("r1", name="n", birth_month="1990-05", district="d", phone="p")
    other = trace("r2", name="n", birth_month="1990-05", district="d", phone="q")
    assert compare(one, other).points == 8 + 9 + 2 - 2
    assert not compare(one, other).links


def test_one_of_several_known_phones_is_an_agreement():
    united_trace = united([trace("p", phone="a"), trace("p", phone="b")])[0]
    evidence = compare(united_trace, trace("r", phone="b")).evidence
    assert [e.verdict for e in evidence if e.item is Item.PHONE] == [Verdict.AGREE]


def test_every_item_has_a_weight():
    assert set(WEIGHTS) == set(Item)


@given(VALUES, VALUES, VALUES, VALUES)
def test_order_of_the_two_never_matters(name, other_name, phone, other_phone):
    one, other = Trace("a", name=name, phone=phone), Trace("b", name=other_name, phone=other_phone)
    assert compare(one, other) == compare(other, one)
    assert contradict(one, other) == contradict(other, one) == compare(one, other).contradicts


def test_another_birth_month_contradicts_unless_the_rest_outweighs_it():
    one = trace("r1", name="n", birth_month="1990-05", phone="p")
    assert contradict(one, trace("r2", name="n", birth_month="1990-06", phone="p"))
    rest = {"name": "n", "phone": "p", "employer": "e", "school": "s"}
    assert not contradict(trace("r1", birth_month="1990-05", **rest), trace("r2", birth_month="1990-06", **rest))
