from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake_samples import credit_code
from stdnum.cn import uscc

from talentmap.intake.cells.codes import (
    ALPHABET,
    CodeFault,
    check_character,
    check_code,
    fits,
    mends,
    organisation_digit,
)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000600037341L"])
def test_the_two_published_codes_are_right(code: str) -> None:
    assert check_code(code).right
    assert check_code(f" {code.lower()[:8]}-{code[8:]}　").code == code


def test_full_width_is_the_same_code() -> None:
    assert check_code("９１３５０１００Ｍ０００１００Ｙ４３").right


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91350100M000100Y4", CodeFault.LENGTH),
        ("9135O100M000100Y43", CodeFault.ALPHABET),
        ("91350100M000100Y44", CodeFault.CHECK),
        ("B1350100M000100Y43", CodeFault.ALPHABET),
    ],
)
def test_each_fault_has_its_name(code: str, fault: CodeFault) -> None:
    assert check_code(code).fault is fault


def test_a_letter_o_for_a_zero_is_mended() -> None:
    assert check_code("9135O1OOMOOO1OOY43").mend == "91350100M000100Y43"


def test_a_mend_is_only_offered_when_it_is_the_only_one() -> None:
    code = "91350100M000100Y44"
    assert check_code(code).mend == (mends(code)[0] if len(mends(code)) == 1 else "")


_BODY = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8)


@given(st.sampled_from("1259"), st.sampled_from("123"), st.from_regex(r"[0-9]{6}", fullmatch=True), _BODY)
def test_made_codes_are_right_and_the_oracle_agrees(first: str, second: str, region: str, body: str) -> None:
    head = first + second + region + body + organisation_digit(body)
    code = head + check_character(head)
    if organisation_digit(body) in ALPHABET:
        assert fits(code)
    assert uscc.calc_check_digit(head) == code[-1]


@given(st.integers(0, 9999), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_never_passes_and_the_right_code_is_among_the_mends(
    serial: int, place: int, character: str
) -> None:
    code = credit_code(serial)
    if code[place] == character or not fits(code):
        return
    wrong = code[:place] + character + code[place + 1 :]
    assert not fits(wrong)
    assert code in mends(wrong)


def test_the_inner_organisation_digit_is_checked() -> None:
    body = "M000100Y"
    wrong = "91350100" + body + ("5" if organisation_digit(body) != "5" else "6")
    assert not fits(wrong + check_character(wrong))


def test_the_places_that_would_mend_a_code_are_told() -> None:
    code = credit_code(1)
    wrong = code[:5] + ("1" if code[5] != "1" else "2") + code[6:]
    check = check_code(wrong)
    assert 6 in check.positions
    assert {next(i for i in range(18) if mend[i] != wrong[i]) + 1 for mend in mends(wrong)} == set(check.positions)


def test_two_digits_changed_about_are_put_back() -> None:
    code = credit_code(4)
    place = next(place for place in range(2, 7) if code[place] != code[place + 1])
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert check_code(wrong).mend in (code, "")
    assert code in {check_code(wrong).mend, *mends(wrong)} or check_code(wrong).positions
