"""Page and styles of the Word draft: whoever edits it changes a style, and every paragraph of that style follows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from talentmap.publish.paper import model as m
from talentmap.publish.writers.word_inlines import NS, field

TEXT_MM, WIDE_MM = 166, 253
"""The text block of a page, and of one that lies across."""
_EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
_FONTS = {"body": ("Times New Roman", "宋体"), "head": ("Arial", "黑体")}
_RED, _DEEP, _GREY = "A63A22", "0F3544", "66747B"
_SHIPPED = (
    ("Normal", "body", 10.5, None), ("Body Text", "body", 10.5, None), ("Heading 1", "head", 20, _DEEP),
    ("Heading 2", "head", 13, _DEEP), ("Heading 3", "head", 11, _DEEP), ("Title", "head", 28, _DEEP),
    ("Subtitle", "head", 13, _GREY), ("Caption", "head", 10, _DEEP), ("List Bullet", "body", 10.5, None),
    ("List Number", "body", 10.5, None), ("Header", "head", 8, _GREY), ("Footer", "head", 8, _GREY),
)  # fmt: skip
"""Styles that Word knows by name: family, size in points, colour."""
_ADDED = (
    ("Lead", "body", 12, _DEEP), ("Small", "head", 8, _GREY), ("Table Text", "head", 8, None),
    ("Table Note", "head", 7, _GREY), ("Tile Value", "head", 20, _DEEP), ("Figure", "head", 8, None),
    ("Box Title", "head", 10.5, _DEEP), ("Warning", "head", 10.5, _RED), ("Contents Heading", "head", 20, _DEEP),
    ("toc 1", "head", 10, _DEEP), ("toc 2", "body", 10, None), ("index 1", "body", 9, None),
    ("footnote text", "body", 8.5, None), ("Measure", "head", 8, None),
    ("Sample Text", "head", 7, None), ("Sample Lead", "head", 7, _RED), ("Table Gap", "head", 4, None),
)  # fmt: skip
_SPACE = {
    "Body Text": (0, 8), "Lead": (0, 10), "Small": (2, 10), "Caption": (12, 4), "Heading 1": (0, 10),
    "Heading 2": (18, 6), "Heading 3": (12, 4), "Box Title": (8, 2), "Table Text": (0, 0), "Table Note": (0, 0),
    "Tile Value": (4, 0), "toc 1": (5, 0), "toc 2": (0, 0), "index 1": (0, 0), "Contents Heading": (0, 12),
    "footnote text": (0, 0), "Title": (0, 18), "Measure": (4, 2), "Sample Text": (0, 0), "Sample Lead": (0, 0),
    "Table Gap": (0, 0), "Figure": (0, 0),
}  # fmt: skip
"""Points before and after the paragraphs of each style."""
_CLOSE = ("Table Text", "Table Note", "Small", "toc 1", "toc 2", "index 1", "footnote text", "Figure", "Measure",
          "Sample Text", "Sample Lead", "Table Gap")  # fmt: skip
_KEPT = ("Caption", "Figure", "Box Title", "Measure", "Sample Text", "Sample Lead")
"""Styles whose paragraphs stay with the next one."""


def set_up(document: Any, book: m.Book) -> None:
    """Page, properties, styles, heads and feet; python-docx leaves its stubs untyped here."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - TEXT_MM) / 2)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    section.header_distance = section.footer_distance = Mm(14)
    _properties(document.core_properties, book)
    _styles(document.styles, book.lang)
    _settings(document.settings.element)
    _head_and_foot(section, book)


def _properties(properties: Any, book: m.Book) -> None:
    properties.title, properties.author, properties.subject = book.title, book.author, book.description
    properties.language = "zh-CN" if book.lang == "zh" else "en-GB"
    properties.created = properties.modified = _EPOCH
    properties.last_modified_by, properties.comments, properties.revision = "", "", 1


def _styles(styles: Any, lang: m.Lang) -> None:
    for name, family, size, tint in _SHIPPED:
        _look(styles[name], family, size, tint)
    for name, family, size, tint in _ADDED:
        added = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.islower())
        added.base_style = styles["Normal"]
        _look(added, family, size, tint)
    for name, (before, after) in _SPACE.items():
        form = styles[name].paragraph_format
        form.space_before, form.space_after = Pt(before), Pt(after)
    for name in _CLOSE:
        styles[name].paragraph_format.line_spacing = 1.0
    for name in _KEPT:
        styles[name].paragraph_format.keep_with_next = True
    styles["Heading 1"].paragraph_format.page_break_before = True
    _contents_entries(styles)
    styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True).font.superscript = True
    if lang == "zh":
        indent = parse_xml(f'<w:ind {NS} w:firstLineChars="200" w:firstLine="420"/>')
        styles["Body Text"].element.get_or_add_pPr().append(indent)


def _contents_entries(styles: Any) -> None:
    """Dots lead to the page numbers that Word puts at the right margin."""
    for name, indent in (("toc 1", 0), ("toc 2", 6)):
        form = styles[name].paragraph_format
        form.left_indent = Mm(indent)
        form.tab_stops.add_tab_stop(Mm(TEXT_MM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _look(style: Any, family: str, size: float, tint: str | None) -> None:
    latin, chinese = _FONTS[family]
    style.font.name, style.font.size, style.font.italic = latin, Pt(size), False
    if tint:
        style.font.color.rgb = RGBColor.from_string(tint)
    properties = style.element.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), chinese)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        properties.rFonts.attrib.pop(qn(f"w:{theme}"), None)
    properties.append(parse_xml(f'<w:lang {NS} w:val="en-GB" w:eastAsia="zh-CN"/>'))


def _settings(settings: Any) -> None:
    """Word asks whether to fill its fields; and which footnotes are the lines above footnotes."""
    lines = "".join(f'<w:footnote w:id="{number}"/>' for number in (-1, 0))
    compat = settings.find(qn("w:compat"))
    compat.addprevious(parse_xml(f'<w:updateFields {NS} w:val="true"/>'))
    compat.addprevious(parse_xml(f"<w:footnotePr {NS}>{lines}</w:footnotePr>"))


def _head_and_foot(section: Any, book: m.Book) -> None:
    section.header.paragraphs[0].text = " · ".join(filter(None, (book.title, book.cover.mark)))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for piece in field("PAGE", "1"):
        foot._p.append(parse_xml(piece))
