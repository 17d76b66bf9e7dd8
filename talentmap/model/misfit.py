"""Why a value does not fit its field: what the library says, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from talentmap.bilingual import Bilingual, both

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_FITS: Mapping[str, str] = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这个键，请检查拼写或删去",
    "string_pattern_mismatch": "写法应符合 {pattern}",
    "string_too_short": "至少 {min_length} 个字符",
    "string_too_long": "至多 {max_length} 个字符",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "至多 {max_length} 项",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "literal_error": "应为 {expected} 之一",
    "enum": "应为 {expected} 之一",
}
_PATTERNS: Mapping[str, Bilingual] = {
    r"^[a-z0-9][a-z0-9-]*$": both(
        "Use lower-case letters, digits and hyphens", "只能用小写字母、数字和连字符，例如 hrss"
    ),
    r"^[a-z][a-z0-9_-]*$": both(
        "Use lower-case letters, digits, hyphens and _, a letter first",
        "只能用小写字母、数字、连字符、下划线，字母开头",
    ),
    r"^[a-z][a-z_]*$": both("Use lower-case letters and _", "只能用小写字母和下划线，字母开头"),
    r"^\d-\d{2}-\d{2}-\d{2}$": both("Write it like 2-02-05-01", "写成 2-02-05-01 的样子"),
    r"^([^\s@<>]+@[^\s@<>]+)?$": both("Write a mail address", "应为电子邮箱地址"),
}
_KINDS: tuple[tuple[str, str], ...] = (
    ("int_", "应为整数"),
    ("float_", "应为数字"),
    ("decimal_", "应为数字"),
    ("bool_", "应为 true 或 false"),
    ("string_", "应为文字"),
    ("date_", "应为日期，写作 2026-06-30"),
    ("list_", "应为列表"),
    ("tuple_", "应为列表"),
    ("set_", "应为列表"),
    ("frozen_set_", "应为列表"),
    ("dict_", "应为“键: 值”的对照"),
    ("mapping_", "应为“键: 值”的对照"),
    ("model_", "应为“键: 值”的对照"),
)


def misfit(error: ErrorDetails) -> Bilingual:
    """What is wrong with one value of a model; a kind of fault without Chinese words of its own is quoted."""
    kind, told = error["type"], error["msg"]
    own = error.get("ctx", {}).get("error")
    if isinstance(own, Exception) and own.args and isinstance(own.args[0], Bilingual):
        return own.args[0]
    pattern = str(error.get("ctx", {}).get("pattern", ""))
    if pattern in _PATTERNS:
        return _PATTERNS[pattern]
    if kind in _FITS:
        expected = {name: str(value).replace(" or ", "、") for name, value in error.get("ctx", {}).items()}
        return both(told, _FITS[kind].format_map(expected))
    return both(told, next((words for start, words in _KINDS if kind.startswith(start)), f"不符合要求（{told}）"))
