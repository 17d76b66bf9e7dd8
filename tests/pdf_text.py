"""The words of a PDF, read back."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def packed(text: str) -> str:
    return re.sub(r"[\s\u200b\ufffe\u00ad]+", "", text)
