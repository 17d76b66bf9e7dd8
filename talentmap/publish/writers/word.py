"""The book as a Word draft that officials edit before they sign: real styles, headings, fields for contents and index.

Body paragraphs and tables are written as WordprocessingML at once, since a table of 200 roles cell by cell takes a
minute; python-docx keeps the package, its styles, pictures and sections. Word's fields (contents, page references,
index) are filled when it opens the file and asks whether to update them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from talentmap.publish.figures.theme import as_png
from talentmap.publish.paper import model as m
from talentmap.publish.paper.numbering import called

_NS = nsdecls("w")
_EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
_TEXT_MM = 166
_FONTS = {"body": ("Times New Roman", "宋体"), "head": ("Arial", "黑体")}
_STYLES = {"lead": "Lead", "note": "Small", "body": "Body Text"}
_RULES = "<w:tblBorders>{}</w:tblBorders>".format(
    "".join(
        f'<w:{side} w:val="{kind}" w:sz="{size}" w:space="0" w:color="{tint}"/>'
        for side, kind, size, tint in (
            ("top", "single", 6, "0F3544"), ("left", "nil", 0, "auto"), ("bottom", "single", 6, "0F3544"),
            ("right", "nil", 0, "auto"), ("insideH", "single", 4, "D9DFE2"), ("insideV", "nil", 0, "auto"),
        )
    )
)  # fmt: skip
"""Lines of a table: dark above and below, pale between rows, none between columns."""
_RED, _DEEP, _GREY, _PALE, _WARM = "A63A22", "0F3544", "66747B", "EEF2F3", "FBEFE9"
_ROOM = "<w:tblCellMar>{}</w:tblCellMar>".format(
    "".join(
        f'<w:{side} w:w="{air}" w:type="dxa"/>'
        for side, air in (("top", 45), ("left", 40), ("bottom", 45), ("right", 90))
    )
)
"""Air around the words of a cell, in twentieths of a point."""
_CLOSE = _ROOM.replace('w:w="45"', 'w:w="8"')
_TWIPS_MM = 1440 / 25.4
_TITLE_DOWN = 140
_FULL = 'w:w="5000" w:type="pct"'
_OF_EXAMPLES = ("Measure", "Sample Text", "Sample Lead", "Table Gap")
_AIR, _LETTER_MM = 3, 1.45
"""Letters that the air of a cell takes, and how wide a Latin letter of a sample is."""
_WORD_MM, _MARGIN_MM = 1.7, 3.0
"""How wide a Latin letter of a table is at most, and the margins of its cells."""
_WORD = re.compile(r"[^\s\u2e80-\uffff-]+-?")
_WIDE_MM = 253
"""The text block of a page that lies across."""


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
        self._names = {
            entry.key: entry.name
            for block in book.blocks() if isinstance(block, m.Index) for _, entries in block.groups for entry in entries
        }  # fmt: skip
        self._wide = False
        _set_up(self.document, book)

    def write(self) -> None:
        """Title page, contents, chapters."""
        self._title_page()
        self._paragraph(self._book.words["contents"], "Contents Heading")
        self._contents()
        for chapter in self._book.chapters:
            self._chapter(chapter)

    def _contents(self) -> None:
        """A field that Word fills with page numbers; until then it holds the titles of the chapters."""
        begin, end = _field_ends('TOC \\o "1-2" \\h \\z \\u')
        titles = [f"{chapter.label}　{chapter.title}".strip("　") for chapter in self._book.chapters]
        for at, title in enumerate(titles):
            runs = [*(begin if at == 0 else []), _run(title), *(end if at == len(titles) - 1 else [])]
            paragraph = self.document.add_paragraph(style="Contents Entry")
            for run in runs:
                paragraph._p.append(parse_xml(run))

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

    def _chapter(self, chapter: m.Chapter) -> None:
        if chapter.wide:
            self._section(landscape=True)
        label = f"{chapter.label}　" if chapter.label and self._book.lang == "zh" else f"{chapter.label} ".lstrip()
        self._paragraph(f"{label}{chapter.title}", "Heading 1")
        for block in chapter.blocks:
            self._block(block)
        if chapter.wide:
            self._section(landscape=False)

    def _section(self, *, landscape: bool) -> None:
        self._wide = landscape
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))

    def _block(self, block: m.Block) -> None:  # noqa: PLR0912 - one branch a kind of block
        match block:
            case m.Heading():
                self._runs((m.Words(f"{block.label} ".lstrip()), *block.inlines), f"Heading {block.level}")
            case m.Paragraph():
                self._runs(block.inlines, _STYLES[block.kind])
            case m.Items():
                for item in block.items:
                    self._runs(item, "List Bullet" if block.kind == "bullets" else "List Number")
            case m.Box():
                self._box(block)
            case m.Tiles():
                self._tiles(block)
            case m.Pairs():
                for name, told in block.pairs:
                    self._runs((m.Strong(name), m.Words("：" if self._book.lang == "zh" else ": "), *told), "Body Text")
            case m.Drawing():
                self._drawing(block)
            case m.Grid():
                self._grid(block)
            case m.Index():
                self._field('INDEX \\c "3"', "Small", "; ".join(sorted(self._names.values())))
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
        tint = _WARM if block.kind == "warning" else _PALE
        for paragraph in body[before - 1 : len(body) - 1]:
            if paragraph.tag == qn("w:p"):
                _shade(paragraph, tint)

    def _tiles(self, block: m.Tiles) -> None:
        """The headline figures side by side, in a table without lines between them."""
        width = 5000 // max(len(block.tiles), 1)
        cells = "".join(
            _parts([((*tile.value, m.Words(tile.unit)), "TileValue"), (tile.what, "TableText"), (tile.range, "Small")],
                   f'<w:tcW w:w="{width}" w:type="pct"/>', self._names)
            for tile in block.tiles
        )  # fmt: skip
        self._insert(f"{_table_head([width] * len(block.tiles), _TEXT_MM)}<w:tr>{cells}</w:tr></w:tbl>")
        self._paragraph("", "Small")

    def _examples(self, block: m.Examples) -> None:
        """Measures, then their tables one below the other: Word sets no two tables side by side."""
        for example in block.examples:
            for one in example.measures:
                told = (m.Strong((m.Words(f"{one.name}  "),)), m.Words(f"{one.formula}  {one.remark}".rstrip()))
                self._runs(told, "Measure")
            for sample in example.samples:
                self._insert(_sample(sample))
                self._paragraph("", "Table Gap")

    def _insert(self, table: str) -> None:
        body = self.document.element.body
        body.insert(len(body) - 1, parse_xml(table))

    def _drawing(self, block: m.Drawing) -> None:
        self._caption(block)
        picture = self.document.add_picture(BytesIO(as_png(block.svg)), width=Mm(_width_mm(block.svg)))
        picture._inline.docPr.set("descr", f"{m.plain(block.caption)} {block.alt}")
        picture._inline.docPr.set("name", called(block, self._book.lang))
        placed = self.document.paragraphs[-1].paragraph_format
        placed.keep_with_next, placed.first_line_indent = True, Mm(0)
        self._runs(block.note, "Small")

    def _grid(self, block: m.Grid) -> None:
        self._caption(block)
        self._insert(_table(block, self._names, _WIDE_MM if self._wide else _TEXT_MM))
        self._runs(block.note, "Small")

    def _caption(self, block: m.Drawing | m.Grid) -> None:
        self._runs((m.Words(f"{called(block, self._book.lang)}  "), *block.caption), "Caption")

    def _paragraph(self, text: str, style: str) -> None:
        self.document.add_paragraph(text, style=style)

    def _runs(self, inlines: m.Inlines, style: str) -> None:
        notes = [piece.inlines for piece in inlines if isinstance(piece, m.Footnote)]
        paragraph = self.document.add_paragraph(style=style)
        for run in _runs(inlines, self._names):
            paragraph._p.append(parse_xml(run))
        for note in notes:
            self._runs((m.Words("* "), *note), "Small")

    def _field(self, code: str, style: str, shown: str) -> None:
        paragraph = self.document.add_paragraph(style=style)
        for piece in _field(code, shown):
            paragraph._p.append(parse_xml(piece))


def _runs(inlines: m.Inlines, names: dict[str, str], *, bold: bool = False) -> Iterator[str]:
    for piece in inlines:
        match piece:
            case m.Words() | m.Number():
                yield _run(piece.text, bold=bold)
            case m.Strong():
                yield from _runs(piece.inlines, names, bold=True)
            case m.Script():
                kind = "subscript" if piece.place == "sub" else "superscript"
                yield _run(piece.text, bold=bold, more=f'<w:vertAlign w:val="{kind}"/>')
            case m.Reference():
                yield _run(piece.label, bold=bold)
            case m.Footnote():
                yield _run("*", bold=bold, more='<w:vertAlign w:val="superscript"/>')
            case m.Mark():
                if piece.key in names:
                    yield from _field(f'XE "{names[piece.key].replace(chr(34), "")}"', "")


def _run(text: str, *, bold: bool = False, more: str = "") -> str:
    heavy = "<w:b/>" if bold else ""
    return f'<w:r {_NS}><w:rPr>{heavy}{more}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _field(code: str, shown: str) -> Iterator[str]:
    (begin, instruction, separate), end = _field_ends(code)
    yield from (begin, instruction, separate, _run(shown)) if shown else (begin, instruction)
    yield from end


def _field_ends(code: str) -> tuple[list[str], list[str]]:
    """The runs before and after what a field shows."""
    begin, separate, end = (
        f'<w:r {_NS}><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return [begin, f'<w:r {_NS}><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>', separate], [
        end
    ]


def _table(grid: m.Grid, names: dict[str, str], width_mm: float) -> str:
    """A table as wide as the text, whose head repeats on every page and whose rows stay whole."""
    widths = _widths(grid, width_mm)
    head = "".join(
        _cell([((m.Strong((m.Words(column.head),)),), "TableText")], column.align, width, names)
        for column, width in zip(grid.columns, widths, strict=True)
    )
    lines = "".join(_line(line, grid.columns, widths, names) for line in grid.lines)
    heads = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
    return f"{_table_head(widths, width_mm)}{heads}{lines}</w:tbl>"


def _widths(grid: m.Grid, width_mm: float) -> list[int]:
    """The columns' shares of 5000: as declared, but none narrower than its longest word while others have room."""
    rows = [line.cells for line in grid.lines if line.kind != "group"]
    needed = [
        (_MARGIN_MM + _WORD_MM * max(map(_longest, (column.head, *(m.plain(row[at].inlines) for row in rows)))))
        * (5000 / width_mm)
        for at, column in enumerate(grid.columns)
    ]
    held: set[int] = set()
    while True:
        room = 5000 - sum(needed[at] for at in held)
        free = sum(column.weight for at, column in enumerate(grid.columns) if at not in held)
        shares = [needed[at] if at in held else room * column.weight / free for at, column in enumerate(grid.columns)]
        short = {at for at, share in enumerate(shares) if at not in held and share < needed[at]}
        if not short or len(held | short) == len(shares) or room <= sum(needed[at] for at in short):
            return [round(share) for share in shares]
        held |= short


