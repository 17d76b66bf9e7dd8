"""PDF files: the text of each page, lines that a page's width cut put together again; scans have none and say so."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Sequence

from talentmap.policy.texts.marks import opens_clause
from talentmap.policy.texts.reading import CHARACTERS_MAX, Reading, TextFault, insist_on_size

_PAGES_MAX = 1_000
_TEXTLESS_BELOW = 8  # characters: a page number is no text
_PAGE_NUMBER = re.compile(r"^[\s\-–—－]*\d{1,4}[\s\-–—－]*$|^第\s*\d+\s*页.{0,10}$|^Page \d+( of \d+)?$", re.IGNORECASE)
_ENDS = "。；;：:！!？?”」"
_FULL_SHARE = 0.82  # of the widest line: a shorter one ends its paragraph


def read_pdf(content: bytes) -> Reading:
    """The paragraphs of a PDF; TextFault `scanned` where no page holds text, `locked` where it asks for a password."""
    pages = [page.strip() for page in _pages(content)]
    textless = tuple(number for number, page in enumerate(pages, start=1) if len(page) < _TEXTLESS_BELOW)
    if len(textless) == len(pages):
        raise TextFault("scanned")
    lines = [line for page in pages for line in _without_page_number(page.splitlines())]
    return Reading(insist_on_size(rejoined(lines)), len(pages), textless)


def _pages(content: bytes) -> list[str]:
    from pypdf import PdfReader  # noqa: PLC0415 - only PDF files need it

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise TextFault("locked")
        if len(reader.pages) > _PAGES_MAX:
            raise TextFault("large", f"it has more than {_PAGES_MAX:,} pages")
        pages: list[str] = []
        for page in reader.pages:
            pages.append(page.extract_text())
            if sum(map(len, pages)) > CHARACTERS_MAX:
                raise TextFault("large", f"it holds more than {CHARACTERS_MAX:,} characters")
    except (TextFault, MemoryError):
        raise
    except Exception as fault:
        raise TextFault("damaged", type(fault).__name__) from fault
    return pages


def _without_page_number(lines: Sequence[str]) -> Iterable[str]:
    edges = {0, len(lines) - 1}
    return (line for place, line in enumerate(lines) if place not in edges or not _PAGE_NUMBER.match(line.strip()))


def rejoined(lines: Sequence[str]) -> list[str]:
    """Paragraphs out of lines: one ends where the next line opens a clause, or where it stops short of the margin."""
    width = max((_width(line) for line in lines), default=0)
    paragraphs: list[str] = []
    is_open = False
    for line in lines:
        told = line.strip()
        if not told:
            is_open = False
            continue
        if is_open and not opens_clause(told):
            paragraphs[-1] = joined(paragraphs[-1], told)
        else:
            paragraphs.append(told)
        ends = told[-1] in _ENDS or told[-1] == "."
        is_open = _width(line) >= _FULL_SHARE * width if ends else _width(line) >= 0.6 * width
    return paragraphs


def joined(before: str, after: str) -> str:
    """Two lines of one paragraph: no blank between Chinese characters, a broken English word mended."""
    if before.endswith("-") and before[-2:-1].isalpha() and after[:1].islower():
        return before[:-1] + after
    return before + after if _is_wide(before[-1]) or _is_wide(after[0]) else f"{before} {after}"


def _is_wide(character: str) -> bool:
    return character >= "\u2e80"


def _width(line: str) -> int:
    return sum(2 if _is_wide(character) else 1 for character in line.strip())
