"""How the pages look: styles, the measures of an official document, golden pictures."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from pdf_text import packed, text_of
from PIL import Image

from talentmap.model.typesetting import Style
from talentmap.publish.paper import model as m
from talentmap.publish.pdf_process import write_all
from talentmap.publish.writers.html import book_html
from talentmap.resources import templates_dir

LANGUAGES = ("zh", "en")
TEMPLATES = templates_dir() / "whitepaper"


@pytest.mark.parametrize("name", ["report.css", "gongwen.css"])
def test_styles_name_only_our_fonts_or_those_of_the_machine(name: str) -> None:
    style = (TEMPLATES / "style" / name).read_text(encoding="utf-8")
    families = set(re.findall(r'"((?:Talentmap|Gongwen) [A-Za-z]+)"', style))
    assert families
    assert "url(" not in style


def test_the_report_keeps_to_its_grid() -> None:
    """Lines of running text and distances between blocks are multiples of 4 pt."""
    style = re.sub(r"/\*.*?\*/", "", (TEMPLATES / "style" / "report.css").read_text(encoding="utf-8"), flags=re.S)
    for selector in ("html", "p.lead", "p.note", "h1", "h2", "h3", ".box", "figcaption", ".source"):
        rule = re.search(rf"(?:^|\n){re.escape(selector)} {{([^}}]*)}}", style)
        assert rule, selector
        heights = re.findall(r"(?:line-height|margin[a-z-]*): ([^;]*)", rule[1])
        for length in re.findall(r"([\d.]+)pt", " ".join(heights)):
            assert float(length) % 4 == 0, (selector, length)


def test_an_official_document_keeps_the_measures_of_the_standard() -> None:
    style = (TEMPLATES / "style" / "gongwen.css").read_text(encoding="utf-8")
    assert "margin: 37mm 26mm 35mm 28mm" in style  # leaves 156 x 225 mm
    assert "font-size: 15.75pt; line-height: 28.99pt" in style
    assert 28 * 15.75 <= 156 / 25.4 * 72 < 29 * 15.75
    assert int(225 / 25.4 * 72 / 28.99) == 22


def test_an_official_document_is_set(chinese: m.Book, tmp_path: Path) -> None:
    path = tmp_path / "gongwen.pdf"
    write_all([{"path": str(path), "html": book_html(chinese, Style.GONGWEN_RED), "style": "gongwen-red"}])
    assert "总体供需" in packed(text_of(path))


GOLDEN = Path(__file__).parent / "golden"


BLOCK = 12
"""Pictures are compared block by block, so that a hairline that moves a little is no difference and a lost word is."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("chapter", ["summary", "howto", "balance"])
def test_pages_look_as_they_should(lang: str, chapter: str, by_weasyprint: dict[str, Path], tmp_path: Path) -> None:
    """Mean grey of every block of 12 x 12 points within 40 of 255 of the golden picture, and within 2 on average.

    After a wanted change: GOLDEN=write pytest tests/unit/publish/test_book_look.py -k look, and look at the pictures.
    """
    titles = {
        "summary": ("摘要：一页读懂 2026", "Summary: 2026 on one page"),
        "howto": ("怎样阅读本目录", "How to read this catalog"),
        "balance": ("总体供需", "The overall balance"),
    }
    page = page_with(by_weasyprint[lang], titles[chapter][lang == "en"])
    golden = GOLDEN / f"{chapter}.{lang}.png"
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        page.save(golden, optimize=True)
    wanted = Image.open(golden)
    assert page.size == wanted.size
    page.save(tmp_path / golden.name)
    differences = np.abs(blocks(page) - blocks(wanted))
    assert differences.max() <= 40, f"see {tmp_path / golden.name}"
    assert differences.mean() <= 2


def page_with(path: Path, title: str) -> Image.Image:
    """The page to which the bookmark of `title` leads, in grey at 72 dpi."""
    with pypdfium2.PdfDocument(path) as document:
        for bookmark in document.get_toc():
            if packed(bookmark.get_title()).endswith(packed(title)):
                return document[bookmark.get_dest().get_index()].render(scale=1, grayscale=True).to_pil().convert("L")
    raise AssertionError(f"no bookmark says {title}")


def blocks(picture: Image.Image) -> np.ndarray:
    grey = np.asarray(picture, dtype=float)
    rows, columns = (length // BLOCK for length in grey.shape)
    cut = grey[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
    return cut.mean(axis=(1, 3))
