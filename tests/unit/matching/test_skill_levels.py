from __future__ import annotations

import pytest

from talentmap.engine import EmbeddedEngine
from talentmap.matching import RoleMatcher
from talentmap.matching.placement.demand import skills_of_lines
from talentmap.matching.skills.skill_levels import musts, place_skills
from talentmap.tables.matching import DEMAND_ROLES, PERSON_ROLES, SKILLS_ASKED, WORDING_ROLES
from talentmap.tables.registry import PEOPLE
from talentmap.tables.schema import Disclosure
from talentmap.tables.survey import DEMAND


@pytest.fixture
def asked(tmp_path, small_catalog):
    """The rows of SKILLS_ASKED by skill and chain; lines are (role_id, line), people (available, {role_id: weight})."""
    reader = RoleMatcher(small_catalog).skills

    def counted(lines, people=()):
        demand = [{"line_id": str(k), "chain_id": "metal", **line} for k, (_, line) in enumerate(lines)]
        said = [{"chain_id": "", "skills": "", "duties": "", **{k: v for k, v in line.items() if v}} for line in demand]
        skills = ["|".join(sorted(found)) for found, _ in skills_of_lines(said, reader)]
        held = [{"person_id": f"p{k}", "available": state} for k, (state, _) in enumerate(people)]
        tables = {
            DEMAND: demand,
            DEMAND_ROLES: [
                {"line_id": str(k), "wording_id": str(k), "role_id": role} for k, (role, _) in enumerate(lines)
            ],
            WORDING_ROLES: [{"wording_id": str(k), "skills": words} for k, words in enumerate(skills)],
            PEOPLE: held,
            PERSON_ROLES: [
                {"person_id": f"p{k}", "role_id": role, "weight": weight}
                for k, (_, weights) in enumerate(people)
                for role, weight in weights.items()
            ],
        }
        with EmbeddedEngine(tmp_path) as engine:
            for table, rows in tables.items():
                engine.write(table, table.from_rows(rows))
            place_skills(engine, small_catalog)
            found = engine.read(SKILLS_ASKED)
        assert found.schema == SKILLS_ASKED.arrow_schema
        return {(row.pop("skill_id"), row.pop("chain_id")): row for row in found.to_pylist()}

    return counted


def test_a_line_counts_once_for_a_skill_whether_stated_or_told(small_catalog, asked):
    lines = [
        ("", {"enterprise_id": "a", "headcount": 3, "skills": "金属a|金属别名a", "duties": "负责金属a。"}),
        ("", {"enterprise_id": "a", "headcount": 2, "duties": "熟悉金属a，无需金属b经验。"}),
        ("", {"enterprise_id": "b", "headcount": None, "skills": "熟练掌握金属a"}),
    ]
    found = asked(lines)
    assert set(found) == {("m-a", "metal")}
    said = found["m-a", "metal"]
    assert (said["lines"], said["headcount"], said["enterprises"]) == (3, 5, 2)
    assert said["lines_must"] == said["headcount_must"] == said["enterprises_must"] == 0


def test_the_settled_role_tells_what_a_post_must_have_and_whose_chain_it_is(small_catalog, asked):
    lines = [("m-welder", {"enterprise_id": "a", "headcount": 4, "chain_id": "food", "skills": "表达"})]
    found = asked(lines)
    assert {chain for _, chain in found} == {"metal"}
    must = set(musts(small_catalog.roles["m-welder"].skills))
    assert must
    assert {skill for (skill, _), row in found.items() if row["headcount_must"] == 4} == must
    assert found["speaking", "metal"]["headcount"] == 4


def test_people_count_by_the_weight_of_roles_that_must_have_the_skill(small_catalog, asked):
    people = [("seeking", {"m-welder": 0.6, "m-engineer": 0.4}), ("", {"m-welder": 0.5})]
    found = asked([], people)
    shared = set(musts(small_catalog.roles["m-welder"].skills)) - set(musts(small_catalog.roles["m-engineer"].skills))
    for skill in shared:
        assert (found[skill, "metal"]["registered"], found[skill, "metal"]["available"]) == (1.1, 0.6)
    assert all(row["lines"] == 0 for row in found.values())


def test_a_line_of_unknown_chain_is_kept(small_catalog, asked):
    found = asked([("", {"chain_id": None, "enterprise_id": "a", "skills": "金属a"})])
    assert found["m-a", ""]["lines"] == 1


def test_nothing_asked_and_nobody_there(small_catalog, asked):
    assert asked([]) == {}


def test_the_table_stays_in_the_bureau():
    assert {column.disclosure for column in SKILLS_ASKED.columns} == {Disclosure.INTERNAL}