def _longest(text: str) -> int:
    """Letters of the longest Latin word or number: Chinese breaks behind every character."""
    return max(map(_letters, _WORD.findall(text)), default=0)


def _sample(sample: m.Sample) -> str:
    """A small table as wide as its words need, its leads over its heads, both repeated on every page."""
    columns = sample.columns
    letters = [
        _AIR + max(_letters(text) for text in (*column.head.split(" "), *cells))
        for column, cells in zip(columns, zip(*sample.rows, strict=True), strict=True)
    ]
    whole = min(sum(letters) * _LETTER_MM, _TEXT_MM)
    widths = [round(5000 * each / sum(letters)) for each in letters]
    at = [0, *accumulate(len(part.columns) for part in sample.parts)]
    leads = "".join(
        _cell([((m.Words(part.lead),), "SampleLead")], "left", sum(widths[begin:end]), {}, span=end - begin)
        for part, (begin, end) in zip(sample.parts, pairwise(at), strict=True)
    )
    named = "".join(
        _cell([((m.Strong((m.Words(column.head),)),), "SampleText")], column.align, width, {})
        for column, width in zip(columns, widths, strict=True)
    )
    lines = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>{}</w:tr>".format(
            "".join(
                _cell([((m.Words(cell),), "SampleText")], column.align, width, {})
                for cell, column, width in zip(row, columns, widths, strict=True)
            )
        )
        for row in sample.rows
    )
    heads = "".join(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{row}</w:tr>" for row in (leads, named))
    share = f'w:w="{round(whole * _TWIPS_MM)}" w:type="dxa"'
    return f"{_table_head(widths, whole).replace(_FULL, share).replace(_ROOM, _CLOSE)}{heads}{lines}</w:tbl>"


def _letters(text: str) -> int:
    return sum(2 if letter >= "\u2e80" else 1 for letter in text)


def _table_head(widths: list[int], width_mm: float) -> str:
    """How a table begins whose columns take `widths` of 5000 of its width, whatever stands in them."""
    columns = "".join(f'<w:gridCol w:w="{round(width / 5000 * width_mm * _TWIPS_MM)}"/>' for width in widths)
    return (
        f'<w:tbl {_NS}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW {_FULL}/>{_RULES}'
        f'<w:tblLayout w:type="fixed"/>{_ROOM}<w:tblLook w:firstRow="1" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>"
    )


def _line(line: m.Line, columns: tuple[m.Column, ...], widths: list[int], names: dict[str, str]) -> str:
    if line.kind == "group":
        name = _cell([((m.Strong(line.cells[0].inlines),), "TableText")], "left", 5000, names, span=len(columns))
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_tinted(name)}</w:tr>"
    cells = "".join(
        _cell(_told(cell, strong=cell.tone == "strong" or line.kind == "total"), column.align, width, names)
        for cell, column, width in zip(line.cells, columns, widths, strict=True)
    )
    told = _tinted(cells) if line.kind == "total" else cells
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{told}</w:tr>"


