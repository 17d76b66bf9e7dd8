"""The files of the white paper: each language's PDF, brief, leaflets and Word draft, and the trail of every number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from talentmap.model.typesetting import PdfEngine, Style, Typesetting
from talentmap.publish.chapters.brief import BRIEF
from talentmap.publish.compose import Composed, compose
from talentmap.publish.evidence import Evidence
from talentmap.publish.paper.model import Book
from talentmap.publish.paper.numbering import alone
from talentmap.publish.pdf import Sheet, write_pdfs
from talentmap.publish.trail import trail
from talentmap.publish.writers.html import book_html, leaflet_html


def write_whitepapers(folder: Path, internal: Path, evidence: Evidence, languages: Sequence[str],
                      setting: Typesetting) -> None:  # fmt: skip
    """`whitepaper.<lang>.pdf` and `.docx`, `brief.<lang>.pdf`, `leaflets/<chain>.<lang>.pdf`; the trail stays."""
    composed = {lang: compose(evidence, lang) for lang in languages}
    briefs = {lang: compose(evidence, lang, (BRIEF,)) for lang in languages}
    (folder / "leaflets").mkdir()
    if setting.engine is PdfEngine.TYPST:
        _set_by_typst(folder, composed, briefs, setting.style)
    else:
        write_pdfs([[*_sheets(folder, found.book, setting.style), _brief_sheet(folder, briefs[lang].book)]
                    for lang, found in composed.items()])  # fmt: skip
    for lang, found in composed.items():
        _write_word(folder / f"whitepaper.{lang}.docx", found.book)
    trail([*composed.values(), *briefs.values()]).write(internal)


def _sheets(folder: Path, book: Book, style: Style) -> list[Sheet]:
    whole = Sheet(str(folder / f"whitepaper.{book.lang}.pdf"), book_html(book, style), style.value)
    leaflets = [
        Sheet(str(_leaflet(folder, chapter.id, book.lang)), leaflet_html(book, alone(chapter, book.lang)), "report")
        for chapter in book.chapters
        if chapter.group
    ]
    return [whole, *leaflets]


def _brief_sheet(folder: Path, brief: Book) -> Sheet:
    return Sheet(str(_brief(folder, brief.lang)), leaflet_html(brief, brief.chapters[0], "leaflet brief"), "report")


def _brief(folder: Path, lang: str) -> Path:
    return folder / f"brief.{lang}.pdf"


def _leaflet(folder: Path, chapter_id: str, lang: str) -> Path:
    return folder / "leaflets" / f"{chapter_id.removeprefix('chain-')}.{lang}.pdf"


def _set_by_typst(folder: Path, composed: Mapping[str, Composed], briefs: Mapping[str, Composed], style: Style) -> None:
    from talentmap.publish.writers.typst import write_typst  # noqa: PLC0415 - only where it is asked for

    for lang, found in composed.items():
        write_typst(folder / f"whitepaper.{lang}.pdf", found.book, style)
        write_typst(_brief(folder, lang), briefs[lang].book, Style.REPORT, leaflet=True)
        for chapter in found.book.chapters:
            if chapter.group:
                one = replace(found.book, chapters=(alone(chapter, found.book.lang),))
                write_typst(_leaflet(folder, chapter.id, lang), one, Style.REPORT, leaflet=True)


def _write_word(path: Path, book: Book) -> None:
    from talentmap.publish.writers.word import write_word  # noqa: PLC0415 - python-docx takes a while to import

    write_word(path, book)
