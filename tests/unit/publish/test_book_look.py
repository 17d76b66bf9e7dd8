"""How the pages look: styles, the measures of an official document, golden pictures."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from itertools import pairwise
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


def too_narrow() -> m.Book:
    """An English annex in which everything is a little too long for its place."""
    names = ("Battery and ceramic powder scientist", "Recycled aluminium alloy researcher")
    columns = tuple(m.Column(head) for head in ("Role", "Grade", "A", "B", "C", "D", "E", "F", "G", "H"))
    rest = tuple(m.Cell((m.Words("x"),)) for _ in columns[2:])
    grades = m.Cell((m.Words("★★★★★"),), (m.Words("last year no. 34"),), "stars")
    lines = tuple(m.Line((m.Cell((m.Mark(name), m.Words(name))), grades, *rest)) for name in names)
    samples = m.Sample((m.Part("给定", (m.Column("等级"), m.Column("短缺类型"), m.Column("可供"))),
                        m.Part("得出", (m.Column("列入"), m.Column("合格不合适"), m.Column("培养期长")))),
                       (("严重紧缺", "数量", "4", "紧缺", "不合适", "4"),))  # fmt: skip
    blocks = (
        m.Grid("roles", columns, lines),
        m.Pairs((((m.Words("Suitable applicants per post"),), (m.Words("Applicants divided by posts"),)),)),
        m.Examples((m.Example((m.Measure("Gap", "V", ""),), (samples,), 2),)),
        m.Paragraph((m.Words("About the region " * 4), m.Number("49–56%", "f"), m.Words(" of it. " * 60))),
        m.Index((("B", tuple(m.IndexEntry(name, name) for name in names)),)),
    )
    chapter = m.Chapter("annex", "annex", "Index", blocks)
    words = {"contents": "Contents", "figures": "Figures", "tables": "Tables"}
    cover = m.Cover("Here", ("Title",), (), "2026", "Bureau", "", '<svg xmlns="http://www.w3.org/2000/svg"></svg>')
    return m.Book("en", "Title", "Told", "Bureau", cover, (chapter,), words)


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("narrow") / "narrow.pdf"
    write_all([{"path": str(path), "html": book_html(too_narrow()), "style": "report"}])
    return path


@pytest.fixture
def told(narrow: Path) -> str:
    return text_of(narrow).replace("\r\n", "\n")


def test_an_entry_of_the_index_is_broken_only_where_its_line_is_full(told: str) -> None:
    assert re.search(r"^Battery and ceramic powder scientist \d+$", told, re.M)
    assert re.search(r"^Recycled aluminium alloy researcher \d+$", told, re.M)


def test_what_stands_small_below_stars_keeps_the_spaces_between_its_words(narrow: Path) -> None:
    with pypdfium2.PdfDocument(narrow) as document:
        pages = [page.get_textpage() for page in document]
        page, at = next((page, at) for page in pages if (at := page.get_text_range().find("last year")) >= 0)
        assert page.get_charbox(at + 5)[0] - page.get_charbox(at + 3)[2] > 1.2


def test_a_term_and_its_meaning_keep_apart(told: str) -> None:
    assert "per postApplicants" not in told


def test_cells_of_a_sample_stay_on_one_line(told: str) -> None:
    for cell in ("严重紧缺", "短缺类型", "合格不合适", "培养期长"):
        assert cell in told


def test_annexes_of_an_official_document_are_set_closer(tmp_path: Path) -> None:
    path = tmp_path / "gongwen.pdf"
    book = replace(too_narrow(), lang="zh")
    write_all([{"path": str(path), "html": book_html(book, Style.GONGWEN), "style": "gongwen"}])
    with pypdfium2.PdfDocument(path) as document:
        page = next(page for page in (one.get_textpage() for one in document) if "of it" in page.get_text_range())
        text = page.get_text_range()
        feet = [page.get_charbox(found.start())[1] for found in re.finditer("of it", text)]
    lines = sorted({round(foot) for foot in feet}, reverse=True)
    assert len(lines) > 2
    assert max(upper - lower for upper, lower in pairwise(lines)) <= 21


def test_ranges_units_and_the_last_word_of_a_head_are_not_broken() -> None:
    heads = ("预算（万元）", "未覆盖占比", "需求", "Pay (yuan a month)")
    ranged = m.Cell((m.Number("31–61%", "f"),))
    single = m.Cell((m.Number("31%", "f"),))
    table = m.Grid("t", tuple(map(m.Column, heads)), (m.Line((ranged, single, single, single)),))
    cover = m.Cover("", (), (), "", "", "", "<svg></svg>")
    words = {"contents": "", "figures": "", "tables": ""}
    html = book_html(m.Book("zh", "", "", "", cover, (m.Chapter("c", "body", "", (table,)),), words))
    assert re.findall(r'<span class="unbroken">([^<]*)</span>', html) == ["（万元）", "占比", "需求", "31–61%"]
