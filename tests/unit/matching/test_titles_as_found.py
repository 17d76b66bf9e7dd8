"""Titles shaped like those of real advertisements, made up for the purpose."""

from __future__ import annotations

import pytest

from talentmap.matching.titles.grammar import TitleGrammar
from talentmap.model.taxonomy import Tier


@pytest.fixture(scope="module")
def grammar(catalog):
    return TitleGrammar(catalog.levels)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("挤压操作工+周末双休+食宿补贴", "挤压操作工"),
        ("挤压操作工/朝九晚五/提供住宿", "挤压操作工"),
        ("底薪4.5K起聘挤压操作工", "挤压操作工"),
        ("某某上市公司聘挤压操作工", "挤压操作工"),
        ("【某某铝业】诚聘挤压操作工", "挤压操作工"),
        ("挤压操作工（急聘）", "挤压操作工"),
        ("挤压操作工（急聘&应届也可以）", "挤压操作工"),
        ("挤压操作工(职位编号：007)", "挤压操作工"),
        ("挤压操作工J10863", "挤压操作工"),
        ("00020-挤压操作工", "挤压操作工"),
        ("挤压操作工薪资6000-8000", "挤压操作工"),
        ("挤压操作工/助理", "挤压操作工"),
        ("招聘专员", "招聘专员"),
        ("C++开发工程师", "c++开发工程师"),
    ],
)
def test_what_an_advertisement_adds_is_taken_off(grammar, raw, clean):
    assert grammar.parse(raw).clean == clean


@pytest.mark.parametrize(
    ("raw", "core", "rank"),
    [
        ("挤压高级工程师", "挤压工程师", 3),
        ("高级挤压工程师", "挤压工程师", 3),
        ("挤压工程师主管", "挤压工程师", 4),
        ("焊工高级技师", "焊工", -1),
        ("senior welder", "welder", 3),
        ("internal auditor", "internal auditor", -1),
    ],
)
def test_the_level_word_may_open_close_or_stand_before_the_noun(grammar, raw, core, rank):
    title = grammar.parse(raw)
    assert (title.core, title.seniority_rank) == (core, rank)


@pytest.mark.parametrize(
    ("raw", "tier"),
    [
        ("挤压检验员", Tier.TECHNICIAN),
        ("挤压后备工程师", Tier.YOUTH),
        ("实习挤压工程师", Tier.YOUTH),
        ("助理挤压工程师", Tier.ENGINEER),
        ("挤压研发助理", Tier.YOUTH),
        ("总经理助理", None),
        ("工艺工程师-挤压", Tier.ENGINEER),
    ],
)
def test_tiers_of_closing_nouns(grammar, raw, tier):
    assert grammar.parse(raw).tier is tier


def test_a_turned_title_is_also_read_the_right_way_round(grammar):
    assert "铝挤压工艺工程师" in grammar.parse("工艺工程师-铝挤压").names


def test_an_entry_post_is_not_named_by_its_trade(grammar):
    title = grammar.parse("实习挤压工程师")
    assert "挤压工程师" not in title.names
    assert "挤压工程师" in title.hints


def test_words_in_brackets_never_name_the_post(grammar):
    assert "焊工" not in grammar.parse("车间主任（焊工）").names


@pytest.mark.parametrize(
    ("raw", "is_general"),
    [("技术员", True), ("普工", True), ("生产员工", True), ("高级工程师", True), ("技术人员（急招）", True),
     ("焊工", False), ("挤压技术员", False), ("设备维修工", False)],
)  # fmt: skip
def test_titles_that_name_no_trade(grammar, raw, is_general):
    assert grammar.parse(raw).is_general is is_general
