import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from examples.generator.chance import Dice
from examples.generator.identifiers import (
    credit_check,
    credit_code,
    invalid_resident_id,
    misspelt,
    organisation_check,
    phone,
    resident_check,
    resident_id,
    short_resident_id,
)


def test_check_digits_agree_with_published_codes():
    assert credit_check("91350100M000100Y4") == "3"
    assert credit_check("91110000600037341") == "L"
    assert organisation_check("60003734") == "1"
    assert resident_check("11010519491231002") == "X"


@given(st.integers(1, 999_999))
def test_credit_codes_are_valid_for_an_independent_check_and_never_issued(serial):
    code = credit_code(serial)
    assert uscc.is_valid(code)
    assert code[2:4] == "99"
    assert code[16] == organisation_check(code[8:16])


@given(st.integers(1, 999_999), st.integers())
def test_a_misspelt_credit_code_differs_in_one_place_and_fails(serial, seed):
    code = credit_code(serial)
    wrong = misspelt(code, Dice(seed))
    assert sum(a != b for a, b in zip(code, wrong, strict=True)) == 1
    assert not uscc.is_valid(wrong)


def test_resident_ids_are_unique_and_carry_birth_and_sex():
    birth = date(1990, 3, 7)
    ids = [resident_id(serial, birth, female=serial % 2 == 0) for serial in range(1, 3000)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"99\d{4}19900307\d{3}[\dX]", number) for number in ids)
    assert all(resident_check(number[:17]) == number[17] for number in ids)
    assert [int(number[16]) % 2 == 0 for number in ids[:4]] == [False, True, False, True]


@given(st.integers(1, 100_000), st.integers())
def test_an_invalid_resident_id_is_invalid(serial, seed):
    wrong = invalid_resident_id(resident_id(serial, date(1985, 11, 30), female=True), Dice(seed))
    assert len(wrong) != 18 or resident_check(wrong[:17]) != wrong[17]


def test_the_short_form_drops_century_and_check():
    assert short_resident_id("110105194912310021") == "110105491231002"


def test_phones_lie_in_an_unserved_block():
    assert phone(37) == "15400000037"
