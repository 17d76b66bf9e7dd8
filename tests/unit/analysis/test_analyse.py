"""Whole editions, small enough to be checked by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from talentmap.analysis.analyse import analyse
from talentmap.analysis.groups import UNKNOWN
from talentmap.analysis.measures.medians import weighted_quantile
from talentmap.catalog.policies import PolicyRegister
from talentmap.disclosure.microdata import read_microdata
from talentmap.disclosure.protect import protect
from talentmap.tables import analysis as tables
from talentmap.tables import measures

HEAD = "chain_id,district_id,size_class,enterprises,employment\n"
SHAPES = {"roles": tables.ROLE_BALANCE, "groups": tables.GROUP_BALANCE, "cells": tables.CELLS,
          "pains": tables.PAIN_SHARES, "incentives": tables.INCENTIVES, "indicators": tables.INDICATORS,
          "response": tables.RESPONSE, "skills": measures.SKILL_BALANCE, "structure": measures.STRUCTURE,
          "location_quotients": measures.LOCATION_QUOTIENTS}  # fmt: skip


def firm(name, chain="metal", size="small", employees=50):
    return {"enterprise_id": name, "chain_id": chain, "size_class": size, "employees": employees}


def line(name, enterprise, role="m-welder", tier="technician", **values):
    chain = {"m": "metal", "f": "food"}.get((role or "")[:1], "metal")
    return {"line_id": name, "enterprise_id": enterprise, "chain_id": chain, "role_id": role, "tier": tier, **values}


def person(name, role="m-welder", tier="technician", weight=1.0, **values):
    values = {"available": "seeking", **values}
    return ({"person_id": name, **values}, {"person_id": name, "role_id": role, "tier": tier, "weight": weight})


def _people(*people):
    return {"people": [entry for entry, _ in people], "person_roles": [role for _, role in people]}


def _row(frame, **keys):
    chosen = frame
    for key, value in keys.items():
        chosen = chosen[chosen[key] == value]
    assert len(chosen) == 1, f"{len(chosen)} rows for {keys}"
    return chosen.iloc[0]


def _indicator(findings, name):
    return _row(findings.indicators, indicator_id=name)["value"]


def _insist_on_shape(findings):
    for name, table in SHAPES.items():
        assert tuple(getattr(findings, name).columns) == table.names, name


NOTHING = [
    {},
    {"enterprises": [firm("a")]},
    {"enterprises": [firm("a")], "demand": [line("1", "a", headcount=2)]},
    {"demand": [line("1", "a", headcount=2)]},
    _people(person("p")),
    _people(person("p"), person("q", available=None), person("r", available="")),
    {"enterprises": [firm("a")], "demand": [line("1", "a", headcount=0)]},
    {"enterprises": [firm("a")], "demand": [line("1", "a")]},
    {"enterprises": [firm("a")], "demand": [line("1", "a", role="", tier="", headcount=3)]},
    {"enterprises": [firm("a")], "demand": [line("1", "a", role=None, tier=None, headcount=3, chain_id=None)]},
    {"enterprises": [firm("a", None, None, None)], "demand": [line("1", "a", headcount=2)]},
    {"enterprises": [firm("a", "wood", "giant")], "demand": [line("1", "a", role="", headcount=2, chain_id="wood")]},
    {"enterprises": [{"enterprise_id": "a"}], "demand": [{"line_id": "1", "enterprise_id": "a"}, {"line_id": "2"}]},
    {"pains": [{"enterprise_id": "a", "pain_id": "retain-housing", "stage": "retain"}]},
    {"enterprises": [firm("a", None)],
     "pains": [{"enterprise_id": "a", "pain_id": "retain-housing", "stage": "retain"}]},
]  # fmt: skip
POLICIES = [(), ({"tiers": ["scientist"], "rule": "education >= doctorate", "budget_cny": 1000.0},)]


@pytest.mark.parametrize("k", range(len(NOTHING)))
def test_an_edition_with_next_to_nothing_is_analysed_and_protected(books, k):
    frame = [None, HEAD, HEAD + "metal,north,small,10,500\n"][k % 3]
    if frame is not None:
        books.frame(frame)
    findings = books.fill(**NOTHING[k]).analyse(*POLICIES[k % 2])
    _insist_on_shape(findings)
    shown = protect(findings, read_microdata(books.engine), books.catalog).shown
    assert list(shown.groups.columns[: len(findings.groups.columns)]) == list(findings.groups.columns)
    total = _row(findings.groups, chain_id="", tier="")
    assert total["need"] == _indicator(findings, "need")


def test_an_edition_without_demand_has_zero_need_and_no_structure(books):
    findings = books.fill(enterprises=[firm("a")]).analyse(*POLICIES[1])
    assert _indicator(findings, "need") == 0
    for name in ("tier_dissimilarity", "tier_mismatch", "uncovered_demand", "reallocation_share", "kakwani"):
        assert math.isnan(_indicator(findings, name)), name
    assert _indicator(findings, "budget") == 1000
    assert findings.roles.empty


def test_an_edition_without_a_registry_measures_no_mismatch_of_supply(books):
    findings = books.fill(enterprises=[firm("a")], demand=[line("1", "a", headcount=2)]).analyse()
    assert math.isnan(_indicator(findings, "tier_dissimilarity"))
    assert math.isnan(_indicator(findings, "tier_mismatch"))


def test_need_is_weighted_and_set_beside_supply(books):
    books.frame(HEAD + "metal,north,small,10,500\n")
    rows = {
        "enterprises": [firm(name) for name in "abcde"],
        "demand": [
            line("1", "a", headcount=3, employed=9, advertised=4, filled=1, suitable=2, months_open=6.0, pay_low=6000.0,
                 pay_high=8000.0, education="none", reasons="lack-skills|location"),
            line("2", "b", headcount=1, employed=1, advertised=4, filled=3, months_open=2.0, pay_high=9000.0,
                 education="secondary", reasons="location"),
            line("3", "c", role="", tier="technician", headcount=2),
        ],
    }  # fmt: skip
    people = _people(person("p"), person("q", weight=0.5), person("r", available=""))
    findings = books.telling_from(1).fill(**rows, **people).analyse()
    role = _row(findings.roles, role_id="m-welder")
    assert (role["need"], role["supply"], role["people"], role["gap"]) == (8, 1.5, 2, 6.5)
    assert (role["enterprises"], role["top_share"]) == (2, 0.75)
    assert role["tightness"] == pytest.approx(8 / 1.5)
    assert role["employed"] == 20
    assert role["vacancy_rate"] == pytest.approx(8 / 28)
    assert role["fill_rate"] == pytest.approx(4 / 8)
    assert role["suitable_per_post"] == pytest.approx(2 / 4)
    assert role["months_open"] == 6
    assert role["skill_shortage_density"] == pytest.approx(6 / 8)
    assert (role["pay_low"], role["pay_mid"], role["pay_high"]) == (7000, 7000, 7000)
    assert role["education"] == "none"
    assert role["grade"] == "X"
    assert role["need_low"] < 8 < role["need_high"]
    assert 0 < role["p_gap"] <= 1
    assert math.isnan(role["p_short"])
    total = _row(findings.groups, chain_id="", tier="")
    assert (total["need"], total["unplaced"], total["uncovered"]) == (12, 4, 12)
    assert _indicator(findings, "unplaced_share") == pytest.approx(4 / 12)


def test_a_figure_that_few_enterprises_state_is_not_known(books):
    demand = [line(name, name, headcount=2, pay_low=6000.0, pay_high=6000.0) for name in "abc"]
    demand[0] |= {"months_open": 4.0}
    role = _row(books.fill(enterprises=[firm(n) for n in "abc"], demand=demand).analyse().roles, role_id="m-welder")
    assert role["pay_mid"] == 6000
    assert math.isnan(role["months_open"])


def test_a_role_that_nobody_needs_has_supply_and_no_grade(books):
    role = _row(books.fill(**_people(person("p"))).analyse().roles, role_id="m-welder")
    assert (role["need"], role["supply"], role["gap"], role["grade"], role["p_gap"]) == (0, 1, -1, "", 0)
    assert math.isnan(role["p_short"])
    assert (role["listed"], role["shortage_type"]) == ("surplus", "")
    assert math.isnan(role["fill_rate"])


def test_no_registered_supply_is_no_infinite_tightness(books):
    findings = books.fill(enterprises=[firm("a")], demand=[line("1", "a", headcount=2)]).analyse()
    assert math.isnan(_row(findings.roles, role_id="m-welder")["tightness"])


def test_pay_above_the_registry_s(books):
    people = [person(f"p{k}", available="", pay_month=5000.0 + 100 * k) for k in range(5)]
    few = [person(f"q{k}", role="m-engineer", tier="engineer", pay_month=5000.0) for k in range(4)]
    demand = [line("1", "a", headcount=2, pay_low=7800.0, pay_high=7800.0),
              line("2", "a", role="m-engineer", tier="engineer", headcount=2, pay_low=7800.0)]  # fmt: skip
    books.telling_from(1)
    findings = books.fill(enterprises=[firm("a")], demand=demand, **_people(*people, *few)).analyse()
    assert _row(findings.roles, role_id="m-welder")["offer_premium"] == pytest.approx(0.5)
    assert math.isnan(_row(findings.roles, role_id="m-engineer")["offer_premium"])


def test_groups_have_every_margin_and_unknowns_of_their_own(books):
    demand = [
        line("1", "a", headcount=1),
        line("2", "a", role="f-operator", headcount=2),
        line("3", "a", role="", tier="", headcount=4),
        line("4", "a", role="", tier="technician", headcount=9, chain_id=None),
        line("5", "a", role="", tier="technician", headcount=9, chain_id="wood"),
    ]
    findings = books.fill(enterprises=[firm("a")], demand=demand).analyse()
    assert findings.outside == 2
    found = {(row["chain_id"], row["tier"]): row["need"] for row in findings.groups.to_dict("records")}
    assert found == {
        ("metal", "technician"): 1, ("food", "technician"): 2, ("metal", UNKNOWN): 4,
        ("metal", ""): 5, ("food", ""): 2,
        ("", "technician"): 3, ("", UNKNOWN): 4, ("", ""): 7,
    }  # fmt: skip


def test_policy_is_set_against_need(books):
    demand = [
        line("1", "a", role="m-scientist", tier="scientist", headcount=1, education="doctorate"),
        line("2", "a", role="m-engineer", tier="engineer", headcount=3, education="bachelor", employed=10),
        line("3", "a", headcount=6, employed=10),
    ]
    items = (
        {"tiers": ["scientist"], "rule": "education >= doctorate", "budget_cny": 900.0, "paid_cny": 90.0},
        {"tiers": ["engineer", "technician"], "rule": "education >= bachelor", "budget_cny": 100.0, "stage": "retain"},
        {"tiers": ["technician"], "rule": "skill_level >= senior_worker", "stage": "cultivate"},
    )
    findings = books.fill(enterprises=[firm("a")], demand=demand).analyse(*items)
    grid = findings.incentives
    assert len(grid) == 16
    cell = _row(grid, tier="scientist", stage="attract")
    assert (cell["items"], cell["budget_cny"], cell["paid_cny"], cell["elite_items"]) == (1, 900, 90, 1)
    assert _row(grid, tier="technician", stage="retain")["budget_cny"] == 50
    assert grid["budget_cny"].sum() == 1000
    assert _indicator(findings, "uncovered_demand") == pytest.approx(0.6)
    assert _indicator(findings, "reallocation_share") == pytest.approx(0.8)
    assert _indicator(findings, "scientist_money_share") == pytest.approx(0.9)
    assert _indicator(findings, "attract_money_share") == pytest.approx(0.9)
    assert _row(findings.roles, role_id="m-welder")["accepted_share"] == 0
    assert _row(findings.roles, role_id="m-engineer")["accepted_share"] == 1


def test_an_item_out_of_force_counts_for_nothing(books):
    books.fill(enterprises=[firm("a")], demand=[line("1", "a", headcount=1)])
    findings = analyse(books.edition, books.catalog, books.engine, PolicyRegister({}, {}))
    assert findings.incentives["items"].sum() == 0
    assert "budget" not in set(findings.indicators["indicator_id"])


def test_money_without_known_employment_has_no_concentration(books):
    findings = books.fill(enterprises=[firm("a")], demand=[line("1", "a", headcount=1)]).analyse(*POLICIES[1])
    assert math.isnan(_indicator(findings, "concentration_money"))
    assert math.isnan(_indicator(findings, "kakwani"))


def test_pain_shares_are_weighted_shares_of_the_chain_s_enterprises(books):
    books.frame(HEAD + "metal,north,large,1,500\nmetal,north,small,9,90\n")
    enterprises = [firm("a", size="large"), firm("b"), firm("c"), firm("d"), firm("x", "food")]
    pains = [{"enterprise_id": name, "pain_id": "retain-housing", "stage": "retain", "chain_id": "wrong"}
             for name in ("a", "b", "nobody")]  # fmt: skip
    found = books.fill(enterprises=enterprises, pains=pains).analyse().pains
    row = _row(found, pain_id="retain-housing")
    assert (row["chain_id"], row["enterprises"], row["answering"]) == ("metal", 2, 4)
    assert row["share"] == pytest.approx((1 + 3) / 10)
    assert 0 <= row["share_low"] < row["share"] < row["share_high"] <= 1


def test_response_shows_who_is_missing(books):
    books.frame(HEAD + "metal,north,large,2,900\nfood,north,micro,7,40\n")
    found = (
        books.fill(enterprises=[firm("a", size="large", employees=400), firm("b", "food", "small", None)])
        .analyse()
        .response
    )
    rows = {(row["chain_id"], row["size_class"]): row for row in found.to_dict("records")}
    large = rows["metal", "large"]
    assert (large["frame_enterprises"], large["answered"], large["employment_answered"], large["weight"]) == (
        2,
        1,
        400,
        2,
    )
    assert (rows["food", "micro"]["answered"], rows["food", "small"]["frame_enterprises"]) == (0, 0)
    assert list(rows) == [("food", "micro"), ("food", "small"), ("metal", "large")]


def test_the_order_of_enterprises_and_lines_changes_nothing(books):
    books.frame(HEAD + "metal,north,small,40,900\n")
    enterprises = [firm(name) for name in "abcdefgh"]
    demand = [line(str(k), name, headcount=k + 1, months_open=float(k)) for k, name in enumerate("abcdefgh")]
    one = books.fill(enterprises=enterprises, demand=demand).analyse()
    other = books.fill(enterprises=enterprises[::-1], demand=demand[::-1]).analyse()
    for name in SHAPES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_the_interval_holds_the_estimate_of_need(books):
    demand = [line("1", "a", headcount=2), line("2", "stranger", headcount=5)]
    role = _row(books.fill(enterprises=[firm("a")], demand=demand).analyse().roles, role_id="m-welder")
    assert role["need_low"] <= role["need"] <= role["need_high"]


@pytest.mark.parametrize(
    ("values", "weights", "q", "expected"),
    [
        ([1, 2, 3], [1, 1, 1], 0.5, 2),
        ([3, 1, 2], [1, 1, 8], 0.5, 2),
        ([1, 2], [1, 1], 0.5, 1),
        ([1, 2], [1, 1], 1.0, 2),
        ([1, 2], [0, 1], 0.0, 2),
        ([math.nan, 2], [9, 1], 0.5, 2),
        ([1, 2], [0, 0], 0.5, math.nan),
        ([], [], 0.5, math.nan),
    ],
)
def test_weighted_quantile(values, weights, q, expected):
    found = weighted_quantile(values, weights, q)
    assert found == pytest.approx(expected, nan_ok=True)
