from __future__ import annotations

import datetime as dt

import pytest

from talentmap.matching import RoleMatcher
from talentmap.matching.placement.people import match_people, person_tier
from talentmap.matching.titles.grammar import TitleGrammar
from talentmap.model.taxonomy import Tier
from talentmap.tables.matching import PERSON_ROLES
from talentmap.tables.registry import PEOPLE

DAY = dt.date(2026, 6, 30)
NOBODY = dict.fromkeys(PEOPLE.names)


@pytest.fixture(scope="module")
def small_matcher(small_catalog):
    return RoleMatcher(small_catalog)


def _match(catalog, matcher, *people):
    rows = [{"person_id": f"p{k}", **person} for k, person in enumerate(people)]
    found = match_people(PEOPLE.from_rows(rows), catalog, matcher, DAY)
    assert found.schema == PERSON_ROLES.arrow_schema
    return found.to_pylist()


@pytest.mark.parametrize(
    ("person", "tier"),
    [
        ({}, None),
        ({"status": "student", "education": "doctorate"}, Tier.YOUTH),
        ({"education": "doctorate", "skill_level": "technician"}, Tier.SCIENTIST),
        ({"professional_title": "full_senior"}, Tier.SCIENTIST),
        ({"skill_level": "junior_worker", "professional_title": "assistant"}, Tier.TECHNICIAN),
        ({"skill_level": "none", "professional_title": "assistant"}, Tier.ENGINEER),
        ({"job_title": "焊工", "education": "bachelor"}, Tier.TECHNICIAN),
        ({"graduation_year": 2024}, Tier.YOUTH),
        ({"graduation_year": 2023}, None),
        ({"graduation_year": 2023, "education": "bachelor"}, Tier.ENGINEER),
        ({"education": "associate"}, None),
        ({"certificates": "助理工程师", "education": "associate"}, Tier.ENGINEER),
        ({"certificates": "助理工程师", "skill_level": "technician", "job_title": "GMP岗"}, Tier.ENGINEER),
        ({"certificates": "助理工程师", "skill_level": "technician", "job_title": "焊工"}, Tier.TECHNICIAN),
        ({"skill_level": "technician", "education": "secondary", "job_title": "绕线技术员"}, Tier.TECHNICIAN),
        ({"skill_level": "technician", "education": "bachelor", "job_title": "绕线技术员"}, Tier.ENGINEER),
        ({"professional_title": "none", "skill_level": "none", "education": "master"}, Tier.ENGINEER),
    ],
)
def test_documents_speak_before_words(small_catalog, person, tier):
    assert person_tier({**NOBODY, **person}, TitleGrammar(small_catalog.levels), DAY) is tier


def test_a_person_is_placed_by_job_title(small_catalog, small_matcher):
    (row,) = _match(small_catalog, small_matcher, {"job_title": "氩弧焊工", "chain_id": "metal"})
    assert (row["role_id"], row["tier"]) == ("m-welder", "technician")
    assert 0.5 < row["weight"] <= 1


def test_without_a_title_the_major_decides_and_the_employer_s_chain_goes_first(small_catalog, small_matcher):
    people = (
        {"major": " 冶金工程 ", "education": "bachelor"},
        {"major": "材料科学与工程", "status": "student"},
        {"major": "哲学", "education": "bachelor"},
    )
    rows = _match(small_catalog, small_matcher, *people)
    assert [(row["person_id"], row["role_id"], row["weight"]) for row in rows] == [
        ("p0", "m-engineer", 1.0), ("p1", "m-trainee", 1.0)]  # fmt: skip


def test_the_major_does_not_speak_for_a_title_of_something_else(small_catalog, small_matcher):
    people = ({"job_title": title, "major": "冶金工程", "education": "bachelor"} for title in ("厨师", "技术主管"))
    assert [row["person_id"] for row in _match(small_catalog, small_matcher, *people)] == ["p1"]


def test_without_title_and_major_a_certificate_that_few_roles_ask_for_decides(small_catalog, small_matcher):
    welder = small_catalog.roles["m-welder"].model_copy(update={"certificates": ("熔化焊接作业证",)})
    catalog = small_catalog.model_copy(update={"roles": {**small_catalog.roles, "m-welder": welder}})
    (row,) = _match(catalog, small_matcher, {"certificates": "健康证|熔化焊接作业证", "skill_level": "technician"})
    assert (row["role_id"], row["weight"], row["reasons"]) == ("m-welder", 1.0, "certificate=熔化焊接作业证")


def test_a_plain_title_overrules_a_degree_and_no_study(small_catalog, small_matcher):
    title = small_catalog.roles["m-welder"].zh
    rows = _match(small_catalog, small_matcher, {"job_title": title, "education": "bachelor"},
                  {"job_title": title, "status": "student"})  # fmt: skip
    assert [(row["person_id"], row["role_id"], row["tier"]) for row in rows] == [("p0", "m-welder", "technician")]


def test_nobody_is_placed_outside_the_own_tier(small_catalog, small_matcher):
    rows = _match(small_catalog, small_matcher, {"job_title": "氩弧焊工", "education": "doctorate"})
    assert all(small_catalog.roles[row["role_id"]].tier is Tier.SCIENTIST for row in rows)


def test_nulls_are_placed_nowhere(small_catalog, small_matcher):
    assert _match(small_catalog, small_matcher, {}, {"job_title": "", "major": "", "education": "bachelor"}) == []
    assert _match(small_catalog, small_matcher) == []


@pytest.mark.parametrize("roles", range(1, 12))
def test_equal_shares_never_add_up_to_more_than_a_person(small_catalog, small_matcher, roles):
    welder = small_catalog.roles["m-welder"]
    copies = {f"m-{k}": welder.model_copy(update={"id": f"m-{k}", "majors": ("x",)}) for k in range(roles)}
    catalog = small_catalog.model_copy(update={"roles": copies})
    rows = _match(catalog, small_matcher, {"major": "x", "skill_level": "technician"})
    assert len(rows) == roles
    assert 1 - 1e-5 < sum(row["weight"] for row in rows) <= 1 + 1e-12


def test_weights_of_the_shipped_catalog_add_up_to_at_most_one(catalog, matcher):
    titles = sorted({role.zh for role in catalog.roles.values()})[::4]
    rows = _match(catalog, matcher, *({"job_title": title, "major": "机械工程"} for title in titles))
    weights = {}
    for row in rows:
        weights[row["person_id"]] = weights.get(row["person_id"], 0) + row["weight"]
    assert weights
    assert max(weights.values()) <= 1 + 1e-3
