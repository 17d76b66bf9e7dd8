"""Chinese text rewritten the way people's keyboards and habits do: traditional, full width, misspelt."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("traditional.txt")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_SLIPS = {
    "师傅": "师父",
    "维修": "维休",
    "装配": "装佩",
    "检验": "捡验",
    "调试": "凋试",
    "焊接": "旱接",
    "操作": "抄作",
    "设备": "设各",
    "工程师": "工程帅",
    "技术员": "技木员",
    "质量": "质量量",
    "研发": "妍发",
}
_HAN = re.compile("[\u4e00-\u9fff]")


@cache
def _traditional_table() -> dict[int, str]:
    simplified, traditional = _TABLE.read_text(encoding="utf-8").split()
    return str.maketrans(dict(zip(simplified, traditional, strict=True)))


def traditional(text: str) -> str:
    """`text` in traditional characters, one for one."""
    return text.translate(_traditional_table())


def full_width(text: str) -> str:
    """`text` with its ASCII characters in full width."""
    return text.translate(_WIDE)


def slip(text: str) -> str:
    """`text` with one slip of the pen, or as it is when it holds no word that people misspell."""
    for right, wrong in _SLIPS.items():
        if right in text:
            return text.replace(right, wrong, 1)
    return text


def is_chinese(text: str) -> bool:
    """True where `text` holds a Chinese character."""
    return bool(_HAN.search(text))
