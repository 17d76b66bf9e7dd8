"""The book as a Word draft that officials edit before they sign: real styles, headings, captions, notes and fields.

Body paragraphs and tables are written as WordprocessingML at once, since a table of 200 roles cell by cell takes a
minute; python-docx keeps the package, its styles, pictures and sections. Word's fields (contents, page numbers,
numbers of figures and tables, references, index) are filled when it opens the file and asks whether to update them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from talentmap.publish.figures.theme import as_png
from talentmap.publish.paper import model as m
from talentmap.publish.paper.numbering import called
from talentmap.publish.writers import word_tables as tables
from talentmap.publish.writers.word_inlines import NS, Pen, bookmark, field_ends, link, run
from talentmap.publish.writers.word_notes import add_footnotes
from talentmap.publish.writers.word_styles import TEXT_MM, WIDE_MM, set_up

_STYLES = {"lead": "Lead", "note": "Small", "body": "Body Text"}
_WARM = "FBEFE9"
_CONTENTS = 2
"""Headings down to this level stand in the contents."""
_TOC_FROM = 100_000
"""Numbers of the bookmarks to which the contents lead begin behind those of the references."""
_TITLE_DOWN = 140
_INDEX = {"zh": 'INDEX \\c "3" \\z "2052"', "en": 'INDEX \\c "2" \\z "2057"'}
"""Columns of the index, and the language by which Word sorts it."""


def write_word(path: Path, book: m.Book) -> None:
    """`book` as .docx at `path`; the same book gives the same bytes."""
    draft = _Draft(book)
    draft.write()
    packed = BytesIO()
    draft.document.save(packed)
    path.write_bytes(_without_times(packed.getvalue()))


def _without_times(docx: bytes) -> bytes:
    """The package with every part dated alike."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(docx)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in given.namelist():
            target.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), given.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


