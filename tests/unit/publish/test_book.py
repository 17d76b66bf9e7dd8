"""The whole book of a small edition: composed, written by every writer, and the same words in each."""

from __future__ import annotations

import ast
import csv
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pikepdf
import pypdfium2
import pytest
from fontTools.cffLib import CFFFontSet
from PIL import Image

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.edition import Edition
from talentmap.model.taxonomy import Catalog
from talentmap.model.typesetting import Style
from talentmap.publish.chapters.balance import split_by_gap
from talentmap.publish.chapters.brief import BRIEF
from talentmap.publish.chapters.declared import Context
from talentmap.publish.chapters.order import CHAPTERS
from talentmap.publish.compose import Composed, compose
from talentmap.publish.evidence import Evidence, Quality, gather
from talentmap.publish.fonts import faces
from talentmap.publish.paper import model as m
from talentmap.publish.paper.fact import Row
from talentmap.publish.paper.numbering import alone
from talentmap.publish.paper.speech import Speech
from talentmap.publish.pdf_fonts import cff_table, identity_charset
from talentmap.publish.pdf_process import write_all
from talentmap.publish.trail import trail
from talentmap.publish.writers.html import book_html, leaflet_html
from talentmap.publish.writers.typst import write_typst
from talentmap.publish.writers.word import write_word
from talentmap.resources import templates_dir
from talentmap.tables.analysis import GROUP_BALANCE
from talentmap.tables.protected import Protected

LANGUAGES = ("zh", "en")
TEMPLATES = templates_dir() / "whitepaper"


@pytest.fixture(scope="session")
def evidence(edition: Edition, catalog: Catalog, register: PolicyRegister, shown: Protected) -> Evidence:
    steps = {
        "intake": {"files": 3, "rows_in": 9, "used": 7, "rejected": 1, "duplicate": 1},
        "matching": {"stated": 1, "decided": 1, "accepted": 3, "review": 1, "none": 1},
        "registry": {"people": 900},
        "analysis": {"outside": 2},
    }
    problem = {"code": "x-1", "count": 3, "title_zh": "<坏>", "title_en": "<bad>", "fix_zh": "改", "fix_en": "mend"}
    overlap = {"department_a": "hrss", "department_b": "education", "people_a": 9, "people_b": 8, "people_both": 4}
    quality = Quality(steps, [problem], [{**overlap, "estimate": 17.0, "standard_error": None}], {"hrss": 9})
    return gather(edition, catalog, register, shown, quality)


@pytest.fixture(scope="session")
def both(evidence: Evidence) -> dict[str, Composed]:
    return {lang: compose(evidence, lang) for lang in LANGUAGES}


@pytest.fixture(params=LANGUAGES)
def composed(request: pytest.FixtureRequest, both: dict[str, Composed]) -> Composed:
    return both[request.param]


@pytest.fixture(scope="session")
def english(evidence: Evidence) -> m.Book:
    """A book of a few chapters, quick to set."""
    kept = tuple(chapter for chapter in CHAPTERS if chapter.id in ("summary", "howto", "balance", "policy", "method"))
    return compose(evidence, "en", kept).book


@pytest.fixture(scope="session")
def chinese(evidence: Evidence) -> m.Book:
    kept = tuple(chapter for chapter in CHAPTERS if chapter.id in ("summary", "howto", "balance", "policy", "method"))
    return compose(evidence, "zh", kept).book


