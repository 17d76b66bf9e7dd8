import datetime as dt

import pytest

from talentmap.model.thresholds import SupplyRules
from talentmap.registry.people.availability import graduating_years
from talentmap.registry.privacy import looks_personal
from talentmap.registry.values import Month, is_blank, phone_tail, read_month, read_monthly_pay, read_phone


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("1990-05-03", Month(1990, 5)),
        ("1990/5/3", Month(1990, 5)),
        ("1990.05", Month(1990, 5)),
        ("19900503", Month(1990, 5)),
        ("199005", Month(1990, 5)),
        ("1990年5月", Month(1990, 5)),
        ("１９９０年５月３日", Month(1990, 5)),
        ("1990-05-03 00:00:00", Month(1990, 5)),
        ("1990", Month(1990)),
        ("2027年", Month(2027)),
        ("1990-13", None),
        ("05/03/1990", None),
        ("五月", None),
        ("", None),
    ],
)
def test_months(text, month):
    assert read_month(text) == month


def test_a_year_alone_has_no_birth_month():
    assert str(Month(1990)) == ""
    assert str(Month(1990, 5)) == "1990-05"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("8500", 8500.0),
        ("8,500.50", 8500.5),
        ("8500元", 8500.0),
        ("￥8500", 8500.0),
        ("0", None),
        ("-3", None),
        ("8-9千", None),
        ("9999999", 9999999.0),
        ("10000000", None),
        ("9" * 400, None),
    ],
)
def test_money(text, amount):
    assert read_monthly_pay(text) == amount


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("13800138000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("0763-3366000", "07633366000"),
        ("00000000000", ""),
        ("12345", ""),
        ("无", ""),
    ],
)
def test_phones(text, digits):
    assert read_phone(text) == digits


def test_blanks():
    assert all(is_blank(text) for text in ("", " ", "无", " - ", "N/A", "null", "　"))
    assert not is_blank("无线电")


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("焊工 13800138000", True),
        ("焊工138 0013 8000", True),
        ("证号11010519491231002x", True),
        ("CNC-6140 车床", False),
        ("2019级1班", False),
        ("9144180012345678901", False),
    ],
)
def test_numbers_of_persons(text, personal):
    assert looks_personal(text) is personal


@pytest.mark.parametrize(
    ("written", "tail"),
    [("13800138000", "8000"), ("138****8000", "8000"), ("138 0013 8000", "8000"), ("138****", ""), ("", "")],
)
def test_phone_tails(written, tail):
    assert phone_tail(written) == tail
    assert read_phone("138****8000") == ""


@pytest.mark.parametrize(
    ("day", "months", "years"),
    [
        (dt.date(2026, 6, 30), 12, (2026,)),
        (dt.date(2026, 7, 1), 12, (2026,)),
        (dt.date(2026, 7, 2), 12, (2027,)),
        (dt.date(2026, 12, 31), 12, (2027,)),
        (dt.date(2026, 12, 31), 6, ()),
        (dt.date(2026, 6, 30), 24, (2026, 2027)),
    ],
)
def test_one_class_graduates_in_twelve_months(day, months, years):
    assert graduating_years(day, SupplyRules(graduating_within_months=months)) == years
