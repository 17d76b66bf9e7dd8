"""The library call: any list of titles in any list of roles."""

from __future__ import annotations

import pandas as pd
import pytest

from talentmap.matching import TitleMatcher, match_titles
from talentmap.matching.calibration import ENOUGH
from talentmap.model.occupation import Occupation

ROLES = [
    {"role_id": "welder", "name": "焊工", "aliases": ["电焊工"], "parent": "金属加工", "definition": "焊接金属"},
    {"role_id": "fitter", "name": "钳工", "parent": "金属加工", "definition": "装配和修整机械零件"},
    {"role_id": "welding-engineer", "name": "焊接工程技术人员", "parent": "工程", "skills": ["焊接工艺评定", "探伤"]},
    {"role_id": "accountant", "name": "会计专业人员", "aliases": ["会计"], "parent": "财务"},
]  # fmt: skip
HARD = [
    "", " ", "\x00\x01", "😀🔧", "焊" * 10_000, "a" * 10_000, "（）", "\u202e焊工", "/" * 5000, "焊工\n会计", "Ж焊é工",
    "1" * 9999,
]  # fmt: skip


def test_each_title_gets_its_answer_in_its_place():
    found = match_titles(["电焊工", "会计", "飞行员", "电焊工"], ROLES)
    assert [one.role_id for one in found] == ["welder", "accountant", None, "welder"]
    assert [one.band for one in found] == ["accepted", "accepted", "none", "accepted"]
    assert found[0] == found[3]
    assert found[0].reasons.startswith("alias=")


def test_stated_skills_speak_for_the_role_that_asks_for_them():
    plain, skilled = match_titles(["技术人员"] * 2, ROLES, skills=[[], ["探伤", "焊接工艺评定"]])
    chances = [{one.role_id: one.probability for one in match.candidates} for match in (plain, skilled)]
    assert chances[1]["welding-engineer"] > chances[0].get("welding-engineer", 0)


def test_a_decision_is_reapplied_to_the_very_title_however_it_is_written():
    decisions = [("数控小能手", "fitter"), ("电焊工", None)]
    found = match_titles(["数控小能手", "數控小能手", "急招数控小能手8k", "电焊工"], ROLES, decisions=decisions)
    assert [one.role_id for one in found[:3]] == ["fitter"] * 3
    assert all(one.probability > 0.9 for one in found[:3])
    assert found[3].role_id is None


def test_a_decision_changes_no_answer_to_an_unrelated_title():
    titles = ["焊工", "氩弧焊工", "会计", "焊接工程师", "飞行员", "装配钳工"]
    before = match_titles(titles, ROLES)
    after = match_titles(titles, ROLES, decisions=[("数控小能手", "fitter"), ("仓库保管", None)])
    assert [one.candidates for one in after] == [one.candidates for one in before]


def test_a_like_title_hears_the_decision_and_says_so():
    (match,) = match_titles(["资深数控小能手"], ROLES, decisions=[("数控小能手操机", "fitter")])
    assert "decided~数控小能手操机" in match.candidates[0].reasons


def test_many_decisions_recalibrate():
    names = [f"{chr(0x4E00 + 7 * k)}{chr(0x5200 + 11 * k)}焊工" for k in range(ENOUGH + 10)]
    decided = TitleMatcher(ROLES, [(name, "welder") for name in names])
    plain = TitleMatcher(ROLES)
    asked = [f"{chr(0x6300)}{chr(0x6500)}焊工"]
    assert decided.match(asked)[0].probability > plain.match(asked)[0].probability


def test_a_higher_target_accepts_no_more():
    titles = ["焊工", "电焊工师傅", "会计", "装配钳工", "焊接技术人员"]
    bands = [[one.band for one in TitleMatcher(ROLES, target_precision=target).match(titles)] for target in (0.8, 0.99)]
    assert bands[1].count("accepted") <= bands[0].count("accepted")


def test_the_group_is_told_where_no_role_is_safe():
    roles = [
        {"role_id": k, "name": name, "parent": "水产养殖"} for k, name in (("a", "水产养殖工"), ("b", "水产养殖员"))
    ]
    (match,) = match_titles(["水产养殖"], [*roles, {"role_id": "c", "name": "会计", "parent": "财务"}])
    assert (match.band, match.group) == ("review", "水产养殖")


