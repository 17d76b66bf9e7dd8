"""What a reader makes of one file: its paragraphs, or the reason why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

CHARACTERS_MAX = 3_000_000
BYTES_MAX = 60 * 2**20


class TextFault(Exception):
    """A text cannot be read; `code` ends a problem code (`policy-text-…`), `cause` says more in English."""

    def __init__(self, code: str, cause: str = "") -> None:
        super().__init__(cause or code)
        self.code = code
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Reading:
    """The paragraphs of a text in their order, and the pages that hold no text (scans), counted from 1."""

    paragraphs: tuple[str, ...]
    pages: int = 0
    textless_pages: tuple[int, ...] = ()


def insist_on_size(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """The paragraphs that are not blank; TextFault where they are more than any policy would hold."""
    if sum(map(len, paragraphs)) > CHARACTERS_MAX:
        raise TextFault("large", f"it holds more than {CHARACTERS_MAX:,} characters")
    return tuple(text for paragraph in paragraphs if (text := paragraph.strip()))
