"""Passages of artefacts that are text: pages, PDF, Word, SVG, and anything else that can be read as text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from talentmap.disclosure.attack.readings import Passage, Read

_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_BLOCK = re.compile(
    r"</?(?:p|tr|li|div|h\d|section|figure|figcaption|caption|table|svg|title|dt|dd|article|a|g)\b[^>]*>"
)
_SPOKEN = re.compile(r'\b(?:aria-label|title|alt|content|data-[\w-]+|href|desc)="([^"]*)"')
_TAG = re.compile(r"<[^>]+>")
_SENTENCE = re.compile(r"(?<=[。！？；!?;])|(?<=\.)\s")
_BROKEN_HYPHEN = "\ufffe"
"""What PDFium gives for a hyphen at the end of a line."""
_TEXTS = (".txt", ".md", ".json", ".csv", ".xml", ".svg", ".tsv", ".yaml", ".toml")


def read_page(name: str, page: str) -> Iterator[Passage]:
    """The text of a page or drawing, block by block, and what its attributes say."""
    seen = _UNSEEN.sub("\n", page)
    for spoken in _SPOKEN.findall(seen):
        yield Passage(name, "attribute", html.unescape(spoken))
    text = html.unescape(_TAG.sub(" ", _BLOCK.sub("\n", seen)))
    yield from _lines(name, "text", text)


def read_text(path: Path) -> Iterator[Passage]:
    """A text file, line by line; pages and drawings as such. Nothing where it is no text."""
    if path.suffix.lower() in (".html", ".htm", ".svg"):
        yield from read_page(path.name, path.read_text(encoding="utf-8"))
    elif path.suffix.lower() in _TEXTS:
        yield from _lines(path.name, "line", path.read_text(encoding="utf-8-sig"))


def read_pdf(path: Path) -> Read:
    """A PDF: each line as it stands on the page, and each sentence, which may run over lines."""
    import pypdfium2  # noqa: PLC0415 - loads a native library that only PDF files need

    read, document = Read(), pypdfium2.PdfDocument(path)
    try:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage().get_text_range().replace("\r", "").replace(_BROKEN_HYPHEN, "-")
            read.passages += _lines(path.name, f"page {number}", text)
            joined = re.sub(r"(?<=[\u3000-\u9fff])\n(?=[\u3000-\u9fff\d])", "", text).replace("\n", " ")
            read.passages += [Passage(path.name, f"page {number}", one) for one in _SENTENCE.split(joined)]
            read.pages.setdefault(path.name, []).append(joined)
    finally:
        document.close()
    return read


def read_word(path: Path) -> Iterator[Passage]:
    """A Word document: paragraphs, and tables row by row."""
    from docx import Document  # noqa: PLC0415 - only where there is such a file

    document = Document(str(path))
    for paragraph in document.paragraphs:
        yield from _lines(path.name, "paragraph", paragraph.text)
    for table in document.tables:
        for row in table.rows:
            yield Passage(path.name, "table", "  ".join(cell.text for cell in row.cells))


def _lines(name: str, place: str, text: str) -> Iterator[Passage]:
    for at, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield Passage(name, f"{place} {at}", line)
