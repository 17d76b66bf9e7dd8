"""Harmless rewriting never changes the answer; near misses are never taken for one another."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from small_edition import METAL_ROLES, roles_yaml, write_catalogs

from talentmap.catalog.read import read_catalog
from talentmap.matching import Query, RoleMatcher
from talentmap.matching.verdict import settle
from talentmap.model.taxonomy import Tier

TRADITIONAL = OpenCC("s2t")
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


def _is_chinese(title):
    return not any(character.isascii() for character in title)


REWRITINGS = {
    "full width": lambda title: title.translate(WIDE),
    "upper case": str.upper,
    "lower case": str.lower,
    "blanks around": lambda title: f" \u3000{title}\t ",
    "blanks inside": lambda title: " ".join(title) if _is_chinese(title) else title,
    "zero-width characters": "\u200b".join,
    "traditional characters": TRADITIONAL.convert,
    "recruiter's prefix": lambda title: f"某某科技有限公司招聘{title}",
    "recruiter's call": lambda title: f"急聘 {title}",
    "requisition code": lambda title: f"{title} A-1024",
    "heads": lambda title: f"{title}5名",
}


def _answers(matcher, titles):
    found = matcher.match([Query(title) for title in titles])
    return [[(candidate.role_id, candidate.probability) for candidate in candidates] for candidates in found]


@pytest.mark.parametrize("name", REWRITINGS)
def test_harmless_rewriting_does_not_change_the_answer(catalog, matcher, name):
    titles = sorted({title for role in catalog.roles.values() for title in (role.zh, *role.aliases[:1])})[::3]
    before, after = (_answers(matcher, written) for written in (titles, [REWRITINGS[name](title) for title in titles]))
    changed = [title for title, one, other in zip(titles, before, after, strict=True) if one[:1] != other[:1]]
    assert len(titles) > 80
    assert changed == []


@pytest.mark.parametrize("k", range(3))
def test_the_answer_does_not_depend_on_the_company_of_other_titles(catalog, matcher, k):
    titles = [role.zh for role in catalog.roles.values()][k::40]
    assert _answers(matcher, titles) == [_answers(matcher, [title])[0] for title in titles]
    assert _answers(matcher, titles[::-1]) == _answers(matcher, titles)[::-1]


def test_nor_on_the_tier_in_which_the_same_title_is_asked_beside_it(matcher):
    """So that people may be placed profile by profile, in batches of any size and on any machine."""
    titles = ["焊接工程师", "线路板助理工程师", "档案管理员", "货车司机", "质量主管"]
    queries = [Query(title, tier=tier) for title in titles for tier in (None, *Tier)]
    together = matcher.match(queries)
    assert together == [matcher.match([query])[0] for query in queries]
    assert len({tuple(c.probability for c in found) for found in together}) > len(titles)


def test_every_role_is_found_by_its_own_name_in_its_own_chain(catalog, matcher):
    roles = list(catalog.roles.values())
    found = matcher.match([Query(role.zh, role.chain_id) for role in roles])
    lost = [role.id for role, candidates in zip(roles, found, strict=True) if candidates[0].role_id != role.id]
    assert lost == []


@settings(max_examples=40)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_titles_get_probabilities_that_add_up_to_at_most_one(matcher, titles):
    for candidates in matcher.match([Query(title) for title in titles]):
        chances = [candidate.probability for candidate in candidates]
        assert chances == sorted(chances, reverse=True)
        assert sum(chances) <= 1 + 1e-3
        assert len({candidate.role_id for candidate in candidates}) == len(candidates)


NEAR_MISSES = [
    ("高级技师", "高级技工"),
    ("工艺工程师", "工艺美术师"),
    ("焊接工程师", "焊工"),
    ("护理员", "护林员"),
    ("护理", "护林"),
    ("Java开发工程师", "JavaScript开发工程师"),
    ("Java", "JavaScript"),
]


def _only(tmp_path, *names):
    """A catalog whose roles have these names and no other wording."""
    write_catalogs(tmp_path)
    plain = METAL_ROLES[2]
    roles = [(f"m-role-{k}", name, f"post number {k}", *plain[3:6], "", *plain[7:]) for k, name in enumerate(names)]
    fillers = [role for role in METAL_ROLES if role[0] != "m-welder"]
    (tmp_path / "chains/metal/roles.yaml").write_text(roles_yaml([*roles, *fillers]), encoding="utf-8")
    return read_catalog(tmp_path, "nowhere")


def _accepted(catalog, title):
    candidates = RoleMatcher(catalog).match([Query(title, "metal")])[0]
    return settle(candidates, catalog.rules.matching).role_id


@pytest.mark.parametrize(("one", "other"), NEAR_MISSES + [(b, a) for a, b in NEAR_MISSES])
def test_a_near_miss_is_not_accepted_even_where_nothing_better_is_known(tmp_path, one, other):
    catalog = _only(tmp_path, one)
    assert _accepted(catalog, one) == "m-role-0"
    assert _accepted(catalog, other) == ""


@pytest.mark.parametrize(("one", "other"), NEAR_MISSES)
def test_each_of_two_near_names_is_found(tmp_path, one, other):
    catalog = _only(tmp_path, one, other)
    assert [_accepted(catalog, title) for title in (one, other)] == ["m-role-0", "m-role-1"]


@pytest.mark.parametrize("title", ["护理员", "护林员", "人事专员", "英语教师", "幼师", "律师", "骑手"])
def test_a_job_of_no_chain_is_not_accepted(catalog, matcher, title):
    candidates = matcher.match([Query(title)])[0]
    assert settle(candidates, catalog.rules.matching).role_id == ""