@pytest.fixture(scope="session")
def by_weasyprint(chinese: m.Book, english: m.Book, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("weasyprint")
    made = {book.lang: folder / f"{book.lang}.pdf" for book in (chinese, english)}
    write_all(
        [{"path": str(made[book.lang]), "html": book_html(book), "style": "report"} for book in (chinese, english)]
    )
    return made


@pytest.fixture(scope="session")
def by_typst(chinese: m.Book, english: m.Book, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("typst")
    made = {book.lang: folder / f"{book.lang}.pdf" for book in (chinese, english)}
    for book in (chinese, english):
        write_typst(made[book.lang], book, Style.REPORT)
    return made


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def packed(text: str) -> str:
    return re.sub(r"[\s\u200b\ufffe\u00ad]+", "", text)


def test_every_chapter_has_a_template_in_each_language_that_says_what_is_missing() -> None:
    for lang in LANGUAGES:
        names = {path.name.split(".")[0] for path in (TEMPLATES / lang).iterdir()}
        assert names == {chapter.id for chapter in CHAPTERS} | {"words", "frame", "advice_rules", "brief"}


def test_figures_and_tables_are_those_of_the_other_language(both: dict[str, Composed]) -> None:
    zh, en = both["zh"].book, both["en"].book
    for part in ("drawings", "grids"):
        ids = [[block.id for block in getattr(book, part)] for book in (zh, en)]
        assert ids[0] == ids[1]
        assert len(set(ids[0])) == len(ids[0]) > 10
    assert [chapter.id for chapter in zh.chapters] == [chapter.id for chapter in en.chapters]


def test_both_languages_print_the_same_facts(both: dict[str, Composed]) -> None:
    def facts(lang: str) -> set[str]:
        return {fact.id for printed in both[lang].printed.values() for fact in printed.facts}

    assert facts("zh") ^ facts("en") == set()


def test_captions_state_and_sources_stand_below(composed: Composed) -> None:
    for block in (*composed.book.drawings, *composed.book.grids):
        assert m.plain(block.caption)
        assert m.plain(block.note)
    for drawing in composed.book.drawings:
        assert len(drawing.alt) > 20


def test_every_number_in_prose_carries_its_fact(composed: Composed) -> None:
    """Words printed by a template hold no digits but those that the template's author wrote."""
    lang = composed.book.lang
    ages_and_percentiles = {"30", "45", "55", "90"}
    confidence_months_and_whole = {"80", "12", "100"}
    allowed = {"95", "0", "1", "2", "3", "5", "6", "10", "000", "2022", str(2026), "3%"} | ages_and_percentiles
    allowed |= confidence_months_and_whole
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted((TEMPLATES / lang).iterdir()))
    written = set(re.findall(r"\d+", re.sub(r"\{[{%#].*?[}%#]\}", "", sources, flags=re.S)))
    assert written <= allowed | {"−1"}, written - allowed


def test_an_empty_edition_still_makes_a_book(edition: Edition, catalog: Catalog, shown: Protected) -> None:
    hidden = Protected(**{**{n: getattr(shown, n) for n in shown.__slots__}, "incentives": shown.incentives.iloc[:0]})
    steps = {name: {} for name in ("intake", "matching", "registry", "analysis")}
    steps["registry"] = {"people": 0}
    steps["intake"] = dict.fromkeys(("files", "rows_in", "used", "rejected", "duplicate"), 0)
    steps["matching"] = dict.fromkeys(("stated", "decided", "accepted", "review", "none"), 0)
    steps["analysis"] = {"outside": 0}
    bare = gather(edition, catalog, PolicyRegister({}, {}), hidden, Quality(steps, [], [], {}))
    for lang in LANGUAGES:
        book = compose(bare, lang).book
        assert "policy" not in {chapter.id for chapter in book.chapters}
        assert all("coverage" not in grid.id for grid in book.grids)


def test_html_escapes_what_data_say(composed: Composed) -> None:
    html = book_html(composed.book)
    assert "<bad>" not in html
    assert "<坏>" not in html
    assert ("&lt;坏&gt;" if composed.book.lang == "zh" else "&lt;bad&gt;") in html
    assert html.count("<figure ") == len(composed.book.drawings) + len(composed.book.grids)
    assert "None" not in html
    assert not re.search(r"\bnan\b", html)


def test_every_link_of_the_book_and_of_a_leaflet_leads_somewhere(composed: Composed) -> None:
    chain = next(chapter for chapter in composed.book.chapters if chapter.group)
    for html in (book_html(composed.book), leaflet_html(composed.book, chain)):
        ids = Counter(re.findall(r' id="([^"]+)"', html))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
        assert [name for name, count in ids.items() if count > 1] == []


def test_index_names_every_role_under_its_letter(composed: Composed, evidence: Evidence) -> None:
    (index,) = (block for block in composed.book.blocks() if isinstance(block, m.Index))
    entries = [entry.key for _, group in index.groups for entry in group]
    assert sorted(entries) == sorted(role["role_id"] for role in evidence.roles)
    letters = [letter for letter, _ in index.groups]
    assert letters == sorted(letters)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_engines_print_the_same_words(lang: str, by_weasyprint: dict[str, Path], by_typst: dict[str, Path],
                                           chinese: m.Book, english: m.Book) -> None:  # fmt: skip
    book = chinese if lang == "zh" else english
    for path in (by_weasyprint[lang], by_typst[lang]):
        text = packed(text_of(path))
        for words in spoken(book):
            assert packed(words) in text, (path.parent.name, words)


def spoken(book: m.Book) -> list[str]:
    """Pieces of text that stand unbroken on a page: captions and the cells of tables."""
    blocks = [*book.drawings, *book.grids]
    captions = [m.plain(block.caption) for block in blocks]
    cells = [m.plain(cell.inlines) for grid in book.grids for line in grid.lines for cell in line.cells]
    return [words for words in (*captions, *cells) if words]


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


def test_a_word_draft_has_headings_tables_figures_and_fields(composed: Composed, tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    write_word(path, composed.book)
    with zipfile.ZipFile(path) as archive:
        body = archive.read("word/document.xml").decode("utf-8")
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
    words = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", body))
    ElementTree.fromstring(body)  # noqa: S314 - our own
    assert body.count('w:pStyle w:val="Heading1"') == len(composed.book.chapters)
    tiles = [block for block in composed.book.blocks() if isinstance(block, m.Tiles)]
    assert body.count("<w:tbl>") + body.count("<w:tbl ") == len(composed.book.grids) + len(tiles)
    assert body.count("<w:tblHeader/>") == len(composed.book.grids)
    assert len(pictures) >= len(composed.book.drawings) - 1
    assert "TOC \\o" in body
    assert body.count(" XE ") >= 100
    for block in (*composed.book.drawings, *composed.book.grids):
        assert m.plain(block.caption).replace("&", "&amp;") in words
    again = tmp_path / "again.docx"
    write_word(again, composed.book)
    assert again.read_bytes() == path.read_bytes()


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


def test_a_gap_is_told_only_where_supply_lies_outside_the_interval_of_need(evidence: Evidence) -> None:
    def tier(name: str, need: tuple[float, float, float], supply: float) -> Row:
        low, middle, high = need
        return Row(GROUP_BALANCE, {"chain_id": "", "tier": name, "need": middle, "need_low": low, "need_high": high,
                                   "supply": supply, "gap": middle - supply, "need_status": "", "supply_status": ""},
                   label=evidence.catalog.tiers[name])  # fmt: skip

    tiers = [
        tier("scientist", (200, 290, 420), 235), tier("engineer", (80, 90, 100), 40), tier("youth", (10, 20, 30), 50),
    ]  # fmt: skip
    told = split_by_gap(Context(replace(evidence, tiers=tiers), Speech("en")))
    assert [label.id for label in told["level_tiers"]] == ["scientist"]
    assert [(label.id, gap.value) for label, gap in told["short_tiers"]] == [("engineer", 50)]
    assert [(label.id, gap.value) for label, gap in told["ample_tiers"]] == [("youth", 30)]


def test_the_trail_names_the_facts_of_every_figure_and_table(both: dict[str, Composed], tmp_path: Path) -> None:
    trail(both.values()).write(tmp_path)
    with (tmp_path / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (tmp_path / "numbers.csv").open(encoding="utf-8", newline="") as file:
        known = {(row["language"], row["fact"]) for row in csv.DictReader(file)}
    assert {(row["language"], row["fact"]) for row in rows} <= known
    for lang, found in both.items():
        named = {row["id"] for row in rows if row["language"] == lang}
        drawn = {block.id for block in (*found.book.drawings, *found.book.grids)}
        assert {"tiers", "tier-table", "uncovered", "chains"} <= named <= drawn
    tiers = [row["fact"] for row in rows if row["id"] == "tiers" and row["language"] == "en"]
    assert "group_balance.all.engineer.need" in tiers


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

    After a wanted change: GOLDEN=write pytest tests/unit/publish/test_book.py -k look, and look at the pictures.
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


def test_chapter_modules_hold_no_sentences() -> None:
    """Words belong into templates and terms; a module holds ids and at most a phrase with places for names."""
    folder = Path(__file__).parents[3] / "talentmap" / "publish" / "chapters"
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert len(re.findall(r"[\u4e00-\u9fff]", node.value)) <= 6, (path.name, node.value)
