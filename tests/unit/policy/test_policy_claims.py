from __future__ import annotations

import pytest
from small_edition import register_of

from talentmap.model.rule import RuleFault
from talentmap.policy.claims import claims, role_profile, value_of, with_known
from talentmap.policy.eligibility import Verdict

ITEMS = tuple(
    register_of(
        {"item_id": "open", "tiers": ["engineer"]},
        {"item_id": "young", "tiers": ["engineer"], "rule": "age <= 35 and contract_years >= 3"},
        {"item_id": "titled", "tiers": ["engineer"], "rule": "title >= intermediate"},
        {"item_id": "paid", "tiers": ["engineer"], "rule": "pay_month >= 8000"},
        {"item_id": "elite", "tiers": ["scientist"], "rule": "education >= doctorate"},
    ).items.values()
)


@pytest.fixture
def role(small_catalog):
    return role_profile(small_catalog.roles["m-engineer"])


def verdicts(profile):
    return {claim.item.item_id: claim.verdict for claim in claims(ITEMS, profile)}


def test_what_a_role_could_claim_and_what_is_missing(role):
    assert verdicts(role) == {
        "open": Verdict.ELIGIBLE,
        "young": Verdict.ELIGIBLE,
        "paid": Verdict.UNKNOWN,
        "titled": Verdict.REFUSED,
        "elite": Verdict.REFUSED,
    }


def test_the_order_is_what_can_be_claimed_then_the_unknown_then_what_lacks_least(role):
    assert [claim.item.item_id for claim in claims(ITEMS, role)] == ["open", "young", "paid", "titled", "elite"]


def test_what_belongs_to_the_person_is_named_as_to_be_shown(role):
    young = next(claim for claim in claims(ITEMS, role) if claim.item.item_id == "young")
    assert [clause.field for clause in young.undertakings] == ["age", "contract_years"]
    assert young.open_clauses == ()


def test_what_is_told_replaces_what_was_assumed(role):
    told = with_known(role, ["age=50", "pay_month=9000", "title=associate_senior"])
    assert verdicts(told)["young"] is Verdict.REFUSED
    assert verdicts(told)["paid"] is Verdict.ELIGIBLE
    assert verdicts(told)["titled"] is Verdict.ELIGIBLE
    assert value_of(told, "title") == "associate_senior"
    assert value_of(told, "age") == 50
    assert value_of(told, "district") is None


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("age", "field=value"),
        ("age=", "field=value"),
        ("age=old", "no number"),
        ("education=phd", "no step"),
        ("salary=3", "no field"),
    ],
)
def test_what_says_nothing_is_refused(role, told, said):
    with pytest.raises(RuleFault, match=said):
        with_known(role, [told])
