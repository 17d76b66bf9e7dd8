"""Text measured and broken in columns: a Chinese character is two columns wide, a Latin letter one."""

from __future__ import annotations

import re

_PIECES = re.compile(r"[A-Za-z0-9.+/-]+|.")
_NEVER_FIRST = "，、。；：）》"


def columns(text: str) -> int:
    """The width of `text` in columns."""
    return sum(1 if ord(character) < 0x2E80 else 2 for character in text)


def wrap(text: str, widest: int, lines: int) -> tuple[str, ...]:
    """`text` in at most `lines` lines of `widest` columns; what does not fit is cut and marked by an ellipsis."""
    spaced = text.isascii()
    wrapped = [""]
    for piece in text.split(" ") if spaced else _PIECES.findall(text):
        grown = f"{wrapped[-1]} {piece}" if spaced and wrapped[-1] else wrapped[-1] + piece
        if columns(grown) <= widest or not wrapped[-1] or piece in _NEVER_FIRST:
            wrapped[-1] = grown
        else:
            wrapped.append(piece)
    return tuple(wrapped) if len(wrapped) <= lines else (*wrapped[: lines - 1], f"{wrapped[lines - 1]}…")
