"""Seconds a page of the white paper: ours beside bare WeasyPrint on the same HTML, and Typst, also at 300 pages.

Run: python -m benchmarks.pdf_speed [edition]. CPU seconds, each run in a process of its own, imports not counted.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from talentmap import pipeline
from talentmap.model.edition import open_edition
from talentmap.model.typesetting import Style
from talentmap.publish import release
from talentmap.publish.compose import compose
from talentmap.publish.evidence import Evidence, gather
from talentmap.publish.paper import model as m
from talentmap.publish.pdf_process import style_css, write_all
from talentmap.publish.writers.html import book_html
from talentmap.publish.writers.typst import write_typst

PAGES_WANTED = 300
ROUNDS = 2  # the better one counts: other work on the machine only ever adds
EDITION = Path("examples/qingyuan-2026")


class Silence:
    """An observer that says nothing."""

    def begin(self, step: str) -> None: ...

    def advance(self, done: int, total: int) -> None: ...

    def end(self, step: str, figures: Any) -> None: ...


def evidence_of(folder: Path, scratch: Path) -> Evidence:
    """What the publishing step is handed when the edition is built."""
    caught: list[Evidence] = []

    def catch(place: object, material: release.Material, advance: object) -> int:
        quality = release._quality(material.engine, material.problems, material.figures)
        caught.append(gather(material.edition, material.catalog, material.register, material.shown, quality))
        return 0

    pipeline.publish, kept = catch, pipeline.publish
    try:
        pipeline.compile_edition(open_edition(folder), scratch, Silence())
    finally:
        pipeline.publish = kept
    return caught[0]


def long_book(book: m.Book, times: int) -> m.Book:
    """`book` with its chapters repeated, each copy under ids of its own, without the index."""

    def copied(block: m.Block, number: int) -> m.Block:
        if isinstance(block, m.Box):
            return replace(block, blocks=tuple(copied(inside, number) for inside in block.blocks))
        if isinstance(block, m.Drawing | m.Grid) or (isinstance(block, m.Heading) and block.id):
            return replace(block, id=f"{block.id}-{number}")
        return block

    kept = [chapter for chapter in book.chapters if chapter.id != "index"]
    copies = [
        replace(chapter, id=f"{chapter.id}-{number}", blocks=tuple(copied(block, number) for block in chapter.blocks))
        for number in range(1, times)
        for chapter in kept
    ]
    return replace(book, chapters=(*kept, *copies))


class Spent(NamedTuple):
    """CPU seconds, and seconds on the wall."""

    cpu: float
    wall: float


def measured(run: Callable[..., object], *given: object) -> Spent:
    """What `run` takes in a process of its own: an engine that has set one book is slower at the next."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
        return pool.submit(timed, run, *given).result()


def timed(run: Callable[..., object], *given: object) -> Spent:
    """What a call takes in this process."""
    start, wall = time.process_time(), time.perf_counter()
    run(*given)
    return Spent(time.process_time() - start, time.perf_counter() - wall)


def pages_of(path: Path) -> int:
    """How many pages a PDF has."""
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def bare(html: str, path: Path) -> None:
    """WeasyPrint alone: the same HTML, style and tags."""
    fonts = FontConfiguration()
    HTML(string=html).write_pdf(
        path,
        stylesheets=[CSS(string=style_css("report"), font_config=fonts)],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
    )


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        book = compose(evidence_of(Path(sys.argv[1]) if len(sys.argv) > 1 else EDITION, scratch), "zh").book
        html = book_html(book)
        plain, ours, typst, long = (scratch / f"{name}.pdf" for name in ("plain", "ours", "typst", "long"))
        sheets = [{"path": str(ours), "html": html, "style": "report"}]
        runs = [(measured(bare, html, plain), measured(write_all, sheets)) for _ in range(ROUNDS)]
        spent = [min(one for one, _ in runs), min(other for _, other in runs)]
        spent.append(min(measured(write_typst, typst, book, Style.REPORT) for _ in range(ROUNDS)))
        many = long_book(book, -(-PAGES_WANTED // pages_of(typst)) + 1)
        spent.append(min(measured(write_typst, long, many, Style.REPORT) for _ in range(ROUNDS)))
        names = ("bare WeasyPrint", "talentmap (WeasyPrint)", "talentmap (Typst)", "Typst, long")
        pages = [pages_of(path) for path in (plain, ours, typst, long)]
    print(f"{'':24}{'CPU s':>8}{'wall s':>8}{'pages':>7}{'CPU s/page':>12}")
    for name, (cpu, wall), count in zip(names, spent, pages, strict=True):
        print(f"{name:24}{cpu:8.1f}{wall:8.1f}{count:7}{cpu / count:12.3f}")
    print(f"overhead over bare WeasyPrint: {spent[1].cpu / spent[0].cpu - 1:+.1%}")


if __name__ == "__main__":
    main()