def _tinted(cells: str) -> str:
    return cells.replace("</w:tcPr>", f'<w:shd w:val="clear" w:color="auto" w:fill="{_PALE}"/></w:tcPr>')


def _told(cell: m.Cell, *, strong: bool) -> list[tuple[m.Inlines, str]]:
    """The paragraphs of a cell, each with its style."""
    words = (m.Strong(cell.inlines),) if strong else cell.inlines
    return [(words, "TableText"), *([(cell.under, "TableNote")] if cell.under else [])]


def _cell(told: list[tuple[m.Inlines, str]], align: str, width: int, names: dict[str, str], span: int = 1) -> str:
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return _parts(told, f'<w:tcW w:w="{width}" w:type="pct"/>{merged}', names, align)


def _parts(told: list[tuple[m.Inlines, str]], properties: str, names: dict[str, str], align: str = "left") -> str:
    """A cell of paragraphs, each in its style."""
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="{align}"/></w:pPr>{"".join(_runs(inlines, names))}</w:p>'
        for inlines, style in told
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def _shade(paragraph: Any, tint: str) -> None:
    """Put a ground of `tint` behind a paragraph."""
    properties = paragraph.get_or_add_pPr()
    ground = parse_xml(f'<w:shd {_NS} w:val="clear" w:color="auto" w:fill="{tint}"/>')
    properties.insert_element_before(ground, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _width_mm(svg: str) -> float:
    """A figure's width in the book, never more than the text block."""
    pixels = float(svg.split('width="', 1)[1].split('"', 1)[0].removesuffix("px"))
    return min(pixels * 25.4 / 96, _TEXT_MM)


def _set_up(document: Any, book: m.Book) -> None:
    """Page, properties, styles; python-docx leaves its stubs untyped here."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    _properties(document.core_properties, book)
    language = "zh-CN" if book.lang == "zh" else "en-GB"
    for name, family, size, tint in (
        ("Normal", "body", 10.5, None), ("Body Text", "body", 10.5, None), ("Heading 1", "head", 20, _DEEP),
        ("Heading 2", "head", 13, _DEEP), ("Heading 3", "head", 11, _DEEP), ("Title", "head", 28, _DEEP),
        ("Subtitle", "head", 13, _GREY), ("Caption", "head", 10, _DEEP), ("List Bullet", "body", 10.5, None),
        ("List Number", "body", 10.5, None),
    ):  # fmt: skip
        _style(document.styles[name], family, size, tint, language)
    for name, family, size, tint in (
        ("Lead", "body", 12, _DEEP), ("Small", "head", 8, _GREY), ("Table Text", "head", 8, None),
        ("Table Note", "head", 7, _GREY), ("Tile Value", "head", 20, _DEEP),
        ("Box Title", "head", 10.5, _DEEP), ("Warning", "head", 10.5, _RED), ("Contents Heading", "head", 20, _DEEP),
        ("Contents Entry", "body", 10.5, None), ("Measure", "head", 8, None),
        ("Sample Text", "head", 7, None), ("Sample Lead", "head", 7, _RED), ("Table Gap", "head", 4, None),
    ):  # fmt: skip
        _style(document.styles.add_style(name, 1), family, size, tint, language)
    _space(document.styles, book.lang)
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    document.styles["Caption"].paragraph_format.keep_with_next = True
    document.settings.element.append(parse_xml(f'<w:updateFields {_NS} w:val="true"/>'))
    _header_and_footer(section, book)


def _space(styles: Any, lang: str) -> None:
    """Distances in points before and after the paragraphs of each style; Chinese text is indented by two characters."""
    for name, before, after in (
        ("Body Text", 0, 8), ("Lead", 0, 10), ("Small", 2, 10), ("Caption", 12, 4), ("Heading 2", 18, 6),
        ("Heading 3", 12, 4), ("Box Title", 8, 2), ("Table Text", 0, 0), ("Table Note", 0, 0), ("Tile Value", 4, 0),
        ("Contents Entry", 0, 2), ("Contents Heading", 0, 12), ("Title", 0, 18), ("Measure", 4, 2),
        ("Sample Text", 0, 0), ("Sample Lead", 0, 0), ("Table Gap", 0, 0),
    ):  # fmt: skip
        form = styles[name].paragraph_format
        form.space_before, form.space_after = Pt(before), Pt(after)
    for name in ("Table Text", "Table Note", "Contents Entry", "Small", *_OF_EXAMPLES):
        styles[name].paragraph_format.line_spacing = 1.0
    for name in ("Box Title", *_OF_EXAMPLES[:-1]):
        styles[name].paragraph_format.keep_with_next = True
    if lang == "zh":
        indent = parse_xml(f'<w:ind {_NS} w:firstLineChars="200" w:firstLine="420"/>')
        styles["Body Text"].element.get_or_add_pPr().append(indent)


def _properties(properties: Any, book: m.Book) -> None:
    properties.title, properties.author, properties.subject = book.title, book.author, book.description
    properties.language = "zh-CN" if book.lang == "zh" else "en-GB"
    properties.created = properties.modified = _EPOCH
    properties.last_modified_by, properties.comments, properties.revision = "", "", 1


def _style(style: Any, family: str, size: float, tint: str | None, language: str) -> None:
    latin, chinese = _FONTS[family]
    style.font.name, style.font.size, style.font.italic = latin, Pt(size), False
    if tint:
        style.font.color.rgb = RGBColor.from_string(tint)
    properties = style.element.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), chinese)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        properties.rFonts.attrib.pop(qn(f"w:{theme}"), None)
    properties.append(parse_xml(f'<w:lang {_NS} w:val="en-GB" w:eastAsia="{language}"/>'))


def _header_and_footer(section: Any, book: m.Book) -> None:
    section.header.paragraphs[0].text = f"{book.title}　{book.cover.mark}".strip()
    footer: Iterable[str] = _field("PAGE", "1")
    for piece in footer:
        section.footer.paragraphs[0]._p.append(parse_xml(piece))
