import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from talentmap.registry.identity.identity_number import (
    IdFault,
    ResidentId,
    check_digit,
    read_resident_id,
    with_check_digit,
)

REFERENCE = dt.date(2026, 6, 30)


def read(text: str) -> ResidentId | IdFault:
    return read_resident_id(text, REFERENCE)


def test_the_published_vector():
    found = read("11010519491231002X")
    assert found == ResidentId("11010519491231002X", dt.date(1949, 12, 31), "f")
    assert found.region_known


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "\u200b11010519491231002X",
    ],
)
def test_other_ways_to_write_it(written):
    assert read(written) == read("11010519491231002X")


def test_fifteen_digits_become_eighteen():
    assert read("110105491231002") == read("11010519491231002X")


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("110105194912310021", IdFault.CHECK),
        ("11010519491231002", IdFault.FORM),
        ("4418************12", IdFault.FORM),
        ("护照E12345678", IdFault.FORM),
        ("4.40104E+17", IdFault.ROUNDED),
        ("4.401041990010113e+17", IdFault.ROUNDED),
        ("110105491331002", IdFault.BIRTH),
        (with_check_digit("11010520270101002"), IdFault.BIRTH),
        (with_check_digit("11010520230229002"), IdFault.BIRTH),
    ],
)
def test_faults(written, fault):
    assert read(written) is fault


def test_prefix_99_is_valid_and_known_and_98_is_a_foreigners():
    for prefix, known in (("99", True), ("98", True), ("81", True), ("66", False), ("00", False)):
        found = read(with_check_digit(f"{prefix}010519900101001"))
        assert isinstance(found, ResidentId)
        assert found.region_known is known


def test_seventeenth_digit_tells_sex():
    assert read(with_check_digit("99010519900101011")).sex == "m"
    assert read(with_check_digit("99010519900101012")).sex == "f"


@given(st.from_regex(r"[0-9]{17}", fullmatch=True))
def test_check_digit_agrees_with_stdnum(first17):
    assert check_digit(first17) == ric.calc_check_digit(first17 + "0")


BIRTHS = st.dates(dt.date(1940, 1, 1), dt.date(2020, 1, 1))


@given(BIRTHS, st.integers(0, 999), st.sampled_from(["110105", "110101", "440184"]))
def test_birth_dates_agree_with_stdnum(birth, sequence, region):
    number = with_check_digit(f"{region}{birth:%Y%m%d}{sequence:03d}")
    found = read(number)
    assert isinstance(found, ResidentId)
    assert found.birth == ric.get_birth_date(number)
    assert ric.is_valid(number) or region != "110105"


@given(BIRTHS, st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_never_passes(birth, sequence, place, shift):
    number = with_check_digit(f"990105{birth:%Y%m%d}{sequence:03d}")
    old = number[place]
    new = str((int(old) + shift) % 10) if old != "X" else str(shift)
    assert isinstance(read(number[:place] + new + number[place + 1 :]), IdFault)
