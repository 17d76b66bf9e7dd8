"""The book as Typst source, and its PDF by the Typst wheel: no system library, and many times faster.

Words, numbers and references are those of the model; the look stands in templates/whitepaper/style/book.typ. Every text
goes in as a string literal, so that no character of a name is ever read as markup.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from talentmap.model.typesetting import Style
from talentmap.publish.figures.theme import in_system_family
from talentmap.publish.fonts import faces, signs
from talentmap.publish.paper import model as m
from talentmap.publish.paper.legible import legible
from talentmap.publish.paper.numbering import called
from talentmap.resources import templates_dir

_EPOCH = 1_700_000_000  # a PDF must name a time; always the same one


def write_typst(path: Path, book: m.Book, style: Style, *, leaflet: bool = False) -> None:
    """`book` as a PDF/UA-1 at `path`."""
    import typst  # noqa: PLC0415 - only where this engine is asked for

    source = _Source(legible(book, signs()), style, leaflet=leaflet)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "book.typ").write_text(_look(), encoding="utf-8")
        (root / "main.typ").write_text(source.whole(), encoding="utf-8")
        for name, svg in source.pictures.items():
            (root / name).write_text(in_system_family(svg), encoding="utf-8")
        typst.compile(
            root / "main.typ",
            output=path,
            root=root,
            font_paths=[face.path.parent for face in faces()],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=_EPOCH,
        )


def _look() -> str:
    return (templates_dir() / "whitepaper" / "style" / "book.typ").read_text(encoding="utf-8")


class _Source:
    """Writes the source; keeps the pictures that it names."""

    def __init__(self, book: m.Book, style: Style, *, leaflet: bool) -> None:
        self._book, self._style, self._leaflet = book, style, leaflet
        self.pictures: dict[str, str] = {}
        self._marks: Counter[str] = Counter()
        self._anchors = {
            **{chapter.id: f"ch-{chapter.id}" for chapter in book.chapters},
            **{drawing.id: f"fig-{drawing.id}" for drawing in book.drawings},
            **{grid.id: f"tab-{grid.id}" for grid in book.grids},
        }
        self._home = {
            block.id: chapter.id for chapter in book.chapters for block in m.walk(chapter.blocks)
            if isinstance(block, m.Drawing | m.Grid)
        }  # fmt: skip
        self._chapter = ""
        self._every_mark = Counter(
            piece.key for grid in book.grids for line in grid.lines for cell in line.cells for piece in cell.inlines
            if isinstance(piece, m.Mark)
        )  # fmt: skip

    def whole(self) -> str:
        """The main file."""
        book = self._book
        parts = [
            '#import "book.typ": *',
            f"#show: book.with(lang: {_q(book.lang)}, title: {_q(book.title)}, author: {_q(book.author)}, "
            f"description: {_q(book.description)}, mark: {_q(book.cover.mark)}, style: {_q(self._style.value)}, "
            f"leaflet: {str(self._leaflet).lower()})",
        ]
        if not self._leaflet:
            parts += [self._cover(), self._contents()]
        return "\n".join([*parts, *map(self._chapter_source, book.chapters)])

    def _cover(self) -> str:
        cover = self._book.cover
        self.pictures["cover.svg"] = cover.art
        return (
            f"#cover(region: {_q(cover.region)}, title: {_array(map(_q, cover.title))}, "
            f"subtitle: {_array(map(_q, cover.subtitle))}, year: {_q(cover.year)}, publisher: {_q(cover.publisher)}, "
            f"mark: {_q(cover.mark)}, art: {_q('cover.svg')}, alt: {_q(self._book.description)})"
        )

    def _contents(self) -> str:
        words, lang = self._book.words, self._book.lang
        figures = [(f"fig-{block.id}", called(block, lang), m.plain(block.caption)) for block in self._book.drawings]
        tables = [(f"tab-{block.id}", called(block, lang), m.plain(block.caption)) for block in self._book.grids]
        lists = (
            (words["contents"], list(self._entries())),
            (words["figures"], [(2, *found) for found in figures]),
            (words["tables"], [(2, *found) for found in tables]),
        )
        return "\n".join(
            f"#contents({_q(title)}, {_array(_array((str(level), *map(_q, rest))) for level, *rest in entries)})"
            for title, entries in lists
        )

    def _entries(self) -> Iterable[tuple[int, str, str, str]]:
        group = ""
        for chapter in self._book.chapters:
            if chapter.group and chapter.group != group:
                yield 1, f"ch-{chapter.id}", chapter.group_label, chapter.group
            group = chapter.group
            yield 2 if group else 1, f"ch-{chapter.id}", chapter.label, chapter.title
            for block in chapter.blocks if not group and chapter.kind == "body" else ():
                if isinstance(block, m.Heading) and block.level == 2:
                    yield 2, f"sec-{block.id}", block.label, m.plain(block.inlines)

    def _chapter_source(self, chapter: m.Chapter) -> str:
        self._chapter = chapter.id
        return (
            f"#chapter(id: {_q(f'ch-{chapter.id}')}, label: {_q(chapter.label)}, group: {_q(chapter.group)}, "
            f"title: {_q(chapter.title)}, book-title: {_q(self._book.title)}, "
            f"wide: {str(chapter.wide).lower()})[\n{self._blocks(chapter.blocks)}\n]"
        )

    def _blocks(self, blocks: Iterable[m.Block]) -> str:
        return "\n".join(map(self._block, blocks))

    def _block(self, block: m.Block) -> str:  # noqa: PLR0911 - one line a kind of block
        match block:
            case m.Heading():
                anchor = f"sec-{block.id}" if block.id else ""
                return f"#head({block.level}, {_q(block.label)}, {_q(anchor)}, {self._content(block.inlines)})"
            case m.Paragraph():
                return f"#{block.kind}-text({self._content(block.inlines)})"
            case m.Items():
                return f"#items({_q(block.kind)}, {_array(map(self._content, block.items))})"
            case m.Box():
                return f"#boxed({_q(block.kind)}, {self._content(block.title)})[\n{self._blocks(block.blocks)}\n]"
            case m.Tiles():
                return f"#tiles({_array(map(self._tile, block.tiles))})"
            case m.Pairs():
                pairs = (f"({self._content(name)}, {self._content(told)})" for name, told in block.pairs)
                return f"#pairs({_array(pairs)})"
            case m.Drawing():
                return self._drawing(block)
            case m.Grid():
                return self._grid(block)
            case m.Index():
                return f"#role-index({_array(self._letter(*group) for group in block.groups)})"
            case m.Examples():
                return f"#examples({_array(_array(map(_example, line)) for line in block.lines)})"
            case m.PageBreak():
                return "#pagebreak(weak: true)"

    def _tile(self, tile: m.Tile) -> str:
        unit = _q(tile.unit)
        return f"({self._content(tile.value)}, {unit}, {self._content(tile.what)}, {self._content(tile.range)})"

    def _drawing(self, block: m.Drawing) -> str:
        name = f"fig-{block.number}.svg"
        self.pictures[name] = block.svg
        alternative = f"{m.plain(block.caption)}{'。' if self._book.lang == 'zh' else '. '}{block.alt}"
        return (
            f"#drawing({_q(f'fig-{block.id}')}, {_q(called(block, self._book.lang))}, {self._content(block.caption)}, "
            f"{_q(name)}, {_q(alternative)}, {self._content(block.note)})"
        )

    def _grid(self, block: m.Grid) -> str:
        widths = _array(f"{column.weight:g}fr" for column in block.columns)
        aligns = _array(column.align for column in block.columns)
        gaps = _array(str(gap).lower() for gap in m.gaps(block.columns))
        heads = _array(_q(column.head) for column in block.columns)
        lines = _array(self._line(line, len(block.columns)) for line in block.lines)
        return (
            f"#grid-table({_q(f'tab-{block.id}')}, {_q(called(block, self._book.lang))}, "
            f"{self._content(block.caption)}, {widths}, {aligns}, {gaps}, {heads}, {lines}, "
            f"{self._content(block.note)})"
        )

    def _line(self, line: m.Line, columns: int) -> str:
        if line.kind == "group":
            return f"(group: {self._content(line.cells[0].inlines)}, span: {columns})"
        cells = (
            f"({self._content(cell.inlines)}, {self._content(cell.under) if cell.under else 'none'}, {_q(cell.tone)})"
            for cell in line.cells
        )
        return f"(kind: {_q(line.kind)}, cells: {_array(cells)})"

    def _letter(self, letter: str, entries: Iterable[m.IndexEntry]) -> str:
        told = (
            f"({_q(entry.name)}, {_array(_q(f'mark-{entry.key}-{at}') for at in self._numbers(entry.key))})"
            for entry in entries
        )
        return f"({_q(letter)}, {_array(told)})"

    def _numbers(self, key: str) -> range:
        return range(1, self._every_mark[key] + 1)

    def _content(self, inlines: m.Inlines) -> str:
        return f"[{''.join(map(self._inline, inlines))}]"

    def _inline(self, piece: m.Inline) -> str:
        match piece:
            case m.Words() | m.Number():
                return f"#{_q(piece.text)};" if piece.text else ""
            case m.Strong():
                return f"#strong-text({self._content(piece.inlines)});"
            case m.Script():
                return f"#{'sub' if piece.place == 'sub' else 'super'}({_q(piece.text)});"
            case m.Footnote():
                return f"#footnote({self._content(piece.inlines)});"
            case m.Reference():
                return self._reference(piece)
            case m.Mark():
                self._marks[piece.key] += 1
                return f"#mark({_q(f'mark-{piece.key}-{self._marks[piece.key]}')});"

    def _reference(self, piece: m.Reference) -> str:
        if piece.target not in self._anchors:
            return f"#{_q(piece.label)};"
        far = self._home.get(piece.target) != self._chapter
        return f"#refer({_q(self._anchors[piece.target])}, {_q(piece.label)}, {str(far).lower()});"


def _example(example: m.Example) -> str:
    measures = _array(_array(map(_q, (one.name, one.formula, one.remark))) for one in example.measures)
    samples = _array(map(_sample, example.samples))
    return f"(measures: {measures}, samples: {samples}, width: {example.sixths / 6:.2%})"


def _sample(sample: m.Sample) -> str:
    leads = _array(f"({_q(part.lead)}, {len(part.columns)})" for part in sample.parts)
    heads = _array(_q(column.head) for column in sample.columns)
    aligns = _array(column.align for column in sample.columns)
    rows = _array(_array(map(_q, row)) for row in sample.rows)
    return f"(leads: {leads}, heads: {heads}, aligns: {aligns}, rows: {rows})"


def _q(text: str) -> str:
    """`text` as a string literal."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{quoted}"'


def _array(parts: Iterable[str]) -> str:
    """An array literal, also of one or no element."""
    return "(" + "".join(f"{part}, " for part in parts) + ")"