@pytest.mark.parametrize("roles", [[], [{"role_id": "x", "name": ""}], ROLES * 2])
def test_poor_taxonomies_are_matched_all_the_same(roles):
    assert len(match_titles(["焊工", *HARD], roles)) == 1 + len(HARD)


def test_roles_are_read_as_leniently_as_files():
    roles = [
        {"role_id": 1, "name": "焊工", "aliases": None, "skills": "焊接|打磨", "isco": "7212"},
        {"role_id": None, "name": "电工"},
        {"role_id": "c", "name": float("nan")},
        {"role_id": 1, "name": "钳工"},
        {"role_id": "e", "name": "会计", "skills": ["记账", "报税"]},
    ]
    matcher = TitleMatcher(roles)
    told = [(problem.code, problem.source.row) for problem in matcher.problems]
    assert told == [
        ("catalog-taxonomy-no-id", 2),
        ("catalog-taxonomy-no-name", 3),
        ("catalog-taxonomy-duplicate-id", 4),
    ]
    (match,) = matcher.match(["员工"], skills=["打磨"])
    assert match.candidates[0].role_id == "1" and "skills=" in match.candidates[0].reasons


def test_empty_cells_of_a_data_frame_are_empty_titles():
    found = match_titles(["焊工", None, float("nan")], ROLES, skills=[None, float("nan"), [None, "打磨"]])
    assert [(one.title, one.band) for one in found] == [("焊工", "accepted"), ("", "none"), ("", "none")]


def test_hard_titles_are_answered_each_in_its_place():
    matcher = TitleMatcher(ROLES)
    alone = [matcher.match([title])[0] for title in HARD]
    found = matcher.match(HARD * 20)
    assert [(one.title, one.band) for one in found] == [(one.title, one.band) for one in alone] * 20


def test_lists_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="1 titles, but 2 chains"):
        match_titles(["焊工"], ROLES, chains=["a", "b"])


@pytest.mark.parametrize("as_given", [iter, tuple, pd.Series, lambda entries: pd.Series(entries, index=range(5, 7))])
def test_titles_skills_and_roles_may_be_anything_that_is_gone_through(as_given):
    titles, skills = ["技术人员", "电焊工"], [["探伤"], []]
    found = TitleMatcher(iter(ROLES)).match(as_given(titles), skills=as_given(skills))
    assert found == match_titles(titles, ROLES, skills=skills)


def test_one_text_is_not_taken_for_its_letters():
    with pytest.raises(TypeError, match=r"give a list: \[title\]"):
        match_titles("电焊工", ROLES)


def test_a_table_in_place_of_roles_is_refused():
    with pytest.raises(TypeError, match="a role is an Occupation or a mapping, not str"):
        TitleMatcher(pd.DataFrame(ROLES))


def test_a_role_given_twice_counts_once_and_is_told():
    roles = [Occupation(role_id="welder", name="焊工"), Occupation(role_id="fitter", name="钳工")]
    twice = TitleMatcher([*roles, *roles])
    assert twice.match(["焊工"]) == TitleMatcher(roles).match(["焊工"])
    assert [problem.code for problem in twice.problems] == ["catalog-taxonomy-duplicate-id"] * 2


def test_of_two_wordings_that_come_equally_near_the_one_in_the_titles_script_counts():
    """Where most wordings hold 工程师 and engineer, those tell nothing, and smt工程师 comes as near as smt engineer."""
    roles = [{"role_id": f"o{k}", "name": f"{chr(0x4E00 + k)}工程师", "aliases": f"x{k} engineer"} for k in range(200)]
    matcher = TitleMatcher([*roles, {"role_id": "smt", "name": "smt工程师", "aliases": "smt engineer"}])
    for title, wording in (("高级SMT设备", "smt工程师"), ("senior smt lead", "smt engineer")):
        best = matcher.match([title])[0].candidates[0]
        assert best.role_id == "smt"
        assert f"title~{wording}" in best.reasons
