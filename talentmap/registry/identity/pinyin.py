"""How a name sounds: the slip that an input method makes most often keeps the sound and changes the character."""

from __future__ import annotations

from functools import cache

from talentmap.text import simplify

_FIXED = {"调": "diao", "轧": "ya"}
"""Read otherwise where titles are sorted (`talentmap.publish.pinyin`), which must not change anybody's pseudonym."""


def pinyin_of(name: str) -> str:
    """The folded `name` in pinyin without tones and blanks, character by character; Latin letters stay: zhangwei."""
    return "".join(_syllable(character) for character in simplify(name))


@cache
def _syllable(character: str) -> str:
    """The commonest reading of one character: the same in every name, which matters more here than to be right."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - a dictionary of megabytes, needed by the registry alone

    return _FIXED.get(character) or "".join(lazy_pinyin(character, style=Style.NORMAL, v_to_u=False)).casefold()
