"""How a value is put into a cell: 3, 3人, ３ or 三; 8-12万/年 under 薪资; and what a reader should then hold."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from talentmap.model.taxonomy import Catalog

Cell = str | int | float | None
_HAN = "零一二三四五六七八九十"
_EDUCATION = {
    "none": ("不限", "学历不限", "无要求"),
    "secondary": ("高中", "中专", "高中/中专", "中专及以上", "高中及以上学历"),
    "associate": ("大专", "大专及以上", "专科", "专科以上学历", "大专或以上"),
    "bachelor": ("本科", "本科及以上", "大学本科", "全日制本科", "统招本科及以上"),
    "master": ("硕士", "硕士及以上", "硕士研究生", "研究生及以上"),
    "doctorate": ("博士", "博士研究生", "博士及以上"),
}
PAY_STYLES = ("month_plain", "month_unit", "year_wan", "free", "ends", "ends_period", "thousands")


def count(chance: random.Random, value: int, plain: bool) -> Cell:
    """A number of people."""
    forms: list[Callable[[], Cell]] = [lambda: value]
    if not plain:
        forms += [
            lambda: value,
            lambda: str(value),
            lambda: f"{value}人",
            lambda: f"{value} 名",
            lambda: "".join(chr(ord(digit) + 0xFEE0) for digit in str(value)),
            lambda: _HAN[value] if value <= 10 else str(value),
            lambda: f" {value}\u3000",
        ]
    return chance.choice(forms)()


def months(chance: random.Random, value: float, plain: bool) -> Cell:
    """A length of time under a header in months."""
    forms: list[Cell] = [int(value)]
    if not plain:
        forms += [f"{value:g}个月", f"{value:g}", f"{value:g}月"]
        forms += [f"{value / 12:g}年"] if value % 12 == 0 else ["半年"] if value == 6 else []
    return chance.choice(forms)


def years(chance: random.Random, value: float, plain: bool) -> Cell:
    """Years of experience asked, as a floor."""
    if plain:
        return int(value)
    if value == 0:
        return chance.choice(("不限", "无要求", "应届生", 0))
    return chance.choice(
        (f"{value:g}年以上", f"{value:g}-{value + 2:g}年", f"{value:g}年及以上", int(value), f"{value:g}年")
    )


def education(chance: random.Random, value: str) -> Cell:
    """An education floor."""
    return chance.choice(_EDUCATION[value])


def listed(chance: random.Random, items: tuple[str, ...]) -> Cell:
    """Several things in one cell."""
    return chance.choice(("、", "，", ",", ";", "；", "/", "\n", "|")).join(items)


def coded(chance: random.Random, catalog: Catalog, ids: tuple[str, ...]) -> Cell:
    """Reasons by their labels."""
    return chance.choice(("、", ";", "；", "\n")).join(catalog.reasons[entry].zh for entry in ids)


def named(chance: random.Random, entry: Any, plain: bool) -> Cell:
    """A segment or district by a name."""
    return entry.zh if plain else chance.choice((entry.zh, f"{entry.zh} {entry.en}", entry.zh))


def pay(
    chance: random.Random, ends: tuple[int, int], style: str
) -> tuple[dict[str, Cell], tuple[float | None, float | None]]:
    """The cells of pay by column, and the monthly range that they state."""
    low, high = ends
    if style == "month_plain":
        return {"pay": chance.choice((f"{low}-{high}", f"{low}~{high}", f"{low:,}-{high:,}"))}, (low, high)
    if style == "thousands":
        return {"pay": f"{low / 1000:g}-{high / 1000:g}"}, (low, high)
    if style == "ends":
        return {"pay_low": low, "pay_high": high}, (low, high)
    if style == "ends_period":
        return {"pay_low": low, "pay_high": high, "pay_period": chance.choice(("月", "元/月", "月薪"))}, (low, high)
    yearly = (round(low * 12 / 1e4) or 1, round(high * 12 / 1e4) + 1)
    per_year = tuple(round(end * 1e4 / 12, 2) for end in yearly)
    if style == "year_wan":
        return {"pay": f"{yearly[0]}-{yearly[1]}"}, (per_year[0], per_year[1])
    return _free(chance, (low, high), yearly, (per_year[0], per_year[1]), style)


def _free(
    chance: random.Random,
    ends: tuple[int, int],
    yearly: tuple[int, int],
    per_year: tuple[float, float],
    style: str,
) -> tuple[dict[str, Cell], tuple[float | None, float | None]]:
    low, high = ends
    ways: list[tuple[str, tuple[float | None, float | None]]] = [
        (f"{low}-{high}元/月", ends),
        (f"{low}元-{high}元/月", ends),
        (f"{low / 1000:g}-{high / 1000:g}千/月", ends),
        (f"{low / 1000:g}k-{high / 1000:g}k/月", ends),
        (f"{low / 1e4:g}-{high / 1e4:g}万/月", ends),
        (f"月薪{low}—{high}元", ends),
        (f"{low}元/月以上", (low, None)),
        (f"不超过{high}元/月", (None, high)),
        ("面议", (None, None)),
    ]
    if style == "free":
        ways += [
            (f"{yearly[0]}-{yearly[1]}万/年", per_year),
            (f"年薪{yearly[0]}-{yearly[1]}万", per_year),
            (f"{yearly[0]}万~{yearly[1]}万元/年", per_year),
        ]
    text, truth = chance.choice(ways)
    return {"pay": text}, truth
