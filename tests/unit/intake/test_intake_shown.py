from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.intake.cells.shown import mask, shown, shown_path


@pytest.mark.parametrize(
    "personal",
    [
        "11010519491231002X",
        "110105 19491231 002x",
        "138 0013 8000",
        "13800138000",
        "+86 138-0013-8000",
        "１３８００１３８０００",
        "110105491231002",
        "hr@example.com",
    ],
)
def test_personal_numbers_are_hidden_wherever_they_stand(personal: str) -> None:
    for text in (personal, f"联系{personal}张", f"焊工（{personal}）"):
        hidden = mask(text)
        assert "*" in hidden
        assert sum(character.isdigit() for character in hidden) <= 1


@pytest.mark.parametrize(
    "text", ["6000-8000元/月", "2026年8-12万", "91350100M000100Y43", "焊工", "0763-3388123", "3 5 8"]
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert mask(text) == text


def test_a_value_is_cut_to_forty_characters() -> None:
    assert len(shown("长" * 100)) == 40
    assert shown(None) == ""


def test_cutting_never_comes_before_masking() -> None:
    assert "13800" not in shown("长" * 33 + "13800138000")


@given(st.integers(13, 19), st.integers(0, 10**9 - 1), st.text("甲乙 ,，a-", max_size=5))
def test_no_mobile_number_ever_shows(lead: int, rest: int, around: str) -> None:
    number = f"{lead}{rest:09d}"
    assert number not in shown(around + number + around)


def test_a_path_is_printable() -> None:
    assert shown_path("a\nb\u202e.csv") == "a\\u000ab\\u202e.csv"
    assert shown_path("\udcff.csv").isprintable()
