"""What stands in a cell: a line's true value in an office's words, and the pay that the words amount to."""

from __future__ import annotations

from examples.generator.chance import Dice
from examples.generator.chinese import full_width, is_chinese
from examples.generator.demand import Answer, Cell, Need
from examples.generator.styles import PayStyle, Style
from talentmap.model.taxonomy import Catalog, Education

COUNTS = (
    "headcount", "headcount_12m", "headcount_3y", "employed", "advertised", "filled", "applicants", "qualified",
    "suitable",
)  # fmt: skip
_LISTS = {"majors": "、", "certificates": "、", "skills": "、"}


def need_cell(field: str, need: Need, style: Style, catalog: Catalog, dice: Dice) -> Cell:
    """The cell of a demand line in one column."""
    if field in need.raw:
        return need.raw[field]
    if field in COUNTS:
        return _count(int(getattr(need, field)), field, style)
    if field in ("pay", "pay_low", "pay_high"):
        return _pay(field, need, style.pay)
    return _words(field, need, catalog, dice)


def _words(field: str, need: Need, catalog: Catalog, dice: Dice) -> Cell:
    if field in _LISTS:
        return dice.choice((_LISTS[field], "，", "/", ";")).join(getattr(need, field))
    if field == "experience_years" and need.experience_years and dice.chance(0.3):
        return f"{need.experience_years}年以上"
    plain: dict[str, Cell] = {
        "title": need.titled.text,
        "duties": need.duties,
        "months_open": need.months_open,
        "experience_years": need.experience_years,
        "education": _education(need.education, catalog, dice),
        "reasons": "、".join(_reason(reason, catalog, dice) for reason in need.reasons),
    }
    return plain[field]


def firm_cell(field: str, answer: Answer, catalog: Catalog, dice: Dice) -> Cell:
    """The cell of an enterprise's own value."""
    if field in answer.raw:
        return answer.raw[field]
    firm = answer.firm
    district = catalog.districts[firm.district_id]
    known: dict[str, Cell] = {
        "enterprise_name": firm.name,
        "credit_code": firm.credit_code,
        "chain": catalog.chains[firm.chain_id].zh,
        "employees": firm.employees,
        "home": district.zh,
        "district": dice.choice([district.zh, f"清远市{district.zh}", *(w for w in district.words if is_chinese(w))]),
    }
    return known[field]


def written_pay(need: Need, style: PayStyle) -> tuple[float, float] | None:
    """The monthly pay that the cell amounts to; None where it says nothing or is a planted fault."""
    if need.is_negotiable or any(field.startswith("pay") for field in need.raw):
        return None
    if style in (PayStyle.ANNUAL_UNIT, PayStyle.ANNUAL_HEADER):
        low, high = _annual_wan(need)
        return round(low * 10_000 / 12, 2), round(high * 10_000 / 12, 2)
    if style in (PayStyle.THOUSAND, PayStyle.WAN_MONTH, PayStyle.K):
        return float(_hundreds(need.pay_low)), float(_hundreds(need.pay_high))
    return float(need.pay_low), float(need.pay_high)


def _count(value: int, field: str, style: Style) -> Cell:
    if style.wide_digits:
        return full_width(str(value))
    return f"{value}人" if style.has_words_in_counts and field == "headcount" else value


def _pay(field: str, need: Need, style: PayStyle) -> Cell:
    if field != "pay":
        return "面议" if need.is_negotiable else int(getattr(need, field))
    return "面议" if need.is_negotiable else _pay_text(need, style)


def _pay_text(need: Need, style: PayStyle) -> str:
    low, high = need.pay_low, need.pay_high
    annual_low, annual_high = _annual_wan(need)
    return {
        PayStyle.RANGE: f"{low}-{high}",
        PayStyle.RANGE_UNIT: f"{low}-{high}元/月",
        PayStyle.ANNUAL_UNIT: f"{annual_low:g}-{annual_high:g}万/年",
        PayStyle.ANNUAL_HEADER: f"{annual_low:g}-{annual_high:g}",
        PayStyle.THOUSAND: f"{_hundreds(low) / 1000:g}-{_hundreds(high) / 1000:g}千/月",
        PayStyle.WAN_MONTH: f"{_hundreds(low) / 10_000:g}-{_hundreds(high) / 10_000:g}万/月",
        PayStyle.K: f"{_hundreds(low) / 1000:g}k-{_hundreds(high) / 1000:g}k",
        PayStyle.WIDE: full_width(f"{low}-{high}") + "元/月",
    }[style]


def _annual_wan(need: Need) -> tuple[float, float]:
    return round(need.pay_low * 12 / 10_000, 1), round(need.pay_high * 12 / 10_000, 1)


def _hundreds(yuan: int) -> int:
    return round(yuan, -2)


def _education(education: str, catalog: Catalog, dice: Dice) -> str:
    entry = catalog.education[education]
    if education == Education.NONE:
        return dice.choice(("不限", "无要求", ""))
    return dice.choice([entry.zh, *(word for word in entry.words if is_chinese(word))])


def _reason(reason_id: str, catalog: Catalog, dice: Dice) -> str:
    reason = catalog.reasons[reason_id]
    return reason.zh if dice.chance(0.7) else dice.choice(reason.words)
