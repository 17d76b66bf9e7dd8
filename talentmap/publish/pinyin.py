"""Chinese names under the letters that people type for them: 焊接工程师 under hjgcs."""

from __future__ import annotations

from collections.abc import Iterable

from pypinyin import Style, lazy_pinyin, load_single_dict

# Alone, these characters have another reading in a workshop than in general prose: 调机 tiáo, 连轧 zhá.
load_single_dict({ord("调"): "tiáo,diào", ord("轧"): "zhá,yà,gá"})


def initials(text: str) -> str:
    """The first letters of the syllables of `text`; what is not Chinese stands as it is, in lower case."""
    return "".join(lazy_pinyin(text.lower(), style=Style.FIRST_LETTER)).replace(" ", "")


def search_letters(names: Iterable[str]) -> str:
    """The distinct initials of `names`, separated by blanks."""
    return " ".join(dict.fromkeys(initials(name) for name in names if not name.isascii()))