class _Draft:
    """Writes blocks into a document, in order."""

    def __init__(self, book: m.Book) -> None:
        self.document: Any = Document()  # python-docx types half of what it offers
        self._book = book
        self._pen = Pen(book)
        self._entries: list[tuple[int, str]] = []
        self._depth = 0
        self._width_mm = TEXT_MM
        set_up(self.document, book)

    def write(self) -> None:
        """Title page, contents, chapters; then what the chapters have told of themselves: contents and footnotes."""
        self._title_page()
        contents = self.document.add_paragraph(self._book.words["contents"], style="Contents Heading")
        group = ""
        for chapter in self._book.chapters:
            opens = chapter.group != group
            group = chapter.group
            if group and opens:
                self._heading(1, chapter.group_label, (m.Words(group),))
            self._chapter(chapter, apart=bool(group) and not opens)
        self._contents(contents)
        add_footnotes(self.document, self._pen.notes)

    def _title_page(self) -> None:
        cover = self._book.cover
        title = ("" if self._book.lang == "zh" else " ").join(cover.title)
        self._paragraph(cover.region, "Subtitle")
        self.document.paragraphs[-1].paragraph_format.space_before = Pt(_TITLE_DOWN)
        self._paragraph(title, "Title")
        for line in (cover.year, *cover.subtitle, cover.publisher):
            self._paragraph(line, "Subtitle")
        if cover.mark:
            self._paragraph(cover.mark, "Warning")
        self.document.add_page_break()

    def _contents(self, heading: Any) -> None:
        """A field that Word fills with page numbers; until then it holds the titles, which lead to their headings."""
        begin, end = field_ends(f'TOC \\o "1-{_CONTENTS}" \\h \\z \\u')
        last = len(self._entries) - 1
        for at, (level, title) in reversed(list(enumerate(self._entries))):
            told = link(_toc_mark(at), (run(title),))
            paragraph = heading.insert_paragraph_before(style=f"toc {level}")
            heading._p.addnext(paragraph._p)
            _fill(paragraph, (*(begin if at == 0 else ()), told, *((end,) if at == last else ())))

    def _chapter(self, chapter: m.Chapter, *, apart: bool) -> None:
        """A chapter; one of a group stands one level lower, and `apart` on a page of its own like any other."""
        if chapter.wide:
            self._section(landscape=True)
        self._depth = 1 if chapter.group else 0
        self._heading(1 + self._depth, chapter.label, (m.Words(chapter.title),), target=chapter.id)
        if apart:
            self.document.paragraphs[-1].paragraph_format.page_break_before = True
        for block in chapter.blocks:
            self._block(block)
        if chapter.wide:
            self._section(landscape=False)

    def _heading(self, level: int, label: str, title: m.Inlines, target: str = "") -> None:
        """A heading to which the contents lead, and whose label (or title) references to `target` print."""
        between = "" if not label or label.endswith("）") else "　" if self._book.lang == "zh" else " "
        words = [*self._pen.runs(title)]
        told = [*self._pen.bookmarked(target, [run(label)] if label else words)]
        runs = [*told, *((run(between), *words) if label else ())]
        if level <= _CONTENTS:
            runs = [*bookmark(_TOC_FROM + len(self._entries), _toc_mark(len(self._entries)), runs)]
            self._entries.append((level, f"{label}{between}{m.plain(title)}"))
        self._write(runs, f"Heading {level}")

    def _section(self, *, landscape: bool) -> None:
        self._width_mm = WIDE_MM if landscape else TEXT_MM
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))

    def _block(self, block: m.Block) -> None:  # noqa: PLR0912 - one branch a kind of block
        match block:
            case m.Heading():
                self._heading(block.level + self._depth, block.label, block.inlines)
            case m.Paragraph():
                self._runs(block.inlines, _STYLES[block.kind])
            case m.Items():
                for item in block.items:
                    self._runs(item, "List Bullet" if block.kind == "bullets" else "List Number")
            case m.Box():
                self._box(block)
            case m.Tiles():
                self._insert(tables.tiles(block, self._pen, self._width_mm))
                self._paragraph("", "Small")
            case m.Pairs():
                for name, told in block.pairs:
                    self._runs((m.Strong(name), m.Words("：" if self._book.lang == "zh" else ": "), *told), "Body Text")
            case m.Drawing():
                self._drawing(block)
            case m.Grid():
                self._grid(block)
            case m.Index():
                self._index(block)
            case m.Examples():
                self._examples(block)
            case m.PageBreak():
                self.document.add_page_break()

    def _box(self, block: m.Box) -> None:
        """Its blocks on a tinted ground, one paragraph after the other, so that each can be edited."""
        body = self.document.element.body
        before = len(body)
        self._runs(block.title, "Box Title")
        for inside in block.blocks:
            self._block(inside)
        tint = _WARM if block.kind == "warning" else tables.PALE
        for paragraph in body[before - 1 : len(body) - 1]:
            if paragraph.tag == qn("w:p"):
                _shade(paragraph, tint)

    def _examples(self, block: m.Examples) -> None:
        """Measures, then their tables one below the other: Word sets no two tables side by side."""
        for example in block.examples:
            for one in example.measures:
                told = (m.Strong((m.Words(f"{one.name}  "),)), m.Words(f"{one.formula}  {one.remark}".rstrip()))
                self._runs(told, "Measure")
            for sample in example.samples:
                self._insert(tables.sample(sample, self._width_mm))
                self._paragraph("", "Table Gap")

    def _insert(self, table: str) -> None:
        body = self.document.element.body
        body.insert(len(body) - 1, parse_xml(table))

    def _drawing(self, block: m.Drawing) -> None:
        self._caption(block)
        picture = self.document.add_picture(BytesIO(as_png(block.svg)), width=Mm(_width_mm(block.svg)))
        self.document.paragraphs[-1].style = "Figure"
        placed = picture._inline
        placed.docPr.set("descr", f"{m.plain(block.caption)} {block.alt}")
        placed.docPr.set("name", called(block, self._book.lang))
        for side in ("distT", "distB", "distL", "distR"):
            placed.set(side, "0")  # LibreOffice takes an eighth of an inch where none is said
        self._runs(block.note, "Small")

    def _grid(self, block: m.Grid) -> None:
        self._caption(block)
        self._insert(tables.grid(block, self._pen, self._width_mm))
        self._runs(block.note, "Small")

    def _caption(self, block: m.Drawing | m.Grid) -> None:
        self._write(self._pen.caption(block, self._book.lang), "Caption")

    def _index(self, block: m.Index) -> None:
        """A field that Word fills with the pages of the marks; until then it holds the names, a line each."""
        begin, end = field_ends(_INDEX[self._book.lang])
        names = [entry.name for _, entries in block.groups for entry in entries]
        for at, name in enumerate(names):
            runs = (*(begin if at == 0 else ()), run(name), *((end,) if at == len(names) - 1 else ()))
            self._write(runs, "index 1")

    def _paragraph(self, text: str, style: str) -> None:
        self.document.add_paragraph(text, style=style)

    def _runs(self, inlines: m.Inlines, style: str) -> None:
        self._write(self._pen.runs(inlines), style)

    def _write(self, runs: Iterable[str], style: str) -> None:
        _fill(self.document.add_paragraph(style=style), runs)


def _fill(paragraph: Any, runs: Iterable[str]) -> None:
    for one in parse_xml(f"<w:p {NS}>{''.join(runs)}</w:p>"):
        paragraph._p.append(one)


def _toc_mark(at: int) -> str:
    return f"_Toc{at:06}"


def _shade(paragraph: Any, tint: str) -> None:
    """Put a ground of `tint` behind a paragraph."""
    properties = paragraph.get_or_add_pPr()
    ground = parse_xml(f'<w:shd {NS} w:val="clear" w:color="auto" w:fill="{tint}"/>')
    properties.insert_element_before(ground, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _width_mm(svg: str) -> float:
    """A figure's width in the book, never more than the text block."""
    pixels = float(svg.split('width="', 1)[1].split('"', 1)[0].removesuffix("px"))
    return min(pixels * 25.4 / 96, TEXT_MM)
