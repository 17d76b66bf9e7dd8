"""The book as one HTML document with inline SVG; page numbers are left to the engine's counters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape

from talentmap.model.typesetting import Style
from talentmap.publish.figures.theme import titled
from talentmap.publish.fonts import signs
from talentmap.publish.paper import model as m
from talentmap.publish.paper.legible import legible
from talentmap.publish.paper.numbering import called

_WHOLE = 9
"""Tables of so few lines are never broken over pages."""
_LANG = {"zh": "zh-Hans", "en": "en"}
_TAIL = re.compile(r"（[^（）]*）$|[\u4e00-\u9fff]{2}$")
"""The end of a Chinese head that goes to the next line as a whole: its unit, or a word of two characters."""


def book_html(book: m.Book, style: Style = Style.REPORT) -> str:
    """`book` as HTML with its cover, contents and lists of figures and tables; `style` is a class of its body."""
    book = legible(book, signs())
    page = _Page(book)
    chapters = "\n".join(page.chapter(chapter) for chapter in book.chapters)
    return page.document(book.title, f"{page.cover()}\n{page.contents()}\n{chapters}", f"book {style}")


def leaflet_html(book: m.Book, chapter: m.Chapter, kind: str = "leaflet") -> str:
    """One chapter as a leaflet: no cover, no contents, its title on top; `kind` are the classes of its body."""
    book = legible(replace(book, chapters=(chapter,)), signs())
    page, chapter = _Page(book), book.chapters[0]
    between = " · " if book.lang == "zh" else ", "  # the dot of the Chinese fonts is as wide as a character
    imprint = between.join(map(escape, (book.cover.region, book.cover.year, book.author)))
    head = f'<div class="imprint">{imprint}</div>'
    return page.document(f"{chapter.title} – {book.title}", f"{page.running()}{head}{page.chapter(chapter)}", kind)


class _Page:
    """Writes blocks; knows in which chapter each target lies, and how often the index has marked a key."""

    def __init__(self, book: m.Book) -> None:
        self._book = book
        self._home = {block.id: chapter.id for chapter in book.chapters for block in m.walk(chapter.blocks)
                      if isinstance(block, m.Drawing | m.Grid)}  # fmt: skip
        self._inside = {*self._home, *(chapter.id for chapter in book.chapters)}
        self._marks: Counter[str] = Counter()
        self._chapter = ""
        self._mark_total = Counter(
            piece.key for grid in book.grids for line in grid.lines for cell in line.cells for piece in cell.inlines
            if isinstance(piece, m.Mark)
        )  # fmt: skip

    def document(self, title: str, body: str, kind: str) -> str:
        """A whole document."""
        book = self._book
        return (
            f'<!DOCTYPE html>\n<html lang="{_LANG[book.lang]}"><head><meta charset="utf-8">'
            f"<title>{escape(title)}</title>"
            f'<meta name="author" content="{escape(book.author)}">'
            f'<meta name="description" content="{escape(book.description)}"></head>\n'
            f'<body class="{kind} {book.lang}">\n{body}\n</body></html>\n'
        )

    def cover(self) -> str:
        """The cover page."""
        cover = self._book.cover
        mark = f'<div class="illustrative">{escape(cover.mark)}</div>' if cover.mark else ""
        art = titled(cover.art, self._book.description)
        return (
            f'<section class="cover">{art}{mark}<div class="where">{escape(cover.region)}</div>'
            f'<div class="title">{"<br>".join(map(escape, cover.title))}</div>'
            f'<div class="subtitle">{"<br>".join(map(escape, cover.subtitle))}</div>'
            f'<div class="year">{escape(cover.year)}</div>'
            f'<div class="publisher">{escape(cover.publisher)}</div></section>'
        )

    def running(self) -> str:
        """What the heads and feet of the pages repeat."""
        title, mark = escape(self._book.title), escape(self._book.cover.mark)
        return f'<div class="book-title">{title}</div><div class="mark">{mark}</div>'

    def contents(self) -> str:
        """Contents, then the lists of figures and tables."""
        words, lang = self._book.words, self._book.lang
        figures = (_entry("l2", f"fig-{d.id}", called(d, lang), m.plain(d.caption)) for d in self._book.drawings)
        tables = (_entry("l2", f"tab-{g.id}", called(g, lang), m.plain(g.caption)) for g in self._book.grids)
        return (
            f'<section class="front toc">{self.running()}<h1><span class="name">{words["contents"]}</span></h1>'
            f"<ol>{''.join(self._entries())}</ol>"
            f'<h2>{words["figures"]}</h2><ol class="list">{"".join(figures)}</ol>'
            f'<h2>{words["tables"]}</h2><ol class="list">{"".join(tables)}</ol></section>'
        )

    def _entries(self) -> Iterator[str]:
        group = ""
        for chapter in self._book.chapters:
            if chapter.group and chapter.group != group:
                yield _entry("l1", f"ch-{chapter.id}", chapter.group_label, chapter.group)
            group = chapter.group
            yield _entry("l2" if group else "l1", f"ch-{chapter.id}", chapter.label, chapter.title)
            for block in chapter.blocks if not group and chapter.kind == "body" else ():
                if isinstance(block, m.Heading) and block.level == 2:
                    yield _entry("l2", f"sec-{block.id}", block.label, m.plain(block.inlines))

    def chapter(self, chapter: m.Chapter) -> str:
        """A chapter with its opener."""
        self._chapter = chapter.id
        label = f'<span class="label">{escape(chapter.label)}</span>' if chapter.label else ""
        group = f'<span class="group">{escape(chapter.group)}</span>' if chapter.group else ""
        wide = " wide" if chapter.wide else ""
        return (
            f'<section class="{chapter.kind}{wide}" id="ch-{chapter.id}"><h1>{label}{group}'
            f'<span class="name">{escape(chapter.title)}</span></h1>\n{self.blocks(chapter.blocks)}\n</section>'
        )

    def blocks(self, blocks: Iterable[m.Block]) -> str:
        """Blocks one below the other."""
        return "\n".join(map(self._block, blocks))

    def _block(self, block: m.Block) -> str:  # noqa: PLR0911 - one line a kind of block
        match block:
            case m.Heading():
                label = f'<span class="label">{escape(block.label)}</span>' if block.label else ""
                name = f' id="sec-{block.id}"' if block.id else ""
                return f"<h{block.level}{name}>{label}{self.inlines(block.inlines)}</h{block.level}>"
            case m.Paragraph():
                return f'<p class="{block.kind}">{self.inlines(block.inlines)}</p>'
            case m.Items():
                tag = "ul" if block.kind == "bullets" else "ol"
                items = "".join(f"<li>{self.inlines(item)}</li>" for item in block.items)
                return f'<{tag} class="{block.kind}">{items}</{tag}>'
            case m.Box():
                title = f'<p class="box-title">{self.inlines(block.title)}</p>' if m.plain(block.title) else ""
                return f'<div class="box {block.kind}">{title}{self.blocks(block.blocks)}</div>'
            case m.Tiles():
                return f'<div class="tiles n{len(block.tiles)}">{"".join(map(self._tile, block.tiles))}</div>'
            case m.Pairs():
                return (
                    f'<table class="pairs"><tbody>{"".join(self._pair(*pair) for pair in block.pairs)}</tbody></table>'
                )
            case m.Drawing():
                return self._drawing(block)
            case m.Grid():
                return self._grid(block)
            case m.Index():
                return f'<div class="index">{"".join(self._letter(*group) for group in block.groups)}</div>'
            case m.Examples():
                return f'<div class="examples">{"".join(map(_examples, block.lines))}</div>'
            case m.PageBreak():
                return '<div class="newpage"></div>'

    def _tile(self, tile: m.Tile) -> str:
        unit = f"<small>{escape(tile.unit)}</small>" if tile.unit else ""
        return (
            f'<div class="tile"><p class="value">{self.inlines(tile.value)}{unit}</p>'
            f'<p class="what">{self.inlines(tile.what)}</p><p class="range">{self.inlines(tile.range)}</p></div>'
        )

    def _pair(self, name: m.Inlines, told: m.Inlines) -> str:
        return f'<tr><th scope="row">{self.inlines(name)}</th><td>{self.inlines(told)}</td></tr>'

    def _drawing(self, block: m.Drawing) -> str:
        alternative = f"{m.plain(block.caption)}{'。' if self._book.lang == 'zh' else '. '}{block.alt}"
        return (
            f'<figure id="fig-{block.id}">{self._caption("figcaption", block)}{titled(block.svg, alternative)}'
            f'<p class="source">{self.inlines(block.note)}</p></figure>'
        )

    def _caption(self, tag: str, block: m.Drawing | m.Grid) -> str:
        name = called(block, self._book.lang)
        return f'<{tag}><span class="no">{escape(name)}</span>{self.inlines(block.caption)}</{tag}>'

    def _grid(self, block: m.Grid) -> str:
        whole = sum(column.weight for column in block.columns)
        widths = "".join(f'<col style="width:{column.weight / whole:.2%}">' for column in block.columns)
        places = _places(block.columns)
        heads = "".join(
            f'<th scope="col" class="{place}">{_head(column.head)}</th>'
            for column, place in zip(block.columns, places, strict=True)
        )
        lines = "".join(self._line(line, places) for line in block.lines)
        size = "grid whole" if len(block.lines) <= _WHOLE else "grid"
        return (
            f'<figure class="{size}" id="tab-{block.id}">{self._caption("figcaption", block)}'
            f'<table class="data"><colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead>'
            f"<tbody>{lines}</tbody></table>"
            f'<p class="source">{self.inlines(block.note)}</p></figure>'
        )

    def _line(self, line: m.Line, places: tuple[str, ...]) -> str:
        if line.kind == "group":
            told = self.inlines(line.cells[0].inlines)
            return f'<tr class="group"><th scope="colgroup" colspan="{len(places)}">{told}</th></tr>'
        cells = "".join(
            self._cell(cell, place, first=at == 0)
            for at, (cell, place) in enumerate(zip(line.cells, places, strict=True))
        )
        return f'<tr class="{line.kind}">{cells}</tr>'

    def _cell(self, cell: m.Cell, place: str, *, first: bool) -> str:
        under = f'<span class="under">{self.inlines(cell.under)}</span>' if cell.under else ""
        tag, scope = ("th", ' scope="row"') if first else ("td", "")
        classes = " ".join(filter(None, (place, cell.tone)))
        told = tuple(piece for piece in cell.inlines if not isinstance(piece, m.Mark))
        marks = [piece.key for piece in cell.inlines if isinstance(piece, m.Mark)]
        self._marks.update(marks)
        anchor = "".join(f' id="mark-{key}-{self._marks[key]}"' for key in marks[:1])
        return f'<{tag}{scope}{anchor} class="{classes}">{self.inlines(told)}{under}</{tag}>'

    def _letter(self, letter: str, entries: Iterable[m.IndexEntry]) -> str:
        return f'<p class="letter">{escape(letter)}</p>' + "".join(map(self._index_entry, entries))

    def _index_entry(self, entry: m.IndexEntry) -> str:
        pages = ", ".join(
            f'<a class="at" href="#mark-{entry.key}-{number}"></a>'
            for number in range(1, self._mark_total[entry.key] + 1)
        )
        return f'<p class="entry">{escape(entry.name)} <span class="pages">{pages}</span></p>'

    def inlines(self, inlines: m.Inlines) -> str:
        """A run of text."""
        return "".join(map(self._inline, inlines))

    def _inline(self, piece: m.Inline) -> str:
        match piece:
            case m.Words() | m.Number():
                told = escape(piece.text, quote=False)
                return _unbroken(told) if isinstance(piece, m.Number) and "–" in told else told
            case m.Strong():
                return f"<strong>{self.inlines(piece.inlines)}</strong>"
            case m.Script():
                return f"<{piece.place}>{escape(piece.text)}</{piece.place}>"
            case m.Footnote():
                return f'<span class="footnote">{self.inlines(piece.inlines)}</span>'
            case m.Reference():
                return self._reference(piece)
            case m.Mark():
                self._marks[piece.key] += 1
                return f'<span id="mark-{piece.key}-{self._marks[piece.key]}"></span>'

    def _reference(self, piece: m.Reference) -> str:
        """A link; one that leads to another chapter tells the page as well."""
        if piece.target not in self._inside:
            return escape(piece.label)
        near = self._home.get(piece.target) == self._chapter
        kinds: Mapping[type, str] = {m.Drawing: "fig", m.Grid: "tab"}
        block = next((found for found in self._book.blocks() if getattr(found, "id", "") == piece.target), None)
        anchor = f"{kinds.get(type(block), 'ch')}-{piece.target}"
        return f'<a class="{"ref" if near else "ref far"}" href="#{anchor}">{escape(piece.label)}</a>'


def _examples(line: tuple[m.Example, ...]) -> str:
    """Examples side by side."""
    return f'<div class="line">{"".join(map(_example, line))}</div>'


def _example(example: m.Example) -> str:
    measures, samples = "".join(map(_measure, example.measures)), "".join(map(_sample, example.samples))
    return f'<div class="of{example.sixths}">{measures}<div>{samples}</div></div>'


def _measure(measure: m.Measure) -> str:
    remark = f' <span class="remark">{escape(measure.remark)}</span>' if measure.remark else ""
    return f"<p><strong>{escape(measure.name)}</strong> {escape(measure.formula)}{remark}</p>"


def _sample(sample: m.Sample) -> str:
    """A table whose head tells what is given and what comes of it; each part but the first begins with a line."""
    leads = "".join(
        f'<th scope="colgroup" colspan="{len(part.columns)}"{_begins(at)}>{escape(part.lead)}</th>'
        for at, part in enumerate(sample.parts)
    )
    classes = [
        f"{column.align}{' begins' if part_at and not at else ''}"
        for part_at, part in enumerate(sample.parts)
        for at, column in enumerate(part.columns)
    ]
    heads = "".join(
        f'<th scope="col" class="{kind}">{" ".join(map(_unbroken, escape(column.head).split(" ")))}</th>'
        for column, kind in zip(sample.columns, classes, strict=True)
    )
    rows = "".join(
        "".join(("<tr>", *(f'<td class="{kind}">{escape(cell)}</td>' for cell, kind in zip(row, classes, strict=True)),
                 "</tr>"))
        for row in sample.rows
    )  # fmt: skip
    head = f'<thead><tr class="leads">{leads}</tr><tr>{heads}</tr></thead>'
    return f'<table class="sample">{head}<tbody>{rows}</tbody></table>'


def _head(text: str) -> str:
    """The head of a column, of which no line holds a lone character or half of a unit."""
    told = escape(text)
    return _TAIL.sub(lambda found: _unbroken(found[0]), told)


def _unbroken(told: str) -> str:
    """What stands on one line."""
    return f'<span class="unbroken">{told}</span>'


def _begins(at: int) -> str:
    return ' class="begins"' if at else ""


def _places(columns: tuple[m.Column, ...]) -> tuple[str, ...]:
    """How the cells of each column stand; words that begin where figures end keep away from them."""
    gaps = m.gaps(columns)
    return tuple(f"{column.align} gap" if gap else column.align for column, gap in zip(columns, gaps, strict=True))


def _entry(level: str, anchor: str, label: str, name: str) -> str:
    told = f'<span class="label">{escape(label)}</span>' if label else ""
    return f'<li class="{level}">{told}<a href="#{anchor}">{escape(name)}</a></li>'
