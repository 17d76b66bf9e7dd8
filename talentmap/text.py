"""Text folded to one comparable form: width, case, blanks and characters nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable
from functools import cache, lru_cache, wraps
from typing import TypeVar

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BLANKS = re.compile(r"\s+")
_FORMULA_LEADS = "=+-@\t\r\n＝＋－＠"
_ALREADY_SQUEEZED = re.compile("(?:[!-~一-鿿、。]+(?: [!-~一-鿿、。]+)*)?").fullmatch
_REMEMBERED_LENGTH, _REMEMBERED_TEXTS = 64, 32_768

Asked = TypeVar("Asked", bound=Hashable)
Answer = TypeVar("Answer")


def remembered(read: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """`read`, answering from memory what it was asked before: short texts and numbers repeat, prose does not."""
    from_memory = lru_cache(maxsize=_REMEMBERED_TEXTS, typed=True)(read)

    @wraps(read)
    def answer(asked: Asked) -> Answer:
        return read(asked) if isinstance(asked, str) and len(asked) > _REMEMBERED_LENGTH else from_memory(asked)

    return answer


def visible(text: str) -> str:
    """`text` without control and invisible characters, which people cannot see and therefore never meant."""
    return _CONTROL.sub("", _INVISIBLE.sub("", text))


def squeeze(text: str) -> str:
    """`text` in NFKC form, without invisible characters, with single blanks and no blank at either end."""
    if text.isascii() and text.isprintable() and "  " not in text and text.strip() == text:
        return text
    if _ALREADY_SQUEEZED(text):
        return text
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", visible(text))).strip()


def fold(text: str) -> str:
    """`text` squeezed and case-folded: equal for strings that a reader would call the same."""
    return squeeze(text).casefold()


@remembered
def compact(text: str) -> str:
    """`text` folded and without any blank: the key under which short Chinese labels are compared."""
    return squeeze(fold(text).replace(" ", ""))  # without its blank a mark may join the letter before


@cache
def _simplified_forms() -> dict[int, str]:
    from opencc import OpenCC

    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    simplified = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, simplified, strict=True)
    return {ord(traditional): simple for traditional, simple in pairs if traditional != simple}


def simplify(text: str) -> str:
    """`text` with traditional Chinese characters replaced by their simplified forms, one for one."""
    return text.translate(_simplified_forms()) if _traditional()(text) else text


@cache
def _traditional() -> Callable[[str], object]:
    """Finds a character that has another, simplified form."""
    return re.compile(f"[{''.join(map(chr, _simplified_forms()))}]").search


@remembered
def lookup_fold(text: str) -> str:
    """`text` folded and in simplified characters: how words are looked up; what somebody wrote is never changed."""
    return simplify(fold(text))


@remembered
def lookup_key(text: str) -> str:
    """`text` folded, without blanks and in simplified characters: the key under which words are looked up."""
    return simplify(compact(text))


def has_hidden_characters(text: str) -> bool:
    """True where `text` holds control or invisible characters."""
    return visible(text) != text


def defuse(text: str) -> str:
    """`text` safe to write into a CSV cell: what a spreadsheet would run as a formula gets a leading quote mark."""
    head = visible(text).lstrip(" \u00a0\u3000")
    leads = (head[:1], head.lstrip()[:1])
    return f"'{text}" if any(lead and lead in _FORMULA_LEADS for lead in leads) else text


@remembered
def split_list(text: str) -> tuple[str, ...]:
    """The items of a cell that lists several things, whatever separates them; blanks and repeats left out."""
    parts = (squeeze(part) for part in re.split(r"[|;；、,，/\n]+", text))
    return tuple(dict.fromkeys(part for part in parts if part))
