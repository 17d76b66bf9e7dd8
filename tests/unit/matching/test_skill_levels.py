from __future__ import annotations

import pytest

from talentmap.matching import RoleMatcher
from talentmap.matching.skill_levels import demanded_skills, musts, skills_asked, supplied_skills
from talentmap.tables.matching import DEMAND_ROLES, PERSON_ROLES, SKILLS_ASKED
from talentmap.tables.registry import PEOPLE
from talentmap.tables.schema import Disclosure
from talentmap.tables.survey import DEMAND


@pytest.fixture(scope="module")
def reader(small_catalog):
    return RoleMatcher(small_catalog).skills


def _asked(catalog, reader, lines, people=()):
    """`lines` are (role_id, line), `people` (available, {role_id: weight})."""
    demand = [{"line_id": str(k), "chain_id": "metal", **line} for k, (_, line) in enumerate(lines)]
    roles = [{"line_id": str(k), "role_id": role} for k, (role, _) in enumerate(lines)]
    held = [{"person_id": f"p{k}", "available": state} for k, (state, _) in enumerate(people)]
    placed = [
        {"person_id": f"p{k}", "role_id": role, "weight": weight}
        for k, (_, weights) in enumerate(people)
        for role, weight in weights.items()
    ]
    demanded = demanded_skills(DEMAND.from_rows(demand), DEMAND_ROLES.from_rows(roles), catalog, reader)
    supplied = supplied_skills(PEOPLE.from_rows(held), PERSON_ROLES.from_rows(placed), catalog)
    table = skills_asked(demanded, supplied)
    assert table.schema == SKILLS_ASKED.arrow_schema
    return {(row.pop("skill_id"), row.pop("chain_id")): row for row in table.to_pylist()}


def test_a_line_counts_once_for_a_skill_whether_stated_or_told(small_catalog, reader):
    lines = [
        ("", {"enterprise_id": "a", "headcount": 3, "skills": "金属a|金属别名a", "duties": "负责金属a。"}),
        ("", {"enterprise_id": "a", "headcount": 2, "duties": "熟悉金属a，无需金属b经验。"}),
        ("", {"enterprise_id": "b", "headcount": None, "skills": "熟练掌握金属a"}),
    ]
    asked = _asked(small_catalog, reader, lines)
    assert set(asked) == {("m-a", "metal")}
    said = asked["m-a", "metal"]
    assert (said["lines"], said["headcount"], said["enterprises"]) == (3, 5, 2)
    assert said["lines_must"] == said["headcount_must"] == said["enterprises_must"] == 0


def test_the_settled_role_tells_what_a_post_must_have_and_whose_chain_it_is(small_catalog, reader):
    lines = [("m-welder", {"enterprise_id": "a", "headcount": 4, "chain_id": "food", "skills": "表达"})]
    asked = _asked(small_catalog, reader, lines)
    assert {chain for _, chain in asked} == {"metal"}
    must = set(musts(small_catalog.roles["m-welder"].skills))
    assert must
    assert {skill for (skill, _), row in asked.items() if row["headcount_must"] == 4} == must
    assert asked["speaking", "metal"]["headcount"] == 4


def test_people_count_by_the_weight_of_roles_that_must_have_the_skill(small_catalog, reader):
    people = [("seeking", {"m-welder": 0.6, "m-engineer": 0.4}), ("", {"m-welder": 0.5})]
    asked = _asked(small_catalog, reader, [], people)
    shared = set(musts(small_catalog.roles["m-welder"].skills)) - set(musts(small_catalog.roles["m-engineer"].skills))
    for skill in shared:
        assert (asked[skill, "metal"]["registered"], asked[skill, "metal"]["available"]) == (1.1, 0.6)
    assert all(row["lines"] == 0 for row in asked.values())


def test_a_line_of_unknown_chain_is_kept(small_catalog, reader):
    asked = _asked(small_catalog, reader, [("", {"chain_id": None, "enterprise_id": "a", "skills": "金属a"})])
    assert asked["m-a", ""]["lines"] == 1


def test_nothing_asked_and_nobody_there(small_catalog, reader):
    assert _asked(small_catalog, reader, []) == {}


def test_the_table_stays_in_the_bureau():
    assert {column.disclosure for column in SKILLS_ASKED.columns} == {Disclosure.INTERNAL}
