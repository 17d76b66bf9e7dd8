"""The book as PDF by both engines: tags, letters, pages, and the same bytes from the same book."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.cffLib import CFFFontSet
from pdf_text import packed, text_of

from talentmap.model.typesetting import Style
from talentmap.publish.chapters.brief import BRIEF
from talentmap.publish.compose import Composed, compose
from talentmap.publish.evidence import Evidence
from talentmap.publish.fonts import faces
from talentmap.publish.paper import model as m
from talentmap.publish.paper.numbering import alone
from talentmap.publish.pdf_fonts import cff_table, identity_charset
from talentmap.publish.pdf_process import write_all
from talentmap.publish.writers.html import book_html, leaflet_html
from talentmap.publish.writers.typst import write_typst

LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_engines_print_the_same_words(lang: str, by_weasyprint: dict[str, Path], by_typst: dict[str, Path],
                                           chinese: m.Book, english: m.Book) -> None:  # fmt: skip
    book = chinese if lang == "zh" else english
    for path in (by_weasyprint[lang], by_typst[lang]):
        text = packed(text_of(path))
        for words in spoken(book):
            assert packed(words) in text, (path.parent.name, words)


def spoken(book: m.Book) -> list[str]:
    """Pieces of text that stand unbroken on a page: captions and the cells of tables and examples."""
    blocks = [*book.drawings, *book.grids]
    captions = [m.plain(block.caption) for block in blocks]
    cells = [m.plain(cell.inlines) for grid in book.grids for line in grid.lines for cell in line.cells]
    samples = [sample for block in book.blocks() if isinstance(block, m.Examples) for sample in block.samples]
    worked = [cell for sample in samples for row in sample.rows for cell in row]
    assert len(samples) > 30
    return [words for words in (*captions, *cells, *worked) if words]


@pytest.mark.parametrize("engine", ["by_weasyprint", "by_typst"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pdf_is_tagged_titled_and_speaks_its_language(engine: str, lang: str, request: pytest.FixtureRequest) -> None:
    with pikepdf.open(request.getfixturevalue(engine)[lang]) as document:
        root = document.Root
        assert str(root.Lang).startswith(lang)
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.Outlines.Count != 0
        elements = list(structure(root.StructTreeRoot))
        kinds = Counter(str(element.S) for element in elements)
        assert kinds["/Figure"] >= 6
        assert kinds["/Table"] >= 2
        assert all("/Alt" in element for element in elements if element.S == "/Figure")
        for element in elements:
            if element.S == "/TH":
                attributes = element.A if isinstance(element.A, pikepdf.Dictionary) else element.A[0]
                assert attributes.Scope in ("/Row", "/Column")


def structure(element: pikepdf.Object):  # type: ignore[no-untyped-def]  # a generator of pikepdf objects
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from structure(kid)


@pytest.mark.parametrize("engine", ["by_weasyprint", "by_typst"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pdf_ua_checker_finds_nothing(engine: str, lang: str, request: pytest.FixtureRequest) -> None:
    path = request.getfixturevalue(engine)[lang]
    checker = Path(sys.executable).with_name("pdfua")
    said = subprocess.run([str(checker), "check", str(path)], capture_output=True, text=True, check=False).stdout
    assert "errors=0 warnings=0" in said, said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_of_a_text_is_a_glyph_of_its_font(lang: str, by_weasyprint: dict[str, Path]) -> None:
    with pikepdf.open(by_weasyprint[lang]) as document:
        fonts = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
        inner = [font for font in fonts if font.get("/Subtype") == "/CIDFontType0"]
        assert len(inner) >= 3
        for font in inner:
            assert font.FontDescriptor.FontFile3.Subtype == "/CIDFontType0C"
            cff = bytes(font.FontDescriptor.FontFile3.read_bytes())
            assert identity_charset(cff) == cff


def test_the_charset_that_is_written_is_the_identity() -> None:
    for face in faces():
        cff = cff_table(face.path.read_bytes())
        mended = identity_charset(cff)
        assert len(mended) == len(cff)
        fonts = CFFFontSet()
        fonts.decompile(BytesIO(mended), None)
        charset = fonts[0].charset
        assert charset[1:50] == [f"cid{number:05d}" for number in range(1, 50)]
        assert charset[-1] == f"cid{len(charset) - 1:05d}"


@pytest.mark.parametrize("engine", ["by_weasyprint", "by_typst"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_letter_is_printed_as_an_empty_box(engine: str, lang: str, request: pytest.FixtureRequest) -> None:
    """Glyph 0 of a font is the box that stands for what the font lacks; no page shows it."""
    with pikepdf.open(request.getfixturevalue(engine)[lang]) as document:
        shown = [code for page in document.pages for code in codes(page)]
    assert len(shown) > 3000
    assert 0 not in shown


def codes(content: pikepdf.Page | pikepdf.Object) -> Iterator[int]:
    """The two-byte codes of every text that a page shows, those inside its forms too."""
    for operands, operator in pikepdf.parse_content_stream(content):
        if str(operator) in ("Tj", "TJ"):
            pieces = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    raw = bytes(piece)
                    yield from (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))
    resources = content.get("/Resources", {})
    for form in resources.get("/XObject", {}).values():
        if form.get("/Subtype") == "/Form":
            yield from codes(form)


def test_a_brief_and_a_leaflet_have_two_pages(evidence: Evidence, both: dict[str, Composed], tmp_path: Path) -> None:
    sheets = {}
    for lang, found in both.items():
        brief = compose(evidence, lang, (BRIEF,)).book
        sheets[f"brief.{lang}"] = leaflet_html(brief, brief.chapters[0], "leaflet brief")
        for chapter in [chapter for chapter in found.book.chapters if chapter.group][:2]:
            sheets[f"{chapter.id}.{lang}"] = leaflet_html(found.book, alone(chapter, found.book.lang))
    write_all([{"path": str(tmp_path / name), "html": html, "style": "report"} for name, html in sheets.items()])
    for name in sheets:
        with pypdfium2.PdfDocument(tmp_path / name) as document:
            assert len(document) == 2, name


def test_the_summary_and_the_guide_keep_to_a_page(by_weasyprint: dict[str, Path]) -> None:
    for path in by_weasyprint.values():
        with pypdfium2.PdfDocument(path) as document:
            pages = [bookmark.get_dest().get_index() for bookmark in document.get_toc() if bookmark.level == 0]
        assert [after - before for before, after in pairwise(pages[:3])] == [1, 1]


@pytest.mark.parametrize("engine", ["by_weasyprint", "by_typst"])
def test_nothing_runs_off_the_page_or_into_its_neighbour(engine: str, request: pytest.FixtureRequest) -> None:
    """Every character stands inside the margins, and no two characters of a line cover each other."""
    for path in request.getfixturevalue(engine).values():
        with pypdfium2.PdfDocument(path) as document:
            for number, page in enumerate(list(document)[1:], start=2):
                width, height = page.get_size()
                found = list(characters(page))
                for letter, (left, bottom, right, top) in found:
                    assert 30 < left <= right < width - 30, (path.name, number, letter)
                    assert 20 < bottom <= top < height - 20, (path.name, number, letter)
                for (letter, a), (follower, b) in pairwise(found):
                    same_line = abs(a[1] - b[1]) < 1 and a[0] < b[0]
                    assert not same_line or b[0] - a[2] > -0.45 * (a[2] - a[0]) - 1, (
                        path.name,
                        number,
                        letter,
                        follower,
                    )


def characters(page: pypdfium2.PdfPage) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    text = page.get_textpage()
    words = text.get_text_range()
    for at, letter in enumerate(words[: text.count_chars()]):
        if letter.strip():
            yield letter, text.get_charbox(at)


def test_the_same_book_gives_the_same_pdf(english: m.Book, by_weasyprint: dict[str, Path], by_typst: dict[str, Path],
                                          tmp_path: Path) -> None:  # fmt: skip
    again = tmp_path / "again.pdf"
    write_all([{"path": str(again), "html": book_html(english), "style": "report"}])
    assert again.read_bytes() == by_weasyprint["en"].read_bytes()
    write_typst(again, english, Style.REPORT)
    assert again.read_bytes() == by_typst["en"].read_bytes()
