from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.matching.titles import grammar as grammar_module
from talentmap.matching.titles import noise
from talentmap.matching.titles.grammar import TitleGrammar
from talentmap.model.taxonomy import Tier

NASTY = ["(", ")", "（" * 300, "招聘" * 150, "1" * 300, "1-" * 150, "10k-", "a1" * 150, "-_#" * 100, "\ufdfa" * 300,
         "高级" * 150, "+" * 300, "\x00", "\u200b" * 300, "/" * 300, " " * 300, "1.1" * 100, "元" * 300]  # fmt: skip

BENEFITS = """
五险一金 六险二金 双休 周末双休 大小双休 上五休二 做五休二 朝九晚五 提供食宿
免费工作餐 包住宿 食宿 吃住 住宿 工作餐 班车接送 包吃 交通补贴 通话津贴 住房补贴
餐饮补贴 饭补 补贴 津贴 餐补 房补 车贴 话补 带薪年假 年假 年终奖 全勤奖金
绩效奖 月度奖 高额奖金 年底双薪 13薪 年终14薪 节日福利 季度旅游 免费培训 急招
急聘 高薪 诚招 诚聘 长白班 可培训 有经验优先 应届生可 可接受应届毕业生 接受应届生
应届毕业生优先 薪资面议 薪面议 待遇面议 工资面议 无责底薪 待遇优厚 待遇优
"""


@pytest.fixture(scope="module")
def grammar(catalog):
    return TitleGrammar(catalog.levels)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("焊工", "焊工"),
        ("某某公司招聘焊工", "焊工"),
        ("急聘：焊工", "焊工"),
        ("焊工 8-12k", "焊工"),
        ("焊工10名", "焊工"),
        ("焊工（五险一金）双休", "焊工"),
        ("A-102 焊工", "焊工"),
        ("銷售工程師", "销售工程师"),
        ("ＷＥＬＤＥＲ", "welder"),
    ],
)
def test_noise_is_taken_off(grammar, raw, clean):
    assert grammar.parse(raw).clean == clean


@pytest.mark.parametrize(
    "benefit",
    BENEFITS.split(),
)
def test_benefits_are_taken_off(grammar, benefit):
    assert [grammar.parse(f"焊工{beside}").clean for beside in (f" {benefit}", f"（{benefit}）")] == ["焊工"] * 2


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Welder (m/f/d)", "welder"),
        ("Welder + benefits", "welder"),
        ("Welder, work from home", "welder"),
        ("Welder - 2nd shift", "welder"),
        ("Welder req 4711", "welder"),
        ("Now hiring: Welder", "welder"),
        ("Welder at Acme Steel Ltd.", "welder"),
        ("HiringManager", "hiringmanager"),
    ],
)
def test_english_talk_around_a_title_is_taken_off(grammar, raw, clean):
    assert grammar.parse(raw).clean == clean


@pytest.mark.parametrize(
    ("raw", "tier", "rank", "skill_level"),
    [
        ("高级技师", Tier.TECHNICIAN, -1, "senior_technician"),
        ("高级技工", Tier.TECHNICIAN, -1, "senior_worker"),
        ("焊工技师", Tier.TECHNICIAN, -1, "technician"),
        ("高级工程师", Tier.ENGINEER, 3, ""),
        ("高级工艺员", Tier.ENGINEER, 3, ""),
        ("焊接工程师", Tier.ENGINEER, -1, ""),
        ("焊工", Tier.TECHNICIAN, -1, ""),
        ("焊工(高级技师)", Tier.TECHNICIAN, -1, "senior_technician"),
        ("首席科学家", Tier.SCIENTIST, 4, ""),
        ("管培生", Tier.YOUTH, -1, ""),
        ("销售经理", None, 5, ""),
    ],
)
def test_level_words_and_nothing_else_speak_for_the_tier(grammar, raw, tier, rank, skill_level):
    title = grammar.parse(raw)
    assert (title.tier, title.seniority_rank, title.skill_level) == (tier, rank, skill_level)


def test_the_function_named_last_counts(grammar):
    assert grammar.function(grammar.parse("芯片销售工程师")) == "sales"
    assert grammar.function(grammar.parse("销售设备维修")) == "maintenance"
    assert grammar.function(grammar.parse("某某")) == ""


def test_a_double_post_has_its_parts(grammar):
    assert grammar.parse("挤压工艺师/模具设计师").parts == ("挤压工艺师", "模具设计师")
    assert grammar.parse("焊工").parts == ()


@pytest.mark.parametrize(
    ("title", "certificates", "asked"),
    [
        ("焊工", "", ("", "")),
        ("焊工", "高级工", ("", "senior_worker")),
        ("焊工", "中级工|焊工高级技师、工程师", ("intermediate", "senior_technician")),
        ("焊工高级技师", "中级工", ("", "senior_technician")),
        ("熔铸工程师", "", ("", "")),
        ("高级工程师", "", ("associate_senior", "")),
        ("熔铸工程师", "正高级工程师，高级工程師", ("full_senior", "")),
        ("焊工", "电工证", ("", "")),
        ("", "", ("", "")),
    ],
)
def test_levels_that_a_post_asks_for(grammar, title, certificates, asked):
    assert grammar.levels_asked(title, certificates) == asked


@given(st.text(max_size=400))
def test_any_text_is_parsed(grammar, text):
    title = grammar.parse(text)
    assert isinstance(title.clean, str)
    assert -1 <= title.seniority_rank <= 5
    assert title.clean == grammar.parse(title.clean).clean or len(text) > 0


@given(st.text(alphabet="高级技师工程招聘急(（)）/-_#10kK元万名·+ 、a", max_size=120))
def test_any_mixture_of_title_words_is_parsed_alike_in_any_width(grammar, text):
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert grammar.parse(wide) == grammar.parse(text)


@pytest.mark.parametrize("nasty", NASTY)
def test_a_hostile_title_is_no_longer_than_a_title_can_be(grammar, nasty):
    for text in (nasty, nasty * 1000, f"焊工{nasty}", f"{nasty}招聘"):
        assert len(grammar.parsed(text).whole) <= 600
    assert grammar.parsed(f"焊工 {nasty * 1000}") == grammar.parsed(f"焊工 {nasty * 300}")


def english_words(catalog):
    """Every English word that the patterns of noise, the level words and the roles name."""
    patterns = [value.pattern for value in vars(noise).values() if isinstance(value, re.Pattern)]
    named = [catalog.levels.model_dump_json(), *(role.en for role in catalog.roles.values())]
    return sorted({word for text in (*patterns, *named) for word in re.findall("[a-z]{2,}", text.lower())})


def test_a_plain_english_title_is_read_as_if_it_were_not_known_to_be_plain(catalog, grammar, monkeypatch):
    words, dice = english_words(catalog), random.Random(5)  # noqa: S311 - the same titles every time
    titles = [" ".join(dice.choices(words, k=dice.randint(1, 5))) for _ in range(20_000)]
    told = [grammar.parsed(title) for title in titles]
    plain = sum(noise.is_plain_english(title, grammar._telling) for title in titles)
    assert 2_000 < plain < 18_000
    monkeypatch.setattr(grammar_module, "is_plain_english", lambda folded, telling: False)
    assert [title for title, one in zip(titles, told, strict=True) if grammar.parsed(title) != one] == []
