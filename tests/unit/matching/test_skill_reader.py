from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.matching.skills import SkillReader, wordings_of

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
    [("熟悉金属别名a，负责食品c。", {"m-a", "f-c"}), ("沟通", set()), ("", set()), ("金\u200b属别名a", {"m-a"})],
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


def test_long_duties_are_read_at_once(catalog):
    reader = SkillReader(wordings_of(catalog.skills))
    start = time.process_time()
    reader.told("熟悉PLC编程与数控机床操作，" * 10_000)
    assert time.process_time() - start < 2
