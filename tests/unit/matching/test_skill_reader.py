from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.matching.scoring.roles import asked_in_chains, of_catalog
from talentmap.matching.skills.reader import SkillReader, wordings_of

ALL = {"speaking", *(f"{prefix}-{letter}" for prefix in "mf" for letter in "abcdef")}


@pytest.fixture(scope="module")
def reader(small_catalog):
    return SkillReader(wordings_of(small_catalog.skills))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("金属a", {"m-a"}),
        ("金屬a；金属别名B|表达", {"m-a", "m-b", "speaking"}),
        ("ＭＥＴＡＬ", set()),
        ("金属 SKILL a", {"m-a"}),
        ("焊接", set()),
        ("", set()),
        ("口", set()),
    ],
)
def test_skills_in_a_list(reader, text, found):
    assert reader.listed(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("熟悉金属别名a，负责食品c。", {"m-a", "f-c"}),
        ("与客户沟通事宜", set()),
        ("会沟通。", {"speaking"}),
        ("", set()),
        ("金\u200b属别名a", {"m-a"}),
    ],
)
def test_skills_in_running_text(reader, text, found):
    assert reader.told(text) == found


def test_wordings_that_name_no_skill_are_kept_apart(reader):
    assert reader.read(["金属a", "全新技能", "表达", "别的"]) == (frozenset({"m-a", "speaking"}), "全新技能 别的")


def test_a_reader_without_skills_reads_none():
    empty = SkillReader({})
    assert empty.listed("PLC") == empty.told("PLC") == frozenset()


def test_java_is_not_javascript(catalog):
    reader = SkillReader(wordings_of(catalog.skills))
    assert reader.listed("Java") == {"ei-backend-development"}
    assert reader.listed("JavaScript") != reader.listed("Java")


@given(st.text(max_size=300))
def test_any_text_is_read(reader, text):
    assert reader.listed(text) <= ALL
    assert isinstance(reader.told(text), frozenset)


def test_long_duties_tell_what_one_of_their_sentences_tells(catalog):
    reader, sentence = SkillReader(wordings_of(catalog.skills)), "熟悉PLC编程与数控机床操作，"
    assert reader.told(sentence * 10_000) == reader.told(sentence) != frozenset()


@pytest.fixture(scope="module")
def shipped(catalog):
    return SkillReader(wordings_of(catalog.skills), asked_in_chains(of_catalog(catalog).roles))


@pytest.mark.parametrize(
    ("said", "skill"),
    [
        ("PLC程序设计", "plc-programming"),
        ("编写PLC程序", "plc-programming"),
        ("熟练掌握PLC应用者优先", "plc-programming"),
        ("AutoCAD 2020", "autocad"),
        ("会UG", "ug-nx"),
        ("UG10.0编程", "ug-nx"),
        ("ISO9001:2015", "iso9001"),
        ("设计模具", "mould-design"),
        ("experience with injection molding", "injection-moulding"),
        ("pyhton", "python-programming"),
        ("六西格马", "six-sigma"),
        ("低压电工证", "low-voltage-electrics"),
        ("數控機床操作", "cnc-operation"),
    ],
)
def test_one_skill_is_read_however_it_is_said(shipped, said, skill):
    assert shipped.listed(said) == {skill}


@pytest.mark.parametrize("said", ["JavaScript", "Objective-C", "时间管理", "手机维修", "会计核算", "C1驾照", "日语"])
def test_what_only_looks_like_a_skill_is_none(shipped, said):
    assert shipped.listed(said) == frozenset()


def test_a_wording_may_list_skills(shipped):
    assert shipped.listed("熟悉PLC编程和伺服调试") == {"plc-programming", "frequency-converters"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("无需PLC编程经验，会看图纸。", {"mechanical-drawing"}),
        ("SolidWorks not required, AutoCAD is a must.", {"autocad"}),
        ("No PLC programming experience needed.", set()),
        ("不仅要会PLC编程。", {"plc-programming"}),
        ("Debugging of designs.", set()),
        ("Fluent English speakers reach their goals", set()),
        ("仿真用 Fluent", {"ae-cfd-simulation"}),
    ],
)
def test_a_text_tells_of_skills_that_it_asks_for_and_of_whole_words(shipped, text, found):
    assert shipped.told(text) == found


def test_of_twins_the_chain_s_own_is_taken(shipped):
    assert shipped.listed("XRD", "new-materials") == {"nm-xrd-analysis"}
    assert shipped.listed("XRD", "ceramics-building-materials") == {"cb-phase-microstructure"}
    assert shipped.told("会用XRD", "new-materials") == {"nm-xrd-analysis"}


def test_wordings_learnt_at_once_and_one_by_one_are_read_alike(catalog):
    said = ["PLC应用", "pyhton", "全新技能", "会UG", "五轴加工", "手机维修"]
    at_once, singly = SkillReader(wordings_of(catalog.skills)), SkillReader(wordings_of(catalog.skills))
    at_once.learn(said)
    assert [at_once.listed(one) for one in said] == [singly.listed(one) for one in said]


@pytest.mark.parametrize(
    "text", ["会" * 10_000, "PLC编程" * 2_500, "无需" * 5_000, "a " * 5_000, "、" * 10_000, "𠮷\ud800" * 99]
)
def test_hostile_wordings_name_nothing_but_skills_there_are(shipped, catalog, text):
    assert shipped.listed(text) | shipped.told(text) <= catalog.skills.keys()
